import type { AuditReport, Id, Job as JobShape } from '@sotto/contracts'
import type { AuditLog } from '../../audit/index.ts'
import { enqueue, type Job, type JobHandler, jobs } from '../../jobs/index.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { auditVerifications } from './declare.ts'

export const verificationKind = 'audit-verification'

const finished = 'audit-verification.finished'

const presentJob = (job: Job): JobShape => ({
  id: job.id as Id<'job'>,
  kind: job.kind,
  state: job.state,
  progress: job.progress,
  error: job.error,
  documentId: null,
  createdAt: job.createdAt.toISOString(),
  updatedAt: job.updatedAt.toISOString(),
})

async function running(scope: TeamScope): Promise<Job | null> {
  const row = await scope
    .collection(jobs)
    .findOne({ kind: verificationKind, state: oneOf(['queued', 'running']) }, { sort: { createdAt: -1 } })
  return row ? row.open() : null
}

export async function beginVerification(scope: TeamScope, kick: () => void): Promise<JobShape> {
  return scope.transaction(async (own) => {
    const job = (await running(own)) ?? (await enqueue(own, verificationKind, {}, kick))
    await own.log({ action: 'audit-verification.begun', details: { job: job.id } })
    return presentJob(job)
  })
}

export async function lastVerification(
  scope: TeamScope,
): Promise<{ report: AuditReport | null; job: JobShape | null }> {
  const row = await scope.collection(auditVerifications).findOne({ id: scope.teamId })
  const kept = row && (await row.open())
  const job = await running(scope)
  return { report: kept ? (JSON.parse(kept.report) as AuditReport) : null, job: job && presentJob(job) }
}

/** Checks the log of a team and keeps what was found, sealed. */
export const verificationHandler = (log: AuditLog): JobHandler => ({
  concurrency: 1,
  async run({ job, scope, signal, report: told, guard }) {
    let reported = 0
    let telling: Promise<void> | undefined
    const report = await log.verify(scope.teamId, {
      signal,
      progress: (done, total) => {
        if (done - reported < 10_000 || telling) return
        reported = done
        telling = told({ done, total, note: null })
          .catch(() => {})
          .finally(() => {
            telling = undefined
          })
      },
    })
    await telling
    const kept: AuditReport = { at: scope.now().toISOString(), ...report }
    await scope.transaction(async (own) => {
      await guard(own)
      const rows = own.collection(auditVerifications)
      const values = { jobId: job.id, at: own.now(), report: JSON.stringify(kept) }
      if (await rows.findOne({ id: own.teamId })) await rows.change(own.teamId, values, { action: finished })
      else await rows.insert(values, { id: own.teamId, action: finished })
    })
    await told({ done: report.checked, total: report.checked, note: null })
  },
})
