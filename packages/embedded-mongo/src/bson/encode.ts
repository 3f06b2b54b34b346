import { CommandError } from '../errors/command-error.ts'
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  type Document,
  Double,
  Int32,
  isLong,
  MaxKey,
  MinKey,
  numberValue,
  ObjectId,
  RawDocument,
  Timestamp,
  Undefined,
  type Value,
} from './values.ts'

/** Documents that are stored may not be larger; replies have 16 KiB more for their envelope. */
export const maximumDocumentSize = 16 * 1024 * 1024

const arrayNames = Array.from({ length: 1000 }, (_, index) => String(index))

class Writer {
  bytes = Buffer.allocUnsafe(4096)
  position = 0

  reserve(length: number): number {
    const at = this.position
    if (at + length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, at + length))
      this.bytes.copy(larger, 0, 0, at)
      this.bytes = larger
    }
    this.position = at + length
    return at
  }

  byte(value: number): void {
    const at = this.reserve(1)
    this.bytes[at] = value
  }

  int32(value: number): void {
    const at = this.reserve(4)
    this.bytes.writeInt32LE(value, at)
  }

  raw(value: Uint8Array): void {
    const at = this.reserve(value.length)
    this.bytes.set(value, at)
  }

  cstring(value: string): void {
    if (value.includes('\0')) throw new CommandError('BadValue', 'Field names and patterns may not contain a null byte')
    const at = this.reserve(value.length * 3 + 1)
    const written = this.bytes.write(value, at, 'utf8')
    this.bytes[at + written] = 0
    this.position = at + written + 1
  }

  string(value: string): void {
    const at = this.reserve(value.length * 3 + 5)
    const written = this.bytes.write(value, at + 4, 'utf8')
    this.bytes.writeInt32LE(written + 1, at)
    this.bytes[at + 4 + written] = 0
    this.position = at + written + 5
  }

  document(document: Document): void {
    const start = this.reserve(4)
    for (const [name, value] of document) this.field(name, value)
    this.close(start)
  }

  array(values: readonly Value[]): void {
    const start = this.reserve(4)
    for (let index = 0; index < values.length; index += 1) {
      this.field(arrayNames[index] ?? String(index), values[index] as Value)
    }
    this.close(start)
  }

  private close(start: number): void {
    this.byte(0)
    this.bytes.writeInt32LE(this.position - start, start)
  }

  private name(type: number, name: string): void {
    this.byte(type)
    this.cstring(name)
  }

  field(name: string, value: Value): void {
    if (typeof value === 'string') {
      this.name(0x02, name)
      this.string(value)
    } else if (value === null) {
      this.name(0x0a, name)
    } else if (typeof value === 'boolean') {
      this.name(0x08, name)
      this.byte(value ? 1 : 0)
    } else if (value instanceof Map) {
      this.name(0x03, name)
      this.document(value)
    } else if (Array.isArray(value)) {
      this.name(0x04, name)
      this.array(value)
    } else if (value instanceof Int32) {
      this.name(0x10, name)
      this.int32(value.value)
    } else if (value instanceof Double) {
      this.name(0x01, name)
      const at = this.reserve(8)
      this.bytes.writeDoubleLE(value.value, at)
    } else if (value instanceof ObjectId) {
      this.name(0x07, name)
      this.raw(value.id)
    } else if (value instanceof Date) {
      const time = value.getTime()
      if (Number.isNaN(time))
        throw new CommandError('Overflow', `Field '${name}' holds a date outside of what can be kept`)
      this.name(0x09, name)
      const at = this.reserve(8)
      this.bytes.writeBigInt64LE(BigInt(time), at)
    } else {
      this.rareField(name, value)
    }
  }

  private rareField(name: string, value: Value): void {
    if (value instanceof RawDocument) {
      this.name(0x03, name)
      this.raw(value.bytes)
    } else if (isLong(value)) {
      this.name(0x12, name)
      this.int32(value.low)
      this.int32(value.high)
    } else if (value instanceof Timestamp) {
      this.name(0x11, name)
      this.int32(value.low)
      this.int32(value.high)
    } else if (value instanceof Binary) {
      this.name(0x05, name)
      this.binary(value)
    } else if (value instanceof Decimal128) {
      this.name(0x13, name)
      this.raw(value.bytes)
    } else if (value instanceof BSONRegExp) {
      this.name(0x0b, name)
      this.cstring(value.pattern)
      this.cstring(value.options)
    } else if (value instanceof Code) {
      this.code(name, value)
    } else if (value instanceof BSONSymbol) {
      this.name(0x0e, name)
      this.string(value.value)
    } else if (value instanceof MinKey) {
      this.name(0xff, name)
    } else if (value instanceof MaxKey) {
      this.name(0x7f, name)
    } else if (value instanceof Undefined) {
      this.name(0x06, name)
    } else if (typeof value === 'number') {
      this.field(name, numberValue(value))
    } else {
      throw new CommandError('InternalError', `Field '${name}' holds a value that BSON has no type for`)
    }
  }

  private binary(value: Binary): void {
    const content = value.value()
    if (value.sub_type === Binary.SUBTYPE_BYTE_ARRAY) {
      this.int32(content.length + 4)
      this.byte(value.sub_type)
      this.int32(content.length)
    } else {
      this.int32(content.length)
      this.byte(value.sub_type)
    }
    this.raw(content)
  }

  private code(name: string, value: Code): void {
    if (!value.scope) {
      this.name(0x0d, name)
      this.string(String(value.code))
      return
    }
    this.name(0x0f, name)
    const start = this.reserve(4)
    this.string(String(value.code))
    this.document(new Map(Object.entries(value.scope)) as Document)
    this.bytes.writeInt32LE(this.position - start, start)
  }
}

const shared = new Writer()

/** Encodes a document into bytes of its own. */
export function encodeDocument(document: Document): Buffer {
  shared.position = 0
  try {
    shared.document(document)
    return Buffer.from(shared.bytes.subarray(0, shared.position))
  } finally {
    if (shared.bytes.length > 1024 * 1024) shared.bytes = Buffer.allocUnsafe(4096)
  }
}

/** Encodes a document that will be stored. Throws `BSONObjectTooLarge` above 16 MiB. */
export function encodeStored(document: Document): Buffer {
  const bytes = encodeDocument(document)
  if (bytes.length > maximumDocumentSize) throw tooLarge(bytes.length)
  return bytes
}

export function tooLarge(size: number): CommandError {
  return new CommandError(
    'BSONObjectTooLarge',
    `BSONObj size: ${size} is invalid. Size must be between 0 and ${maximumDocumentSize} bytes`,
  )
}
