import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { foldString } from './fold.ts'
import { phoneKey } from './identifiers/index.ts'
import { legalForms, nameParticles, officeMailboxes, ordinaryWords } from './ordinary-words.ts'
import { kindPattern } from './placeholder.ts'

/** Something known about a person in the conversation. */
export interface KnownValue {
  /** 'name', 'email', 'phone', 'company', 'address', 'birthDate' have rules of their own; others are taken word by word. */
  kind: string
  value: string
}

/** One way in which a known value can be written. */
export interface KnownForm {
  kind: string
  /** Equal for all forms of one value. */
  key: string
  /** A pattern over folded text. */
  pattern: string
  /** Counts only when it is written with a capital. */
  capitalised: boolean
  /** Longer forms are tried first. */
  length: number
}

const kindWords: Record<string, string> = {
  name: 'NAME',
  email: 'EMAIL',
  phone: 'PHONE',
  company: 'COMPANY',
  address: 'ADDRESS',
  birthDate: 'DATE',
}

/** The placeholder's word of a kind of known value: `customerNumber` becomes CUSTOMERNUMBER, nonsense DETAIL. */
export function kindWord(kind: string): string {
  const own = Object.hasOwn(kindWords, kind) ? kindWords[kind] : undefined
  if (own) return own
  const word = foldString(kind)
    .replace(/[^a-z]/g, '')
    .toUpperCase()
    .slice(0, 20)
  return kindPattern.test(word) ? word : 'DETAIL'
}

export function formsOf(known: KnownValue, countries: readonly CountryCode[]): KnownForm[] {
  const value = known.value.trim()
  if (!value) return []
  switch (known.kind) {
    case 'name':
      return nameForms(value)
    case 'email':
      return emailForms(value)
    case 'phone':
      return phoneForms(value, countries)
    case 'company':
      return companyForms(value)
    case 'address':
      return addressForms(value)
    case 'birthDate':
      return dateForms(value)
    default:
      // Two letters or three digits occur everywhere and tell nobody apart.
      return /^(?:.{0,2}|\d{0,3})$/u.test(value) ? [] : [phrase(kindWord(known.kind), keyOf(value), value)]
  }
}

/** A form that was given a placeholder in an earlier turn stays one. */
export function formOfSurface(kind: string, key: string, surface: string): KnownForm {
  return phrase(kind, key, surface, isOrdinary(wordsOf(surface), surface))
}

export const keyOf = (value: string): string => wordsOf(value).join(' ')

function wordsOf(value: string): string[] {
  return foldString(value).match(/[\p{L}\p{N}]+/gu) ?? []
}

function phrase(kind: string, key: string, value: string, capitalised = false): KnownForm {
  const words = wordsOf(value)
  return {
    kind,
    key,
    pattern: words.join('[^\\p{L}\\p{N}]{0,3}'),
    capitalised,
    length: words.join(' ').length,
  }
}

/** Someone who writes the name itself in small letters means it so everywhere. */
function isOrdinary(words: string[], written: string): boolean {
  return words.length > 0 && words.every((word) => ordinaryWords.has(word)) && written !== written.toLowerCase()
}

function nameForms(value: string): KnownForm[] {
  const key = keyOf(value)
  const words = wordsOf(value).filter((word) => !/^\d+$/.test(word))
  if (words.length === 0) return []
  const parts = words.filter((word) => !nameParticles.has(word) && word.length > 1)
  const forms = [phrase('NAME', key, value, isOrdinary(words, value))]
  for (const part of new Set(parts)) forms.push(phrase('NAME', key, part, isOrdinary([part], value)))
  const [first, last] = [parts[0], parts.at(-1)]
  if (first && last && first !== last) {
    // "Ada Lovelace" of "Ada King van Lovelace"; "Lovelace, Ada"
    const ordinary = isOrdinary([first, last], value)
    forms.push(phrase('NAME', key, `${first} ${last}`, ordinary), phrase('NAME', key, `${last} ${first}`, ordinary))
  }
  // A Chinese family name is the first character; what follows is used alone.
  if (/^\p{Script=Han}{3,4}$/u.test(value)) forms.push(phrase('NAME', key, value.slice(1)))
  return forms
}

function emailForms(value: string): KnownForm[] {
  const key = value.toLowerCase()
  const forms = [phrase('EMAIL', key, value)]
  const mailbox = key.split('@')[0]?.split('+')[0] ?? ''
  if (mailbox.length >= 5 && !officeMailboxes.has(mailbox) && !ordinaryWords.has(mailbox)) {
    forms.push({ ...phrase('EMAIL', key, mailbox), pattern: foldString(mailbox).replace(/[^\p{L}\p{N}]/gu, '\\$&') })
  }
  return forms
}

function phoneForms(value: string, countries: readonly CountryCode[]): KnownForm[] {
  const key = phoneKey(value, countries)
  const digits = key.startsWith('+') ? parsePhoneNumberFromString(key)?.nationalNumber : undefined
  // The digits that the number has in all of its spellings: neither country code nor the zero of some.
  const shortest = (digits ?? value.replace(/\D/g, '')).replace(/^0+/, '')
  if (shortest.length < 5) return []
  const separated = [...shortest].join('[^\\p{L}\\p{N}]{0,3}')
  return [
    {
      kind: 'PHONE',
      key,
      pattern: `(?:(?:\\+|00)?[\\s(]{0,2}\\d{1,3}[^\\p{L}\\p{N}]{0,3})?(?:0[^\\p{L}\\p{N}]{0,3})?${separated}`,
      capitalised: false,
      length: shortest.length,
    },
  ]
}

function companyForms(value: string): KnownForm[] {
  const key = keyOf(value)
  const words = wordsOf(value)
  const core = words.filter((word) => !legalForms.has(word))
  const forms = [phrase('COMPANY', key, value, isOrdinary(words, value))]
  if (core.length > 0 && core.length < words.length) {
    forms.push(phrase('COMPANY', key, core.join(' '), isOrdinary(core, value)))
  }
  return forms
}

function addressForms(value: string): KnownForm[] {
  const key = keyOf(value)
  const forms = [phrase('ADDRESS', key, value)]
  for (const part of value.split(/[,;\n]/)) {
    const words = wordsOf(part)
    if (words.join('').length < 3) continue
    forms.push(phrase('ADDRESS', key, part, isOrdinary(words, part)))
    const withoutNumber = words.filter((word) => !/\d/.test(word))
    if (withoutNumber.length > 0 && withoutNumber.length < words.length && withoutNumber.join('').length > 4) {
      forms.push(phrase('ADDRESS', key, withoutNumber.join(' '), isOrdinary(withoutNumber, part)))
    }
  }
  return forms
}

const writtenDates = ['en-GB', 'en-US', 'de', 'fr', 'es', 'it', 'nl', 'pt'].flatMap((language) =>
  (['long', 'short'] as const).map(
    (month) => new Intl.DateTimeFormat(language, { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' }),
  ),
)

function dateForms(value: string): KnownForm[] {
  const key = keyOf(value)
  const written = /^(\d{4})-(\d{2})-(\d{2})/.exec(value)
  if (!written) return [phrase('DATE', key, value)]
  const [, year = '', month = '', day = ''] = written
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (Number.isNaN(date.getTime())) return [phrase('DATE', key, value)]
  const texts = new Set([`${year} ${month} ${day}`])
  for (const [d, m] of [
    [day, month],
    [`${Number(day)}`, `${Number(month)}`],
  ] as const) {
    for (const y of [year, year.slice(2)]) for (const text of [`${d} ${m} ${y}`, `${m} ${d} ${y}`]) texts.add(text)
  }
  for (const format of writtenDates) texts.add(format.format(date))
  return [...texts].map((text) => phrase('DATE', key, text))
}
