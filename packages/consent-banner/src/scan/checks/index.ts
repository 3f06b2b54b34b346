import type { Judge } from '../judge/judge.ts'
import { type SiteObservations, stateNames } from '../observation.ts'
import { checkBanner } from './banner.ts'
import { checkConsentMode } from './consent-mode.ts'
import { type Finding, finding, inOrder } from './findings.ts'
import { checkPolicy } from './policy.ts'
import { checkFingerprinting, checkRuns, type Regime } from './runs.ts'

/** All findings on a site, the worst first. */
export function checkSite(site: SiteObservations, judge: Judge, regime: Regime): Finding[] {
  return inOrder([
    ...checkRuns(site, judge, regime),
    ...checkFingerprinting(site),
    ...checkBanner(site, judge, regime),
    ...checkConsentMode(site, judge, regime),
    ...checkPolicy(site, judge),
    ...checkReach(site),
  ])
}

/** What could not be looked at is said, so that no silence is taken for a clean bill. */
function checkReach(site: SiteObservations): Finding[] {
  const { banner, states } = site
  const findings: Finding[] = []
  const hasBanner = banner.accept !== null || banner.reject !== null
  for (const name of stateNames) {
    const { missing } = states[name]
    if (missing === null || (!hasBanner && name !== 'gpc')) continue
    if (name === 'withdrawn') {
      const reached = states.accepted.missing === null
      findings.push(
        finding(
          reached && /No way/.test(missing) ? 'no-way-to-withdraw' : 'state-not-reached',
          'warning',
          'After withdrawal',
          missing,
          { state: name },
        ),
      )
    } else {
      findings.push(
        finding(
          'state-not-reached',
          'warning',
          name === 'rejected' ? 'After reject' : name === 'accepted' ? 'After accept' : 'With Global Privacy Control',
          missing,
          { state: name },
        ),
      )
    }
  }
  if (!site.gpcPublished && states.gpc.missing === null) {
    findings.push(
      finding('gpc-not-published', 'note', '/.well-known/gpc.json', 'there is no such file, or it does not say so', {
        state: 'gpc',
      }),
    )
  }
  return findings
}
