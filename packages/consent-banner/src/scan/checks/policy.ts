import { cookieSiteOf, hostOf, withoutValues } from '../browser/party.ts'
import type { Judge } from '../judge/judge.ts'
import {
  hostMatches,
  nameMatches,
  serviceOfCookie,
  serviceOfRequest,
  serviceOfStorage,
} from '../knowledge/recognise.ts'
import type { KnownService } from '../knowledge/services.ts'
import { type SiteObservations, type StateName, stateNames } from '../observation.ts'
import { plural } from '../output/words.ts'
import { type Finding, finding, type Level } from './findings.ts'

const day = 86_400

/** Holds what was seen beside what the policy declares, and both ways. */
export function checkPolicy(site: SiteObservations, judge: Judge): Finding[] {
  if (!judge.declared) return checkLifetimes(site)
  return [
    ...undeclared(site, judge),
    ...calledNecessary(site, judge),
    ...longerThanDeclared(site, judge),
    ...neverSeen(site, judge),
  ]
}

const everything = (site: SiteObservations) => stateNames.map((name) => site.states[name])

/** What is known to be harmless is to be declared all the same, but nobody's rights hang on it. */
const levelFor = (known: KnownService | null): Level => (known?.purpose === 'necessary' ? 'warning' : 'violation')

function undeclared(site: SiteObservations, judge: Judge): Finding[] {
  const found = new Map<string, Finding>()
  const { declared } = judge
  if (!declared) return []
  const home = hostOf(site.landed)
  for (const { state, cookies, storage, requests } of everything(site)) {
    const add = (key: string, one: () => Finding) => {
      if (!found.has(key)) found.set(key, one())
    }
    for (const cookie of cookies) {
      if (declared.cookie(cookie, home)) continue
      const known = serviceOfCookie(cookie.name)
      const reason = known ? `it is known as ${known.name}` : `on ${cookie.domain}, seen ${inState(state)}`
      add(`c ${cookie.name} ${cookie.domain}`, () =>
        finding('undeclared-cookie', levelFor(known), cookie.name, reason, {
          state,
          by: cookie.setters[0] ? withoutValues(cookie.setters[0]) : null,
          pages: [cookie.page],
        }),
      )
    }
    for (const entry of storage) {
      if (declared.storage(entry)) continue
      const known = serviceOfStorage(entry.key)
      const level: Level = /session|worker/.test(entry.area) ? 'warning' : levelFor(known)
      add(`s ${entry.area} ${entry.key}`, () =>
        finding(
          'undeclared-storage',
          level,
          entry.key,
          `in ${entry.area} storage of ${hostOf(entry.origin)}, seen ${inState(state)}`,
          { state, pages: [entry.page] },
        ),
      )
    }
    for (const request of requests) {
      const judged = judge.request(request)
      if (!judged || judged.declared) continue
      const host = hostOf(request.url)
      add(`r ${host}`, () =>
        finding(
          'undeclared-request',
          levelFor(serviceOfRequest(request.url)),
          host,
          `${withoutValues(request.url)}, seen ${inState(state)}`,
          { state, by: request.initiator, pages: [request.page] },
        ),
      )
    }
  }
  return [...found.values()]
}

function inState(state: StateName): string {
  const words = {
    before: 'before a choice',
    rejected: 'after a refusal',
    accepted: 'after consent',
    withdrawn: 'after withdrawal',
    gpc: 'with Global Privacy Control',
  }
  return words[state]
}

function calledNecessary(site: SiteObservations, judge: Judge): Finding[] {
  const found = new Map<string, Finding>()
  const add = (subject: string, known: KnownService | null, necessary: boolean | undefined) => {
    if (necessary !== true || known === null || !/analytics|marketing/.test(known.purpose)) return
    found.set(
      subject,
      finding('declared-necessary', 'violation', subject, `it is known as ${known.name} (${known.purpose})`),
    )
  }
  for (const { cookies, storage, requests } of everything(site)) {
    for (const cookie of cookies)
      add(cookie.name, serviceOfCookie(cookie.name), judge.cookie(cookie).declared?.necessary)
    for (const entry of storage) add(entry.key, serviceOfStorage(entry.key), judge.storage(entry).declared?.necessary)
    for (const request of requests) {
      add(hostOf(request.url), serviceOfRequest(request.url), judge.request(request)?.declared?.necessary)
    }
  }
  return [...found.values()]
}

function longerThanDeclared(site: SiteObservations, judge: Judge): Finding[] {
  const found = new Map<string, Finding>()
  for (const { state, cookies } of everything(site)) {
    for (const cookie of cookies) {
      const days = judge.cookie(cookie).declared?.lifetimeDays
      if (days === undefined || cookie.lifetime === null) continue
      // Clocks and rounding: an hour does not matter.
      if (cookie.lifetime <= (days ?? 0) * day + 3600) continue
      const declared = days === null ? 'to go with the session' : `for ${inDays(days * day)}`
      found.set(
        cookie.name,
        finding(
          'lifetime-longer-than-declared',
          'violation',
          cookie.name,
          `declared ${declared}, it stays for ${inDays(cookie.lifetime)}`,
          { state, pages: [cookie.page] },
        ),
      )
    }
  }
  return [...found.values()]
}

function checkLifetimes(site: SiteObservations): Finding[] {
  const found = new Map<string, Finding>()
  for (const { state, cookies } of everything(site)) {
    for (const { name, lifetime, page, domain } of cookies) {
      if (lifetime === null || lifetime <= 396 * day || cookieSiteOf(domain) !== cookieSiteOf(hostOf(site.landed)))
        continue
      found.set(
        name,
        finding('lifetime-long', 'warning', name, `it asks for ${inDays(lifetime)}`, { state, pages: [page] }),
      )
    }
  }
  return [...found.values()]
}

function inDays(seconds: number): string {
  const days = seconds / day
  if (days < 1) return `${Math.round(seconds / 3600)} hours`
  return `${Number(days.toFixed(1))} ${days === 1 ? 'day' : 'days'}`
}

function neverSeen(site: SiteObservations, judge: Judge): Finding[] {
  const { declared } = judge
  if (!declared || site.states.accepted.missing !== null) return []
  const states = everything(site)
  const cookies = states.flatMap((state) => state.cookies)
  const storage = states.flatMap((state) => state.storage)
  const hosts = new Set(states.flatMap((state) => state.requests.map(({ url }) => hostOf(url))))
  const note = (subject: string, service: string) =>
    finding(
      'declared-never-seen',
      'note',
      subject,
      `declared for ${service}, and seen in no state on ${plural(site.states.before.pages.length, 'page')}`,
    )
  return (declared.policy.services ?? []).flatMap((service) => [
    ...(service.cookies ?? [])
      .filter(({ name }) => !cookies.some((seen) => nameMatches(name, seen.name)))
      .map(({ name }) => note(name, service.name)),
    ...(service.storage ?? [])
      .filter(({ name }) => !storage.some((seen) => nameMatches(name, seen.key)))
      .map(({ name }) => note(name, service.name)),
    ...(service.requests ?? [])
      .filter(
        (place) => ![...hosts].some((host) => hostMatches((place.split('/')[0] ?? '').replace(/:\d+$/, ''), host)),
      )
      .map((place) => note(place, service.name)),
  ])
}
