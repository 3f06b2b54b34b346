const freed = 0xffff_ffff

/** Up to this many vectors are compared one by one; above it, their signs choose which are worth comparing. */
const scanLimit = 1000
const shortlistLength = 256

/**
 * Vectors of unit length, eight bits for each dimension with one scale for each vector (the cosine is off by less than
 * 0.01), and next to each the signs of its dimensions, by which the nearest are found without reading all vectors.
 */
export class SentenceVectors {
  readonly dimensions: number
  readonly #signWords: number
  #values: Int8Array<ArrayBufferLike> = new Int8Array(0)
  #signs = new Uint32Array(0)
  #scales = new Float32Array(0)
  #owners = new Uint32Array(0)
  #length = 0
  #live = 0

  constructor(dimensions: number) {
    this.dimensions = dimensions
    this.#signWords = Math.ceil(dimensions / 32)
  }

  get size(): number {
    return this.#live
  }

  /** Stores the vectors of one chunk. @returns the row of the first; the others follow it. */
  add(owner: number, vectors: readonly Float32Array[]): number {
    const first = this.#reserve(vectors.length)
    for (const [index, vector] of vectors.entries()) {
      let largest = 0
      for (const value of vector) largest = Math.max(largest, Math.abs(value))
      const values = this.#values.subarray((first + index) * this.dimensions, (first + index + 1) * this.dimensions)
      if (largest > 0)
        for (let i = 0; i < vector.length; i += 1) values[i] = Math.round(((vector[i] ?? 0) / largest) * 127)
      this.#scales[first + index] = largest / 127
      this.#finishRow(first + index, owner)
    }
    return first
  }

  /** Takes over rows in the form in which `rows` gave them out. */
  restore(owner: number, values: Int8Array, scales: Float32Array): number {
    const first = this.#reserve(scales.length)
    this.#values.set(values, first * this.dimensions)
    this.#scales.set(scales, first)
    for (let row = first; row < first + scales.length; row += 1) this.#finishRow(row, owner)
    return first
  }

  rows(first: number, count: number): { values: Int8Array; scales: Float32Array } {
    return {
      values: this.#values.subarray(first * this.dimensions, (first + count) * this.dimensions),
      scales: this.#scales.subarray(first, first + count),
    }
  }

  forget(first: number, count: number): void {
    this.#owners.fill(freed, first, first + count)
    this.#live -= count
  }

  /** Cosine of a stored vector and a question's, given as `questionVector` made it. */
  cosine(row: number, question: QuestionVector): number {
    const values = this.#values
    const numbers = question.numbers
    const length = numbers.length
    const start = row * this.dimensions
    let even = 0
    let odd = 0
    let i = 0
    for (; i + 1 < length; i += 2) {
      even = (even + Math.imul(values[start + i] as number, numbers[i] as number)) | 0
      odd = (odd + Math.imul(values[start + i + 1] as number, numbers[i + 1] as number)) | 0
    }
    if (i < length) even = (even + Math.imul(values[start + i] as number, numbers[i] as number)) | 0
    return (even + odd) * question.scale * (this.#scales[row] as number)
  }

  /** Owners of the nearest vectors, each once, the nearest first. */
  nearestOwners(question: QuestionVector, count: number): number[] {
    const rows = this.#length <= scanLimit ? this.#allRows() : this.#shortlist(question)
    const scored = rows.map((row) => ({ owner: this.#owners[row] as number, cosine: this.cosine(row, question) }))
    scored.sort((a, b) => b.cosine - a.cosine)
    const owners = new Set<number>()
    for (const { owner } of scored) {
      if (owners.size >= count) break
      owners.add(owner)
    }
    return [...owners]
  }

  #allRows(): number[] {
    const rows: number[] = []
    for (let row = 0; row < this.#length; row += 1) if (this.#owners[row] !== freed) rows.push(row)
    return rows
  }

  /** The rows whose signs agree most with the question's, found by counting how many rows have which disagreement. */
  #shortlist({ signs }: QuestionVector): number[] {
    const distances = new Uint16Array(this.#length)
    const histogram = new Uint32Array(this.dimensions + 1)
    const words = this.#signWords
    const stored = this.#signs
    const owners = this.#owners
    for (let row = 0, at = 0; row < distances.length; row += 1) {
      let distance = 0
      for (let word = 0; word < words; ) {
        // Bits are counted into four bytes at a time, which hold the counts of up to sixteen words without overflow.
        let bytes = 0
        for (const end = Math.min(words, word + 16); word < end; word += 1, at += 1) {
          bytes += onesByByte((stored[at] as number) ^ (signs[word] as number))
        }
        const halves = (bytes & 0x00ff_00ff) + ((bytes >>> 8) & 0x00ff_00ff)
        distance += (halves & 0xffff) + (halves >>> 16)
      }
      distances[row] = distance
      if (owners[row] !== freed) histogram[distance] = (histogram[distance] as number) + 1
    }
    let furthest = 0
    for (let sum = 0; furthest <= this.dimensions; furthest += 1) {
      sum += histogram[furthest] as number
      if (sum >= shortlistLength) break
    }
    const rows: number[] = []
    for (let row = 0; row < distances.length && rows.length < shortlistLength * 2; row += 1) {
      if ((distances[row] as number) <= furthest && owners[row] !== freed) rows.push(row)
    }
    return rows
  }

  #finishRow(row: number, owner: number): void {
    this.#owners[row] = owner
    this.#signs.set(
      signsOf(this.#values.subarray(row * this.dimensions, (row + 1) * this.dimensions)),
      row * this.#signWords,
    )
    this.#live += 1
  }

  #reserve(count: number): number {
    const first = this.#length
    this.#length += count
    if (this.#length > this.#owners.length) {
      const capacity = Math.max(64, this.#length, Math.ceil(this.#owners.length * 1.5))
      this.#values = enlarged(this.#values, new Int8Array(capacity * this.dimensions))
      this.#signs = enlarged(this.#signs, new Uint32Array(capacity * this.#signWords))
      this.#scales = enlarged(this.#scales, new Float32Array(capacity))
      this.#owners = enlarged(this.#owners, new Uint32Array(capacity))
    }
    return first
  }
}

export interface QuestionVector {
  numbers: Int16Array
  scale: number
  signs: Uint32Array
}

export function questionVector(vector: Float32Array): QuestionVector {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  const scale = largest / 2047 || 1
  const numbers = Int16Array.from(vector, (value) => Math.round(value / scale))
  return { numbers, scale, signs: signsOf(numbers) }
}

function signsOf(values: Int8Array | Int16Array): Uint32Array {
  const signs = new Uint32Array(Math.ceil(values.length / 32))
  for (let i = 0; i < values.length; i += 1) {
    if ((values[i] as number) > 0) signs[i >>> 5] = (signs[i >>> 5] as number) | (1 << (i & 31))
  }
  return signs
}

/** For each byte of a 32-bit number how many of its bits are set. */
function onesByByte(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555)
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return (fours + (fours >>> 4)) & 0x0f0f_0f0f
}

function enlarged<T extends Int8Array | Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
