import type { WeighedQuestion } from './examine.ts'
import { inTitle, occurrences, type Postings, slotOf } from './postings.ts'
import { lengthNorm, saturated, titleOccurrences } from './scoring.ts'

/**
 * BM25 over text and title. One instance keeps its memory from question to question, so that a question touches only
 * the chunks that have its words.
 */
export class WordScores {
  #scores = new Float64Array(0)
  #touched: number[] = []

  /** @param lengths number of terms of each slot, or `removed`. */
  score(question: WeighedQuestion, postings: Postings, lengths: readonly number[], averageLength: number): void {
    for (const slot of this.#touched) this.#scores[slot] = 0
    this.#touched = []
    if (this.#scores.length < lengths.length) this.#scores = new Float64Array(Math.ceil(lengths.length * 1.5))
    const counted = (entry: number, trust: number) => {
      const norm = lengthNorm(lengths[slotOf(entry)] as number, averageLength)
      return (occurrences(entry) / norm + (inTitle(entry) ? titleOccurrences : 0)) * trust
    }
    for (const { variants, weight } of question.words) {
      if (variants.size === 1) {
        for (const [term, trust] of variants) {
          for (const entry of postings.entries(term)) {
            this.#add(slotOf(entry), weight * saturated(counted(entry, trust)), lengths)
          }
        }
        continue
      }
      // Different forms of one word (other languages, corrections) do not add up: the best of them counts.
      const best = new Map<number, number>()
      for (const [term, trust] of variants) {
        for (const entry of postings.entries(term)) {
          const slot = slotOf(entry)
          best.set(slot, Math.max(best.get(slot) ?? 0, counted(entry, trust)))
        }
      }
      for (const [slot, count] of best) this.#add(slot, weight * saturated(count), lengths)
    }
  }

  of(slot: number): number {
    return this.#scores[slot] ?? 0
  }

  highest(): number {
    let highest = 0
    for (const slot of this.#touched) highest = Math.max(highest, this.of(slot))
    return highest
  }

  /** The slots with the highest scores, in no order. */
  best(count: number): number[] {
    if (this.#touched.length <= count) return this.#touched
    // A heap of the best so far, the least of them on top; nearly all slots are turned away by one comparison.
    const heap = this.#touched.slice(0, count)
    for (let at = (count >> 1) - 1; at >= 0; at -= 1) this.#sink(heap, at)
    for (let at = count; at < this.#touched.length; at += 1) {
      const slot = this.#touched[at] as number
      if (this.of(slot) <= this.of(heap[0] as number)) continue
      heap[0] = slot
      this.#sink(heap, 0)
    }
    return heap
  }

  #sink(heap: number[], from: number): void {
    const slot = heap[from] as number
    const score = this.of(slot)
    let at = from
    for (;;) {
      let child = at * 2 + 1
      if (child + 1 < heap.length && this.of(heap[child + 1] as number) < this.of(heap[child] as number)) child += 1
      if (child >= heap.length || this.of(heap[child] as number) >= score) break
      heap[at] = heap[child] as number
      at = child
    }
    heap[at] = slot
  }

  #add(slot: number, score: number, lengths: readonly number[]): void {
    if (lengths[slot] === removed) return
    if (this.#scores[slot] === 0) this.#touched.push(slot)
    this.#scores[slot] = (this.#scores[slot] as number) + score
  }
}

/** Length of a slot whose chunk was removed. */
export const removed = -1
