/**
 * What something on a page is for. `necessary` needs no consent: the visitor asked for it, or it keeps the site safe.
 * `preferences` and `media` are wanted by many and need consent all the same.
 */
export type Purpose = 'necessary' | 'preferences' | 'media' | 'analytics' | 'marketing'

/**
 * A service that many sites use, by what can be seen of it, as names between spaces: hosts (with all below them), cookies
 * and storage keys; and paths at any host, for what is served from the site's own. `*` stands for any characters.
 */
export interface ServiceEntry {
  readonly name: string
  readonly provider?: string
  readonly purpose: Purpose
  readonly hosts?: string
  readonly paths?: readonly RegExp[]
  readonly cookies?: string
  readonly storage?: string
}
