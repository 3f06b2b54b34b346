import { hostOf, siteOf, withoutValues } from './browser/party.ts'
import { type Finding, findingKinds, type Level } from './checks/findings.ts'
import type { Regime } from './checks/runs.ts'
import type { Judge, Judgement } from './judge/judge.ts'
import type { CookieFate, SeenBanner, SeenControl, StateName } from './observation.ts'
import { type SiteObservations, stateNames } from './observation.ts'

/** How something was judged, as it stands in a report. */
export interface ReportedJudgement {
  readonly verdict: Judgement['verdict']
  readonly service: string | null
  readonly purpose: string | null
  /** The category of the policy that declares it. */
  readonly category: string | null
  readonly party: 'first' | 'third'
  readonly because: string
}

/** A cookie that was set, without its value. */
export interface ReportedCookie extends ReportedJudgement {
  readonly name: string
  readonly domain: string
  readonly path: string
  readonly setBy: 'http' | 'script' | 'unknown'
  /** The address that answered with it, or the script that wrote it. */
  readonly by: string | null
  readonly httpOnly: boolean
  readonly secure: boolean
  readonly sameSite: string | null
  /** Null: it goes with the session. */
  readonly lifetimeSeconds: number | null
  /** `refused`: this browser did not take it. `deleted`: another script took it away. */
  readonly fate: CookieFate
}

/** A key that was stored, without its value. */
export interface ReportedStorage extends ReportedJudgement {
  readonly area: string
  readonly origin: string
  readonly key: string
  readonly by: string | null
}

/** Requests of one kind to one place. */
export interface ReportedRequest extends ReportedJudgement {
  readonly host: string
  readonly address: string
  readonly type: string
  readonly initiator: string | null
  readonly count: number
  readonly cookies: number
}

/** What was seen in one state of the site. */
export interface ReportedState {
  readonly state: StateName
  /** Null where the state was reached; otherwise why not, and the lists are empty. */
  readonly missing: string | null
  readonly pages: readonly string[]
  readonly cookies: readonly ReportedCookie[]
  readonly storage: readonly ReportedStorage[]
  /** To other sites, and to the site's own where it serves something that measures. */
  readonly requests: readonly ReportedRequest[]
  readonly calls: readonly { readonly call: string; readonly by: string | null; readonly count: number }[]
  readonly remarks: readonly string[]
}

/** Something to mend or to look at, and how. */
export interface ReportedFinding extends Finding {
  readonly title: string
  readonly remedy: string
}

/** What a scan found. It holds no value of any cookie, key or parameter. */
export interface ScanReport {
  readonly format: 'sotto-consent-scan/1'
  readonly scannedAt: string
  readonly address: string
  readonly landed: string
  readonly browser: string
  readonly regime: Regime
  /** The version of the policy that it was held against, or null. */
  readonly policyVersion: number | null
  /** No violation, and each state looked at: what was not is no clean bill. */
  readonly clean: boolean
  readonly counts: Readonly<Record<Level, number>>
  readonly findings: readonly ReportedFinding[]
  readonly banner: Omit<SeenBanner, 'pictures'>
  readonly withdrawnBy: SeenControl | null
  readonly states: readonly ReportedState[]
}

export interface ReportContext {
  readonly scannedAt: Date
  readonly browser: string
  readonly regime: Regime
}

export function reportOn(
  site: SiteObservations,
  judge: Judge,
  findings: readonly Finding[],
  { scannedAt, browser, regime }: ReportContext,
): ScanReport {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length
  const { pictures: _pictures, ...banner } = site.banner
  return {
    format: 'sotto-consent-scan/1',
    scannedAt: scannedAt.toISOString(),
    address: withoutValues(site.address),
    landed: withoutValues(site.landed),
    browser,
    regime,
    policyVersion: judge.declared?.policy.version ?? null,
    clean: count('violation') === 0 && !findings.some(leavesOut),
    counts: { violation: count('violation'), warning: count('warning'), note: count('note') },
    findings: findings.map((finding) => {
      const [title, remedy] = findingKinds[finding.code]
      const by = finding.by === null ? null : withoutValues(finding.by)
      return { ...finding, by, pages: finding.pages.map(withoutValues), title, remedy }
    }),
    banner: {
      ...banner,
      accept: control(banner.accept),
      reject: control(banner.reject),
      settings: control(banner.settings),
    },
    withdrawnBy: control(site.withdrawnBy),
    states: stateNames.map((name) => stateOf(site, judge, name)),
  }
}

/** A state that counts was not looked at. */
const leavesOut = ({ code, level }: Finding) => code === 'state-not-reached' && level === 'warning'

const control = (seen: SeenControl | null) => seen && { ...seen, frame: withoutValues(seen.frame) }

function stateOf(site: SiteObservations, judge: Judge, name: StateName): ReportedState {
  const { missing, pages, cookies, storage, requests, calls, remarks } = site.states[name]
  return {
    state: name,
    missing,
    pages: pages.map(withoutValues),
    cookies: cookies.map((cookie) => ({
      name: cookie.name,
      domain: cookie.domain,
      path: cookie.path,
      setBy: cookie.setBy,
      by: firstOf(cookie.setters),
      httpOnly: cookie.httpOnly,
      secure: cookie.secure,
      sameSite: cookie.sameSite,
      lifetimeSeconds: cookie.lifetime,
      fate: cookie.fate,
      ...reported(judge.cookie(cookie)),
    })),
    storage: storage.map((entry) => ({
      area: entry.area,
      origin: entry.origin,
      key: entry.key,
      by: firstOf(entry.setters),
      ...reported(judge.storage(entry)),
    })),
    requests: groupRequests(requests, judge),
    calls: groupCalls(calls),
    remarks,
  }
}

const firstOf = (setters: readonly string[]) => (setters[0] === undefined ? null : withoutValues(setters[0]))

function reported({ verdict, service, purpose, declared, because, thirdParty }: Judgement): ReportedJudgement {
  return {
    verdict,
    service,
    purpose,
    category: declared?.category ?? null,
    party: thirdParty ? 'third' : 'first',
    because,
  }
}

function groupRequests(requests: SiteObservations['states'][StateName]['requests'], judge: Judge): ReportedRequest[] {
  const groups = new Map<string, ReportedRequest>()
  for (const request of requests) {
    const judged = judge.request(request)
    if (!judged) continue
    const address = withoutValues(request.url)
    const key = `${request.type} ${address}`
    const known = groups.get(key)
    groups.set(key, {
      host: siteOf(request.url) === null ? '' : hostOf(request.url),
      address,
      type: request.type,
      initiator: request.initiator === null ? null : withoutValues(request.initiator),
      count: (known?.count ?? 0) + 1,
      cookies: (known?.cookies ?? 0) + request.setsCookies,
      ...reported(judged),
    })
  }
  return [...groups.values()]
}

function groupCalls(calls: SiteObservations['states'][StateName]['calls']): ReportedState['calls'] {
  const groups = new Map<string, { call: string; by: string | null; count: number }>()
  for (const { call, scripts } of calls) {
    const by = firstOf(scripts)
    const group = groups.get(`${call} ${by}`) ?? { call, by, count: 0 }
    group.count++
    groups.set(`${call} ${by}`, group)
  }
  return [...groups.values()]
}
