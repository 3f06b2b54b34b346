import { CommandError } from '../errors/command-error.ts'

const malformed = () => new CommandError('InvalidBSON', 'Malformed BSON: a length reaches past the end')

/** Bytes of a value where its type alone says so. */
const fixedSizes: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
}
/** Added to the length that text, documents, arrays, binaries and code begin with. */
const beyondLength: Readonly<Record<number, number>> = { 2: 4, 3: 0, 4: 0, 5: 5, 13: 4, 14: 4, 15: 0 }
const regularExpression = 11

/** A document with some of its fields only, in their order, cut out of the bytes without decoding a value. */
export function selectFields(bytes: Buffer, names: ReadonlySet<string>): Buffer {
  const end = bytes.readInt32LE(0) - 1
  if (end < 4 || end >= bytes.length) throw malformed()
  const kept: [start: number, end: number][] = []
  let size = 5
  for (let at = 4; at < end; ) {
    const nameEnd = bytes.indexOf(0, at + 1)
    const next = valueEnd(bytes, bytes[at] as number, nameEnd + 1)
    if (nameEnd < 0 || next > end) throw malformed()
    if (names.has(bytes.toString('utf8', at + 1, nameEnd))) {
      kept.push([at, next])
      size += next - at
    }
    at = next
  }
  const selected = Buffer.allocUnsafe(size)
  let position = selected.writeInt32LE(size, 0)
  for (const [start, stop] of kept) position += bytes.copy(selected, position, start, stop)
  selected[position] = 0
  return selected
}

/** Where the value ends that begins at a place. */
export function valueEnd(bytes: Buffer, type: number, at: number): number {
  const fixed = fixedSizes[type]
  if (fixed !== undefined) return at + fixed
  if (type === regularExpression) return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1
  const beyond = beyondLength[type]
  if (beyond === undefined || at + 4 > bytes.length) throw malformed()
  return at + beyond + bytes.readInt32LE(at)
}
