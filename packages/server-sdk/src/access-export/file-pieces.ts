import type { JobContext } from '../jobs/index.ts'
import { putPiece } from './pieces.ts'
import type { OpenExport } from './subject.ts'

const pieceSize = 1_000_000

/** The bytes of the file on their way into sealed pieces; one is written while the next is filled. */
export class FilePieces {
  readonly #context: JobContext
  readonly #found: OpenExport
  #chunks: Buffer[] = []
  #size = 0
  #ordinal = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(context: JobContext, found: OpenExport) {
    this.#context = context
    this.#found = found
  }

  async take(chunk: Buffer): Promise<void> {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    while (this.#size >= pieceSize) {
      const all = Buffer.concat(this.#chunks, this.#size)
      await this.#write(all.subarray(0, pieceSize))
      this.#chunks = [all.subarray(pieceSize)]
      this.#size = all.length - pieceSize
    }
  }

  /** @returns how many pieces there are */
  async end(): Promise<number> {
    if (this.#size > 0) await this.#write(Buffer.concat(this.#chunks, this.#size))
    await this.#writing
    return this.#ordinal
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#writing
    this.#context.signal.throwIfAborted()
    const { id, endsAt } = this.#found
    const piece = { ordinal: this.#ordinal, collection: '', rows: 0, redactions: 0, bytes, table: null }
    this.#ordinal += 1
    this.#writing = this.#context.scope.transaction(async (running) => {
      await this.#context.guard(running)
      await putPiece(running, id, 'file', piece, endsAt)
    })
    this.#writing.catch(() => {})
  }
}
