import type { googleConsentTypes } from '@sotto/contracts'

export type {
  ConsentCategory,
  ConsentPolicy,
  ConsentRegime,
  ConsentRegimeKind,
  ConsentService,
} from '@sotto/contracts'
export type GoogleConsentType = (typeof googleConsentTypes)[number]
