import { charactersOfBytes } from '../encoding/base64.ts'
import { engine, type Hash } from '../hash/engine.ts'

/** The root of a log without entries: SHA-256 of nothing. */
export const emptyRoot: Hash = engine.sha256(new Uint8Array())

/** RFC 6962: SHA-256(0x00 ‖ stored bytes). */
export function hashOfLeaf(bytes: Uint8Array): Hash {
  const prefixed = new Uint8Array(bytes.length + 1)
  prefixed.set(bytes, 1)
  return engine.sha256(prefixed)
}

const node = new Uint8Array(65)
node[0] = 1

/** RFC 6962: SHA-256(0x01 ‖ left ‖ right). */
export function hashOfNode(left: Hash, right: Hash): Hash {
  engine.put(node, left, 1)
  engine.put(node, right, 33)
  return engine.sha256(node)
}

/** How many leaves a group of an export has; its root is a perfect subtree. */
export const groupSize = 256

// A heap of nodes, each 65 bytes ready for hashing: the children of node n are 2n and 2n + 1, the root is 1.
const heap = new Uint8Array(groupSize * 65)
const nodes = Array.from({ length: groupSize }, (_, index) => heap.subarray(index * 65, index * 65 + 65))
for (const each of nodes) each[0] = 1

/** The root over exactly `groupSize` leaves: most of the time of checking a log goes here and into its leaves. */
export function rootOfGroup(leaves: readonly Hash[]): Hash {
  const place = (position: number, hash: Hash) => engine.put(heap, hash, (position >> 1) * 65 + 1 + (position & 1) * 32)
  for (let index = 0; index < groupSize; index += 1) place(groupSize + index, leaves[index] as Hash)
  for (let position = groupSize - 1; position > 1; position -= 1)
    place(position, engine.sha256(nodes[position] as Uint8Array))
  return engine.sha256(nodes[1] as Uint8Array)
}

/** Cuts joined hashes. */
export const cutHashes = (joined: string): Hash[] =>
  Array.from({ length: joined.length / 32 }, (_, index) => joined.slice(index * 32, index * 32 + 32))

export const hashOfBytes = (bytes: Uint8Array): Hash => charactersOfBytes(bytes)
