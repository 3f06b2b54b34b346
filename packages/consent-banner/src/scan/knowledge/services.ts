import { analytics } from './analytics.ts'
import { marketing } from './marketing.ts'
import { media } from './media.ts'
import { necessary } from './necessary.ts'
import type { Purpose } from './service-entry.ts'

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
