import type { KeyBytes } from '../bson/key-encoding.ts'

const chunkSize = 256

/** A sorted set of keys in chunks, so that adding one key among many moves few. */
export class SortedKeys {
  private chunks: KeyBytes[][] = []

  add(key: KeyBytes): void {
    if (this.chunks.length === 0) {
      this.chunks.push([key])
      return
    }
    const index = Math.max(0, this.chunkFor(key))
    const chunk = this.chunks[index] as KeyBytes[]
    const at = lowerBound(chunk, key)
    if (chunk[at] === key) return
    chunk.splice(at, 0, key)
    if (chunk.length > chunkSize * 2) this.chunks.splice(index + 1, 0, chunk.splice(chunkSize))
  }

  remove(key: KeyBytes): void {
    const index = this.chunkFor(key)
    const chunk = this.chunks[index]
    if (!chunk) return
    const at = lowerBound(chunk, key)
    if (chunk[at] !== key) return
    chunk.splice(at, 1)
    if (chunk.length === 0) this.chunks.splice(index, 1)
  }

  /** The first key that is not less than `key`. */
  atOrAfter(key: KeyBytes): KeyBytes | undefined {
    const index = Math.max(0, this.chunkFor(key))
    const chunk = this.chunks[index]
    if (!chunk) return undefined
    const at = lowerBound(chunk, key)
    return at < chunk.length ? chunk[at] : this.chunks[index + 1]?.[0]
  }

  /** The last key that is less than `key`. */
  before(key: KeyBytes): KeyBytes | undefined {
    const index = this.chunkFor(key)
    if (index < 0) return undefined
    const chunk = this.chunks[index] as KeyBytes[]
    const at = lowerBound(chunk, key)
    return at > 0 ? chunk[at - 1] : this.chunks[index - 1]?.at(-1)
  }

  /** The last chunk that begins at or before the key; -1 where none does. */
  private chunkFor(key: KeyBytes): number {
    let low = 0
    let high = this.chunks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.chunks[middle]?.[0] as KeyBytes) <= key) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

function lowerBound(chunk: readonly KeyBytes[], key: KeyBytes): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((chunk[middle] as KeyBytes) < key) low = middle + 1
    else high = middle
  }
  return low
}
