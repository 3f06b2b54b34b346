import type { FileHandle } from 'node:fs/promises'
import { FormatError } from '../errors/format-error.ts'

/** A file in an archive, and where it lies. */
export interface ArchiveEntry {
  name: string
  isDeflated: boolean
  crc: number
  packed: number
  bytes: number
  /** Of its content. */
  start: number
  /** Behind its data descriptor. */
  end: number
  time: number
}

/** The most that is read of a directory, and of how many files. */
const mostDirectory = 16 * 1024 * 1024
const mostEntries = 10_000
const largest = 0xfffffffe
const endLength = 22
const end64Length = 56
const locatorLength = 20
const unpackable = /^(?:[a-zA-Z0-9][\w-]*\/)*[a-zA-Z0-9][\w-]*\.[a-z0-9]+$/

async function bytesAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, start + read)
    if (bytesRead === 0) throw new FormatError('The archive ends too early.')
    read += bytesRead
  }
  return bytes
}

const numberAt = (bytes: Buffer, at: number): number => {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FormatError('A number in the archive is too large.')
  return Number(value)
}

/**
 * The files of an archive in the one form in which exports are written: one after the other from the first byte, each in the
 * directory once, in the same order, and nothing in between or behind. What is said twice must be the same twice.
 *
 * @throws FormatError for any other archive
 */
export async function entriesIn(file: FileHandle, size: number): Promise<ArchiveEntry[]> {
  const { start, length, count, tail } = await directoryOf(file, size)
  const directory = await bytesAt(file, start, length)
  const entries: ArchiveEntry[] = []
  const expected: Buffer[] = []
  const names = new Set<string>()
  let at = 0
  let offset = 0
  while (at < directory.length) {
    if (directory.length - at < 46 || directory.readUInt32LE(at) !== 0x02014b50)
      throw new FormatError('The directory of the archive is damaged.')
    const entry = await entryAt(file, directory, at, offset)
    const key = entry.name.toLowerCase()
    if (!unpackable.test(entry.name) || entry.name.length > 200)
      throw new FormatError('A name in the archive is not one that an export has.')
    if (names.has(key)) throw new FormatError(`The archive has ${entry.name} twice.`)
    names.add(key)
    const record = recordOf(entry, offset)
    expected.push(record)
    entries.push(entry)
    at += record.length
    offset = entry.end
  }
  if (offset !== start || entries.length !== count || !Buffer.concat(expected).equals(directory))
    throw new FormatError('The directory of the archive does not say what is in it.')
  if (!tail.equals(tailOf(count, length, start)))
    throw new FormatError('The end of the archive does not say where its directory is.')
  return entries
}

async function directoryOf(
  file: FileHandle,
  size: number,
): Promise<{ start: number; length: number; count: number; tail: Buffer }> {
  if (size < endLength) throw new FormatError('The file is too short for an archive.')
  const end = await bytesAt(file, size - endLength, endLength)
  if (end.readUInt32LE(0) !== 0x06054b50) throw new FormatError('The file is no archive, or was cut.')
  let [count, length, start] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)]
  let tail = end
  if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) {
    const long = end64Length + locatorLength + endLength
    if (size < long) throw new FormatError('The archive ends too early.')
    tail = await bytesAt(file, size - long, long)
    if (tail.readUInt32LE(0) !== 0x06064b50) throw new FormatError('The end of the archive is damaged.')
    ;[count, length, start] = [numberAt(tail, 32), numberAt(tail, 40), numberAt(tail, 48)]
  }
  if (length > mostDirectory || count > mostEntries) throw new FormatError('The archive has more files than an export.')
  if (start + length + tail.length !== size)
    throw new FormatError('Something stands between the directory of the archive and its end.')
  return { start, length, count, tail }
}

async function entryAt(file: FileHandle, directory: Buffer, at: number, offset: number): Promise<ArchiveEntry> {
  const nameLength = directory.readUInt16LE(at + 28)
  const nameBytes = directory.subarray(at + 46, at + 46 + nameLength)
  const isLong = directory.readUInt16LE(at + 30) === 28
  const extra = at + 46 + nameLength
  if (extra + (isLong ? 28 : 0) > directory.length) throw new FormatError('The directory of the archive is damaged.')
  const bytes = isLong ? numberAt(directory, extra + 4) : directory.readUInt32LE(at + 24)
  const packed = isLong ? numberAt(directory, extra + 12) : directory.readUInt32LE(at + 20)
  const method = directory.readUInt16LE(at + 10)
  if (method !== 0 && method !== 8) throw new FormatError('A file in the archive is packed in an unknown way.')
  const crc = directory.readUInt32LE(at + 16)
  const time = directory.readUInt32LE(at + 12)
  const local = await bytesAt(file, offset, 30 + nameLength)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(0x0808, 6)
  header.writeUInt16LE(method, 8)
  header.writeUInt32LE(time, 10)
  header.writeUInt16LE(nameLength, 26)
  if (!local.equals(Buffer.concat([header, nameBytes])))
    throw new FormatError('A file in the archive has another head than the directory says.')
  const start = offset + local.length
  const long = bytes > largest || packed > largest || offset > largest
  const descriptor = Buffer.alloc(long ? 24 : 16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(crc, 4)
  if (long) {
    descriptor.writeBigUInt64LE(BigInt(packed), 8)
    descriptor.writeBigUInt64LE(BigInt(bytes), 16)
  } else {
    descriptor.writeUInt32LE(packed, 8)
    descriptor.writeUInt32LE(bytes, 12)
  }
  if (!(await bytesAt(file, start + packed, descriptor.length)).equals(descriptor))
    throw new FormatError('A file in the archive is not as long as the directory says.')
  const name = nameBytes.toString('latin1')
  return { name, isDeflated: method === 8, crc, packed, bytes, start, end: start + packed + descriptor.length, time }
}

/** What the directory has to say of a file. */
function recordOf({ name, isDeflated, crc, packed, bytes, time }: ArchiveEntry, offset: number): Buffer {
  const isLong = bytes > largest || packed > largest || offset > largest
  const record = Buffer.alloc(46 + name.length + (isLong ? 28 : 0))
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE((3 << 8) | 63, 4)
  record.writeUInt16LE(isLong ? 45 : 20, 6)
  record.writeUInt16LE(0x0808, 8)
  record.writeUInt16LE(isDeflated ? 8 : 0, 10)
  record.writeUInt32LE(time, 12)
  record.writeUInt32LE(crc, 16)
  record.writeUInt32LE(isLong ? 0xffffffff : packed, 20)
  record.writeUInt32LE(isLong ? 0xffffffff : bytes, 24)
  record.writeUInt16LE(name.length, 28)
  record.writeUInt16LE(isLong ? 28 : 0, 30)
  record.writeUInt32LE((0o100644 << 16) >>> 0, 38)
  record.writeUInt32LE(isLong ? 0xffffffff : offset, 42)
  record.write(name, 46, 'latin1')
  if (isLong) {
    const extra = 46 + name.length
    record.writeUInt16LE(1, extra)
    record.writeUInt16LE(24, extra + 2)
    record.writeBigUInt64LE(BigInt(bytes), extra + 4)
    record.writeBigUInt64LE(BigInt(packed), extra + 12)
    record.writeBigUInt64LE(BigInt(offset), extra + 20)
  }
  return record
}

/** What the end of the archive has to say. */
function tailOf(count: number, length: number, start: number): Buffer {
  const isLong = count >= 0xffff || length >= 0xffffffff || start >= 0xffffffff
  const end = Buffer.alloc(endLength)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, 0xffff), 8)
  end.writeUInt16LE(Math.min(count, 0xffff), 10)
  end.writeUInt32LE(Math.min(length, 0xffffffff), 12)
  end.writeUInt32LE(Math.min(start, 0xffffffff), 16)
  if (!isLong) return end
  const long = Buffer.alloc(end64Length + locatorLength)
  long.writeUInt32LE(0x06064b50, 0)
  long.writeBigUInt64LE(BigInt(end64Length - 12), 4)
  long.writeUInt16LE((3 << 8) | 63, 12)
  long.writeUInt16LE(45, 14)
  long.writeBigUInt64LE(BigInt(count), 24)
  long.writeBigUInt64LE(BigInt(count), 32)
  long.writeBigUInt64LE(BigInt(length), 40)
  long.writeBigUInt64LE(BigInt(start), 48)
  long.writeUInt32LE(0x07064b50, end64Length)
  long.writeBigUInt64LE(BigInt(start + length), end64Length + 8)
  long.writeUInt32LE(1, end64Length + 16)
  return Buffer.concat([long, end])
}
