import { define } from './element/define.ts'

define()

export * from './core.ts'
export { SottoConsent } from './element/sotto-consent.ts'
export { SottoConsentLink } from './element/sotto-consent-link.ts'
export { languages } from './languages/language.ts'
