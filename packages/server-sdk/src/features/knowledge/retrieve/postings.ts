/**
 * For each term the chunks in which it occurs. An entry is one 32-bit number: slot of the chunk, one bit that says
 * whether the term stands in a title or heading, six bits for how often it occurs in the text (63 means 63 or more).
 */
export class Postings {
  readonly #lists: Uint32Array[] = []
  readonly #lengths: number[] = []
  readonly #chunks: number[] = []

  /** Adds a chunk, given its terms in order and those of its titles. Slots have to be added in ascending order. */
  add(slot: number, terms: Uint32Array, titleTerms: Uint32Array): void {
    for (const [term, entry] of entriesOf(terms, titleTerms)) {
      this.#push(term, slot * 128 + entry)
      this.#chunks[term] = (this.#chunks[term] ?? 0) + 1
    }
  }

  /** Takes a chunk out of the counts. Its entries stay until the index is compacted, and readers have to skip them. */
  forget(terms: Uint32Array, titleTerms: Uint32Array): void {
    for (const term of entriesOf(terms, titleTerms).keys()) this.#chunks[term] = (this.#chunks[term] ?? 1) - 1
  }

  /** Number of live chunks in which the term occurs. */
  chunksWith(term: number): number {
    return this.#chunks[term] ?? 0
  }

  entries(term: number): Uint32Array {
    return this.#lists[term]?.subarray(0, this.#lengths[term]) ?? none
  }

  #push(term: number, entry: number): void {
    const length = this.#lengths[term] ?? 0
    let list = this.#lists[term]
    if (!list || length === list.length) {
      const larger = new Uint32Array(Math.max(2, length * 2))
      if (list) larger.set(list)
      list = larger
      this.#lists[term] = list
    }
    list[length] = entry
    this.#lengths[term] = length + 1
  }
}

const none = new Uint32Array(0)

export const slotOf = (entry: number): number => entry >>> 7
export const inTitle = (entry: number): boolean => (entry & 64) !== 0
export const occurrences = (entry: number): number => entry & 63

function entriesOf(terms: Uint32Array, titleTerms: Uint32Array): Map<number, number> {
  const entries = new Map<number, number>()
  for (const term of terms) {
    const count = entries.get(term) ?? 0
    if (count < 63) entries.set(term, count + 1)
  }
  for (const term of titleTerms) entries.set(term, (entries.get(term) ?? 0) | 64)
  return entries
}
