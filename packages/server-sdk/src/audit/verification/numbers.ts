/** Whole numbers from 1 on, kept as ranges: what a writer counts is one range, however long it is. */
export class Numbers {
  /** First and last of each range, in order, with at least one number between two ranges. */
  readonly #ranges: [first: number, last: number][] = []

  constructor(ranges: Iterable<readonly [number, number]> = []) {
    for (const [first, last] of ranges) this.#ranges.push([first, last])
  }

  get ranges(): readonly (readonly [first: number, last: number])[] {
    return this.#ranges
  }

  /** @returns `false` when it was there already */
  add(number: number): boolean {
    const ranges = this.#ranges
    // Where the first range stands that ends at or behind the number before this one.
    let [low, high] = [0, ranges.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ranges[middle] as [number, number])[1] < number - 1) low = middle + 1
      else high = middle
    }
    const range = ranges[low]
    if (!range || range[0] > number + 1) {
      ranges.splice(low, 0, [number, number])
      return true
    }
    if (range[0] <= number && number <= range[1]) return false
    if (number === range[0] - 1) range[0] = number
    else {
      range[1] = number
      const next = ranges[low + 1]
      if (next && next[0] === number + 1) {
        range[1] = next[1]
        ranges.splice(low + 1, 1)
      }
    }
    return true
  }

  /** The ranges of numbers that are missing below the largest one. */
  missing(): [first: number, last: number][] {
    const missing: [number, number][] = []
    let expected = 1
    for (const [first, last] of this.#ranges) {
      if (first > expected) missing.push([expected, first - 1])
      expected = last + 1
    }
    return missing
  }
}
