import { createHash } from 'node:crypto'

/** The root of a log without entries: SHA-256 of nothing. */
export const emptyRoot = createHash('sha256').digest()

/** RFC 6962: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()

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

  append(leaf: Uint8Array): void {
    let root: Buffer = Buffer.from(leaf)
    // Each trailing one of the size is a perfect subtree as large as what is being added.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2))
      root = nodeHash(this.#roots.pop() as Buffer, root)
    this.#roots.push(root)
    this.#size += 1
  }

  /** The root of the whole tree. */
  root(): Buffer {
    const [last, ...left] = [...this.#roots].reverse()
    return last ? left.reduce((right, subtree) => nodeHash(subtree, right), last) : emptyRoot
  }
}

/** The largest power of two below a number, 2 at least. */
const split = (size: number) => 2 ** Math.ceil(Math.log2(size) - 1)

/** The root over some leaves. */
export function rootOf(leaves: readonly Uint8Array[]): Buffer {
  const frontier = new Frontier()
  for (const leaf of leaves) frontier.append(leaf)
  return frontier.root()
}

/**
 * The hashes that prove that a leaf is in the tree over all leaves (RFC 6962, section 2.1.1), from the leaf up.
 *
 * @throws RangeError when there is no such leaf
 */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (!(index >= 0 && index < leaves.length))
    throw new RangeError(`there is no leaf ${index} in a tree of ${leaves.length}`)
  if (leaves.length === 1) return []
  const half = split(leaves.length)
  const left = leaves.slice(0, half)
  const right = leaves.slice(half)
  return index < half
    ? [...inclusionProof(left, index), rootOf(right)]
    : [...inclusionProof(right, index - half), rootOf(left)]
}

/** Whether an inclusion proof leads from a leaf to a root (RFC 9162, section 2.1.3.2). */
export function provesInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!(index >= 0 && index < size)) return false
  let hash: Buffer = Buffer.from(leaf)
  let at = index
  let last = size - 1
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else hash = nodeHash(hash, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && hash.equals(root)
}

/**
 * The hashes that prove that the tree over the first leaves is the beginning of the tree over all (RFC 6962, section
 * 2.1.2).
 *
 * @throws RangeError when the first tree is empty or larger than the second
 */
export function consistencyProof(leaves: readonly Uint8Array[], first: number): Buffer[] {
  if (!(first >= 1 && first <= leaves.length))
    throw new RangeError(`a tree of ${first} is no beginning of a tree of ${leaves.length}`)
  return subproof(leaves, first, true)
}

function subproof(leaves: readonly Uint8Array[], first: number, known: boolean): Buffer[] {
  if (first === leaves.length) return known ? [] : [rootOf(leaves)]
  const half = split(leaves.length)
  const left = leaves.slice(0, half)
  const right = leaves.slice(half)
  return first <= half
    ? [...subproof(left, first, known), rootOf(right)]
    : [...subproof(right, first - half, false), rootOf(left)]
}

/** Whether a consistency proof leads from the root of the first tree to that of the second (RFC 9162, 2.1.4.2). */
export function provesConsistency(
  first: number,
  second: number,
  proof: readonly Uint8Array[],
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
): boolean {
  if (first < 1 || first > second) return false
  if (first === second) return proof.length === 0 && Buffer.compare(firstRoot, secondRoot) === 0
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof]
  let at = first - 1
  let last = second - 1
  while (at % 2 === 1) {
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  const [start, ...rest] = path
  if (!start) return false
  let one: Buffer = Buffer.from(start)
  let other = one
  for (const sibling of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      one = nodeHash(sibling, one)
      other = nodeHash(sibling, other)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else other = nodeHash(other, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && one.equals(firstRoot) && other.equals(secondRoot)
}
