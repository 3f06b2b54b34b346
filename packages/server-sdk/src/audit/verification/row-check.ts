import type { LiveRow } from './live-rows.ts'
import type { StoredRow, StoredRows } from './rows.ts'
import type { LogWalk } from './walk.ts'

/** A row that is not what the log says. */
export interface BadRow {
  collection: string
  /** `null` for a row that is not there: its id is known to its own entry alone. */
  id: string | null
  unit: string | null
  /** The entry that wrote what should be there. */
  entry: { origin: number; index: number } | null
  reason: string
}

export interface BadRows {
  total: number
  /** At most 100 of them. */
  first: BadRow[]
}

const named = 100
/** Rows that are looked at once more because they may have changed in between. */
const mostSuspects = 10_000
const rounds = 5
/** How many rows' keys are asked for at once. */
const keysAtOnce = 1000

/**
 * Compares each row with what the log says. Both may go on changing meanwhile, so a row is only told as bad when the log
 * was read on after the row was, and it still is not what the log says. A row that never stands still long enough is left
 * to the next check.
 */
export async function checkRows(
  walk: LogWalk,
  rows: StoredRows,
  teamId: string,
  signal: AbortSignal | undefined,
): Promise<BadRows> {
  const { live, ended, ending } = walk.memory
  const faultOf = async (row: StoredRow): Promise<string | undefined> => {
    const { collection, unit, hash } = row
    if (unit !== null && ended.has(unit)) return 'it is there again after its unit was forgotten'
    const wanted = live.get(hash)
    if (!wanted) return 'it is not what was written last: it was changed, put back, or brought back after its deletion'
    if (wanted.collection !== collection || wanted.unit !== unit) return 'it lies where another row belongs'
    if (live.see(hash) || (await withHash(rows, teamId, hash, wanted)) < 2) return undefined
    return 'it is a copy of another row'
  }
  // Rows and their keys come and go in one transaction: a row that is still there afterwards should have had one.
  const isKeyless = async (row: StoredRow) =>
    (await keylessOf(rows, teamId, [row])).size > 0 && (await rows.byId(teamId, row.collection, row.id)) !== null
  let suspects = new Map<string, StoredRow>()
  const suspect = (row: StoredRow) => {
    if (suspects.size < mostSuspects) suspects.set(`${row.collection}:${row.id}`, row)
  }
  for await (const some of inParts(rows.all(teamId), keysAtOnce)) {
    signal?.throwIfAborted()
    const keyless = await keylessOf(rows, teamId, some)
    for (const row of some) if ((row.unit !== null && keyless.has(row.unit)) || (await faultOf(row))) suspect(row)
  }
  const bad = new Map<string, BadRow>()
  let absent = new Set<string>()
  for (let round = 1; round <= rounds; round++) {
    await walk.sequenced()
    await walk.waiting()
    const unsure = new Map<string, StoredRow>()
    for (const [name, before] of suspects) {
      const row = await rows.byId(teamId, before.collection, before.id)
      if (!row) continue
      const reason = (await faultOf(row)) ?? ((await isKeyless(row)) ? 'its key was taken away' : undefined)
      if (!reason) continue
      const { collection, id, unit } = row
      if (row.hash === before.hash) bad.set(name, { collection, id, unit, entry: null, reason })
      else unsure.set(name, row)
    }
    const missing = new Set<string>()
    for (const { hash, row } of live.unseen()) {
      signal?.throwIfAborted()
      const { collection, unit, origin, index } = row
      if ((unit !== null && (ended.has(unit) || ending.has(unit))) || (await withHash(rows, teamId, hash, row)) > 0)
        continue
      if (absent.has(hash)) {
        const reason = 'it was removed, or replaced, without an entry'
        bad.set(hash, { collection, id: null, unit, entry: { origin, index }, reason })
      } else missing.add(hash)
    }
    suspects = unsure
    absent = missing
    if (suspects.size === 0 && absent.size === 0) break
  }
  return { total: bad.size, first: [...bad.values()].slice(0, named) }
}

const keylessOf = (rows: StoredRows, teamId: string, some: readonly StoredRow[]) =>
  rows.keyless(teamId, [...new Set(some.flatMap(({ unit }) => unit ?? []))])

async function* inParts<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let part: T[] = []
  for await (const one of all) {
    if (part.push(one) < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

/** How many rows of the unit have these bytes. */
async function withHash(
  rows: StoredRows,
  teamId: string,
  hash: string,
  { collection, unit }: LiveRow,
): Promise<number> {
  let count = 0
  for await (const row of rows.ofUnit(teamId, collection, unit)) if (row.hash === hash) count += 1
  return count
}
