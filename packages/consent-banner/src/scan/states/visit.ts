import type { GivenSelectors } from '../banner/controls.ts'
import type { Patience } from '../browser/visit.ts'
import type { Credentials } from '../browser/watch.ts'

export interface SiteOptions {
  readonly address: string
  /** How many pages of the site are opened in each state, the first included. */
  readonly pages: number
  /** Whether the site's sitemap says which; otherwise links do. */
  readonly sitemap: boolean
  readonly given: GivenSelectors
  readonly patience: Patience
  readonly language: string
  readonly ignoreCertificates: boolean
  readonly credentials: Credentials | undefined
  readonly progress: (line: string) => void
}

/** What a state needs to know besides its own context. */
export interface Visit extends SiteOptions {
  /** The other pages, as soon as the first visit has found them. */
  readonly others: Promise<readonly string[]>
}
