import type { TeamScope } from '../mongo/index.ts'
import { exportPieces } from './declare.ts'

export type PieceKind = 'ids' | 'rows' | 'file'

/** A piece as it lies there, opened. */
export interface Piece {
  ordinal: number
  collection: string
  rows: number
  redactions: number
  bytes: Buffer
}

const pieceId = (exportId: string, kind: PieceKind, ordinal: number) => `${exportId}:${kind}:${ordinal}`

/** Writes a piece, in the transaction of the scope. */
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

/** One piece; `null` where there is none. */
export async function pieceAt(
  scope: TeamScope,
  exportId: string,
  kind: PieceKind,
  ordinal: number,
): Promise<Piece | null> {
  const row = await scope.collection(exportPieces).findById(pieceId(exportId, kind, ordinal))
  return row && { ...row, bytes: bufferOf(row.bytes) }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Pieces of a kind in their order, the next one read while one is worked on. */
export async function* piecesOf(
  scope: TeamScope,
  exportId: string,
  kind: PieceKind,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): AsyncGenerator<Piece> {
  let ordinal = from
  let next: Promise<Piece | null> | undefined = pieceAt(scope, exportId, kind, ordinal)
  try {
    while (next) {
      const piece: Piece | null = await next
      if (!piece) return
      ordinal += 1
      next = ordinal < to ? pieceAt(scope, exportId, kind, ordinal) : undefined
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
