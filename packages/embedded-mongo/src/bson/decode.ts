import { CommandError } from '../errors/command-error.ts'
import { valueEnd } from './select.ts'
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  Undefined,
  type Value,
} from './values.ts'

const maximumDepth = 200

function malformed(what: string): CommandError {
  return new CommandError('InvalidBSON', `Malformed BSON: ${what}`)
}

class Reader {
  readonly bytes: Buffer
  position: number
  depth = 0

  constructor(bytes: Buffer, position: number) {
    this.bytes = bytes
    this.position = position
  }

  int32(): number {
    const at = this.position
    if (at + 4 > this.bytes.length) throw malformed('ends inside a number')
    this.position = at + 4
    return this.bytes.readInt32LE(at)
  }

  take(length: number): Buffer {
    const at = this.position
    if (length < 0 || at + length > this.bytes.length) throw malformed('a length reaches past the end')
    this.position = at + length
    return this.bytes.subarray(at, at + length)
  }

  copy(length: number): Buffer {
    return Buffer.from(this.take(length))
  }

  cstring(): string {
    const { bytes } = this
    const start = this.position
    let end = start
    let ascii = ''
    while (end < bytes.length) {
      const byte = bytes[end] as number
      if (byte === 0) {
        this.position = end + 1
        return ascii
      }
      if (byte > 127) break
      ascii += String.fromCharCode(byte)
      end += 1
    }
    end = bytes.indexOf(0, end)
    if (end === -1) throw malformed('a name has no end')
    this.position = end + 1
    return bytes.toString('utf8', start, end)
  }

  string(): string {
    const length = this.int32()
    if (length < 1) throw malformed('a string has no room for its end')
    const at = this.position
    this.take(length)
    if (this.bytes[at + length - 1] !== 0) throw malformed('a string does not end in zero')
    return this.bytes.toString('utf8', at, at + length - 1)
  }

  /** Leaves `position` behind the size and answers where the terminating zero must stand. */
  enter(): number {
    const start = this.position
    const size = this.int32()
    const end = start + size - 1
    if (size < 5 || end >= this.bytes.length || this.bytes[end] !== 0) throw malformed('a document has a wrong size')
    this.depth += 1
    if (this.depth > maximumDepth) throw new CommandError('Overflow', `BSON nested deeper than ${maximumDepth} levels`)
    return end
  }

  leave(end: number): void {
    if (this.position !== end) throw malformed('a document does not end where it says')
    this.position = end + 1
    this.depth -= 1
  }

  document(): Document {
    const end = this.enter()
    const result: Document = new Map()
    while (this.position < end) {
      const type = this.bytes[this.position++] as number
      const name = this.cstring()
      result.set(name, this.value(type))
    }
    this.leave(end)
    return result
  }

  fields(names: ReadonlySet<string>): Document {
    const end = this.enter()
    const result: Document = new Map()
    while (this.position < end) {
      const type = this.bytes[this.position++] as number
      const name = this.cstring()
      if (names.has(name)) result.set(name, this.value(type))
      else this.position = valueEnd(this.bytes, type, this.position)
    }
    this.leave(end)
    return result
  }

  array(): Value[] {
    const end = this.enter()
    const result: Value[] = []
    while (this.position < end) {
      const type = this.bytes[this.position++] as number
      this.cstring()
      result.push(this.value(type))
    }
    this.leave(end)
    return result
  }

  value(type: number): Value {
    switch (type) {
      case 0x01:
        return new Double(this.take(8).readDoubleLE(0))
      case 0x02:
        return this.string()
      case 0x03:
        return this.document()
      case 0x04:
        return this.array()
      case 0x05:
        return this.binary()
      case 0x06:
        return Undefined.value
      case 0x07:
        return new ObjectId(this.copy(12))
      case 0x08:
        return this.take(1)[0] !== 0
      case 0x09:
        return new Date(Number(this.take(8).readBigInt64LE(0)))
      case 0x0a:
        return null
      case 0x0b:
        return this.regularExpression()
      case 0x0d:
        return new Code(this.string())
      case 0x0e:
        return new BSONSymbol(this.string())
      case 0x0f:
        return this.codeWithScope()
      case 0x10:
        return new Int32(this.int32())
      case 0x11: {
        const increment = this.int32()
        return new Timestamp({ t: this.int32() >>> 0, i: increment >>> 0 })
      }
      case 0x12: {
        const low = this.int32()
        return Long.fromBits(low, this.int32())
      }
      case 0x13:
        return new Decimal128(this.copy(16))
      case 0xff:
        return new MinKey()
      case 0x7f:
        return new MaxKey()
      default:
        throw malformed(`type 0x${type.toString(16)} is not one that is still in use`)
    }
  }

  private binary(): Binary {
    const length = this.int32()
    const subtype = (this.take(1)[0] as number) ?? 0
    if (subtype !== Binary.SUBTYPE_BYTE_ARRAY) return new Binary(this.copy(length), subtype)
    const inner = this.int32()
    if (inner !== length - 4) throw malformed('an old binary value has a wrong inner size')
    return new Binary(this.copy(inner), subtype)
  }

  private regularExpression(): BSONRegExp {
    const pattern = this.cstring()
    return new BSONRegExp(pattern, this.cstring())
  }

  private codeWithScope(): Code {
    this.int32()
    const source = this.string()
    const scope = this.document()
    return new Code(source, Object.fromEntries(scope))
  }
}

/** Decodes the document that starts at `offset`. Numbers keep their BSON type. Throws `InvalidBSON`. */
export function decodeDocument(bytes: Uint8Array, offset = 0): Document {
  return new Reader(asBuffer(bytes), offset).document()
}

/** Decodes the fields of a document that have certain names, and steps over the others. Throws `InvalidBSON`. */
export function decodeFields(bytes: Uint8Array, names: ReadonlySet<string>): Document {
  return new Reader(asBuffer(bytes), 0).fields(names)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
