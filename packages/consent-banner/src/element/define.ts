import { SottoConsent } from './sotto-consent.ts'
import { SottoConsentLink } from './sotto-consent-link.ts'

declare global {
  interface HTMLElementTagNameMap {
    'sotto-consent': SottoConsent
    'sotto-consent-link': SottoConsentLink
  }
}

/** Registers the elements once: two copies on a page use the first. Does nothing where there is no page. */
export function define() {
  const elements = { 'sotto-consent': SottoConsent, 'sotto-consent-link': SottoConsentLink }
  for (const [name, element] of Object.entries(elements)) {
    if (globalThis.customElements && !customElements.get(name)) customElements.define(name, element)
  }
}
