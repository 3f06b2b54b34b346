import { createHmac } from 'node:crypto'
import { credentials } from '../../access/index.ts'
import {
  type Certificate,
  certificateText,
  changeGuard,
  completedAction,
  endSomeOfTeam,
  heldInTeam,
  leftOfTeam,
  sha256,
  signCertificate,
} from '../../erasure/index.ts'
import { isSottoError } from '../../errors.ts'
import { type JobContext, type JobHandler, jobs, LeaseLostError } from '../../jobs/index.ts'
import { added, oneOf, type TeamScope } from '../../mongo/index.ts'
import { mailOwners } from '../team/index.ts'
import { contractEnds } from './declare.ts'
import type { ContractEndDependencies } from './dependencies.ts'
import { contractEndKind } from './kinds.ts'
import { heldLetter } from './letters.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour
const again = 2000
const doorsAtOnce = 500

/** What outlives a team: that it ended, its job, and the guard that a hold changes. */
const left = new Set([contractEnds.name, jobs.name, 'erasureGuards'])

/**
 * Waits until the time of grace is over, by the clocks of server and database, and nothing is held; then ends all that the
 * team has, and says so. Each step is done in one transaction with the note that it was, so that it may be interrupted after
 * any.
 */
export const contractEndHandler = (dependencies: ContractEndDependencies): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run(context) {
    const { scope, signal } = context
    for (;;) {
      signal.throwIfAborted()
      const row = await scope.collection(contractEnds).findOne({ id: scope.teamId })
      if (!row?.deleteAt || row.state === 'cancelled' || row.state === 'ended' || row.state === 'asked') return
      if (row.state !== 'ending') {
        const own = scope.now()
        if (row.deleteAt > own) return row.deleteAt
        // A clock that was set forward ends nothing that could not be brought back.
        const left = row.deleteAt.getTime() - (await dependencies.databaseTime()).getTime()
        if (left > 0) return new Date(own.getTime() + Math.min(left, hour))
        const held = await begin(dependencies, context)
        if (held > 0) return new Date(scope.now().getTime() + day)
        continue
      }
      if (row.facts) {
        const file = await signCertificate(
          { log: dependencies.erasing.log, teamKeys: dependencies.erasing.core.teamKeys },
          scope,
          row.erasure,
          row.facts,
          signal,
        )
        if (!file) return new Date(scope.now().getTime() + again)
        const certificate = JSON.stringify({ ...file, supplements: [] })
        await end(context, certificate)
        return
      }
      if (await closeDoors(context)) continue
      try {
        if (await endSome(dependencies, context)) continue
      } catch (error) {
        if (!isSottoError(error) || error.code !== 'legal_hold') throw error
        await step(context, { state: 'held', held: Math.max(1, row.held) }, 'contract-end.held')
        return new Date(scope.now().getTime() + day)
      }
      await writeDown(dependencies, context)
    }
  },
})

/** Says that it has ended, here and in the ledger beside the keys, which knows more than a backup that is older. */
async function end({ scope, guard }: Context, certificate: string): Promise<void> {
  await scope.transaction(async (running) => {
    await guard(running)
    const set = { state: 'ended', certificate, endedAt: running.now() } as const
    const ended = await rowsOf(running).change(running.teamId, set, { action: 'contract-end.ended' })
    await running.concludeTeam(contractEnds, ended)
  })
}

/** Something that was held is not any more: the end looks again now, and not tomorrow. */
export async function resumeContractEnd(scope: TeamScope, kick: () => void): Promise<void> {
  await scope.transaction(async (running) => {
    if ((await rowsOf(running).findOne({ id: running.teamId }))?.state !== 'held') return
    const [waiting] = await running.collection(jobs).find({ kind: contractEndKind, state: 'queued' }, { limit: 1 })
    if (!waiting) return
    await running.collection(jobs).increment(waiting.id, {}, { runAfter: running.now() }, { state: 'queued' })
    running.afterCommit(kick)
  })
}

type Context = Pick<JobContext, 'scope' | 'guard' | 'report' | 'signal'>

/** Goes on in a transaction in which the job is still ours. */
async function step(
  { scope, guard }: Context,
  set: Parameters<ReturnType<typeof rowsOf>['change']>[1],
  action: string,
): Promise<void> {
  await scope.transaction(async (running) => {
    await guard(running)
    await rowsOf(running).change(running.teamId, set, { action })
  })
}

const rowsOf = (scope: TeamScope) => scope.collection(contractEnds)

/** Begins, unless something is held: a hold that is made at the same moment changes the same guard. @returns how much is held */
async function begin({ erasing }: ContractEndDependencies, context: Context): Promise<number> {
  const { scope, guard } = context
  const held = await heldInTeam(erasing.core, scope, erasing.holdsOn)
  await scope.transaction(async (running) => {
    await guard(running)
    await changeGuard(running)
    const row = await rowsOf(running).findOne({ id: running.teamId })
    if (row?.state !== 'waiting' && row?.state !== 'held') throw new LeaseLostError('the end was taken back')
    if (held === 0) {
      const set = { state: 'ending', held: 0, begunAt: row.begunAt ?? running.now() } as const
      await rowsOf(running).change(running.teamId, set, { action: 'contract-end.begun' })
      return
    }
    const set = { state: 'held', held } as const
    await rowsOf(running).change(running.teamId, set, { action: 'contract-end.held', details: { things: held } })
    if (row.state !== 'held') await mailOwners(running, 'contract-end', heldLetter)
  })
  return held
}

/** Sessions, keys and visitors' tokens first: nobody gets in any more. @returns whether there were any */
async function closeDoors({ scope, guard }: Context): Promise<boolean> {
  return scope.transaction(async (running) => {
    await guard(running)
    const doors = running.collection(credentials)
    const found = await doors.find({}, { limit: doorsAtOnce })
    if (found.length === 0) return false
    const gone = await doors.delete({ id: oneOf(found.map(({ id }) => id)) })
    await note(running, { [credentials.name]: { deleted: gone, anonymised: 0 } }, 0)
    return true
  })
}

async function endSome({ erasing: { core } }: ContractEndDependencies, { scope, guard }: Context): Promise<boolean> {
  const { more } = await endSomeOfTeam(core, scope, {
    left,
    details: { team: scope.teamId },
    async went(running, { tallies, keys }) {
      await guard(running)
      await note(running, tallies, keys)
    },
  })
  return more
}

async function note(running: TeamScope, tallies: Parameters<typeof added>[0], keys: number): Promise<void> {
  const row = await rowsOf(running).findOne({ id: running.teamId })
  await rowsOf(running).increment(running.teamId, { keysDestroyed: keys }, { tallies: added(row?.tallies, tallies) })
}

/** Looks once more whether anything is left, and writes down what was done. */
async function writeDown({ erasing }: ContractEndDependencies, context: Context): Promise<void> {
  const { core, keys } = erasing
  const { scope } = context
  const { teamId } = scope
  const row = await rowsOf(scope).findOne({ id: teamId })
  const { rows, collections } = await leftOfTeam(core, teamId, left)
  // Written while it was deleted: the next round takes it.
  if (!row || rows > 0) return
  const now = scope.now()
  const { epoch } = await core.teamKeys.control.get()
  const due = now.getTime() + keys.days * day + (keys.keyBackup === 'confirmed' ? day : 0)
  const certificate: Certificate = {
    erasure: row.erasure,
    team: teamId,
    request: null,
    person: {
      address: 'team',
      hmac: createHmac('sha256', Buffer.from(row.nonce, 'base64url')).update(teamId).digest('hex'),
    },
    begun: (row.begunAt ?? now).toISOString(),
    completed: now.toISOString(),
    collections: Object.entries(row.tallies)
      .filter(([, { deleted }]) => deleted > 0)
      .map(([collection, { deleted, anonymised }]) => ({ collection, deleted, anonymised, withheld: 0, kept: [] })),
    keys: { destroyed: row.keysDestroyed, epoch },
    withheld: [],
    scan: { rows, collections, found: 0, mentions: 0, unreadable: 0 },
    processors: [],
    providers: [],
    backups: { method: 'key-destruction', expected: new Date(due).toISOString(), confirmation: 'supplement' },
    suppressedUntil: null,
  }
  const facts = certificateText(certificate)
  await scope.transaction(async (running) => {
    await context.guard(running)
    await running.log({
      action: completedAction,
      collection: contractEnds.name,
      target: row.erasure,
      details: { certificate: sha256(facts), request: null, keys: row.keysDestroyed },
    })
    await rowsOf(running).increment(teamId, {}, { facts })
  })
}
