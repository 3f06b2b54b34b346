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
const rounds = 3

/** Compares each row with what the log says. Rows and log may go on changing meanwhile. */
export async function checkRows(
  walk: LogWalk,
  rows: StoredRows,
  teamId: string,
  signal: AbortSignal | undefined,
): Promise<BadRows> {
  const { live, ended } = walk.memory
  const faultOf = ({ collection, unit, hash }: StoredRow): string | undefined => {
    if (unit !== null && ended.has(unit)) return 'it is there again after its unit was forgotten'
    const wanted = live.get(hash)
    if (!wanted) return 'it is not what was written last: it was changed, put back, or brought back after its deletion'
    if (wanted.collection !== collection || wanted.unit !== unit) return 'it lies where another row belongs'
    return live.see(hash) ? undefined : 'it is a copy of another row'
  }
  let suspects: StoredRow[] = []
  let more = 0
  for await (const row of rows.all(teamId)) {
    signal?.throwIfAborted()
    if (!faultOf(row)) continue
    if (suspects.length < mostSuspects) suspects.push(row)
    else more += 1
  }
  for (let round = 1; ; round++) {
    const moved = (await walk.sequenced()) + (await walk.waiting())
    const bad: BadRows = { total: more, first: [] }
    const tell = (row: BadRow) => {
      bad.total += 1
      if (bad.first.length < named) bad.first.push(row)
    }
    const still: StoredRow[] = []
    for (const suspect of suspects) {
      const row = await rows.byId(teamId, suspect.collection, suspect.id)
      const reason = row && faultOf(row)
      if (!row || !reason) continue
      still.push(row)
      tell({ collection: row.collection, id: row.id, unit: row.unit, entry: null, reason })
    }
    suspects = still
    for (const { hash, row } of live.unseen()) {
      signal?.throwIfAborted()
      if ((row.unit !== null && ended.has(row.unit)) || (await isThere(rows, teamId, hash, row))) continue
      const entry = { origin: row.origin, index: row.index }
      tell({
        collection: row.collection,
        id: null,
        unit: row.unit,
        entry,
        reason: 'it was removed, or replaced, without an entry',
      })
    }
    if (bad.total === 0 || round === rounds || moved === 0) return bad
  }
}

async function isThere(
  rows: StoredRows,
  teamId: string,
  hash: string,
  { collection, unit }: LiveRow,
): Promise<boolean> {
  for await (const row of rows.ofUnit(teamId, collection, unit)) if (row.hash === hash) return true
  return false
}
