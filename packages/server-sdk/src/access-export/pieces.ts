import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { SottoError } from '../errors.ts'
import type { TeamScope } from '../mongo/index.ts'
import { exportPieces } from './declare.ts'
import { pieceSize } from './lines.ts'
import type { Given } from './present.ts'

export type PieceKind = 'ids' | 'rows' | 'file'

/** A piece of an export. */
export interface Piece {
  ordinal: number
  collection: string
  rows: number
  redactions: number
  bytes: Buffer
  /** Of rows of which nothing may be left out: the same as lines of a table. */
  table: Buffer | null
}

const squeeze = promisify(zstdCompress)
const expand = promisify(zstdDecompress)
/** With room for most pieces in one chunk: each further one is a way to another thread and back. */
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: 256 * 1024 }
const expanding = { chunkSize: pieceSize + 256 * 1024 }

/** Text as it is stored: a tenth as long, in the database and on the way there and back. */
export const squeezed = (text: Buffer): Promise<Buffer> => squeeze(text, fastest)

/** What was squeezed. */
export const expanded = (stored: Buffer): Promise<Buffer> => expand(stored, expanding)

/** What stands between two rows, and in no row: JSON has no line breaks of its own. */
export const betweenRows = ',\n'

/** The rows of a piece, one after the other: all of them at once would outlive what is short-lived. */
export async function* rowsIn({ bytes }: Piece): AsyncGenerator<Given> {
  const text = (await expanded(bytes)).toString()
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(betweenRows, start)
    yield JSON.parse(text.slice(start, end < 0 ? text.length : end)) as Given
    start = end < 0 ? text.length : end + betweenRows.length
  }
}

const pieceId = (exportId: string, kind: PieceKind, ordinal: number) => `${exportId}:${kind}:${ordinal}`

/** Writes a piece, in the transaction of the scope. What is not of the file is `squeezed`. */
export async function putPiece(
  running: TeamScope,
  exportId: string,
  kind: PieceKind,
  piece: Piece,
  endsAt: Date,
): Promise<void> {
  await running
    .collection(exportPieces)
    .insert({ exportId, kind, endsAt, ...piece }, { id: pieceId(exportId, kind, piece.ordinal) })
}

/** One piece, opened, its rows and ids still squeezed; `null` where there is none. */
export async function pieceAt(
  scope: TeamScope,
  exportId: string,
  kind: PieceKind,
  ordinal: number,
): Promise<Piece | null> {
  const row = await scope.collection(exportPieces).findById(pieceId(exportId, kind, ordinal))
  return row && { ...row, bytes: bufferOf(row.bytes), table: row.table && bufferOf(row.table) }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Pieces of a kind in their order, from one on.
 *
 * @param to how many there are, where that is known
 * @throws SottoError `export_incomplete` where one of those is missing
 */
export async function* piecesOf(
  scope: TeamScope,
  exportId: string,
  kind: PieceKind,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): AsyncGenerator<Piece> {
  yield* piecesAt(scope, exportId, kind, countingFrom(from, to), to === Number.POSITIVE_INFINITY)
}

function* countingFrom(from: number, to: number): Generator<number> {
  for (let ordinal = from; ordinal < to; ordinal += 1) yield ordinal
}

/**
 * Some pieces, the next one read while one is worked on.
 *
 * @param isOpen it is not known how many there are: the first that is not there ends them
 * @throws SottoError `export_incomplete` where one is missing: never a smaller export
 */
export async function* piecesAt(
  scope: TeamScope,
  exportId: string,
  kind: PieceKind,
  ordinals: Iterable<number>,
  isOpen = false,
): AsyncGenerator<Piece> {
  const wanted = ordinals[Symbol.iterator]()
  const read = () => {
    const { value, done } = wanted.next()
    return done ? undefined : pieceAt(scope, exportId, kind, value)
  }
  let next = read()
  try {
    while (next) {
      const piece: Piece | null = await next
      if (!piece && isOpen) return
      if (!piece) throw new SottoError('export_incomplete', `A piece of what was collected for ${exportId} is missing.`)
      next = read()
      yield piece
    }
  } finally {
    await next?.catch(() => {})
  }
}

/** Lets go of the pieces of a kind from one on, each in a transaction of its own: together they may be large. */
export async function dropPieces(scope: TeamScope, exportId: string, kind: PieceKind, from = 0): Promise<void> {
  for (let ordinal = from; ; ordinal += 1)
    if ((await scope.collection(exportPieces).delete({ id: pieceId(exportId, kind, ordinal) })) === 0) return
}
