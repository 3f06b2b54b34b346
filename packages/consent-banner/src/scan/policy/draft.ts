import { type ConsentPolicy, consentStorageKinds } from '@sotto/contracts'
import { hostOf } from '../browser/party.ts'
import { nameMatches } from '../knowledge/recognise.ts'
import { type KnownService, knownServices } from '../knowledge/services.ts'
import type { ReportedCookie, ReportedJudgement, ReportedState, ScanReport } from '../report.ts'

type Service = NonNullable<ConsentPolicy['services']>[number]
type Cookie = NonNullable<Service['cookies']>[number]
type Storage = NonNullable<Service['storage']>[number]

const day = 86_400

/**
 * A policy to start from: a service for each that was seen in any state, with its cookies, storage and hosts. What is not
 * known to be necessary lands where it needs consent, so that the draft errs to the safe side.
 */
export function draftPolicy(report: ScanReport): ConsentPolicy {
  const host = hostOf(report.landed)
  const drafts = new Map<
    string,
    {
      known: KnownService | null
      category: string
      name: string
      cookies: Map<string, Cookie>
      storage: Map<string, Storage>
      requests: Set<string>
    }
  >()

  const draftFor = (item: ReportedJudgement) => {
    const known = knownServices.find(({ name }) => name === item.service) ?? null
    const name = item.service ?? (item.verdict === 'necessary' ? 'The site itself' : 'Unknown, of the site itself')
    const category = item.category ?? item.purpose ?? (item.verdict === 'necessary' ? 'necessary' : 'marketing')
    const key = `${category} ${name}`
    const draft = drafts.get(key) ?? {
      known,
      category,
      name,
      cookies: new Map(),
      storage: new Map(),
      requests: new Set(),
    }
    drafts.set(key, draft)
    return draft
  }

  for (const state of report.states) {
    for (const cookie of state.cookies) {
      const draft = draftFor(cookie)
      const entry = cookieEntry(cookie, draft.known, host)
      const before = draft.cookies.get(entry.name)
      if (!before || (entry.lifetimeDays ?? 0) > (before.lifetimeDays ?? 0)) draft.cookies.set(entry.name, entry)
    }
    for (const entry of storageEntries(state)) {
      const draft = draftFor(entry.item)
      const name = patternFor(entry.storage.name, draft.known?.storage)
      draft.storage.set(`${entry.storage.kind} ${name}`, { ...entry.storage, name })
    }
    for (const request of state.requests) {
      if (request.party === 'third' && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(request.host))
        draftFor(request).requests.add(request.host)
    }
  }

  const ids = new Set(categoryIds)
  const services = [...drafts.values()].map(
    ({ known, category, name, cookies, storage, requests }): Service => ({
      id: uniqueId(name, ids),
      category,
      name: name.slice(0, 100),
      ...(known?.provider ? { provider: { name: known.provider } } : {}),
      ...(requests.size > 0 ? { requests: [...requests].sort().slice(0, 50) } : {}),
      ...(cookies.size > 0
        ? { cookies: [...cookies.values()].sort((a, b) => a.name.localeCompare(b.name)).slice(0, 100) }
        : {}),
      ...(storage.size > 0 ? { storage: [...storage.values()].slice(0, 100) } : {}),
    }),
  )
  const used = new Set(['necessary', ...services.map(({ category }) => category)])
  return {
    version: 1,
    site: { name: (host || report.landed).slice(0, 100) },
    categories: [...used]
      .sort((a, b) => rank(a) - rank(b))
      .map((id) => (id === 'necessary' ? { id, necessary: true } : { id })),
    services: services.sort((a, b) => rank(a.category) - rank(b.category) || a.name.localeCompare(b.name)),
  }
}

const categoryIds = ['necessary', 'preferences', 'analytics', 'media', 'marketing']
const rank = (category: string) => (categoryIds.indexOf(category) + categoryIds.length + 1) % (categoryIds.length + 1)

function cookieEntry(cookie: ReportedCookie, known: KnownService | null, host: string): Cookie {
  const own = host === cookie.domain || host.endsWith(`.${cookie.domain}`) || cookie.domain.endsWith(`.${host}`)
  const days =
    cookie.lifetimeSeconds === null
      ? null
      : Math.min(3650, Math.max(0.01, Number((cookie.lifetimeSeconds / day).toFixed(2))))
  return {
    name: patternFor(cookie.name, known?.cookies).slice(0, 200),
    ...(own ? {} : { domain: cookie.domain }),
    ...(cookie.path === '/' ? {} : { path: cookie.path }),
    ...(days === null ? {} : { lifetimeDays: days }),
    ...(cookie.httpOnly ? { httpOnly: true } : {}),
  }
}

/** Names that end in an id are declared by their pattern: `_ga_*`, not `_ga_X1Y2`. Wider patterns would say too much. */
const patternFor = (name: string, patterns: readonly string[] = []) =>
  patterns.find((pattern) => /^[^*]{2,}[_.-]\*$/.test(pattern) && nameMatches(pattern, name)) ?? name

function storageEntries(state: ReportedState): { item: ReportedJudgement; storage: Storage }[] {
  return state.storage.flatMap((item) => {
    if (item.key === '' || item.key.length > 200) return []
    const kind = consentStorageKinds.find((area) => area === item.area)
    return kind ? [{ item, storage: { kind, name: item.key } }] : []
  })
}

function uniqueId(name: string, taken: Set<string>): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 36) || 'service'
  let id = base
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`
  taken.add(id)
  return id
}
