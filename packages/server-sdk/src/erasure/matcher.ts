import type { Identity } from '../data-subject/index.ts'
import { asRead, inAsciiSigns, normalise, spelled, spelledAddress, spokenForms } from '../keys/index.ts'
import type { Mention } from './types.ts'

export type Kind = Mention['of'][number]

/** Looks for exact identifiers in whatever a row says. */
export interface Matcher {
  /** What stands in a value of any shape. */
  in(value: unknown): Kind[]
  /** What stands in a text. */
  inText(text: string): Kind[]
}

const anId = /[a-z]{3,4}_[0-9a-hjkmnp-tv-z]{26}(?![0-9a-z])/g
const aNumber = /\+?\(?\d[\d\s()./-]{5,}\d/g
const otherSigns = new RegExp(spelled.signs, 'i')
const beyondAscii = /[^\0-\x7f]/
const longEnough = 5

const given = (values: readonly (string | null | undefined)[]) => [...new Set(values.flatMap((value) => value || []))]

/** @param ids of rows that were the person's */
export function matcherOf(identity: Omit<Identity, 'subject'>, ids: ReadonlySet<string>): Matcher {
  const all = [identity, ...(identity.also ?? [])]
  const emails = given(all.map(({ email }) => email))
  const written = emails.map(spelledAddress)
  const numbers = new Set(given(all.map(({ phone }) => phone)).flatMap((phone) => [bare(phone), ...spokenForms(phone)]))
  const externalIds = given(all.map(({ externalId }) => externalId))
  const standsIn = (text: string): Kind[] => {
    const kinds: Kind[] = []
    const { text: plain } = asRead(beyondAscii.test(text) ? inAsciiSigns(text.normalize('NFKC')) : text)
    if (plain.includes('@')) {
      const lower = plain.toLowerCase()
      if (emails.some((email) => hasAddress(lower, email))) kinds.push('email')
    }
    if (!kinds.includes('email') && (plain.includes('@') || otherSigns.test(plain)))
      if (written.some((address) => address.test(plain))) kinds.push('email')
    if (numbers.size > 0 && hasNumber(plain, numbers)) kinds.push('phone')
    // A short one is a word like any other: only where nothing else stands it is theirs.
    if (externalIds.some((id) => (id.length >= longEnough ? hasWord(plain, id) : plain.trim() === id)))
      kinds.push('external-id')
    if (plain.includes('_')) {
      for (const [id] of plain.matchAll(anId))
        if (ids.has(id)) {
          kinds.push('id')
          break
        }
    }
    if (!kinds.includes('id') && ids.has(plain)) kinds.push('id')
    return kinds
  }
  const inBytes = emails.map((email) => Buffer.from(email))
  const collect = (value: unknown, kinds: Set<Kind>): void => {
    if (typeof value === 'string') for (const kind of standsIn(value)) kinds.add(kind)
    if (typeof value !== 'object' || value === null || value instanceof Date) return
    if (value instanceof Uint8Array) {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.length)
      if (inBytes.some((email) => bytes.includes(email))) kinds.add('email')
      return
    }
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) for (const kind of standsIn(name)) kinds.add(kind)
      collect(inner, kinds)
    }
  }
  return {
    inText: standsIn,
    in(value) {
      const kinds = new Set<Kind>()
      collect(value, kinds)
      return [...kinds]
    },
  }
}

/** An address in running text, and not one that only ends or begins with it. */
function hasAddress(text: string, email: string): boolean {
  const at = email.lastIndexOf('@')
  const local = email.slice(0, at)
  for (let from = text.indexOf(`${local}@`); from >= 0; from = text.indexOf(`${local}@`, from + 1)) {
    if (from > 0 && /[\p{L}\p{N}._+~-]/u.test(text.charAt(from - 1))) continue
    const [, domain = ''] = /^([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)/u.exec(text.slice(from + local.length + 1)) ?? []
    if (domain && normalise.email(`${local}@${domain}`) === email) return true
  }
  return false
}

const bare = (number: string) => number.replace(/\(0\)/g, '').replace(/\D/g, '')

/** @param numbers as they are said, with their country and without: digits alone */
function hasNumber(text: string, numbers: ReadonlySet<string>): boolean {
  for (const [found] of text.matchAll(aNumber)) if (numbers.has(bare(found))) return true
  return false
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + word.length)]
    if (!(before && /[\p{L}\p{N}]/u.test(before)) && !(after && /[\p{L}\p{N}]/u.test(after))) return true
  }
  return false
}
