/**
 * Which events of a conversation have been seen. Two streams may bring the same event, and one that begins later may
 * bring a later one first, so the mark is the last number before which none is missing.
 */
export class Sequence {
  #mark: number
  #beyond = new Set<number>()

  constructor(mark = 0) {
    this.#mark = mark
  }

  /** Every event up to here has been seen. */
  get mark(): number {
    return this.#mark
  }

  /** @returns whether the event is new */
  note(number: number): boolean {
    if (number <= this.#mark || this.#beyond.has(number)) return false
    this.#beyond.add(number)
    while (this.#beyond.delete(this.#mark + 1)) this.#mark += 1
    return true
  }
}
