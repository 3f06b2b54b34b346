import type { SiteObservations, StateName } from '../observation.ts'

/**
 * What differs between visits that have nothing in common. Each state begins in a browser that nobody has used: what the
 * site gives each of them another value for tells them apart, and so it would tell people apart.
 */
export interface Comparison {
  varies(cookie: { readonly name: string; readonly domain: string }): boolean
  variesInStorage(entry: { readonly area: string; readonly origin: string; readonly key: string }): boolean
  /** Whether a parameter of an address has another value in each visit, apart from numbers that defeat caches. */
  variesInQuery(address: string): boolean
  /** Whether something came only with a choice, so that it may be the record of it. */
  isNewAfterChoice(item: { readonly name?: string; readonly key?: string }): boolean
}

const fresh: readonly StateName[] = ['before', 'rejected', 'accepted', 'gpc']
const defeatsCaches =
  /^(_|cb|t|ts|v|r|rnd|rand|random|time|timestamp|cache|cachebuster|nocache|ord|bust|ver|version|dt|now)$/i

export function compareVisits(site: SiteObservations): Comparison {
  const cookies = new Map<string, Set<string>>()
  const storage = new Map<string, Set<string>>()
  const queries = new Map<string, Set<string>>()
  const before = new Set<string>()
  const add = (map: Map<string, Set<string>>, key: string, value: string) => {
    const values = map.get(key) ?? new Set()
    map.set(key, values.add(value))
  }
  for (const name of fresh) {
    const state = site.states[name]
    for (const cookie of state.cookies) add(cookies, cookieKey(cookie), cookie.value)
    for (const entry of state.storage) add(storage, storageKey(entry), entry.value)
    for (const { url } of state.requests)
      for (const [key, value] of parametersOf(url)) add(queries, key, `${name} ${value}`)
  }
  for (const { name } of site.states.before.cookies) before.add(name)
  for (const { key } of site.states.before.storage) before.add(key)
  const several = (values: Set<string> | undefined) => (values?.size ?? 0) > 1

  return {
    varies: (cookie) => several(cookies.get(cookieKey(cookie))),
    variesInStorage: (entry) => several(storage.get(storageKey(entry))),
    variesInQuery: (address) =>
      parametersOf(address).some(([key]) => {
        const seen = [...(queries.get(key) ?? [])].map((one) => one.split(' ') as [string, string])
        const visits = new Set(seen.map(([visit]) => visit))
        const values = new Set(seen.map(([, value]) => value))
        // One value a visit, and another in each: a list that merely goes on has many in one.
        return (
          visits.size > 1 && values.size >= visits.size && values.size === seen.length && seen.length <= visits.size * 2
        )
      }),
    isNewAfterChoice: ({ name, key }) => !before.has(name ?? key ?? ''),
  }
}

const cookieKey = ({ name, domain }: { name: string; domain: string }) => `${name} ${domain}`
const storageKey = ({ area, origin, key }: { area: string; origin: string; key: string }) => `${area} ${origin} ${key}`

function parametersOf(address: string): [key: string, value: string][] {
  if (!URL.canParse(address)) return []
  const url = new URL(address)
  return [...url.searchParams]
    .filter(([name, value]) => !defeatsCaches.test(name) && value.length >= 8)
    .slice(0, 40)
    .map(([name, value]) => [`${url.host}${url.pathname} ${name}`, value.slice(0, 200).replaceAll(' ', '_')])
}
