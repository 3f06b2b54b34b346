import { isSottoError } from '../errors.ts'
import { type JobContext, LeaseLostError } from '../jobs/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { accessExports, exportRedactions } from './declare.ts'
import { Heads } from './heads.ts'
import { LinesAgain, pieceSize } from './lines.ts'
import { betweenRows, putPiece, squeezed } from './pieces.ts'
import type { Placed } from './places.ts'
import type { Given } from './present.ts'
import type { OpenExport } from './subject.ts'
import { lineOf } from './table.ts'

const redactionsAtOnce = 500
/** How many pieces are written together: each transaction is a wait for the disk. Squeezed, they are small. */
const piecesAtOnce = 4

type Write = (running: TeamScope) => Promise<void>

/** What is known of the export while it is collected; what stands in the database is behind it by a piece at most. */
export interface Progress {
  at: OpenExport['at']
  progress: OpenExport['progress']
}

/** Lets go of places from a number on. */
export async function dropRedactions(scope: TeamScope, exportId: string, from: number): Promise<void> {
  const rows = scope.collection(exportRedactions)
  for (;;) {
    const [last] = await rows.find({ exportId }, { sort: { number: -1 }, limit: 1 })
    if (!last || last.number < from) return
    const first = Math.max(from, last.number - redactionsAtOnce + 1)
    await scope.transaction(async (running) => {
      for (let number = first; number <= last.number; number += 1)
        await running.collection(exportRedactions).delete({ id: `${exportId}:${number}` })
    })
  }
}

/** Writes down what is found: rows in pieces, ids that lead further, and places to decide on. */
export class Writer {
  readonly #scope: TeamScope
  readonly #context: JobContext
  readonly #found: OpenExport
  readonly #state: Progress
  readonly heads: Heads
  #collection = ''
  readonly #again = new LinesAgain()
  #rows = 0
  #json = this.#again.take()
  #table = this.#again.take()
  #placed: { collection: string; row: string; place: Placed }[] = []
  #inPiece = 0
  #waiting: Write[] = []
  #writing: Promise<void> = Promise.resolve()
  #next: { pieces: number; redactions: number }

  constructor(scope: TeamScope, context: JobContext, found: OpenExport, state: Progress) {
    this.#scope = scope
    this.#context = context
    this.#found = found
    this.#state = state
    this.heads = new Heads(scope, found.id)
    this.#next = { pieces: state.at.pieces, redactions: state.at.redactions }
  }

  progressOf(collection: string): { collection: string; done: number; total: number } {
    const known = this.#state.progress.find((one) => one.collection === collection)
    if (known) return known
    const made = { collection, done: 0, total: 0 }
    this.#state.progress.push(made)
    return made
  }

  /** @param columns of the table in which it stands, too */
  add(collection: string, columns: readonly string[], row: Given, placed: readonly Placed[]): void {
    this.#collection = collection
    const line = JSON.stringify(row)
    this.#json.add(this.#rows === 0 ? line : betweenRows + line)
    this.#rows += 1
    this.#inPiece += placed.length
    // What may be left out is known when the file is made, and the lines are made then.
    if (this.#inPiece === 0) this.#table.add(lineOf(columns, row))
    for (const place of placed) this.#placed.push({ collection, row: row.id, place })
  }

  /** Whether there is enough for a piece. */
  get isFull(): boolean {
    return this.#json.length >= pieceSize || this.#placed.length >= redactionsAtOnce
  }

  /** Takes what there is as a piece; it is written with others while more is read. */
  async flush(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.#waiting.push(this.#taken())
    if (this.#waiting.length < piecesAtOnce) return
    await this.#writing
    const writes = this.#waiting.splice(0)
    this.#writing = this.#scope.transaction(async (running) => {
      await this.#context.guard(running)
      for (const write of writes) await write(running)
    })
    // Whoever waits for it hears of a failure; until then it is nobody's.
    this.#writing.catch(() => {})
  }

  /** Writes what is left of a batch, and that the batch is done. */
  async commit(also: { facts?: string }): Promise<void> {
    await this.#writing
    const { areFound } = this.heads
    if (this.#rows === 0 && !areFound && also.facts === undefined && this.#isUnchanged()) return
    const heads = await this.heads.taken()
    const writes = [...this.#waiting.splice(0), this.#taken()]
    const { pieces, redactions } = this.#next
    const { id, endsAt } = this.#found
    this.#state.at = { ...this.#state.at, pieces, redactions }
    const { at, progress } = this.#state
    await this.#scope.transaction(async (running) => {
      await this.#context.guard(running)
      for (const write of writes) await write(running)
      for (const piece of heads.pieces) await putPiece(running, id, 'ids', piece, endsAt)
      if (also.facts !== undefined)
        await running.collection(accessExports).change(id, { facts: also.facts }, { action: 'access-export.read' })
      await running
        .collection(accessExports)
        .increment(id, {}, { at, progress }, { state: 'collecting' })
        .catch((error: unknown) => {
          if (isSottoError(error) && error.code === 'not_found') throw new LeaseLostError('the export has gone on')
          throw error
        })
    })
    heads.written()
  }

  #isUnchanged(): boolean {
    return this.#next.pieces === this.#state.at.pieces
  }

  /** What is there, as something that writes it. */
  #taken(): Write {
    const { id, endsAt } = this.#found
    const [collection, rows, redactions, placed] = [this.#collection, this.#rows, this.#inPiece, this.#placed]
    const squeezing = rows > 0 ? this.#squeezed() : undefined
    // Heard of by whoever writes it.
    squeezing?.catch(() => {})
    const ordinal = this.#next.pieces
    const number = this.#next.redactions
    this.#rows = 0
    this.#placed = []
    this.#inPiece = 0
    if (rows > 0) this.#next.pieces += 1
    this.#next.redactions += placed.length
    return async (running) => {
      if (squeezing) {
        const [bytes, table] = await squeezing
        await putPiece(running, id, 'rows', { ordinal, collection, rows, redactions, bytes, table }, endsAt)
      }
      for (const [index, { collection: of, row, place }] of placed.entries()) {
        const { certainty, ...rest } = place
        const decision = certainty === 'certain' ? 'remove' : null
        await running
          .collection(exportRedactions)
          .insert(
            { exportId: id, number: number + index, collection: of, row, certainty, decision, endsAt, ...rest },
            { id: `${id}:${number + index}` },
          )
      }
    }
  }

  /** The lines of a piece, squeezed while the next are written. */
  async #squeezed(): Promise<[bytes: Buffer, table: Buffer | null]> {
    const [json, table] = [this.#json, this.#table]
    this.#json = this.#again.take()
    this.#table = this.#again.take()
    const isTable = this.#inPiece === 0
    try {
      return await Promise.all([squeezed(json.bytes), isTable ? squeezed(table.bytes) : null])
    } finally {
      this.#again.giveBack(json)
      this.#again.giveBack(table)
    }
  }
}
