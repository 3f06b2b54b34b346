import { type Consent, createConsent } from '../core/consent.ts'
import type { ConsentPolicy } from '../policy/policy.ts'

declare global {
  interface Window {
    /** The consent of this page, once `<sotto-consent>` or `<sotto-consent-link>` is there. */
    sottoConsent?: Consent
  }
}

/** Tells the window that there is a consent now: what came before it may have looked in vain. */
export const ready = 'sotto-consent-ready'

/** The one consent of a page that was not given another. Null as long as there is neither a gate nor a policy. */
export function pageConsent(policy?: ConsentPolicy): Consent | null {
  if (!window.sottoConsent && (policy || window.SottoConsent)) {
    window.sottoConsent = createConsent({ ...(policy && { policy }) })
    dispatchEvent(new Event(ready))
  }
  return window.sottoConsent ?? null
}
