import { createHash } from 'node:crypto'
import { verifyConsistency, verifyInclusion } from '@sotto/verify'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leafHash } from './entry.ts'
import {
  consistencySpans,
  emptyRoot,
  Frontier,
  inclusionSpans,
  nodeHash,
  rootOf,
  type Span,
  subtreesOf,
} from './tree.ts'

/** The inputs that Certificate Transparency implementations are compared by, and the roots of their first n. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots: Record<number, string> = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  7: 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
}
const known = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex')))

describe('the tree of RFC 6962', () => {
  it.each(Object.entries(roots))('has the known root over %s entries', (size, root) => {
    expect(rootOf(known.slice(0, Number(size))).toString('hex')).toBe(root)
  })

  it('tells a leaf from a node with the same bytes', () => {
    const [a, b] = [known[0] as Buffer, known[1] as Buffer]
    expect(leafHash(Buffer.concat([a, b]))).not.toEqual(nodeHash(a, b))
    expect(emptyRoot).toEqual(createHash('sha256').digest())
  })
})

const entryAt = (n: number) => Buffer.from(`entry ${n}`)
const forged = Buffer.from('forged')
const leavesOf = (size: number) => Array.from({ length: size }, (_, n) => leafHash(entryAt(n)))
const size = fc.integer({ min: 1, max: 70 })

/** The definition in the RFC, word for word and without a frontier. */
function plainRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return emptyRoot
  if (leaves.length === 1) return leaves[0] as Buffer
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return nodeHash(plainRoot(leaves.slice(0, half)), plainRoot(leaves.slice(half)))
}

/** The hashes that some spans stand for, from the definition alone. */
const hashed = (leaves: readonly Buffer[], spans: readonly Span[]) =>
  spans.map(({ start, end }) => plainRoot(leaves.slice(start, end)))
const inclusionProof = (leaves: readonly Buffer[], index: number) =>
  hashed(leaves, inclusionSpans(index, leaves.length))
const consistencyProof = (leaves: readonly Buffer[], first: number) =>
  hashed(leaves, consistencySpans(first, leaves.length))

describe('any tree', () => {
  it('is made of perfect subtrees, the largest first', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (start, length) => {
        const subtrees = subtreesOf({ start, end: start + length })
        const widths = subtrees.map(({ height }) => 2 ** height)
        expect(subtrees.flatMap(({ index }, at) => [index * (widths[at] as number)])).toEqual(
          widths.map((_, at) => start + widths.slice(0, at).reduce((sum, width) => sum + width, 0)),
        )
        expect(widths.reduce((sum, width) => sum + width, 0)).toBe(length)
        if (start === 0) expect(widths).toEqual([...widths].sort((a, b) => b - a))
      }),
    )
  })

  it('tells of the perfect subtrees of every eighth height that an entry completes', () => {
    const leaves = leavesOf(600)
    const told: [number, string][] = []
    const frontier = new Frontier()
    for (const leaf of leaves)
      frontier.append(leaf, (height, root) => height > 0 && told.push([height, root.toString('hex')]))
    expect(told).toEqual([
      [8, plainRoot(leaves.slice(0, 256)).toString('hex')],
      [8, plainRoot(leaves.slice(256, 512)).toString('hex')],
    ])
  })

  it('grown entry by entry has the root of the definition, also after it was put away in between', () => {
    fc.assert(
      fc.property(size, fc.nat({ max: 70 }), (length, pause) => {
        const leaves = leavesOf(length)
        let frontier = new Frontier()
        for (const [index, leaf] of leaves.entries()) {
          if (index === pause) frontier = new Frontier(frontier.size, frontier.roots)
          frontier.append(leaf)
        }
        expect(frontier.size).toBe(length)
        expect(frontier.root()).toEqual(plainRoot(leaves))
      }),
    )
  })

  it('proves every entry that is in it, and no other', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (length, a, b) => {
        const leaves = leavesOf(length)
        const root = rootOf(leaves)
        const index = a % length
        const other = b % length
        const proof = inclusionProof(leaves, index)
        const claim = { entry: entryAt(index), index, size: length, proof, root }
        expect(verifyInclusion(claim)).toBe(true)
        expect(verifyInclusion({ ...claim, entry: forged })).toBe(false)
        if (other !== index) expect(verifyInclusion({ ...claim, index: other })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: [...proof, leaves[index] as Buffer] })).toBe(false)
        if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false)
        expect(verifyInclusion({ ...claim, index: length })).toBe(false)
      }),
    )
  })

  it('proves every tree that it grew from, and none that was rewritten', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (length, a, b) => {
        const leaves = leavesOf(length)
        const first = (a % length) + 1
        const before = rootOf(leaves.slice(0, first))
        const after = rootOf(leaves)
        const proof = consistencyProof(leaves, first)
        const claim = { first, second: length, proof, firstRoot: before, secondRoot: after }
        expect(verifyConsistency(claim)).toBe(true)
        const rewritten = leaves.with(b % first, leafHash(forged))
        const rewrittenClaim = { ...claim, secondRoot: rootOf(rewritten) }
        expect(verifyConsistency(rewrittenClaim)).toBe(false)
        expect(verifyConsistency({ ...rewrittenClaim, proof: consistencyProof(rewritten, first) })).toBe(false)
        expect(verifyConsistency({ ...claim, proof: [...proof, before] })).toBe(false)
      }),
    )
  })

  it('says where there is nothing to prove', () => {
    expect(() => inclusionSpans(3, 3)).toThrow(RangeError)
    expect(() => inclusionSpans(-1, 3)).toThrow(RangeError)
    expect(() => consistencySpans(0, 3)).toThrow(RangeError)
    expect(() => consistencySpans(4, 3)).toThrow(RangeError)
  })
})
