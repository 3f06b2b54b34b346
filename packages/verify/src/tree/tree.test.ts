import { expect, it } from 'vitest'
import { bytesOfCharacters } from '../encoding/base64.ts'
import { verifyConsistency, verifyInclusion } from '../index.ts'
import { entriesOf, leavesOf, pathTo, proofFrom, rootOver } from '../testing/writer.ts'
import { growingTree } from './growing.ts'
import { cutHashes, groupSize, hashOfBytes, hashOfLeaf, rootOfGroup } from './hashes.ts'

/** The entries that are usual in tests of Certificate Transparency, in hex, and the roots of their trees by size. */
const usual = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots: Record<number, string> = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  7: 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
}
const hex = (hash: string) => Buffer.from(bytesOfCharacters(hash)).toString('hex')

it.each(Object.entries(roots))('the tree of size %s has its known root', (size, root) => {
  const tree = growingTree([Number(size)])
  for (const entry of usual) tree.append(hashOfLeaf(Buffer.from(entry, 'hex')))
  expect(hex(tree.rootAt(Number(size)) ?? '')).toBe(root)
})

const entries = entriesOf(900).map((entry) => Buffer.from(entry))
const leaves = leavesOf(entriesOf(900))
const hashes = leaves.map(hashOfBytes)

it('the tree has, at each size that is watched, the root that RFC 6962 defines', () => {
  const watched = [0, 1, 2, 3, 255, 256, 257, 300, 511, 512, 513, 767, 768, 900]
  const tree = growingTree(watched)
  for (let at = 0; at < hashes.length; ) {
    if (tree.takesGroups() && at + groupSize <= hashes.length) {
      tree.appendGroup(rootOfGroup(hashes.slice(at, at + groupSize)))
      at += groupSize
    } else tree.append(hashes[at++] as string)
  }
  for (const size of watched) expect(tree.rootAt(size)).toBe(hashOfBytes(rootOver(leaves.slice(0, size))))
  expect(tree.rootAt(5)).toBeUndefined()
  expect(cutHashes(hashes.slice(0, 3).join(''))).toEqual(hashes.slice(0, 3))
})

it('an inclusion proof holds for its entry, place and size alone', () => {
  for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33]) {
    const root = rootOver(leaves.slice(0, size))
    for (let index = 0; index < size; index += 1) {
      const proof = pathTo(index, leaves.slice(0, size))
      const right = { entry: entries[index] as Buffer, index, size, proof, root }
      expect(verifyInclusion(right)).toBe(true)
      const wrong = [
        { ...right, entry: entries[index + 1] as Buffer },
        { ...right, index: index + 1 },
        { ...right, index: -1 },
        { ...right, index: 0.5 },
        { ...right, size: size + size },
        { ...right, proof: [...proof, root] },
        { ...right, proof: [...proof, Buffer.alloc(31)] },
        { ...right, root: leaves[899] as Buffer },
        ...(size === 1
          ? []
          : [
              { ...right, proof: proof.slice(1) },
              { ...right, proof: proof.slice(0, -1) },
            ]),
      ]
      for (const each of wrong) expect(verifyInclusion(each)).toBe(false)
    }
  }
})

it('a consistency proof holds for its two states alone', () => {
  for (const second of [1, 2, 3, 4, 7, 8, 9, 16, 21])
    for (let first = 0; first <= second; first += 1) {
      const proof = first === 0 ? [] : proofFrom(first, leaves.slice(0, second))
      const firstRoot = rootOver(leaves.slice(0, first))
      const secondRoot = rootOver(leaves.slice(0, second))
      const right = { first, second, proof, firstRoot, secondRoot }
      expect(verifyConsistency(right)).toBe(true)
      const other = leaves[899] as Buffer
      const wrong = [
        { ...right, firstRoot: other },
        { ...right, proof: [...proof, other] },
        { ...right, first: second + 1 },
        ...(first === 0 ? [] : [{ ...right, secondRoot: other }]),
        ...(proof.length === 0
          ? []
          : [
              { ...right, proof: proof.slice(1) },
              { ...right, proof: proof.slice(0, -1) },
            ]),
      ]
      for (const each of wrong) expect(verifyConsistency(each)).toBe(false)
    }
})
