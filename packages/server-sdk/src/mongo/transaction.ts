import type { AuditAttempt, AuditTrail, Happening } from '../audit/trail.ts'
import { type Control, refusedByFence, type TeamKeys, type UnitKey } from '../keys/index.ts'
import type { Database } from './database.ts'
import type { ClientSession } from './driver.ts'
import { Writes, type Writing } from './writes.ts'

/** One running transaction: all three databases, the log included, commit together or not at all. */
export interface Transaction extends Writing {
  session: ClientSession
  /** Units that it has made, by id. */
  made: Map<string, UnitKey>
  audit: AuditAttempt
  /** Ids of rows that it has changed: what is known of them from before counts no more. */
  changed: Set<string>
  /** Runs once, after the commit. */
  afterCommit: (() => void)[]
  /** Runs once, after it has come to nothing because the work was refused. */
  afterRefusal: (() => Promise<unknown>)[]
}

/** What a transaction runs on. */
export interface Transacting {
  database: Database
  teamKeys: TeamKeys
  audit: AuditTrail
  /** Told what a transaction will log, before it commits: what is written then commits with it, or not at all. */
  announce?: ((transaction: Transaction, teamId: string, happenings: readonly Happening[]) => Promise<void>) | undefined
}

/**
 * Runs work in a transaction. Conflicts with other transactions make it run again, so work must have no effect outside
 * of the transaction; what must happen once goes into `afterCommit`, and what stays of a refusal into `afterRefusal`.
 */
export async function inTransaction<T>(
  core: Transacting,
  teamId: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (;;) {
    // Keys are made outside: a transaction that waits for another one's commit of the same key would never end.
    await core.teamKeys.prepareTeam(teamId)
    const control = await core.teamKeys.control.get()
    const afterRefusal: Transaction['afterRefusal'] = []
    try {
      return await once(core, teamId, { control, afterRefusal }, work)
    } catch (error) {
      if (!refusedByFence(error)) {
        for (const run of afterRefusal) await run()
        throw error
      }
      // Keys or tokens were written as an epoch wanted it that has passed. Whoever knows the new one may write.
      core.teamKeys.forget()
      if ((await core.teamKeys.control.get()).fence === control.fence) throw error
    }
  }
}

async function once<T>(
  core: Transacting,
  teamId: string,
  { control, afterRefusal }: { control: Control } & Pick<Transaction, 'afterRefusal'>,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const session = core.database.client.startSession()
  let afterCommit: (() => void)[] = []
  let attempt: AuditAttempt | undefined
  try {
    const result = await session.withTransaction(
      async () => {
        attempt?.abandon()
        const writes = new Writes(core.database, session)
        attempt = core.audit.begin(teamId, { writes, control })
        afterCommit = []
        afterRefusal.length = 0
        const transaction = {
          session,
          writes,
          control,
          made: new Map(),
          changed: new Set<string>(),
          audit: attempt,
          afterCommit,
          afterRefusal,
        }
        const value = await work(transaction)
        await core.announce?.(transaction, teamId, attempt.happenings)
        await attempt.write()
        await writes.send()
        return value
      },
      { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
    )
    attempt?.committed()
    for (const run of afterCommit) run()
    return result as T
  } catch (error) {
    attempt?.abandon()
    throw error
  } finally {
    await session.endSession()
  }
}

/** Options with which something is read in a transaction: it sees what was written before. */
export async function reading(transaction: Transaction): Promise<{ session: ClientSession }> {
  await transaction.writes.send()
  return { session: transaction.session }
}
