import type { Judge } from '../judge/judge.ts'
import type { Look, Moment, SiteObservations } from '../observation.ts'
import { contrastOf, differenceOf } from './colours.ts'
import { type Finding, finding } from './findings.ts'
import type { Regime } from './runs.ts'

/** Whether saying no is as easy as saying yes, and whether only a yes is taken for one. */
export function checkBanner(site: SiteObservations, judge: Judge, regime: Regime): Finding[] {
  const { banner } = site
  const findings: Finding[] = []
  if (!banner.accept && !banner.reject) {
    return [
      finding('no-banner-found', 'note', site.landed, 'neither a way to accept nor one to reject was seen', {
        state: 'before',
      }),
    ]
  }
  if (regime === 'opt-in') findings.push(...checkChoice(site))
  for (const box of banner.ticked) {
    if (box.necessary || regime !== 'opt-in') continue
    const where = box.layer === 'first' ? 'on the first layer' : 'in the settings'
    findings.push(
      finding(
        'pre-ticked',
        'violation',
        box.name || 'A box without a name',
        `it is on ${where} before anyone touched it`,
        { state: 'before' },
      ),
    )
  }
  if (regime === 'opt-in') findings.push(...checkSilence(site, judge))
  return findings
}

function checkChoice({ banner }: SiteObservations): Finding[] {
  const { accept, reject } = banner
  if (accept && !reject) {
    const reason = banner.settings
      ? `"${accept.name}" is one press away; to refuse, one has to go through "${banner.settings.name}"`
      : `there is "${accept.name}", and nothing beside it that refuses`
    return [finding('no-reject-on-first-layer', 'violation', accept.name, reason, { state: 'before' })]
  }
  if (!accept || !reject) return []
  const findings: Finding[] = []
  const add = (code: Parameters<typeof finding>[0], reason: string) =>
    findings.push(finding(code, 'violation', reject.name, reason, { state: 'before' }))
  const smaller = smallerBecause(accept.look, reject.look)
  if (smaller) add('reject-smaller', smaller)
  const colour = colourBecause(accept.look, reject.look)
  if (colour) add('reject-different-colour', colour)
  const [yes, no] = [accept, reject].map(({ look }) => contrastOf(look.text, look.fill)) as [number, number]
  if (no < 3 || (no < 4.5 && yes >= 4.5) || no < yes * 0.5) {
    add(
      'reject-low-contrast',
      `its text has a contrast of ${no.toFixed(1)} to 1, and that of "${accept.name}" ${yes.toFixed(1)} to 1`,
    )
  }
  if (accept.look.inView && !reject.look.inView) add('reject-out-of-view', `it is below what the window shows`)
  return findings
}

/** Words differ in length, so widths may; what surrounds them, their height and their type may not. */
function smallerBecause(yes: Look, no: Look): string | null {
  if (no.fontSize < yes.fontSize * 0.9)
    return `its type is ${no.fontSize} px high, and that of Accept ${yes.fontSize} px`
  if (no.height < yes.height * 0.85) return `it is ${no.height} px high, and Accept ${yes.height} px`
  const [around, aroundYes] = [no.width - no.textWidth, yes.width - yes.textWidth]
  const narrower = no.width < yes.width * 0.8 && around < aroundYes - 12
  if (narrower || no.width < yes.width * 0.45) return `it is ${no.width} px wide, and Accept ${yes.width} px`
  return null
}

/** Differences in OKLab: 0.04 is what an eye tells apart when it looks twice, and no more. */
const noticeable = 0.06

function colourBecause(yes: Look, no: Look): string | null {
  if (differenceOf(yes.fill, no.fill) > noticeable)
    return `Accept stands on ${hex(yes.fill)}, and this on ${hex(no.fill)}`
  if (differenceOf(yes.text, no.text) > noticeable * 2)
    return `the text of Accept is ${hex(yes.text)}, and this ${hex(no.text)}`
  // A border in the colour of what it encloses is none.
  const [edgeYes, edgeNo] = [yes, no].map(({ border, fill }) => border ?? fill) as [Look['fill'], Look['fill']]
  if (differenceOf(edgeYes, edgeNo) > noticeable * 2 && (yes.border === null) !== (no.border === null)) {
    return 'one of the two has a border, and the other has none'
  }
  if (yes.underlined !== no.underlined) return 'one of the two is underlined like a link, and the other is not'
  return null
}

const hex = (colour: Look['fill']) => `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`

/** Scrolling and Escape must mean nothing, or no. What they set off shows whether they mean yes. */
function checkSilence(site: SiteObservations, judge: Judge): Finding[] {
  const { afterScroll, afterEscape } = site.banner.gone
  const findings: Finding[] = []
  const scrolled = setOffBy(site, judge, 'scroll')
  if (scrolled && (afterScroll || scrolled.decided)) {
    findings.push(finding('scroll-is-yes', 'violation', 'Scrolling', `after it, ${scrolled.what}`, { state: 'before' }))
  } else if (afterScroll) {
    findings.push(
      finding('banner-gone-on-scroll', 'warning', 'Scrolling', 'the banner was gone after it, without a choice', {
        state: 'before',
      }),
    )
  }
  const escaped = setOffBy(site, judge, 'escape')
  if (escaped && (afterEscape || escaped.decided)) {
    findings.push(finding('escape-is-yes', 'violation', 'Escape', `after it, ${escaped.what}`, { state: 'before' }))
  }
  return findings
}

const saysYes = /accept|grant|allow|\btrue\b|\byes\b|"?all"?|^1$/i
const saysNo = /reject|den(y|ied)|refus|declin|dismiss|false|necessary|\bno\b|^0$/i

function setOffBy(site: SiteObservations, judge: Judge, moment: Moment): { what: string; decided: boolean } | null {
  const { cookies, storage, requests, consentMode } = site.states.before
  const at = <Item extends { readonly moment: Moment }>(items: readonly Item[]) =>
    items.filter((item) => item.moment === moment)
  const recorded = [...at(cookies), ...at(storage)].find((item) => {
    const judged = 'name' in item ? judge.cookie(item) : judge.storage(item)
    const value = decoded(item.value)
    return judged.service === 'Consent record' && saysYes.test(value) && !saysNo.test(value)
  })
  if (recorded)
    return { what: `"${'name' in recorded ? recorded.name : recorded.key}" says that consent was given`, decided: true }
  const grants = (entry: (typeof consentMode)[number]) =>
    entry.entries.filter(({ kind, granted }) => kind === 'update' && granted.length > 0).length
  const [first, ...later] = consentMode
  if (
    first &&
    later.some((entry) => entry.moment === moment && entry.page === first.page && grants(entry) > grants(first))
  ) {
    return { what: 'Consent Mode was granted', decided: true }
  }
  const cookie = at(cookies).find((item) => judge.cookie(item).verdict === 'needs-consent')
  if (cookie) return { what: `the cookie ${cookie.name} was set`, decided: false }
  const entry = at(storage).find((item) => judge.storage(item).verdict === 'needs-consent')
  if (entry) return { what: `${entry.key} was stored`, decided: false }
  const request = at(requests).find((item) => judge.request(item)?.verdict === 'needs-consent')
  return request ? { what: `${new URL(request.url).hostname} was asked`, decided: false } : null
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
