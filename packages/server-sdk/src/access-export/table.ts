import { csvLine } from '../csv.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { Parts } from './parts.ts'
import { piecesAt, rowsIn } from './pieces.ts'
import { givenFields } from './present.ts'
import { Removals, removed } from './removals.ts'
import type { OpenExport } from './subject.ts'

const logColumns = [
  'id',
  'at',
  'action',
  'actor',
  'collection',
  'target',
  'subject',
  'conversation',
  'ip',
  'before',
  'after',
  'details',
  'request',
]

/** The rows of a collection as a table. What has parts of its own stands in a cell as JSON. */
export async function* table(
  scope: TeamScope,
  found: OpenExport,
  parts: Parts,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const collection = parts.collections.find((one) => one.name === name)
  const columns = collection ? ['id', ...givenFields(collection)] : logColumns
  const removals = new Removals(scope, found.id, name)
  yield Buffer.from(csvLine(columns))
  for await (const piece of piecesAt(scope, found.id, 'rows', parts.pieces.get(name) ?? [])) {
    signal.throwIfAborted()
    let lines = ''
    for (const row of rowsIn(piece)) {
      const shown = piece.redactions === 0 ? row : removed(row, await removals.of(name, row.id))
      lines += csvLine(columns.map((column) => plainCell(shown[column])))
    }
    yield Buffer.from(lines)
  }
}

const plainCell = (value: unknown): string | number | boolean | null => {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean)
}
