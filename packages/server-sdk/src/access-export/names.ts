import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { foldString } from '../models/pseudonymise/fold.ts'
import { nameParticles, ordinaryWords } from '../models/pseudonymise/ordinary-words.ts'
import { type Core, openedRow, pagesIn, type Stored, type TeamScope, unitsOf, unlessBroken } from '../mongo/index.ts'

const rowsAtOnce = 1000
const word = /\p{L}[\p{L}\p{M}\p{N}'’-]*/gu
const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const shortest = 3

/** Somebody who is known to the team, and is not the person. */
export interface FoundName {
  start: number
  end: number
  certainty: 'certain' | 'possible'
  /** The member whom it names. */
  member: string | null
}

interface Known {
  words: readonly string[]
  member: string | null
}

/** The names of everybody whom a team knows. */
export class KnownNames {
  /** Whole names by their first word. */
  readonly #whole = new Map<string, Known[]>()
  /** Single words of names. */
  readonly #parts = new Map<string, string | null>()
  readonly #joined: { name: string; member: string | null }[] = []
  readonly #own: ReadonlySet<string>
  readonly #folded = new Map<string, string>()

  /** @param own names of the person, which are never anybody else's */
  constructor(own: readonly string[]) {
    this.#own = new Set(own.flatMap((name) => wordsIn(name).map(({ folded }) => folded)))
  }

  add(name: string, member: string | null): void {
    if (withoutSpaces.test(name)) {
      if (name.trim().length > 1) this.#joined.push({ name: name.trim(), member })
      return
    }
    const words = wordsIn(name).map(({ folded }) => folded)
    if (words.length === 0 || words.every((one) => this.#own.has(one))) return
    if (words.length > 1) {
      this.#keep(words, member)
      this.#keep([words.at(-1) as string, ...words.slice(0, -1)], member)
    }
    for (const one of words)
      if (one.length >= shortest && !this.#own.has(one) && !nameParticles.has(one) && !ordinaryWords.has(one))
        this.#parts.set(one, member)
  }

  #keep(words: readonly string[], member: string | null): void {
    const [first = ''] = words
    const known = this.#whole.get(first)
    if (known) known.push({ words, member })
    else this.#whole.set(first, [{ words, member }])
  }

  in(text: string): FoundName[] {
    const found: FoundName[] = []
    for (const { name, member } of this.#joined)
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
        found.push({ start: at, end: at + name.length, certainty: 'certain', member })
    if (this.#parts.size === 0 && this.#whole.size === 0) return found
    const words = wordsIn(text, this.#folded)
    for (let at = 0; at < words.length; at += 1) {
      const { folded, start, end, capital } = words[at] as Word
      const whole = this.#whole
        .get(folded)
        ?.filter(({ words: wanted }) => wanted.every((one, further) => words[at + further]?.folded === one))
        .reduce(
          (longest: Known | undefined, one) => (longest && longest.words.length >= one.words.length ? longest : one),
          undefined,
        )
      if (whole) {
        const last = words[at + whole.words.length - 1] as Word
        found.push({ start, end: last.end, certainty: 'certain', member: whole.member })
        at += whole.words.length - 1
      } else if (capital && this.#parts.has(folded))
        found.push({ start, end, certainty: 'possible', member: this.#parts.get(folded) ?? null })
    }
    return found
  }

  /** Whether every word of a name is one of the person's own. */
  isOwn(name: string): boolean {
    return wordsIn(name).every(({ folded }) => this.#own.has(folded))
  }
}

interface Word {
  folded: string
  start: number
  end: number
  capital: boolean
}

const mostRemembered = 50_000
/** Of a name, also in scripts that have no capitals. */
const begins = /^[\p{Lu}\p{Lo}]/u

function wordsIn(text: string, remembered?: Map<string, string>): Word[] {
  const words: Word[] = []
  for (const { 0: found, index } of text.matchAll(word)) {
    const written = found.replaceAll('’', "'").replace(/'s?$/u, '')
    let folded = remembered?.get(written)
    if (folded === undefined) {
      folded = foldString(written)
      if (remembered && remembered.size < mostRemembered) remembered.set(written, folded)
    }
    const first = written.charCodeAt(0)
    const capital = first < 128 ? first < 97 : begins.test(written)
    words.push({ folded, start: index, end: index + written.length, capital })
  }
  return words
}

/** The field with the name of a person: the one of which beginnings are found, else one of that name. */
const nameField = ({ fields, sealedNames }: AnyCollection): string | undefined =>
  sealedNames.find((name) => (fields[name] as SealedOptions).find === 'prefix') ??
  sealedNames.find((name) => name === 'name')

/**
 * The names of everybody whom a team knows but one. Staff are known as members. Of somebody whose row was changed outside
 * of Sotto no name is known: that must not keep another from their data.
 */
export async function knownNames(
  core: Core,
  scope: TeamScope,
  person: { collection: string; id: string },
  own: readonly string[],
): Promise<KnownNames> {
  const names = new KnownNames(own)
  for (const collection of core.map.collections.filter(({ about }) => about === 'self')) {
    const field = nameField(collection)
    if (!field) continue
    const rows = core.database.data
      .collection<Stored>(collection.name)
      .find({ teamId: scope.teamId }, { batchSize: rowsAtOnce })
    for await (const page of pagesIn(rows)) {
      const units = await unitsOf(core, page)
      for (const row of page) {
        const unit = row.unit ? units.get(row.unit) : undefined
        if (!unit || (collection.name === person.collection && row._id === person.id)) continue
        const name = unlessBroken<Record<string, unknown>>(
          () => openedRow(collection, row, unit),
          () => {},
        )?.[field]
        if (typeof name === 'string') names.add(name, collection.id === 'member' ? row._id : null)
      }
    }
  }
  return names
}
