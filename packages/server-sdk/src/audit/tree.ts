import { hash } from 'node:crypto'

/** The root of a log without entries: SHA-256 of nothing. */
export const emptyRoot: Buffer = hash('sha256', '', 'buffer')

const node = Buffer.alloc(65)
node[0] = 1

/** RFC 6962: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1)
  node.set(right, 33)
  return hash('sha256', node, 'buffer')
}

/** Told the root of each perfect subtree that an entry completes, as far as its height is a multiple of eight. */
export type Completed = (height: number, root: Buffer) => void

/**
 * A Merkle tree (RFC 6962, section 2.1) that only remembers its right edge: the roots of the perfect subtrees that its
 * size is made of, the largest first. Appending needs nothing else; 64 hashes are enough for any log.
 */
export class Frontier {
  readonly #roots: Buffer[]
  #size: number

  constructor(size = 0, roots: readonly Uint8Array[] = []) {
    this.#size = size
    this.#roots = roots.map((root) => Buffer.from(root))
  }

  get size(): number {
    return this.#size
  }

  get roots(): readonly Buffer[] {
    return this.#roots
  }

  append(leaf: Uint8Array, completed?: Completed): void {
    let root: Buffer = Buffer.from(leaf)
    let height = 0
    completed?.(0, root)
    // Each trailing one of the size is a perfect subtree as large as what is being added.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      root = nodeHash(this.#roots.pop() as Buffer, root)
      height += 1
      if (height % 8 === 0) completed?.(height, root)
    }
    this.#roots.push(root)
    this.#size += 1
  }

  /** The root of the whole tree. */
  root(): Buffer {
    return joined(this.#roots)
  }
}

/** The root over perfect subtrees that stand beside each other, the largest first. */
export function joined(subtrees: readonly Buffer[]): Buffer {
  let root = subtrees.at(-1)
  if (!root) return emptyRoot
  for (let index = subtrees.length - 2; index >= 0; index--) root = nodeHash(subtrees[index] as Buffer, root)
  return root
}

/** The root over some leaves. */
export function rootOf(leaves: Iterable<Uint8Array>): Buffer {
  const frontier = new Frontier()
  for (const leaf of leaves) frontier.append(leaf)
  return frontier.root()
}

/** The leaves from `start` up to, not including, `end`. */
export interface Span {
  start: number
  end: number
}

/** The perfect subtree over the leaves from `index` · 2^`height` on. */
export interface Subtree {
  height: number
  index: number
}

/** The largest power of two below a number that is 2 at least. */
function split(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

/** The perfect subtrees that leaves are made of, the largest first. */
export function subtreesOf({ start, end }: Span): Subtree[] {
  const subtrees: Subtree[] = []
  for (let at = start; at < end; ) {
    let width = 1
    let height = 0
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2
      height += 1
    }
    subtrees.push({ height, index: at / width })
    at += width
  }
  return subtrees
}

/**
 * The leaves below each hash of the proof that a leaf is in a tree (RFC 6962, section 2.1.1), from the leaf up.
 *
 * @throws RangeError when there is no such leaf
 */
export function inclusionSpans(index: number, size: number): Span[] {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size))
    throw new RangeError(`there is no leaf ${index} in a tree of ${size}`)
  const spans: Span[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + split(end - start)
    if (index < middle) {
      spans.push({ start: middle, end })
      end = middle
    } else {
      spans.push({ start, end: middle })
      start = middle
    }
  }
  return spans.reverse()
}

/**
 * The leaves below each hash of the proof that the tree over the first leaves is the beginning of a larger one (RFC
 * 6962, section 2.1.2).
 *
 * @throws RangeError when the first tree is empty or larger than the second
 */
export function consistencySpans(first: number, second: number): Span[] {
  if (!(Number.isSafeInteger(first) && first >= 1 && first <= second))
    throw new RangeError(`a tree of ${first} is no beginning of a tree of ${second}`)
  const spans: Span[] = []
  let [start, end] = [0, second]
  let known = true
  while (first !== end) {
    const middle = start + split(end - start)
    if (first <= middle) {
      spans.push({ start: middle, end })
      end = middle
    } else {
      spans.push({ start, end: middle })
      start = middle
      known = false
    }
  }
  if (!known) spans.push({ start, end })
  return spans.reverse()
}
