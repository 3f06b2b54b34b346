import type { Hash } from '../hash/engine.ts'
import { emptyRoot, hashOfBytes, hashOfLeaf, hashOfNode } from './hashes.ts'

/** What shows that an entry is in a tree (RFC 6962). */
export interface Inclusion {
  /** The stored bytes of the entry. */
  entry: Uint8Array
  /** Its place in the log, counted from 0. */
  index: number
  /** How many entries the tree has. */
  size: number
  /** 32-byte hashes, from the leaf's sibling up to the root's child. */
  proof: readonly Uint8Array[]
  /** 32 bytes. */
  root: Uint8Array
}

/**
 * Whether an entry is in the tree (RFC 9162, section 2.1.3.2). A proof with a hash too many or too few, or of another
 * length than 32 bytes, proves nothing.
 */
export function verifyInclusion({ entry, index, size, proof, root }: Inclusion): boolean {
  if (!allHashes([...proof, root])) return false
  return includes(hashOfLeaf(entry), index, size, proof.map(hashOfBytes), hashOfBytes(root))
}

/** What shows that one tree begins with another (RFC 6962). */
export interface Consistency {
  /** How many entries the earlier tree had. */
  first: number
  /** How many the later one has. */
  second: number
  /** 32-byte hashes (RFC 6962, section 2.1.2). */
  proof: readonly Uint8Array[]
  firstRoot: Uint8Array
  secondRoot: Uint8Array
}

/**
 * Whether the later tree begins with the earlier one (RFC 9162, section 2.1.4.2). An empty tree is the beginning of any:
 * its proof is empty and its root SHA-256 of nothing.
 */
export function verifyConsistency({ first, second, proof, firstRoot, secondRoot }: Consistency): boolean {
  if (!allHashes([...proof, firstRoot, secondRoot])) return false
  return extendsTree(first, second, proof.map(hashOfBytes), hashOfBytes(firstRoot), hashOfBytes(secondRoot))
}

const allHashes = (hashes: readonly Uint8Array[]) => hashes.every(({ length }) => length === 32)
const isSize = (value: number) => Number.isSafeInteger(value) && value >= 0
const half = (value: number) => Math.floor(value / 2)

/** @internal */
export function includes(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  let hash = leaf
  let at = index
  let last = size - 1
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = hashOfNode(sibling, hash)
      // At the right edge a node without a sibling is its own parent.
      for (; at % 2 === 0 && at !== 0; last = half(last)) at = half(at)
    } else hash = hashOfNode(hash, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && hash === root
}

function extendsTree(
  first: number,
  second: number,
  proof: readonly Hash[],
  firstRoot: Hash,
  secondRoot: Hash,
): boolean {
  if (!isSize(first) || !isSize(second) || first > second) return false
  if (first === second) return proof.length === 0 && firstRoot === secondRoot && (first > 0 || firstRoot === emptyRoot)
  if (first === 0) return proof.length === 0 && firstRoot === emptyRoot
  let at = first - 1
  let last = second - 1
  for (; at % 2 === 1; last = half(last)) at = half(at)
  // Where the earlier tree is perfect, its root is the first node itself and not repeated in the proof.
  const [start, ...siblings] = at === 0 ? [firstRoot, ...proof] : proof
  if (start === undefined) return false
  let earlier = start
  let later = start
  for (const sibling of siblings) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      earlier = hashOfNode(sibling, earlier)
      later = hashOfNode(sibling, later)
      for (; at % 2 === 0 && at !== 0; last = half(last)) at = half(at)
    } else later = hashOfNode(later, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && earlier === firstRoot && later === secondRoot
}
