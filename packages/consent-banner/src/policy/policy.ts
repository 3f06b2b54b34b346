import type { googleConsentTypes } from '@sotto/contracts'

export type {
  ConsentCategory,
  ConsentPolicy,
  ConsentRegime,
  ConsentRegimeKind,
  ConsentService,
} from '@sotto/contracts'
/** A type of consent that Google’s tags know, such as `analytics_storage`. */
export type GoogleConsentType = (typeof googleConsentTypes)[number]
