import { analytics } from './analytics.ts'
import { marketing } from './marketing.ts'
import { media } from './media.ts'
import { necessary } from './necessary.ts'

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

export interface KnownService {
  readonly name: string
  readonly provider: string | null
  readonly purpose: Purpose
  readonly hosts: readonly string[]
  readonly paths: readonly RegExp[]
  readonly cookies: readonly string[]
  readonly storage: readonly string[]
}

const names = (text = '') => text.split(/\s+/).filter(Boolean)

/** What measures comes first: a name that is like a session's is taken for one only where nothing else claims it. */
export const knownServices: readonly KnownService[] = [...analytics, ...marketing, ...media, ...necessary].map(
  ({ name, provider = null, purpose, hosts, paths = [], cookies, storage }) => ({
    name,
    provider,
    purpose,
    hosts: names(hosts),
    paths,
    cookies: names(cookies),
    storage: names(storage),
  }),
)
