import { asRead, inAsciiSigns, normalise, spokenForms } from '../keys/index.ts'
import { type Detector, personalDetectors } from '../models/pseudonymise/identifiers/index.ts'
import { findIntroducedNames } from '../models/pseudonymise/introductions.ts'
import { officeMailboxes } from '../models/pseudonymise/ordinary-words.ts'
import type { KnownNames } from './names.ts'
import type { RedactedKind } from './types.ts'

/** A place in a text where somebody else is named, or may be. */
export interface Place {
  start: number
  end: number
  kind: RedactedKind
  certainty: 'certain' | 'possible'
  instead: string
}

interface Identified extends Omit<Place, 'instead'> {
  /** In the form in which it is compared. */
  key: string
  /** As it stands there, in that form. */
  raw: string
}

const kinds: Readonly<Record<string, RedactedKind>> = {
  EMAIL: 'email',
  PHONE: 'phone',
  IBAN: 'iban',
  CARD: 'card',
  ID: 'government-id',
}

const words: Record<RedactedKind, string> = {
  email: '[e-mail address of somebody else]',
  phone: '[telephone number of somebody else]',
  iban: '[bank account of somebody else]',
  card: '[payment card of somebody else]',
  'government-id': '[official number of somebody else]',
  name: '[name of somebody else]',
}

/**
 * Where none of these stands, no detector finds anything: signs of an address, six digits (the shortest telephone
 * number) with no more between them than the letters of an account's bank, or the name of a shorter number that is only
 * known by it.
 */
const mayIdentify =
  /[@＠%]|\d(?:\D{0,24}\d){5}|[([{<]\s?(?:at|ät|a)\s?[)\]}>]|\sat\s|passport|reisepass|passeport|pasaporte|licen[cs]e|f(?:ü|ue)hrerschein|national id|id card|identity card|personalausweis|social security|tax id|steuer|nhs|cvv|cvc|security code|pr(?:ü|ue)fziffer/i
const mayIntroduce = /\p{Lu}/u
const mostHeard = 100_000

/**
 * Finds others in words that are not the person's own. What the person said themselves, wherever, they know already: it
 * is left where others repeat it.
 */
export class Redactor {
  readonly #names: KnownNames
  readonly #own: ReadonlySet<string>
  readonly #heard = new Set<string>()
  readonly #detectors: readonly Detector[] = personalDetectors()

  /** @param own address, number and own id of the person, normalised */
  constructor(names: KnownNames, own: readonly (string | null)[]) {
    this.#names = names
    this.#own = new Set(own.flatMap((value) => (value ? [value, ...otherForms(value)].map(comparable) : [])))
  }

  /** Takes in what the person wrote. */
  hear(said: string): void {
    const { text } = asRead(inAsciiSigns(said))
    if (!mayIdentify.test(text)) return
    for (const { key, raw } of this.#identifiers(text)) if (this.#heard.size < mostHeard) this.#heard.add(key).add(raw)
  }

  in(text: string): Place[] {
    const places: Place[] = []
    const { text: plain, placed } = asRead(inAsciiSigns(text))
    if (mayIdentify.test(plain))
      for (const { kind, key, raw, start, end, certainty } of this.#identifiers(plain)) {
        if (this.#isTheirs(key) || this.#isTheirs(raw) || (kind === 'email' && isOffice(key))) continue
        const [from, to] = placed(start, end)
        places.push({ start: from, end: to, kind, certainty, instead: words[kind] })
      }
    for (const { start, end, certainty, member } of this.#names.in(text))
      places.push({ start, end, kind: 'name', certainty, instead: member ? `[member ${member}]` : words.name })
    if (mayIntroduce.test(text))
      for (const name of findIntroducedNames(text)) {
        if (this.#names.isOwn(name)) continue
        for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
          places.push({ start: at, end: at + name.length, kind: 'name', certainty: 'possible', instead: words.name })
      }
    return places.length > 1 ? apart(places) : places
  }

  #isTheirs(key: string): boolean {
    return this.#own.has(key) || this.#heard.has(key)
  }

  /** Identifiers by their key, and as they stand there: a number without its country is a guess of which one is meant. */
  *#identifiers(text: string): Generator<Identified> {
    for (const detector of this.#detectors)
      for (const { kind: word, key, start, end, mayBeWords } of detector(text)) {
        const kind = kinds[word]
        if (!kind) continue
        const raw = comparable(text.slice(start, end))
        yield {
          kind,
          key: key === undefined ? raw : comparable(key),
          raw,
          start,
          end,
          certainty: mayBeWords ? 'possible' : 'certain',
        }
      }
  }
}

/** Identifiers that are written in several ways, in one. */
const comparable = (value: string): string => {
  const lower = value.normalize('NFKC').toLowerCase().trim()
  return lower.includes('@') ? normalise.email(lower) : lower.replace(/[^\p{L}\p{N}]/gu, '')
}

/** How else people write a telephone number of theirs. */
const otherForms = (value: string) => (/^\+\d{6,15}$/.test(value) ? spokenForms(value) : [])

const isOffice = (address: string) => officeMailboxes.has(address.split('@')[0] as string)

/** Places that do not overlap: of two, the certain one, then the longer. */
function apart(places: readonly Place[]): Place[] {
  const weight = ({ start, end, certainty }: Place) => (certainty === 'certain' ? 1_000_000 : 0) + end - start
  const taken: Place[] = []
  for (const place of [...places].sort((one, other) => weight(other) - weight(one)))
    if (taken.every(({ start, end }) => place.end <= start || place.start >= end)) taken.push(place)
  return taken.sort((one, other) => one.start - other.start)
}
