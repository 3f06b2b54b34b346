import type { Hash } from '../hash/engine.ts'
import { emptyRoot, groupSize, hashOfNode } from './hashes.ts'

/** A Merkle tree (RFC 6962, section 2.1) that grows by leaves or whole groups, and remembers some of its roots. */
export interface GrowingTree {
  readonly size: number
  /** The root of the whole tree, as it is now. */
  root(): Hash
  append(leaf: Hash): void
  /** Appends a whole group by its root. Only where `takesGroups()`. */
  appendGroup(root: Hash): void
  /** Whether the tree consists of whole groups, and no root is to be remembered inside the next one. */
  takesGroups(): boolean
  /** Remembers one more root, of a size that the tree has yet to reach. */
  watch(size: number): void
  /** The root that the tree had when it had this size, which must be among those watched. */
  rootAt(size: number): Hash | undefined
}

/** @param watched the sizes whose roots will be asked for */
export function growingTree(watched: Iterable<number>): GrowingTree {
  // The roots of the perfect subtrees that the size is made of, the largest first: one for each 1 in its binary form.
  const subtrees: Hash[] = []
  const sizes = new Set(watched)
  const remembered = new Map<number, Hash>()
  let size = 0

  const root = () => {
    const right = subtrees.at(-1)
    return right === undefined
      ? emptyRoot
      : subtrees.slice(0, -1).reduceRight((hash, left) => hashOfNode(left, hash), right)
  }
  const remember = () => {
    if (sizes.has(size)) remembered.set(size, root())
  }
  const add = (subtree: Hash, leaves: number) => {
    let hash = subtree
    // Each trailing 1 of the size is a perfect subtree as large as the one that is being added.
    for (let rest = size / leaves; rest % 2 === 1; rest = Math.floor(rest / 2))
      hash = hashOfNode(subtrees.pop() as Hash, hash)
    subtrees.push(hash)
    size += leaves
    remember()
  }
  remember()

  return {
    get size() {
      return size
    },
    root,
    append: (leaf) => add(leaf, 1),
    appendGroup: (subtree) => add(subtree, groupSize),
    takesGroups: () =>
      size % groupSize === 0 && ![...sizes].some((watched) => watched > size && watched < size + groupSize),
    watch(later) {
      sizes.add(later)
      remember()
    },
    rootAt: (at) => remembered.get(at),
  }
}
