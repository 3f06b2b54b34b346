import { createHash } from 'node:crypto'
import type { DocumentOf } from '../data-map/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { accessExports } from './declare.ts'
import { pieceAt } from './pieces.ts'
import type { ByteRange, ExportDownload } from './types.ts'

const pieceSize = 1_000_000

type Packed = Pick<DocumentOf<typeof accessExports>, 'id' | 'bytes' | 'pieces' | 'asOf' | 'createdAt' | 'releasedAt'>

export const nameOf = ({ asOf, createdAt }: Pick<Packed, 'asOf' | 'createdAt'>): string =>
  `your-data-${(asOf ?? createdAt).toISOString().slice(0, 10)}.zip`

/**
 * The bytes of a file from one to another.
 *
 * @param whole runs when the last byte of the file was taken
 * @returns `null` where the file has no such bytes
 */
export function downloadOf(
  scope: TeamScope,
  row: Packed,
  { from = 0, to }: ByteRange,
  whole: () => Promise<void> = async () => undefined,
): ExportDownload | null {
  const bytes = row.bytes ?? 0
  const last = Math.min(to ?? bytes - 1, bytes - 1)
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(last) && from >= 0 && from <= last)) return null
  const tag = createHash('sha256').update(`${row.id} ${row.releasedAt?.toISOString()} ${bytes}`).digest('base64url')
  return { filename: nameOf(row), bytes, from, to: last, tag, chunks: chunks() }

  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let at = from; at <= last; ) {
      const piece = await pieceAt(scope, row.id, 'file', Math.floor(at / pieceSize))
      if (!piece) throw new Error('the file ended while it was read')
      const some = piece.bytes.subarray(at % pieceSize, (at % pieceSize) + last + 1 - at)
      if (some.length === 0) throw new Error('the file is shorter than it says')
      at += some.length
      yield some
    }
    if (last === bytes - 1) await whole()
  }
}
