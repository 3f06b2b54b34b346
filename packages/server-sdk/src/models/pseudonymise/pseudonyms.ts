import { createDetection, isFoundByWords } from './detection.ts'
import type { DetectorOptions } from './identifiers/index.ts'
import { detectedKinds } from './identifiers/index.ts'
import { findIntroducedNames } from './introductions.ts'
import { type KnownValue, kindWord } from './known.ts'
import { kindPattern, placeholderLabel } from './placeholder.ts'
import type { Pseudonymised } from './pseudonymised.ts'
import { createRestorer, type Restorer, restore } from './restorer.ts'

export interface PseudonymsOptions extends DetectorOptions {
  /** What is known about the people in the conversation. More can be added with `know`. */
  known?: readonly KnownValue[]
}

/** What a conversation has to keep, sealed like its messages: it contains the real values. */
export interface PseudonymsState {
  version: 1
  values: { kind: string; number: number; key: string; spellings: string[] }[]
  known: KnownValue[]
}

interface Value {
  kind: string
  number: number
  key: string
  /** Each spelling has its own placeholder, so that putting back gives exactly what was there. */
  spellings: string[]
}

/**
 * The placeholders of one conversation: real values in, placeholders out, and back.
 *
 * Replaces structured identifiers wherever they stand, everything in `known` in all its usual spellings, and names
 * that people introduce themselves with. `restore(replace(text))` is `text`, also for text that contains something
 * like a placeholder. Keep `toJSON()` with the conversation, so that `[EMAIL_1]` is the same in the next turn.
 */
export class Pseudonyms {
  readonly #options: DetectorOptions
  readonly #values = new Map<string, Value>()
  readonly #surfaces = new Map<string, string>()
  readonly #counts = new Map<string, number>()
  readonly #kinds = new Set<string>([...detectedKinds, 'NAME', 'COMPANY', 'DETAIL', 'TEXT'])
  #known: KnownValue[] = []
  /** Grows whenever there is something new to look for. */
  #revision = 0
  #detect: ReturnType<typeof createDetection> | undefined

  constructor(options: PseudonymsOptions = {}) {
    this.#options = options
    for (const { kind } of options.own ?? []) this.#addKind(kind)
    this.know(options.known ?? [])
  }

  static fromJSON(state: PseudonymsState, options: PseudonymsOptions = {}): Pseudonyms {
    if (state.version !== 1) {
      throw new TypeError(`Pseudonyms.fromJSON(): version ${state.version} is not known; this release reads version 1`)
    }
    const pseudonyms = new Pseudonyms(options)
    for (const value of state.values) {
      const copy = { ...value, spellings: [...value.spellings] }
      pseudonyms.#addKind(copy.kind)
      pseudonyms.#values.set(`${copy.kind} ${copy.key}`, copy)
      pseudonyms.#counts.set(copy.kind, Math.max(pseudonyms.#counts.get(copy.kind) ?? 0, copy.number))
      for (const [index, spelling] of copy.spellings.entries()) {
        pseudonyms.#surfaces.set(placeholderLabel(copy.kind, copy.number, index), spelling)
      }
    }
    pseudonyms.know(state.known)
    return pseudonyms
  }

  toJSON(): PseudonymsState {
    return {
      version: 1,
      values: [...this.#values.values()].map((value) => ({ ...value, spellings: [...value.spellings] })),
      known: this.#known.map((value) => ({ ...value })),
    }
  }

  /** Adds what has become known about someone in the conversation. */
  know(values: readonly KnownValue[]): void {
    for (const { kind, value } of values) {
      if (this.#known.some((known) => known.kind === kind && known.value === value)) continue
      this.#known.push({ kind, value })
      this.#addKind(kindWord(kind))
      this.#changed()
    }
  }

  /** Takes the names out of what a person wrote, before any of it is replaced. Passages and prompts introduce nobody. */
  learnFrom(textOfPerson: string): void {
    this.know(findIntroducedNames(textOfPerson).map((value) => ({ kind: 'name', value })))
  }

  /** @returns the text with placeholders: the only text that a model can be given. */
  replace(text: string): Pseudonymised {
    return this.#replace(text, new Set())
  }

  /**
   * Replaces several texts that leave together. What is found in one is replaced in all, also in those before it.
   *
   * @returns the texts, and the labels of all placeholders in them, such as `EMAIL_1`: no values.
   */
  replaceAll(texts: readonly string[]): { texts: Pseudonymised[]; labels: string[] } {
    for (;;) {
      const labels = new Set<string>()
      const revision = this.#revision
      const replaced = texts.map((text) => this.#replace(text, labels))
      // New names, addresses and dates have been found: the detection must look for them from the beginning.
      if (this.#revision === revision) return { texts: replaced, labels: [...labels] }
    }
  }

  #replace(text: string, labels: Set<string>): Pseudonymised {
    this.#detect ??= createDetection({
      options: this.#options,
      known: this.#known,
      earlier: [...this.#values.values()],
      kinds: this.#kinds,
    })
    let replaced = ''
    let position = 0
    for (const span of this.#detect(text)) {
      const label = this.#label(span.kind, span.key, text.slice(span.start, span.end))
      labels.add(label)
      replaced += `${text.slice(position, span.start)}[${label}]`
      position = span.end
    }
    return (replaced + text.slice(position)) as Pseudonymised
  }

  /** Puts real values back, also where a model has changed a placeholder's case, separator or brackets. */
  restore(text: string): string {
    return restore(text, this.#kinds, this.#spelling)
  }

  /** The same for text that arrives in pieces. */
  createRestorer(): Restorer {
    return createRestorer(this.#kinds, this.#spelling)
  }

  readonly #spelling = (label: string): string | undefined => this.#surfaces.get(label)

  #changed(): void {
    this.#detect = undefined
    this.#revision++
  }

  #addKind(kind: string): void {
    if (!kindPattern.test(kind)) throw new TypeError(`The kind of an identifier must match ${kindPattern}, not ${kind}`)
    this.#kinds.add(kind)
  }

  #label(kind: string, key: string, spelling: string): string {
    this.#addKind(kind)
    let value = this.#values.get(`${kind} ${key}`)
    if (!value) {
      const number = (this.#counts.get(kind) ?? 0) + 1
      this.#counts.set(kind, number)
      value = { kind, number, key, spellings: [] }
      this.#values.set(`${kind} ${key}`, value)
    }
    let index = value.spellings.indexOf(spelling)
    if (index < 0) {
      index = value.spellings.push(spelling) - 1
      if (isFoundByWords(kind)) this.#changed()
    }
    const label = placeholderLabel(kind, value.number, index)
    this.#surfaces.set(label, spelling)
    return label
  }
}
