import type { Headings } from './headings.ts'

/** What a team decides about: each class has one rule. */
export const sensitiveClasses = ['payment', 'government-id', 'health', 'custom'] as const
export type SensitiveClass = (typeof sensitiveClasses)[number]

/** What is recognised, each with the class that it belongs to. */
export const sensitiveKinds = {
  card: 'payment',
  iban: 'payment',
  'us-ssn': 'government-id',
  'us-itin': 'government-id',
  'gb-nino': 'government-id',
  'gb-nhs': 'government-id',
  'gb-utr': 'government-id',
  'de-tax-id': 'government-id',
  'de-id-card': 'government-id',
  'de-social-security': 'government-id',
  'fr-nir': 'government-id',
  'fr-tax-id': 'government-id',
  'es-dni': 'government-id',
  'es-nie': 'government-id',
  'es-cif': 'government-id',
  'es-social-security': 'government-id',
  health: 'health',
  custom: 'custom',
} as const satisfies Record<string, SensitiveClass>
export type SensitiveKind = keyof typeof sensitiveKinds

/** A span of a text, `end` exclusive, in UTF-16 units of the text as it was given. */
export interface Finding {
  kind: SensitiveKind
  start: number
  end: number
  /** Which pattern of the team's own it was. */
  pattern?: string
}

/** What a detector found, and whether the text itself calls it so: of two that it may be, it is that one. */
export interface Candidate extends Finding {
  called?: boolean
}

/** Finds one sort of thing in a text that was normalised; spans are of that text. */
export type Detector = (text: string, headings: Headings) => Iterable<Candidate>
