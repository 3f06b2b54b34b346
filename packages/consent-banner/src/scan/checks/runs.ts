import { hostOf, withoutValues } from '../browser/party.ts'
import { isGooglePing, isGoogleTag } from '../judge/google.ts'
import type { Judge, Judgement } from '../judge/judge.ts'
import type { Observation, SeenCookie, SeenRequest, SeenStorage, SiteObservations, StateName } from '../observation.ts'
import { type Finding, type FindingCode, finding, type Level } from './findings.ts'

/** What a site is held to before a choice. */
export type Regime = 'opt-in' | 'opt-out'

interface Codes {
  readonly cookie: FindingCode
  readonly storage: FindingCode
  readonly request: FindingCode
}

const codesOf: Readonly<Partial<Record<StateName, Codes>>> = {
  before: { cookie: 'cookie-before-choice', storage: 'storage-before-choice', request: 'request-before-choice' },
  rejected: { cookie: 'cookie-after-reject', storage: 'storage-after-reject', request: 'request-after-reject' },
  withdrawn: {
    cookie: 'cookie-after-withdrawal',
    storage: 'storage-after-withdrawal',
    request: 'request-after-withdrawal',
  },
}

/** What runs or lies there in a state in which it must not. */
export function checkRuns(site: SiteObservations, judge: Judge, regime: Regime): Finding[] {
  const states: StateName[] = regime === 'opt-in' ? ['before', 'rejected', 'withdrawn'] : ['rejected', 'withdrawn']
  const findings = states.flatMap((state) => checkState(site.states[state], judge))
  return [...findings, ...unclear(site, judge, states), ...gpc(site, judge)]
}

function checkState(observation: Observation, judge: Judge): Finding[] {
  const codes = codesOf[observation.state]
  if (!codes) return []
  const { state } = observation
  const cookies = observation.cookies.flatMap((cookie) => {
    const judged = judge.cookie(cookie)
    if (judged.verdict !== 'needs-consent') return []
    // A site cannot delete another's cookies; it can only see to it that they are not sent, which is a request.
    const level: Level = state === 'withdrawn' && judged.thirdParty ? 'warning' : 'violation'
    return [
      finding(codes.cookie, level, cookie.name, `${judged.because}${whenOf(cookie)}${fates[cookie.fate]}`, {
        state,
        by: writerOf(cookie),
        pages: [cookie.page],
      }),
    ]
  })
  const storage = observation.storage.flatMap((entry) => {
    const judged = judge.storage(entry)
    if (judged.verdict !== 'needs-consent') return []
    const level: Level = state === 'withdrawn' && judged.thirdParty ? 'warning' : 'violation'
    return [
      finding(codes.storage, level, entry.key, `${judged.because}${whenOf(entry)}`, {
        state,
        by: writerOf(entry),
        pages: [entry.page],
      }),
    ]
  })
  return [...cookies, ...storage, ...requestsIn(observation, judge, codes.request)]
}

function requestsIn(observation: Observation, judge: Judge, code: FindingCode): Finding[] {
  const advanced = judge.declared?.policy.google?.mode === 'advanced'
  const groups = new Map<string, { judged: Judgement; requests: SeenRequest[] }>()
  for (const request of observation.requests) {
    const judged = judge.request(request)
    if (judged?.verdict !== 'needs-consent') continue
    // Advanced mode was chosen, with open eyes: the check of Consent Mode says what Google is told.
    if (advanced && (isGooglePing(request) || isGoogleTag(request.url))) continue
    const key = `${judged.service ?? ''} ${hostOf(request.url)}`
    const group = groups.get(key) ?? { judged, requests: [] }
    group.requests.push(request)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ judged, requests }) => {
    const [first] = requests as [SeenRequest, ...SeenRequest[]]
    const more = requests.length > 1 ? `, ${requests.length} requests` : ''
    return finding(code, 'violation', withoutValues(first.url), `${judged.because}${whenOf(first)}${more}`, {
      state: observation.state,
      by: first.initiator ?? first.frame,
      pages: [...new Set(requests.map(({ page }) => page))].slice(0, 5),
    })
  })
}

/** What nobody knows: once for each thing, not for each state. */
function unclear(site: SiteObservations, judge: Judge, states: readonly StateName[]): Finding[] {
  const found = new Map<string, Finding>()
  const add = (
    key: string,
    subject: string,
    judged: Judgement | null,
    state: StateName,
    by: string | null,
    page: string,
  ) => {
    if (judged?.verdict !== 'unclear' || found.has(key)) return
    found.set(key, finding('unclear', 'warning', subject, judged.because, { state, by, pages: [page] }))
  }
  for (const state of states) {
    const { cookies, storage, requests } = site.states[state]
    for (const cookie of cookies)
      add(`c ${cookie.name}`, cookie.name, judge.cookie(cookie), state, writerOf(cookie), cookie.page)
    for (const entry of storage)
      add(`s ${entry.key}`, entry.key, judge.storage(entry), state, writerOf(entry), entry.page)
    for (const request of requests) {
      add(
        `r ${hostOf(request.url)}`,
        withoutValues(request.url),
        judge.request(request),
        state,
        request.initiator,
        request.page,
      )
    }
  }
  return [...found.values()]
}

/** Under the signal nothing may be sold or shared; what only measures for the site itself is another matter. */
function gpc(site: SiteObservations, judge: Judge): Finding[] {
  const { gpc: observation } = site.states
  const counts = (judged: Judgement | null) => {
    if (judged?.verdict !== 'needs-consent') return false
    if (judged.declared) return judged.declared.soldOrShared
    // What names a service is someone else's; what does not is the site's own counting.
    return judged.thirdParty || judged.service !== null
  }
  const ran = [
    ...observation.cookies.filter((cookie) => counts(judge.cookie(cookie))).map(({ name }) => name),
    ...observation.storage.filter((entry) => counts(judge.storage(entry))).map(({ key }) => key),
    ...observation.requests.filter((request) => counts(judge.request(request))).map(({ url }) => hostOf(url)),
  ]
  const names = [...new Set(ran)]
  if (names.length === 0) return []
  const shown = names.slice(0, 8).join(', ')
  const rest = names.length > 8 ? ` and ${names.length - 8} more` : ''
  return [
    finding(
      'gpc-ignored',
      'violation',
      names.length === 1 ? (names[0] ?? '') : `${names.length} things`,
      `with the signal on, these run all the same: ${shown}${rest}`,
      {
        state: 'gpc',
        pages: observation.pages.slice(0, 5),
      },
    ),
  ]
}

/** Fingerprinting is many small questions by one script: one alone is asked for other reasons too. */
export function checkFingerprinting(site: SiteObservations): Finding[] {
  const byScript = new Map<string, { calls: Set<string>; page: string }>()
  for (const { call, scripts, page } of site.states.before.calls) {
    const script = scripts[0] ?? page
    const entry = byScript.get(script) ?? { calls: new Set(), page }
    entry.calls.add(call)
    byScript.set(script, entry)
  }
  return [...byScript].flatMap(([script, { calls, page }]) => {
    const foreign = hostOf(script) !== hostOf(page)
    if (calls.size < 2 && !foreign) return []
    const level: Level = calls.size >= 3 ? 'violation' : 'warning'
    return [
      finding('fingerprinting-before-choice', level, withoutValues(script), `it calls ${[...calls].join(', ')}`, {
        state: 'before',
        by: script,
        pages: [page],
      }),
    ]
  })
}

const writerOf = ({ setters }: SeenCookie | SeenStorage) =>
  setters[0] === undefined ? null : withoutValues(setters[0])

const fates = { kept: '', refused: '; this browser refused it', deleted: '; it was deleted again' } as const

const whenOf = ({ moment }: { moment: string }) => {
  if (moment === 'scroll') return ', when the page was scrolled'
  return moment === 'escape' ? ', when Escape was pressed' : ''
}
