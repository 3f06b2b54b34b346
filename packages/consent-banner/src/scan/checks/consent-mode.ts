import { withoutValues } from '../browser/party.ts'
import { isGooglePing, isGoogleTag, pingSaysGranted, requiredConsentTypes } from '../judge/google.ts'
import type { Judge } from '../judge/judge.ts'
import type { ConsentModeEntry, Observation, SiteObservations } from '../observation.ts'
import { type Finding, finding } from './findings.ts'
import type { Regime } from './runs.ts'

/** Google Consent Mode v2: denied by default, before anything else; granted only by a choice. */
export function checkConsentMode(site: SiteObservations, judge: Judge, regime: Regime): Finding[] {
  const { before, rejected, accepted } = site.states
  const findings: Finding[] = []
  if (regime === 'opt-in') {
    findings.push(...checkDefault(before), ...checkPings(before, judge))
    for (const state of [before, rejected]) findings.push(...checkGrants(state))
  }
  if (usesGoogle(accepted) && accepted.missing === null) {
    const entries = accepted.consentMode.flatMap((page) => page.entries)
    const hasDefault = entries.some(({ kind }) => kind === 'default')
    if (!hasDefault && !usesGoogle(before)) {
      findings.push(
        finding(
          'consent-mode-missing',
          'warning',
          'dataLayer',
          'Google tags run after consent, and no default was set before them',
          { state: 'accepted' },
        ),
      )
    }
    if (hasDefault && !entries.some(({ kind, granted }) => kind === 'update' && granted.length > 0)) {
      findings.push(
        finding(
          'consent-mode-not-updated',
          'warning',
          'dataLayer',
          'after consent no update grants anything, so Google goes on as if there were none',
          { state: 'accepted' },
        ),
      )
    }
  }
  return findings
}

/** A page may push events for tools of others; what counts is a command of gtag, or a tag of Google that was loaded. */
function usesGoogle({ consentMode, requests }: Observation): boolean {
  return (
    consentMode.some(({ entries }) => entries.some(({ kind }) => kind === 'config')) ||
    requests.some(({ url }) => isGoogleTag(url))
  )
}

function checkDefault(before: Observation): Finding[] {
  if (!usesGoogle(before)) return []
  const seen = new Set<string>()
  return before.consentMode.flatMap(({ page, entries }) => {
    if (seen.has(page)) return []
    seen.add(page)
    const first = entries.findIndex(({ kind }) => kind === 'config' || kind === 'event')
    const standard = entries.findIndex(({ kind }) => kind === 'default')
    const details = { state: 'before', pages: [page] } as const
    if (standard < 0) {
      if (first < 0) return []
      return [
        finding(
          'consent-mode-missing',
          'violation',
          'dataLayer',
          'a Google tag is configured, and no consent default was set',
          details,
        ),
      ]
    }
    const findings: Finding[] = []
    if (first >= 0 && first < standard) {
      findings.push(
        finding(
          'consent-mode-late',
          'violation',
          'dataLayer',
          `the default is entry ${standard + 1}, and a tag was configured or told of an event in entry ${first + 1}`,
          details,
        ),
      )
    }
    const named = entries
      .filter(({ kind }) => kind === 'default')
      .flatMap(({ denied, granted }) => [...denied, ...granted])
    const missing = requiredConsentTypes.filter((type) => !named.includes(type))
    if (missing.length > 0) {
      findings.push(
        finding(
          'consent-mode-incomplete',
          'warning',
          'dataLayer',
          `the default does not name ${missing.join(', ')}`,
          details,
        ),
      )
    }
    return findings
  })
}

function checkGrants({ state, consentMode }: Observation): Finding[] {
  const needed = new Set<string>(requiredConsentTypes)
  const grants = ({ kind, granted, regional }: ConsentModeEntry) =>
    (kind === 'update' || (kind === 'default' && !regional)) && granted.some((type) => needed.has(type))
  const page = consentMode.find(({ entries }) => entries.some(grants))
  if (!page) return []
  const entry = page.entries.find(grants) as ConsentModeEntry
  const types = entry.granted.filter((type) => needed.has(type)).join(', ')
  const when = state === 'before' ? 'before a choice' : 'after a refusal'
  return [
    finding('consent-mode-granted', 'violation', 'dataLayer', `${types} granted by ${entry.kind} ${when}`, {
      state,
      pages: [page.page],
    }),
  ]
}

function checkPings(before: Observation, judge: Judge): Finding[] {
  const pings = before.requests.filter(isGooglePing)
  const [first] = pings
  if (!first) return []
  const granted = pings.filter(({ url }) => pingSaysGranted(url)).length
  const chosen = judge.declared?.policy.google?.mode === 'advanced' && granted === 0
  const said = granted > 0 ? `${granted} of them with consent granted` : 'with consent denied (gcs, gcd)'
  const reason = `${pings.length} ${pings.length === 1 ? 'ping' : 'pings'} to Google, ${said}${chosen ? '; the policy chose advanced mode' : ''}`
  return [
    finding('google-ping-before-choice', chosen ? 'warning' : 'violation', withoutValues(first.url), reason, {
      state: 'before',
      by: first.initiator,
      pages: [...new Set(pings.map(({ page }) => page))].slice(0, 5),
    }),
  ]
}
