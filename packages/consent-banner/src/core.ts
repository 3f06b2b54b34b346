export type { Choice } from './choice/choice.ts'
export type { ClearingReport, Reason, Trace } from './clearing/report.ts'
export { type By, type Consent, type ConsentEvents, type ConsentOptions, createConsent } from './core/consent.ts'
export type { Regime } from './policy/plan.ts'
export type {
  ConsentCategory,
  ConsentPolicy,
  ConsentRegime,
  ConsentRegimeKind,
  ConsentService,
  GoogleConsentType,
} from './policy/policy.ts'
