import type { SensitiveAction, SensitiveClass, SensitiveDataTried } from '@sotto/contracts'

export const classNames: Readonly<Record<SensitiveClass, { name: string; about: string }>> = {
  payment: { name: 'Payment', about: 'Card numbers and IBANs whose check digits are right.' },
  'government-id': {
    name: 'Government ids',
    about: 'Numbers of the US, the UK, Germany, France and Spain, with their check digits.',
  },
  health: { name: 'Health', about: 'Sentences that say of somebody that they have a condition.' },
  custom: { name: 'Your patterns', about: 'What the patterns below find.' },
}

export const actionNames: Readonly<Record<SensitiveAction, string>> = {
  redact: 'Take it out',
  delete: 'Delete the sentence, and say so',
  consent: 'Keep it where the person agreed',
}

/** What the detectors call what they found, for people. */
const kindNames: Readonly<Record<string, string>> = {
  card: 'card number',
  iban: 'IBAN',
  'us-ssn': 'US social security number',
  'us-itin': 'US taxpayer number',
  'gb-nino': 'UK national insurance number',
  'gb-nhs': 'UK NHS number',
  'gb-utr': 'UK taxpayer reference',
  'de-tax-id': 'German tax id',
  'de-id-card': 'German identity card',
  'de-social-security': 'German insurance number',
  'fr-nir': 'French social security number',
  'fr-tax-id': 'French tax number',
  'es-dni': 'Spanish DNI',
  'es-nie': 'Spanish NIE',
  'es-cif': 'Spanish CIF',
  'es-social-security': 'Spanish social security number',
  health: 'health',
}

export const kindWords = ({ kind }: SensitiveDataTried['found'][number]) => kindNames[kind] ?? kind

/** One term a line, or with commas. */
export const termsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,]/)
      .map((term) => term.trim())
      .filter(Boolean),
  ),
]

export interface Piece {
  text: string
  /** What was found in it; `null` for what lies between. */
  found: SensitiveDataTried['found'][number] | null
}

/** A text in pieces, those that were found apart. Findings do not overlap, and come in their order. */
export function piecesOf(text: string, found: SensitiveDataTried['found']): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const one of [...found].sort((a, b) => a.start - b.start)) {
    if (one.start < at) continue
    if (one.start > at) pieces.push({ text: text.slice(at, one.start), found: null })
    pieces.push({ text: text.slice(one.start, one.end), found: one })
    at = one.end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: null })
  return pieces
}
