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

/** What was taken of a file: how many bytes of how many that were asked for, and whether the first and the last were. */
export interface Taken {
  bytes: number
  of: number
  begin: boolean
  end: boolean
}

/** The first byte and the last of what is wanted; `null` where a file of so many bytes has none of it. */
function boundsOf({ from, to, last }: ByteRange, bytes: number): { from: number; to: number } | null {
  const begin = from ?? (last === undefined ? 0 : Math.max(0, bytes - last))
  const end = Math.min(to ?? bytes - 1, bytes - 1)
  const isThere = Number.isSafeInteger(begin) && Number.isSafeInteger(end) && begin >= 0 && begin <= end
  return isThere ? { from: begin, to: end } : null
}

/**
 * Some bytes of a file, or all.
 *
 * @param taken runs once, when no more of it is read, also where that is before its end or nothing was taken
 * @returns `null` where the file has no such bytes
 */
export async function downloadOf(
  scope: TeamScope,
  row: Packed,
  { ifTag, ...range }: ByteRange,
  taken: (of: Taken) => Promise<void> = async () => undefined,
): Promise<ExportDownload | null> {
  const bytes = row.bytes ?? 0
  const tag = createHash('sha256').update(`${row.id} ${row.releasedAt?.toISOString()} ${bytes}`).digest('base64url')
  const bounds = boundsOf(ifTag === undefined || ifTag === `"${tag}"` ? range : {}, bytes)
  if (!bounds) return null
  const { from, to } = bounds
  const given = chunks()
  // What is begun ends, also where nobody reads on.
  await given.next()
  return { filename: nameOf(row), bytes, from, to, tag, chunks: given }

  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    let at = from
    try {
      yield new Uint8Array()
      while (at <= to) {
        const piece = await pieceAt(scope, row.id, 'file', Math.floor(at / pieceSize))
        if (!piece) throw new Error('the file ended while it was read')
        const some = piece.bytes.subarray(at % pieceSize, (at % pieceSize) + to + 1 - at)
        if (some.length === 0) throw new Error('the file is shorter than it says')
        yield some
        // Whoever asks for more has taken these.
        at += some.length
      }
    } finally {
      await taken({ bytes: at - from, of: to - from + 1, begin: from === 0, end: at === bytes })
    }
  }
}
