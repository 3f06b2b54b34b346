import type { Socket } from 'node:net'
import type { Document } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { errorReply } from './error-reply.ts'
import { encodeReply, headerSize, maximumMessageSize, parseRequest, type Request } from './message.ts'

/** Handles one command and answers the whole reply; it reports failure by rejecting with a `CommandError`. */
export type CommandHandler = (command: Document, connection: Connection) => Promise<Document>

/** How much may wait for a client that does not read before its requests are no longer taken in. */
const unreadLimit = 64 * 1024 * 1024

let lastConnectionId = 0

/** One client: cuts the stream into messages and answers them in the order in which they came. */
export class Connection {
  readonly id: number
  readonly socket: Socket
  /** Settles when the socket is closed: what waits on behalf of this client can stop. */
  readonly closed: AbortSignal
  private readonly handler: CommandHandler
  private readonly closing = new AbortController()
  private chunks: Buffer[] = []
  private buffered = 0
  private busy = false
  private lastReplyId = 0

  constructor(socket: Socket, handler: CommandHandler) {
    lastConnectionId += 1
    this.id = lastConnectionId
    this.socket = socket
    this.handler = handler
    this.closed = this.closing.signal
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.chunks.push(chunk)
      this.buffered += chunk.length
      void this.pump()
    })
    socket.on('drain', () => void this.pump())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.closing.abort())
  }

  private async pump(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      for (let bytes = this.nextMessage(); bytes; bytes = this.nextMessage()) await this.answer(bytes)
    } catch {
      // What the client sent is no message stream any more; there is nobody to tell.
      this.socket.destroy()
    } finally {
      this.busy = false
    }
    if (this.buffered > maximumMessageSize) this.socket.pause()
    else this.socket.resume()
  }

  private nextMessage(): Buffer | undefined {
    if (this.buffered < headerSize || this.socket.destroyed || this.socket.writableLength > unreadLimit)
      return undefined
    const size = this.peek(4).readInt32LE(0)
    if (size < headerSize || size > maximumMessageSize)
      throw new CommandError('ProtocolError', `Message of ${size} bytes`)
    if (this.buffered < size) return undefined
    const whole = this.peek(size)
    const message = whole.subarray(0, size)
    const rest = whole.subarray(size)
    this.chunks[0] = rest
    if (rest.length === 0) this.chunks.shift()
    this.buffered -= size
    return message
  }

  /** Makes the first chunk at least so long and answers it. */
  private peek(length: number): Buffer {
    const first = this.chunks[0] as Buffer
    if (first.length >= length) return first
    let joined = 0
    let count = 0
    while (joined < length) joined += (this.chunks[count++] as Buffer).length
    const merged = Buffer.concat(this.chunks.slice(0, count), joined)
    this.chunks.splice(0, count, merged)
    return merged
  }

  private async answer(bytes: Buffer): Promise<void> {
    let request: Request | undefined
    let reply: Document
    try {
      request = parseRequest(bytes)
      reply = await this.handler(request.body, this)
    } catch (error) {
      reply = errorReply(error)
    }
    if (request?.silent || this.socket.destroyed) return
    request ??= unreadable(bytes)
    this.lastReplyId = (this.lastReplyId + 1) | 0
    this.socket.write(encodeReply(request, this.lastReplyId, reply))
    if (request.opcode === 0) this.socket.end()
  }
}

/** Stands in for a request that could not be parsed, so that the sender still learns why before it is cut off. */
function unreadable(bytes: Buffer): Request {
  return { id: bytes.readInt32LE(4), opcode: 0, body: new Map(), silent: false, compressor: undefined }
}
