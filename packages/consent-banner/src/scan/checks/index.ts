import type { GivenSelectors } from '../banner/controls.ts'
import type { Judge } from '../judge/judge.ts'
import { type SiteObservations, stateNames } from '../observation.ts'
import { checkBanner } from './banner.ts'
import { checkConsentMode } from './consent-mode.ts'
import { type Finding, finding, inOrder } from './findings.ts'
import { checkPolicy } from './policy.ts'
import { checkFingerprinting, checkRuns, type Regime } from './runs.ts'

/** What a site is held to: the regime, and the controls that someone has named. */
export interface Held {
  readonly regime: Regime
  readonly given: GivenSelectors
}

/** All findings on a site, the worst first. */
export function checkSite(site: SiteObservations, judge: Judge, { regime, given }: Held): Finding[] {
  return inOrder([
    ...checkRuns(site, judge, regime),
    ...checkFingerprinting(site),
    ...checkBanner(site, judge, regime),
    ...checkConsentMode(site, judge, regime),
    ...checkPolicy(site, judge),
    ...checkReach(site, { regime, given }),
  ])
}

/** What could not be looked at is said, so that no silence is taken for a clean bill. */
function checkReach(site: SiteObservations, { regime, given }: Held): Finding[] {
  const { banner, states } = site
  const findings: Finding[] = []
  // Whoever names a button says that there is a banner.
  const hasBanner = banner.accept !== null || banner.reject !== null || Object.keys(given).length > 0
  // Under opting out a site may offer a no alone: then there is nothing to accept, and nothing to take back.
  const asksForYes = regime === 'opt-in' || banner.accept !== null || given.accept !== undefined
  for (const name of stateNames) {
    const { missing } = states[name]
    if (missing === null || (!hasBanner && name !== 'gpc')) continue
    const level = asksForYes || name === 'rejected' || name === 'gpc' ? 'warning' : 'note'
    if (name === 'withdrawn') {
      // Where a yes is needed, taking it back has to be as easy (GDPR 7(3)): a site without a way breaks that.
      const isNone = states.accepted.missing === null && /No way/.test(missing)
      findings.push(
        finding(
          isNone ? 'no-way-to-withdraw' : 'state-not-reached',
          isNone && regime === 'opt-in' ? 'violation' : level,
          'After withdrawal',
          missing,
          { state: name },
        ),
      )
    } else {
      findings.push(
        finding(
          'state-not-reached',
          level,
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
