import { members } from '../../access/index.ts'
import { type AuditLog, latestSigned } from '../../audit/index.ts'
import { enqueue, type JobHandler, jobs } from '../../jobs/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { SystemScope, TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import { checkpointMail } from './checkpoint-mail.ts'
import { presentCheckpoint } from './present.ts'

export const dailyKind = 'audit.daily'

const day = 24 * 60 * 60 * 1000
const noContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const

/** Sees to it that there is the one job that looks after all logs once a day. */
export async function keepDaily(system: SystemScope, kick: () => void): Promise<void> {
  const scope = system.team('system', noContext)
  for (const state of ['queued', 'running'] as const)
    if (await scope.collection(jobs).findOne({ kind: dailyKind, state })) return
  await enqueue(scope, dailyKind, {}, kick)
}

/**
 * Once a day: lets go of entries of logs without a team that are older than seven years, and mails the newest checkpoint of each log that has
 * grown to the owners of its team, so that it lies where nobody here can change it.
 */
export const dailyHandler = (system: SystemScope, log: AuditLog): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run({ report }) {
    const started = system.now()
    let done = 0
    for await (const { teamId, signedAt } of latestSigned(log.store)) {
      const scope = system.team(teamId, noContext)
      // Of a team that is there its retention run does it, and reports it.
      const entries = (await scope.collection(teams).findOne({ id: teamId })) ? 0 : await log.prune(teamId)
      if (entries > 0) await scope.log({ action: 'log.pruned', details: { entries } })
      if (signedAt.getTime() > started.getTime() - day) await mailOwners(scope, log)
      await report({ done: ++done, total: null, note: null })
    }
    return new Date(started.getTime() + day)
  },
})

async function mailOwners(scope: TeamScope, log: AuditLog): Promise<void> {
  const team = await scope.collection(teams).findOne({ id: scope.teamId })
  if (!team) return
  const mail = checkpointMail(team.name, presentCheckpoint(await log.checkpoint(scope.teamId)))
  const rows = scope.collection(members)
  const owners = await rows.openAll(await rows.find({ role: 'owner' }, { limit: 100 }))
  for (const { email, id } of owners) await enqueueMail(scope, { ...mail, to: email, kind: 'checkpoint', concerns: id })
}
