import type { WalkContext } from './context.ts'
import type { Restore } from './evidence.ts'
import { type BadRows, checkRows } from './row-check.ts'
import type { StoredRows } from './rows.ts'
import { type FirstBad, LogFault, LogWalk, type WalkOptions } from './walk.ts'

/** What the check of a log found. */
export interface LogReport {
  ok: boolean
  /** The name of the newest log that was looked at. */
  origin: string
  /** Up to this entry it is as it was written. */
  size: number
  /** Entries of all logs of the team. */
  checked: number
  /** How many of them are gone for their age, and proven by what is kept of them alone. */
  pruned: number
  /** Entries that are committed and wait for their place. */
  waiting: number
  firstBad: FirstBad | null
  /** Rows that are not what the log says; none are looked for where the log itself is not in order. */
  badRows: BadRows
  /**
   * Numbers that a writer used and that neither stand in the log nor were named as unused. They come from an instance
   * that was killed within a transaction, or from an entry that was taken out before it had its place.
   */
  gaps: { writer: string; missing: [first: number, last: number][] }[]
  /** Restores from a backup that the log tells of. */
  restores: Restore[]
}

export interface VerifyOptions extends WalkOptions {
  /** Whether rows are compared with the log. Default `true`. */
  rows?: boolean
}

export interface VerifyContext extends WalkContext {
  rows: StoredRows
}

/**
 * Checks all logs of a team: each entry, segment and tile, the heads and all checkpoints that are kept; and each row of
 * the data database against what the log says was written last.
 *
 * @throws whatever `signal` was aborted with
 */
export async function verifyLog(context: VerifyContext, teamId: string, options: VerifyOptions): Promise<LogReport> {
  const walk = new LogWalk(context, teamId, options)
  let waiting = 0
  let firstBad: FirstBad | null = null
  let badRows: BadRows = { total: 0, first: [] }
  try {
    await walk.sequenced()
    waiting = await walk.waiting()
    // What got its place between the two was in neither.
    await walk.sequenced()
    if (options.rows ?? true) badRows = await checkRows(walk, context.rows, teamId, options.signal)
  } catch (error) {
    if (!(error instanceof LogFault)) throw error
    firstBad = error.bad
  }
  return {
    ok: firstBad === null && badRows.total === 0,
    origin: walk.origin,
    size: walk.size,
    checked: walk.checked,
    pruned: walk.pruned,
    waiting,
    firstBad,
    badRows,
    gaps: firstBad ? [] : walk.memory.gaps(),
    restores: walk.restores,
  }
}
