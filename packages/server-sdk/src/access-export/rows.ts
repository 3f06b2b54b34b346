import { setImmediate as turn } from 'node:timers/promises'
import type { AnyCollection } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import { SealBrokenError, type UnitKey } from '../keys/index.ts'
import { type Core, openedRow, pagesIn, type Stored, type TeamScope } from '../mongo/index.ts'
import { type Batch, queryOf } from './batches.ts'
import { places } from './places.ts'
import { givenFields, ownFields, presented } from './present.ts'
import type { Redactor } from './redactor.ts'
import type { Source } from './sources.ts'
import { columnsOf } from './table.ts'
import type { Writer } from './writer.ts'

const rowsAtOnce = 200
const rowsBetween = 100

/** The order of an index that begins with what is asked for costs nothing. */
const orderOf = ({ indexes = [] }: AnyCollection, by: string): Record<string, 1 | -1> =>
  (indexes.find((index) => Object.keys(index)[0] === by) as Record<string, 1 | -1> | undefined) ?? { _id: 1 }

/**
 * Reads the rows of a batch, opens them and writes them down, with what stands in them of others.
 *
 * @param count called where they are many, so that it is known how many
 */
export async function readRows(
  core: Core,
  scope: TeamScope,
  source: Source,
  batch: Batch,
  redactor: Redactor,
  writer: Writer,
  entry: { done: number; total: number },
  count: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { collection } = source
  if (!source.given) return noteHeads(core, scope, collection, batch, writer, entry)
  const names = givenFields(collection)
  const columns = columnsOf(collection)
  const ownOf = ownFields(collection)
  const cursor = core.database.data
    .collection<Stored>(collection.name)
    .find(queryOf(scope.teamId, batch), { batchSize: rowsAtOnce })
    .sort(orderOf(collection, batch.by))
  const take = async (rows: readonly Stored[]) => {
    const keys = await scope.unitKeys([...new Set(rows.flatMap(({ unit }) => unit ?? []))])
    for (const [number, row] of rows.entries()) {
      // What is asked for ahead is sent now, and whoever else waits gets their turn.
      if (number % rowsBetween === 0) await turn()
      // What remains of something that was forgotten is nobody's.
      if (collection.unit !== 'none' && !row.unit) continue
      const document = await opened(core, collection, row, keys.get(row.unit ?? ''))
      if (!document) continue
      const ownNames = ownOf(document)
      if (collection.unit === 'own' || source.leads)
        writer.heads.add(collection.name, { id: row._id, unit: row.unit ?? null })
      writer.add(collection.name, columns, given(names, document), places(redactor, collection, document, ownNames))
      entry.done += 1
      if (writer.isFull) await writer.flush(signal)
    }
  }
  for await (const page of pagesIn(cursor)) {
    if (page.length >= rowsAtOnce) count()
    await take(page)
  }
  entry.total = Math.max(entry.total, entry.done)
}

/** What is not given is counted, and what the log says of it is given. */
async function noteHeads(
  core: Core,
  scope: TeamScope,
  collection: AnyCollection,
  batch: Batch,
  writer: Writer,
  entry: { done: number; total: number },
): Promise<void> {
  if (collection.unit === 'own') {
    const rows = core.database.data
      .collection<Stored>(collection.name)
      .find(queryOf(scope.teamId, batch), { projection: { unit: 1 } })
    for await (const { _id, unit } of rows) writer.heads.add(collection.name, { id: _id, unit: unit ?? null })
  }
  entry.done = entry.total
}

const given = (names: readonly string[], document: Record<string, unknown>) =>
  presented(names, document, (_field, bytes) => ({
    bytes: bytes.length,
    base64: Buffer.from(bytes).toString('base64'),
  }))

/** A row, opened; `null` when it ended since it was read. */
async function opened(
  core: Core,
  collection: AnyCollection,
  row: Stored,
  unit: UnitKey | undefined,
): Promise<Record<string, unknown> | null> {
  const isSealed = collection.sealedNames.length > 0
  if (!isSealed || (unit && row.sealed)) {
    try {
      return openedRow(collection, row, unit ?? null)
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error
    }
  }
  const rows = core.database.data.collection<Stored>(collection.name)
  const now = await rows.findOne({ _id: row._id, teamId: row.teamId })
  if (!now?.unit || now.version !== row.version) {
    if (!now?.unit) return null
    const key = (await core.unitKeys.get(row.teamId, [now.unit])).get(now.unit)
    if (key && now.sealed) return openedRow(collection, now, key)
  }
  throw new SottoError(
    'export_incomplete',
    `A row of ${collection.name} of this person cannot be opened: it was changed outside of Sotto, or its key is lost. Put it back from a backup, or delete it, and begin the export again.`,
  )
}
