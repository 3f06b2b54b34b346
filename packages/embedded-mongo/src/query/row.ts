import { decodeDocument, decodeFields } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { type Document, RawDocument } from '../bson/values.ts'

/** A document on its way through a query: encoded, decoded, or both once that was needed. */
export class Row {
  readonly recordId: number | undefined
  private encoded: Buffer | undefined
  private decoded: Document | undefined

  private constructor(encoded: Buffer | undefined, decoded: Document | undefined, recordId: number | undefined) {
    this.encoded = encoded
    this.decoded = decoded
    this.recordId = recordId
  }

  static stored(recordId: number, bytes: Buffer): Row {
    return new Row(bytes, undefined, recordId)
  }

  static encoded(bytes: Buffer): Row {
    return new Row(bytes, undefined, undefined)
  }

  static made(document: Document): Row {
    return new Row(undefined, document, undefined)
  }

  /** Not to be changed: whoever needs another document makes one. */
  get document(): Document {
    this.decoded ??= decodeDocument(this.encoded as Buffer)
    return this.decoded
  }

  /** The document, of which fields of other names may be left out; whole where no names are given. */
  withFields(names: ReadonlySet<string> | undefined): Document {
    return this.decoded || !names ? this.document : decodeFields(this.encoded as Buffer, names)
  }

  get bytes(): Buffer {
    this.encoded ??= encodeDocument(this.decoded as Document)
    return this.encoded
  }

  get raw(): RawDocument {
    return new RawDocument(this.bytes)
  }
}
