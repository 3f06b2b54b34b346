import { type Consent, createConsent } from '../core/consent.ts'
import type { ConsentPolicy } from '../policy/policy.ts'

declare global {
  interface Window {
    /** The consent of this page, once `<sotto-consent>` or `<sotto-consent-link>` is there. */
    sottoConsent?: Consent
  }
}

/** The one consent of a page that was not given another. Null as long as there is neither a gate nor a policy. */
export function pageConsent(policy?: ConsentPolicy): Consent | null {
  if (policy || window.SottoConsent) window.sottoConsent ??= createConsent(policy ? { policy } : {})
  return window.sottoConsent ?? null
}
