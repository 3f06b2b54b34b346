import type { ConsentCookieRow, ConsentPolicy, ConsentScanDifference, ConsentService } from '@sotto/contracts'
import { z } from 'zod'
import { accepted } from '../../accepted.ts'

/** A text in the language that is asked for, else in that of the policy, else in any. */
function inLanguage(texts: Readonly<Record<string, string>> | undefined, wanted: readonly string[]): string | null {
  if (!texts) return null
  const found = wanted.map((language) => texts[language]).find((text) => text !== undefined)
  return found ?? Object.values(texts)[0] ?? null
}

/** Everything that the services of a policy store, as a visitor may read of it. */
export function cookieTable(policy: ConsentPolicy, language?: string): ConsentCookieRow[] {
  const wanted = [...(language ? [language, language.split('-')[0] as string] : []), policy.language ?? 'en']
  const titleOf = (id: string) => inLanguage(policy.categories.find((one) => one.id === id)?.title, wanted) ?? id
  return (policy.services ?? []).flatMap((service) => {
    const of = {
      service: service.name,
      provider: service.provider?.name ?? null,
      category: titleOf(service.category),
      purpose: inLanguage(service.purpose, wanted),
    }
    return [
      ...(service.cookies ?? []).map(({ name, domain = null, lifetimeDays = null }) => ({
        ...of,
        name,
        kind: 'cookie' as const,
        domain,
        lifetimeDays,
      })),
      ...(service.storage ?? []).map(({ name, kind }) => ({ ...of, name, kind, domain: null, lifetimeDays: null })),
    ]
  })
}

const name = z.string().max(4000)
const takenFor = { service: name.nullable().optional(), purpose: name.nullable().optional() }

/** What of a scanner's report counts here. */
const Scan = z.object({
  format: z.literal('sotto-consent-scan/1', 'must be the JSON that `sotto-consent scan --json` writes'),
  landed: name,
  states: z
    .array(
      z.object({
        cookies: z
          .array(
            z.object({
              name,
              domain: name,
              lifetimeSeconds: z.number().nullable().optional(),
              httpOnly: z.boolean().optional(),
              fate: name.optional(),
              ...takenFor,
            }),
          )
          .max(10_000),
        storage: z.array(z.object({ area: name, key: name, ...takenFor })).max(10_000),
        requests: z.array(z.object({ host: name, address: name, ...takenFor })).max(10_000),
      }),
    )
    .max(10),
})

/** Whether a name is the declared one, in which `*` stands for any characters. Takes linear time, whatever is declared. */
function fits(declared: string, seen: string): boolean {
  const [first = '', ...rest] = declared.split('*')
  if (rest.length === 0) return declared === seen
  const last = rest.pop() as string
  if (!seen.startsWith(first) || !seen.endsWith(last) || seen.length < first.length + last.length) return false
  let at = first.length
  const end = seen.length - last.length
  for (const part of rest) {
    const found = seen.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

const bare = (domain: string) => domain.replace(/^\./, '').toLowerCase()
const isBelow = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

function reaches(declared: string, { host, address }: { host: string; address: string }): boolean {
  const [domain = '', ...path] = declared.split('/')
  if (!isBelow(bare(host), bare(domain.replace(/:\d+$/, '')))) return false
  if (path.length === 0) return true
  return URL.canParse(address) && new URL(address).pathname.startsWith(`/${path.join('/')}`)
}

type Noted = Pick<ConsentScanDifference, 'declaredDays' | 'seenDays' | 'httpOnly' | 'known'>
const nothingNoted: Noted = { declaredDays: null, seenDays: null, httpOnly: false, known: null }

type Seen = z.infer<typeof Scan>['states'][number]

/** What the scanner takes something for, where it knows it. */
const recognised = ({ service = null, purpose = null }: Pick<Seen['storage'][number], 'service' | 'purpose'>) =>
  service || purpose ? { service, category: purpose } : null

const keyOf = ({ name, domain }: { name: string; domain: string }) => JSON.stringify([name, bare(domain)])

/** The longest that each cookie stays, in days with two decimals; `null` where it goes with the session. */
function lifetimesIn(states: readonly Seen[]): Map<string, number | null> {
  const longest = new Map<string, number | null>()
  for (const cookie of states.flatMap(({ cookies }) => cookies)) {
    if (cookie.lifetimeSeconds === undefined || cookie.fate === 'deleted' || cookie.fate === 'refused') continue
    const { lifetimeSeconds: seconds } = cookie
    const before = longest.get(keyOf(cookie)) ?? null
    const days = seconds === null ? null : Math.round(seconds / 864) / 100
    longest.set(keyOf(cookie), days === null ? before : Math.max(before ?? 0, days))
  }
  return longest
}

const pathOf = (address: string) => (URL.canParse(address) ? new URL(address).pathname : address)
const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).hostname : '')

/**
 * What the scanner saw and the policy does not say, and what the policy says and the scanner did not see.
 *
 * @throws SottoError `invalid_request` for what is no report of the scanner
 */
export function compareScan(policy: ConsentPolicy, report: unknown): ConsentScanDifference[] {
  const { states, landed } = accepted(Scan, report)
  const site = hostOf(landed)
  const services = policy.services ?? []
  const own = policy.storage?.name ?? 'sotto-consent'
  const found = new Map<string, ConsentScanDifference>()
  const add = (one: Pick<ConsentScanDifference, 'kind' | 'what' | 'name' | 'domain' | 'service'> & Partial<Noted>) =>
    found.set(JSON.stringify([one.kind, one.what, one.name, one.domain]), { ...nothingNoted, ...one })
  const lifetimes = lifetimesIn(states)
  const seen = new Set<object>()

  /** The declared thing of any service that fits, noted as seen. */
  function declared<T extends object>(
    of: (service: ConsentService) => readonly T[] | undefined,
    is: (one: T) => boolean,
  ) {
    const all = services.flatMap((service) => (of(service) ?? []).filter(is))
    for (const one of all) seen.add(one)
    return all.length > 0
  }
  for (const { cookies, storage, requests } of states) {
    for (const cookie of cookies) {
      const domain = bare(cookie.domain)
      const isKnown = declared(
        (service) => service.cookies,
        (one) =>
          fits(one.name, cookie.name) && (one.domain ? isBelow(domain, bare(one.domain)) : isBelow(site, domain)),
      )
      const seenDays = lifetimes.get(keyOf(cookie)) ?? null
      const { httpOnly = false } = cookie
      if (!isKnown && cookie.name !== own) {
        const known = recognised(cookie)
        add({ kind: 'undeclared', what: 'cookie', name: cookie.name, domain, service: null, seenDays, httpOnly, known })
      }
    }
    for (const entry of storage) {
      const { area } = entry
      // The scanner says a scope as the address that it is; a policy names its path.
      const key = area === 'service-worker' ? pathOf(entry.key) : entry.key
      const isKnown = declared(
        (service) => service.storage,
        (one) => one.kind === area && fits(one.name, key),
      )
      if (!isKnown && !key.startsWith(own))
        add({
          kind: 'undeclared',
          what: area as 'local',
          name: key,
          domain: null,
          service: null,
          known: recognised(entry),
        })
    }
    for (const request of requests) {
      const isKnown = services.some(({ requests: places = [] }) => places.some((place) => reaches(place, request)))
      const isOwn = [site, ...(policy.gate?.firstParty ?? []).map(bare)].some((host) =>
        isBelow(bare(request.host), host),
      )
      if (!isKnown && !isOwn)
        add({
          kind: 'undeclared',
          what: 'request',
          name: request.host,
          domain: request.host,
          service: null,
          known: recognised(request),
        })
    }
  }
  for (const service of services) {
    for (const one of service.cookies ?? []) {
      const { name, domain = null, lifetimeDays: declaredDays = null, httpOnly = false } = one
      const days = [...lifetimes].filter(([key]) => {
        const [seenName = '', seenDomain = ''] = JSON.parse(key) as string[]
        return fits(name, seenName) && (domain ? isBelow(seenDomain, bare(domain)) : isBelow(site, seenDomain))
      })
      const seenDays = days.reduce<number | null>(
        (most, [, each]) => (each === null ? most : Math.max(most ?? 0, each)),
        null,
      )
      // Clocks and rounding: an hour does not matter.
      if (days.length > 0 && Math.abs((seenDays ?? 0) - (declaredDays ?? 0)) * 24 > 1)
        add({ kind: 'lifetime', what: 'cookie', name, domain, service: service.id, declaredDays, seenDays, httpOnly })
    }
    for (const one of service.cookies ?? [])
      if (!seen.has(one))
        add({ kind: 'unseen', what: 'cookie', name: one.name, domain: one.domain ?? null, service: service.id })
    for (const one of service.storage ?? [])
      if (!seen.has(one)) add({ kind: 'unseen', what: one.kind, name: one.name, domain: null, service: service.id })
  }
  return [...found.values()]
}
