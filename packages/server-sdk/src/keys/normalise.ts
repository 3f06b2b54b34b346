import { domainToASCII } from 'node:url'
import parsePhoneNumber from 'libphonenumber-js'
import type { Normalisation } from '../data-map/field.ts'
import { SottoError } from '../errors.ts'

/** Text in one form: Unicode NFKC, lower case, runs of white space as one space. Brought there again, it stays. */
const text = (value: string) => value.normalize('NFKC').toLowerCase().normalize('NFKC').trim().replace(/\s+/gu, ' ')

/** Ids of other systems: white space around them goes, nothing else does. */
const exact = (value: string) => value.trim()

/** Domains that UTS 46 leaves as they are. Those that end in a number may be addresses in one of their other spellings. */
const plainDomain = /^(?!.*xn--)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/
const domainLetters = /^[\p{L}\p{M}\p{N}\p{So}\p{Join_C}.\u3002-]+$/u

/**
 * An e-mail address in the one form that lookups compare: NFKC, lower case as a whole, the domain in ASCII (UTS 46).
 * Dots and `+tags` of the local part stay: providers disagree about them, and two people must never become one.
 */
function email(value: string): string {
  const whole = text(value)
  const at = whole.lastIndexOf('@')
  return at < 0 ? whole : `${whole.slice(0, at)}@${asciiDomain(whole.slice(at + 1))}`
}

/** A domain in ASCII; what is none stays as it is: nothing of it may be cut off, as of what looks like an address with a path. */
function asciiDomain(domain: string): string {
  if (plainDomain.test(domain) || !domainLetters.test(domain)) return domain
  return domainToASCII(domain) || domain
}

/**
 * An address as mail servers take it: its domain in ASCII, its local part in NFKC with its capitals. So a mail goes to the
 * mailbox by which somebody is found, and not to one that only looks up as theirs.
 */
export function deliverable(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 0) return address
  return `${address.slice(0, at).normalize('NFKC')}@${asciiDomain(address.slice(at + 1).toLowerCase())}`
}

/**
 * A telephone number as E.164.
 *
 * @throws SottoError `invalid_request` when it is no possible number, or has no country code.
 */
export function phone(value: string): string {
  const parsed = parsePhoneNumber(value)
  if (!parsed?.isPossible())
    throw new SottoError(
      'invalid_request',
      'The telephone number is not a possible one. Write it with its country code, such as +44 7700 900168.',
      {
        errors: [
          { field: 'body.phone', message: 'must be a telephone number with country code, such as +44 7700 900168' },
        ],
      },
    )
  return parsed.number
}

/**
 * How a number is written by those who leave out its country, or have two ways to say it: digits alone. Beginnings that
 * several countries share are told apart by nothing but the rest of the number.
 */
export function spokenForms(e164: string): string[] {
  const parsed = parsePhoneNumber(e164)
  if (!parsed) return []
  const { countryCallingCode: country, nationalNumber: national } = parsed
  return [
    `00${country}${national}`,
    `${country}0${national}`,
    `0${national}`,
    ...(national.length < 9 ? [] : [national]),
  ]
}

/** Digits of other scripts, and the wide forms of East Asia, sign for sign: places in the text stay where they are. */
export const inAsciiSigns = (text: string): string =>
  otherSigns.test(text)
    ? text.replace(/[\uff01-\uff5e]|[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (sign) => {
        const code = sign.charCodeAt(0)
        return String.fromCharCode(code >= 0xff01 ? code - 0xfee0 : 0x30 + ((code - (code < 0x0900 ? 0 : 6)) & 0xf))
      })
    : text
const otherSigns = /[\uff01-\uff5e\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/

/** Brings a value into the form in which it is looked up and compared. */
export const normalise: Record<Normalisation, (value: string) => string> = { text, exact, email, phone }

/** How many letters of a word's beginning can be looked up. */
const prefixBounds = { min: 2, max: 12 }

/** The beginnings of the words of a name, as far as they can be looked up: 2 to 12 letters of each of 6 words. */
export function prefixesOf(value: string): string[] {
  const words = text(value)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 6)
  const prefixes = new Set<string>()
  for (const word of words) {
    const letters = [...word]
    for (let length = prefixBounds.min; length <= Math.min(prefixBounds.max, letters.length); length++)
      prefixes.add(letters.slice(0, length).join(''))
  }
  return [...prefixes]
}

/** The prefix under which the beginning of a word is found; undefined when it is too short. */
export function prefixQuery(value: string): string | undefined {
  const letters = [...(text(value).split(/[^\p{L}\p{N}]+/u)[0] ?? '')]
  return letters.length < prefixBounds.min ? undefined : letters.slice(0, prefixBounds.max).join('')
}
