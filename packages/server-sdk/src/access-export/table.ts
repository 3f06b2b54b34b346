import { csvLine } from '../csv.ts'
import type { AnyCollection } from '../data-map/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { Parts } from './parts.ts'
import { expanded, type Piece, piecesAt, rowsIn } from './pieces.ts'
import { type Given, givenFields } from './present.ts'
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

/** The columns of the table of a collection; of the log where there is none. */
export const columnsOf = (collection: AnyCollection | undefined): readonly string[] =>
  collection ? ['id', ...givenFields(collection)] : logColumns

/** A row as a line of the table. What has parts of its own stands in a cell as JSON. */
export const lineOf = (columns: readonly string[], row: Given): string =>
  csvLine(columns.map((column) => plainCell(row[column])))

/** The rows of a collection as a table. */
export async function* table(
  scope: TeamScope,
  found: OpenExport,
  parts: Parts,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const columns = columnsOf(parts.collections.find((one) => one.name === name))
  const removals = new Removals(scope, found.id, name)
  yield Buffer.from(csvLine(columns))
  for await (const piece of piecesAt(scope, found.id, 'rows', parts.pieces.get(name) ?? [])) {
    signal.throwIfAborted()
    yield piece.table ? await expanded(piece.table) : Buffer.from(await linesOf(piece, columns, removals))
  }
}

/** Rows of a piece as lines, without what is left out. */
async function linesOf(piece: Piece, columns: readonly string[], removals: Removals): Promise<string> {
  let lines = ''
  for await (const row of rowsIn(piece))
    lines += lineOf(columns, removed(row, await removals.of(piece.collection, row.id)))
  return lines
}

const plainCell = (value: unknown): string | number | boolean | null => {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean)
}
