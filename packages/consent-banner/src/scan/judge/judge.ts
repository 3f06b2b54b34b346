import { cookieSiteOf, hostOf, siteOf, withoutValues } from '../browser/party.ts'
import { serviceOfCookie, serviceOfRequest, serviceOfStorage } from '../knowledge/recognise.ts'
import type { Purpose } from '../knowledge/service-entry.ts'
import type { KnownService } from '../knowledge/services.ts'
import type { SeenCookie, SeenRequest, SeenStorage, SiteObservations } from '../observation.ts'
import type { Declaration, Declared } from './declared.ts'
import { type Comparison, compareVisits } from './visits.ts'

/**
 * - `necessary`: may run without a choice
 * - `needs-consent`: may not
 * - `unclear`: a person has to look; it is a warning, so that no clean site is called dirty
 */
export type Verdict = 'necessary' | 'needs-consent' | 'unclear'

export interface Judgement {
  readonly verdict: Verdict
  readonly purpose: Purpose | null
  readonly service: string | null
  readonly declared: Declaration | null
  /** One clause: why it was judged so. */
  readonly because: string
  readonly thirdParty: boolean
}

export interface Judge {
  readonly declared: Declared | null
  cookie(cookie: SeenCookie): Judgement
  storage(entry: SeenStorage): Judgement
  /** Null for what goes to the site itself and measures nothing. */
  request(request: SeenRequest): Judgement | null
}

const day = 86_400
const suspiciousName =
  /visitor|track|analytic|(^|[_-])(uu|gu|u|client|device|user|browser)[_-]?id($|[_-])|campaign|utm|affiliate|fingerprint|referr?er|first[_-]?(visit|seen)/i
const saysChoice =
  /accept|reject|deny|denied|grant|allow|refus|declin|necessary|essential|analytics|marketing|statisti|true|false|\byes\b|\bno\b|^[01]$/i

/** Judges all that was seen on a site: by its policy where there is one, by what is known, and by how it behaves. */
export function createJudge(site: SiteObservations, declared: Declared | null): Judge {
  const home = siteOf(site.landed) ?? ''
  const homeHost = hostOf(site.landed)
  const visits = compareVisits(site)
  const writers = writersIn(site)
  const isForeign = (address: string) => {
    const other = siteOf(address)
    return other !== null && other !== home && !(declared?.isOwnHost(hostOf(address)) ?? false)
  }
  const isForeignCookie = (domain: string) =>
    cookieSiteOf(domain) !== cookieSiteOf(homeHost) && !(declared?.isOwnHost(domain) ?? false)

  /** Who wrote it, where that was someone else: the nearest foreign script that is no mere library. */
  function foreignWriter(setters: readonly string[]): { host: string; service: KnownService | null } | null {
    for (const setter of setters) {
      const service = serviceOfRequest(setter)
      if (service?.name === 'Static files') continue
      const measures = service !== null && service.purpose !== 'necessary'
      if (measures || isForeign(setter)) return { host: hostOf(setter), service }
    }
    return null
  }

  function byDeclaration(found: Declaration | null, thirdParty: boolean): Judgement | null {
    if (found === null) return null
    return {
      verdict: found.necessary ? 'necessary' : 'needs-consent',
      purpose: null,
      service: found.name,
      declared: found,
      because: `the policy declares it in "${found.category}"`,
      thirdParty,
    }
  }

  function byKnowledge(service: KnownService | null, thirdParty: boolean): Judgement | null {
    if (service === null) return null
    return {
      verdict: service.purpose === 'necessary' ? 'necessary' : 'needs-consent',
      purpose: service.purpose,
      service: service.name,
      declared: null,
      because:
        service.purpose === 'necessary'
          ? `it is known as ${service.name.toLowerCase()}`
          : `it is known as ${service.name} (${service.purpose})`,
      thirdParty,
    }
  }

  function byWriter(setters: readonly string[], thirdParty: boolean, did = 'wrote it'): Judgement | null {
    const writer = foreignWriter(setters)
    if (writer === null) return null
    const known = byKnowledge(writer.service, thirdParty)
    if (known) return { ...known, because: `${writer.service?.name} ${did}` }
    return {
      verdict: 'needs-consent',
      purpose: null,
      service: writer.host,
      declared: null,
      because: `${writer.host}, which is another site, ${did}`,
      thirdParty,
    }
  }

  const own = (verdict: Verdict, because: string, thirdParty = false): Judgement => ({
    verdict,
    purpose: null,
    service: null,
    declared: null,
    because,
    thirdParty,
  })

  return {
    declared,
    cookie(cookie) {
      const thirdParty = isForeignCookie(cookie.domain)
      const certain =
        byDeclaration(declared?.cookie(cookie, homeHost) ?? null, thirdParty) ??
        byKnowledge(serviceOfCookie(cookie.name), thirdParty) ??
        byWriter(cookie.setters, thirdParty, cookie.setBy === 'http' ? 'set it' : 'wrote it')
      if (certain) return thirdParty && certain.purpose === 'necessary' ? thirdPartySession(cookie, certain) : certain
      if (thirdParty) {
        const known = byKnowledge(serviceOfRequest(cookie.setters[0] ?? ''), true)
        return known ?? own('needs-consent', `it belongs to ${cookie.domain}, which is another site`, true)
      }
      return judgeOwnCookie(cookie, visits)
    },
    storage(entry) {
      const thirdParty = isForeign(entry.origin)
      const certain =
        byDeclaration(declared?.storage(entry) ?? null, thirdParty) ??
        byKnowledge(serviceOfStorage(entry.key), thirdParty) ??
        byWriter(entry.setters, thirdParty)
      if (certain) return certain
      if (thirdParty) {
        const known = byKnowledge(serviceOfRequest(entry.origin), true)
        return (
          known ?? own('needs-consent', `it lies in a frame of ${hostOf(entry.origin)}, which is another site`, true)
        )
      }
      if (entry.area === 'session') return own('necessary', 'it goes with the tab, and the site itself wrote it')
      if (entry.area === 'local' || entry.area === 'indexed-db') {
        if (keepsChoice(entry, visits.isNewAfterChoice(entry))) return own('necessary', 'it keeps the choice')
        if (suspiciousName.test(entry.key)) return own('needs-consent', 'its name says that it follows visitors')
        if (visits.variesInStorage(entry)) return own('needs-consent', 'it stays, and differs for each visitor')
      }
      return own('unclear', 'nothing says what it is for')
    },
    request(request) {
      const foreign = isForeign(request.url)
      const declaration = declared?.request(request.url) ?? null
      const service = serviceOfRequest(request.url)
      if (!foreign && declaration === null && (service === null || service.purpose === 'necessary')) return null
      const certain = byDeclaration(declaration, foreign) ?? byKnowledge(service, foreign)
      if (certain) {
        const isFont = certain.purpose === 'preferences' && /font|stylesheet/.test(request.type)
        return isFont
          ? { ...certain, verdict: 'unclear', because: `${certain.service} learns the visitor's address` }
          : certain
      }
      if (request.type === 'page') return null
      return judgeForeignRequest(request, visits)
    },
  }

  function judgeForeignRequest(request: SeenRequest, compared: Comparison): Judgement {
    const host = hostOf(request.url)
    const starter = request.initiator === null ? null : serviceOfRequest(request.initiator)
    if (starter && starter.purpose !== 'necessary') {
      return {
        ...own('needs-consent', `${starter.name} asked for it`, true),
        service: starter.name,
        purpose: starter.purpose,
      }
    }
    const foreign = (verdict: Verdict, because: string) => ({ ...own(verdict, because, true), service: host })
    const written = writers.get(withoutValues(request.url))
    if (written !== undefined)
      return foreign('needs-consent', `${host}, another site, sends a script that writes ${written}`)
    if (request.setsCookies > 0) return foreign('needs-consent', `${host}, another site, answers with a cookie`)
    if (/^(websocket|eventsource)$/.test(request.type))
      return foreign('needs-consent', `a connection to ${host}, another site, is kept open`)
    if (request.type === 'ping' || request.sendsBody)
      return foreign('needs-consent', `data is sent to ${host}, another site`)
    if (isPixel(request)) return foreign('needs-consent', `an image that nobody can see is fetched from ${host}`)
    if (compared.variesInQuery(request.url)) {
      return foreign('needs-consent', `${host}, another site, is told a value that differs for each visitor`)
    }
    return foreign('unclear', `${host}, another site, learns the visitor's address`)
  }
}

/** Scripts that write something that outlasts the page, and the name of it; libraries write for others. */
function writersIn({ states }: SiteObservations): Map<string, string> {
  const writers = new Map<string, string>()
  for (const { cookies, storage } of Object.values(states)) {
    for (const { setBy, setters, name } of cookies) {
      if (setBy === 'script' && setters[0] !== undefined) writers.set(withoutValues(setters[0]), `the cookie ${name}`)
    }
    for (const { setters, key, area } of storage) {
      if (area !== 'session' && setters[0] !== undefined)
        writers.set(withoutValues(setters[0]), `"${key}" into storage`)
    }
  }
  return writers
}

/** A cookie that is called like a session, but of another site, is a session of that other site. */
function thirdPartySession(cookie: SeenCookie, certain: Judgement): Judgement {
  if (certain.service !== 'Session' && certain.service !== 'Language and display') return certain
  return {
    ...certain,
    verdict: 'needs-consent',
    purpose: null,
    service: cookie.domain,
    because: `it belongs to ${cookie.domain}, which is another site`,
  }
}

const keepsChoice = ({ value }: { value: string }, isNew: boolean) => {
  if (!isNew || value.length > 2000) return false
  try {
    return saysChoice.test(decodeURIComponent(value))
  } catch {
    return saysChoice.test(value)
  }
}

function judgeOwnCookie(cookie: SeenCookie, visits: Comparison): Judgement {
  const own = (verdict: Verdict, because: string): Judgement => ({
    verdict,
    purpose: null,
    service: null,
    declared: null,
    because,
    thirdParty: false,
  })
  if (keepsChoice(cookie, visits.isNewAfterChoice(cookie))) return own('necessary', 'it keeps the choice')
  const lasts = cookie.lifetime !== null && cookie.lifetime > day
  const days = cookie.lifetime === null ? 0 : Math.round(cookie.lifetime / day)
  if (lasts && suspiciousName.test(cookie.name))
    return own('needs-consent', `its name says that it follows visitors, for ${days} days`)
  if (!lasts && cookie.setBy === 'http')
    return own('necessary', 'the site itself sets it, and it does not outlast a day')
  if (lasts && visits.varies(cookie)) {
    if (cookie.httpOnly)
      return own('unclear', `it differs for each visitor and stays for ${days} days, out of the reach of scripts`)
    return own('needs-consent', `it differs for each visitor and stays for ${days} days`)
  }
  return own('unclear', 'nothing says what it is for')
}

/** An image of one point: no content, or fewer bytes than anything that could be seen. */
const isPixel = ({ type, status, contentType, bytes, url }: SeenRequest) =>
  type === 'image' &&
  (status === 204 ||
    (bytes !== null && bytes <= 100 && /image\/|octet-stream/.test(contentType ?? 'image/')) ||
    (/pixel|beacon|\b1x1\b|\/(tr|collect|track|hit|ping)\b/i.test(new URL(url).pathname) &&
      !/svg/.test(contentType ?? '')))
