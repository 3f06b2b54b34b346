import type { CountryCode } from 'libphonenumber-js'
import { emailAddresses, networkAddresses, personalUrls, tokens } from './electronic.ts'
import { governmentIds } from './government.ts'
import type { Detector } from './identifier.ts'
import { longNumbers, phoneNumbers, referenceNumbers, usualCountries } from './numbers.ts'
import { bankAccounts, paymentCards } from './payment.ts'
import { birthDates, postalAddresses } from './postal.ts'

export type { Detector, Identifier } from './identifier.ts'
export { phoneKey, usualCountries } from './numbers.ts'

export interface DetectorOptions {
  /** Countries of telephone numbers without a country code, ISO 3166-1. Default: 21 in Europe, America and Oceania. */
  countries?: readonly CountryCode[]
  /** Order, booking, invoice and customer numbers, where the text calls them so. Default: true. */
  references?: boolean
  /** Any number of nine and more digits. Default: true. */
  longNumbers?: boolean
  /** Detectors of a team's own, for example for its membership numbers, each with the kind that it finds. Default: none. */
  own?: readonly { kind: string; find: (text: string) => Iterable<{ start: number; end: number; key?: string }> }[]
}

/** Words of all placeholders that built-in detectors give out. */
export const detectedKinds = [
  'EMAIL',
  'URL',
  'HANDLE',
  'IP',
  'MAC',
  'LOCATION',
  'TOKEN',
  'CARD',
  'IBAN',
  'ID',
  'PHONE',
  'NUMBER',
  'REFERENCE',
  'ADDRESS',
  'DATE',
] as const

/** Those of what names one person, or what is theirs alone: `EMAIL`, `IBAN`, `CARD`, `ID` and `PHONE`. */
export const personalDetectors = (countries: readonly CountryCode[] = usualCountries): Detector[] => [
  ...emailAddresses,
  ...bankAccounts,
  ...paymentCards,
  ...governmentIds,
  phoneNumbers(countries),
]

/** All detectors; where two find spans of equal length, the earlier says of which kind it is. */
export function identifierDetectors(options: DetectorOptions): Detector[] {
  return [
    ...(options.own ?? []).map(ownDetector),
    ...emailAddresses,
    ...personalUrls,
    ...bankAccounts,
    ...paymentCards,
    ...networkAddresses,
    ...governmentIds,
    phoneNumbers(options.countries ?? usualCountries),
    ...birthDates,
    ...postalAddresses,
    ...tokens,
    ...(options.references === false ? [] : [referenceNumbers]),
    ...(options.longNumbers === false ? [] : [longNumbers]),
  ]
}

function ownDetector({ kind, find }: NonNullable<DetectorOptions['own']>[number]): Detector {
  return function* (text) {
    for (const found of find(text)) yield { kind, ...found }
  }
}
