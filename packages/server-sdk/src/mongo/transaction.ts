import type { AuditAttempt } from '../audit/trail.ts'
import { refusedByFence } from '../keys/index.ts'
import type { Core } from './core.ts'
import type { ClientSession } from './driver.ts'

/** One running transaction: all three databases, the log included, commit together or not at all. */
export interface Transaction {
  session: ClientSession
  audit: AuditAttempt
  /** Runs once, after the commit. */
  afterCommit: (() => void)[]
}

/**
 * Runs work in a transaction. Conflicts with other transactions make it run again, so work must have no effect outside
 * of the transaction; what must happen once goes into `afterCommit`.
 */
export async function inTransaction<T>(
  core: Core,
  teamId: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (;;) {
    // Keys are made outside: a transaction that waits for another one's commit of the same key would never end.
    await core.teamKeys.prepareTeam(teamId)
    const { fence } = await core.teamKeys.control.get()
    try {
      return await once(core, teamId, work)
    } catch (error) {
      if (!refusedByFence(error)) throw error
      // Keys or tokens were written as an epoch wanted it that has passed. Whoever knows the new one may write.
      core.teamKeys.forget()
      if ((await core.teamKeys.control.get()).fence === fence) throw error
    }
  }
}

async function once<T>(core: Core, teamId: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const session = core.database.client.startSession()
  let afterCommit: (() => void)[] = []
  let attempt: AuditAttempt | undefined
  try {
    const result = await session.withTransaction(
      async () => {
        attempt?.abandon()
        attempt = core.audit.begin(teamId, session)
        afterCommit = []
        const value = await work({ session, audit: attempt, afterCommit })
        await attempt.write()
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
