import { type Chance, chance, grouped, kinds } from './generate.ts'
import { handWritten, hardNegatives, health } from './hand-written.ts'
import type { Case } from './labelled.ts'
import { messages } from './messages.ts'

const endings = [' thanks', '. Can you help?', ', danke!', '', '\nBest, Ana', ' merci', '; gracias']
const asWide = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

function written(value: string, groups: readonly (readonly number[])[], by: Chance, kind: string): string {
  const separators =
    kind === 'us-ssn' || kind === 'us-itin' ? ['-', ' ', '-'] : ['', ' ', '', ' ', '-', '.', '\u00a0', '\u202f']
  const separator = by.one(separators)
  const shown = separator === '' ? value : grouped(value, by.one(groups), separator)
  return by.below(20) === 0 ? asWide(shown) : shown
}

/** Each kind fifty times, in sentences of four languages and in the ways in which people write them. */
function generated(by: Chance): Case[] {
  return Object.entries(kinds).flatMap(([kind, { make, groups, label }]) =>
    Array.from({ length: 50 }, () => {
      const said = by.one(label)
      let value = written(make(by), groups, by, kind)
      // Without a word that says what it is, a number in hyphens or dots is a telephone's as much as a patient's.
      if (kind === 'gb-nhs' && said === '') value = value.replace(/[-.]/g, ' ')
      return { text: `${said} ${value}${by.one(endings)}`.trimStart(), expected: [{ kind, value }] }
    }),
  )
}

/** Numbers with the shape of each kind in which one digit is another. */
function altered(by: Chance): Case[] {
  const checked = Object.entries(kinds).filter(([kind]) => !/^us-|gb-nino/.test(kind))
  return checked.flatMap(([, { make, groups }]) =>
    Array.from({ length: 12 }, () => {
      const value = make(by)
      const places = [...value].flatMap((sign, index) => (/\d/.test(sign) ? [index] : []))
      const at = by.one(places)
      const wrong = `${value.slice(0, at)}${(Number(value[at]) + 1 + by.below(9)) % 10}${value.slice(at + 1)}`
      return { text: `The number is ${grouped(wrong, groups[0] as number[], by.one(['', ' ']))} here`, expected: [] }
    }),
  )
}

/** Numbers that shops, parcels, books and machines carry: whatever digits chance gives them. */
function everyday(by: Chance): Case[] {
  const makers: readonly ((by: Chance) => string)[] = [
    (by) => `Where is my order ${by.digits(10)}?`,
    (by) => `Order number: ${by.digits(16)}`,
    (by) => `Bestellnummer ${by.digits(11)} fehlt`,
    (by) => `Tracking ${by.digits(20)} says nothing`,
    (by) => `Tracking number 1Z${by.digits(3)}AA10${by.digits(8)}`,
    (by) => `Sendungsnummer 00${by.digits(18)}`,
    (by) => `Call me on +1 ${200 + by.below(700)} ${200 + by.below(700)} ${by.digits(4)}`,
    (by) => `(${200 + by.below(700)}) ${200 + by.below(700)}-${by.digits(4)}`,
    (by) => `${200 + by.below(700)}-${200 + by.below(700)}-${by.digits(4)} is my phone`,
    (by) => `Tel. 0${30 + by.below(60)} ${by.digits(4)} ${by.digits(4)}`,
    (by) => `+49 ${150 + by.below(29)} ${by.digits(8)}`,
    (by) => `07${by.digits(3)} ${by.digits(6)}`,
    (by) => `Invoice ${by.digits(8)} over ${1 + by.below(9)},${by.digits(3)}.${by.digits(2)} EUR`,
    (by) => `Total ${by.digits(3)}.${by.digits(2)} + ${by.digits(2)}.${by.digits(2)} = ${by.digits(4)}.${by.digits(2)}`,
    (by) =>
      `202${by.below(7)}-0${1 + by.below(9)}-1${by.below(10)} 1${by.below(10)}:${10 + by.below(50)}:${10 + by.below(50)}`,
    (by) => `ISBN 978-${by.below(10)}-${by.digits(2)}-${by.digits(6)}-${by.below(10)}`,
    (by) => `Version ${by.below(20)}.${by.below(40)}.${by.below(90)}-rc.${by.digits(4)}`,
    (by) =>
      `id ${by
        .below(2 ** 31)
        .toString(16)
        .padStart(8, '0')}-${by.digits(2)}af-4${by.digits(3)}-8${by.digits(3)}-${by.digits(6)}abc${by.digits(3)}`,
    (by) => `Unix 16${by.digits(8)}`,
    (by) => `Item ${by.one(['A', 'B', 'K'])}-${by.digits(4)}-${by.digits(2)}`,
  ]
  return makers.flatMap((make) => Array.from({ length: 12 }, () => ({ text: make(by), expected: [] })))
}

/** The labelled set: generated ones, the same in every run, and those that were written by hand. */
export function structuredCases(): Case[] {
  const by = chance(20260503)
  return [
    ...generated(by),
    ...altered(by),
    ...everyday(by),
    ...handWritten,
    ...hardNegatives.map((text) => ({ text, expected: [] })),
  ]
}

export const healthCases = [...health, ...messages]
