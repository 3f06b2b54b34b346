import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { type Document, RawDocument } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { type Compressor, compress, decompress } from './compression.ts'

const opcodes = { reply: 1, query: 2004, compressed: 2012, message: 2013 } as const

/** What MongoDB accepts, and what `hello` announces. */
export const maximumMessageSize = 48_000_000
export const headerSize = 16

const moreToCome = 1 << 1
const checksumPresent = 1 << 0

export interface Request {
  id: number
  opcode: number
  /** The command with its document sequences put in place; those stay encoded. */
  body: Document
  /** The sender wants no reply (`w: 0`). */
  silent: boolean
  compressor: Compressor | undefined
}

function protocolError(what: string): CommandError {
  return new CommandError('ProtocolError', what)
}

/** Parses one whole message, header included. Throws a `CommandError` where the bytes make no message. */
export function parseRequest(bytes: Buffer): Request {
  const id = bytes.readInt32LE(4)
  const opcode = bytes.readInt32LE(12)
  const content = bytes.subarray(headerSize)
  if (opcode !== opcodes.compressed) return parseContent(id, opcode, content, undefined)
  if (content.length < 9) throw protocolError('OP_COMPRESSED message is too short')
  const size = content.readInt32LE(4)
  if (size < 0 || size > maximumMessageSize) throw protocolError('OP_COMPRESSED message claims an impossible size')
  const { name, bytes: inflated } = decompress(content[8] as number, content.subarray(9), size)
  return parseContent(id, content.readInt32LE(0), inflated, name)
}

function parseContent(id: number, opcode: number, content: Buffer, compressor: Compressor | undefined): Request {
  if (opcode === opcodes.message) return { id, opcode, compressor, ...parseMessage(content) }
  if (opcode === opcodes.query) return { id, opcode, compressor, silent: false, body: parseLegacyQuery(content) }
  throw protocolError(`Unsupported opcode ${opcode}: only OP_MSG, and OP_QUERY for the first hello, are spoken here`)
}

function parseMessage(content: Buffer): { body: Document; silent: boolean } {
  if (content.length < 5) throw protocolError('OP_MSG is too short')
  const flags = content.readUInt32LE(0)
  if (flags & 0xfffc) throw protocolError('OP_MSG has required flags that are not known')
  const end = content.length - (flags & checksumPresent ? 4 : 0)
  let body: Document | undefined
  const sequences: [string, RawDocument[]][] = []
  let at = 4
  while (at < end) {
    const kind = content[at]
    at += 1
    const size = at + 4 <= end ? content.readInt32LE(at) : -1
    if (size < 5 || at + size > end) throw protocolError('OP_MSG section has a wrong size')
    const section = content.subarray(at, at + size)
    if (kind === 0) {
      if (body) throw protocolError('OP_MSG has two bodies')
      body = decodeDocument(section)
    } else if (kind === 1) {
      sequences.push(parseSequence(section))
    } else {
      throw protocolError(`OP_MSG section of unknown kind ${kind}`)
    }
    at += size
  }
  if (!body) throw protocolError('OP_MSG has no body')
  for (const [name, documents] of sequences) {
    if (body.has(name)) throw protocolError(`OP_MSG gives '${name}' twice`)
    body.set(name, documents)
  }
  return { body, silent: (flags & moreToCome) !== 0 }
}

function parseSequence(section: Buffer): [string, RawDocument[]] {
  const nameEnd = section.indexOf(0, 4)
  if (nameEnd === -1) throw protocolError('OP_MSG document sequence has no name')
  const documents: RawDocument[] = []
  let at = nameEnd + 1
  while (at < section.length) {
    const size = at + 4 <= section.length ? section.readInt32LE(at) : -1
    if (size < 5 || at + size > section.length) throw protocolError('OP_MSG document sequence is cut short')
    documents.push(new RawDocument(section.subarray(at, at + size)))
    at += size
  }
  return [section.toString('utf8', 4, nameEnd), documents]
}

function parseLegacyQuery(content: Buffer): Document {
  const nameEnd = content.indexOf(0, 4)
  if (nameEnd === -1 || nameEnd + 9 > content.length) throw protocolError('OP_QUERY is cut short')
  const body = decodeDocument(content, nameEnd + 9)
  const [database] = content.toString('utf8', 4, nameEnd).split('.')
  if (!body.has('$db')) body.set('$db', database ?? 'admin')
  return body
}

/** Encodes a reply in the protocol, and with the compression, of the request. */
export function encodeReply(request: Request, replyId: number, reply: Document): Buffer {
  const body = encodeDocument(reply)
  const legacy = request.opcode === opcodes.query
  const prefix = Buffer.alloc(legacy ? 20 : 5)
  if (legacy) {
    prefix.writeInt32LE(8, 0)
    prefix.writeInt32LE(1, 16)
  }
  const opcode = legacy ? opcodes.reply : opcodes.message
  if (!request.compressor) return frame(request.id, replyId, opcode, [prefix, body])
  const content = Buffer.concat([prefix, body])
  const packed = compress(request.compressor, content)
  const head = Buffer.alloc(9)
  head.writeInt32LE(opcode, 0)
  head.writeInt32LE(content.length, 4)
  head[8] = packed.id
  return frame(request.id, replyId, opcodes.compressed, [head, packed.bytes])
}

function frame(requestId: number, replyId: number, opcode: number, parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(headerSize)
  const size = parts.reduce((sum, part) => sum + part.length, headerSize)
  header.writeInt32LE(size, 0)
  header.writeInt32LE(replyId, 4)
  header.writeInt32LE(requestId, 8)
  header.writeInt32LE(opcode, 12)
  return Buffer.concat([header, ...parts], size)
}
