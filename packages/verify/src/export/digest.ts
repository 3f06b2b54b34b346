import { bytesOfText, textOfBytes } from '../encoding/text.ts'
import { engine, type Hash } from '../hash/engine.ts'
import { groupSize, rootOfGroup } from '../tree/hashes.ts'
import type { Block } from './blocks.ts'
import { beginnings, leavesLine } from './lines.ts'

/** Where a line stands in its block: from its first byte to its newline. */
export type Span = readonly [start: number, end: number]

export type LineKind = keyof typeof beginnings | 'strange'

/** What a block holds, line by line, with everything hashed that can be hashed without knowing what came before. */
export type Item =
  /** 256 entries and behind them the line of exactly their leaf hashes; the spans of the outermost and of that line. */
  | { readonly kind: 'group'; readonly root: Hash; readonly first: Span; readonly last: Span; readonly leaves: Span }
  /** Entries in a row: where each line starts, and where the one behind them does. */
  | { readonly kind: 'entries'; readonly leaves: readonly Hash[]; readonly starts: readonly number[] }
  /** Any other line. A strange one begins like nothing that an export writes; it is hashed, as it may be an entry. */
  | { readonly kind: LineKind; readonly span: Span; readonly leaf: Hash }

export interface Digest {
  items: Item[]
  /** The line, counted from 0 in this block, that is not UTF-8. */
  notUtf8: number | null
}

const entryBeginning = bytesOfText('{"action":')
const kinds = Object.entries(beginnings).map(([kind, text]) => [kind as LineKind, bytesOfText(text)] as const)

/** Hashes the lines of a block. The block is changed: its newlines become zeros. */
export function digestBlock(block: Block): Digest {
  const notUtf8 = engine.isUtf8(block.subarray(1)) ? null : firstLineThatIsNotUtf8(block)
  const items: Item[] = []
  let leaves: Hash[] = []
  let starts: number[] = []
  const endRun = (next: number) => {
    if (leaves.length > 0) items.push({ kind: 'entries', leaves, starts: [...starts, next] })
    leaves = []
    starts = []
  }
  for (let start = 1; start < block.length; ) {
    const end = engine.newline(block, start)
    block[start - 1] = 0
    if (beginsWith(block, start, entryBeginning)) {
      leaves.push(engine.sha256(block.subarray(start - 1, end)))
      starts.push(start)
    } else {
      const kind = kindOf(block, start)
      if (kind === 'leaves' && leaves.length === groupSize && saysLeaves(block.subarray(start, end), leaves)) {
        const first: Span = [starts[0] as number, (starts[1] as number) - 1]
        const last: Span = [starts[groupSize - 1] as number, start - 1]
        items.push({ kind: 'group', root: rootOfGroup(leaves), first, last, leaves: [start, end] })
        leaves = []
        starts = []
      } else {
        endRun(start)
        const leaf = kind === 'strange' ? engine.sha256(block.subarray(start - 1, end)) : ''
        items.push({ kind, span: [start, end], leaf })
      }
    }
    start = end + 1
  }
  endRun(block.length)
  return { items, notUtf8 }
}

/** Whether a line is, byte for byte, the one that an export writes behind these entries. */
const saysLeaves = (line: Uint8Array, leaves: readonly Hash[]) => textOfBytes(line) === leavesLine(leaves.join(''))

function kindOf(block: Block, start: number): LineKind {
  return kinds.find(([, beginning]) => beginsWith(block, start, beginning))?.[0] ?? 'strange'
}

function beginsWith(bytes: Uint8Array, start: number, beginning: Uint8Array): boolean {
  for (let index = 0; index < beginning.length; index += 1) if (bytes[start + index] !== beginning[index]) return false
  return true
}

function firstLineThatIsNotUtf8(block: Block): number {
  let line = 0
  for (let start = 1; start < block.length; line += 1) {
    const end = engine.newline(block, start)
    if (!engine.isUtf8(block.subarray(start, end))) break
    start = end + 1
  }
  return line
}
