import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type AuditLog, latestSigned } from '../../audit/index.ts'
import { enqueue, type JobHandler, jobs } from '../../jobs/index.ts'
import type { BackupRecord } from '../../keys/index.ts'
import type { Logger } from '../../logger.ts'
import type { SystemScope } from '../../mongo/index.ts'
import { mailOwners } from '../team/index.ts'
import { overdueLetter } from './letters.ts'

export const backupKind = 'backup.daily'

const hour = 60 * 60 * 1000
const day = 24 * hour
/** A backup that is older than a day and this is overdue. */
const overdueAfter = day + 2 * hour
const noContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const

/** Where a server keeps the copies that it makes of itself, and how many. */
export interface BackupPlan {
  /** A folder; each backup is one in it. Best on another disk. */
  to: string
  /** When, in UTC. Default `03:00`. */
  at?: string
  /** How many are kept, 1 to 365. Default 7. */
  keep?: number
}

export interface DailyBackups {
  plan: Required<BackupPlan>
  system: SystemScope
  log: AuditLog
  logger: Logger
  /** Of data and keys. */
  newest: () => Promise<BackupRecord | null>
  /** Makes one in a folder that is not there yet, and those above it, reads it back and confirms it. @throws what stood in the way */
  make: (to: string, signal: AbortSignal) => Promise<unknown>
}

/** @throws TypeError when it could not be followed */
export function checkedPlan({ to, at = '03:00', keep = 7 }: BackupPlan): Required<BackupPlan> {
  if (to === '') throw new TypeError('backups.to must be a folder')
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(at)) throw new TypeError('backups.at must be a time such as 03:00, in UTC')
  if (!(Number.isInteger(keep) && keep >= 1 && keep <= 365))
    throw new TypeError('backups.keep must be a whole number from 1 to 365')
  return { to: resolve(to), at, keep }
}

/** The first time of day behind an instant. */
export function nextAt(at: string, after: Date): Date {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  const next = new Date(after)
  next.setUTCHours(hours, minutes, 0, 0)
  return next > after ? next : new Date(next.getTime() + day)
}

/** Whether the newest confirmed backup is too old; a server that never made one has a day for the first. */
const isOverdue = (newest: BackupRecord | null, since: Date, now: Date): boolean =>
  now.getTime() - (newest?.begunAt ?? since).getTime() > overdueAfter

/** Sees to it that there is the one job that makes backups. */
export async function keepBackups(system: SystemScope, kick: () => void): Promise<void> {
  const scope = system.team('system', noContext)
  for (const state of ['queued', 'running'] as const)
    if (await scope.collection(jobs).findOne({ kind: backupKind, state })) return
  await enqueue(scope, backupKind, {}, kick)
}

/**
 * Makes a backup once a day, and lets go of the oldest. Where one fails it is tried again within the hour; where the newest
 * is overdue, the owners of every team hear of it once a day.
 */
export const backupHandler = (daily: DailyBackups): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run({ job, signal, report }) {
    const { plan, system, logger, newest, make } = daily
    const last = await newest()
    const due = last ? nextAt(plan.at, last.begunAt) : system.now()
    if (due > system.now()) return due
    try {
      await make(join(plan.to, folderName(system.now())), signal)
      await prune(plan)
      return nextAt(plan.at, system.now())
    } catch (error) {
      signal.throwIfAborted()
      logger.error(
        { error: error instanceof Error ? error.message : typeof error },
        'the daily backup could not be made; trying again within the hour',
      )
      const now = system.now()
      if (isOverdue(last, job.createdAt, now) && isDue(job.progress.note, now)) {
        await tellOwners(daily, last)
        // With the job, so that whichever server tries next knows of it.
        await report({ ...job.progress, note: now.toISOString() })
      }
      return new Date(now.getTime() + hour)
    }
  },
})

/** Whether a day has passed since owners were told. */
const isDue = (toldAt: string | null, now: Date): boolean =>
  toldAt === null || Math.abs(now.getTime() - Date.parse(toldAt)) >= day

async function tellOwners({ system, log }: DailyBackups, last: BackupRecord | null): Promise<void> {
  for await (const { teamId } of latestSigned(log.store)) {
    const scope = system.team(teamId, noContext)
    await scope.transaction(async (running) => {
      await running.log({ action: 'backup.overdue', details: { last: last?.begunAt.toISOString() ?? null } })
      await mailOwners(running, 'backup-overdue', () => overdueLetter(last?.begunAt ?? null))
    })
  }
}

const folderName = (now: Date) => `sotto-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
const ownFolder = /^sotto-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/

/**
 * The newest stay; with the others go those that a killed server left half made. What somebody took out of one, such as the
 * keys that belong in another place, is theirs to keep: the rest counts like a whole one.
 */
async function prune({ to, keep }: Required<BackupPlan>): Promise<void> {
  const folders = (await readdir(to)).filter((name) => ownFolder.test(name)).sort()
  const made: string[] = []
  for (const name of folders) {
    const parts = await readdir(join(to, name))
    const isHalfMade = parts.length === 0 || parts.some((part) => part.endsWith('.unfinished'))
    if (isHalfMade) await rm(join(to, name), { recursive: true, force: true })
    else made.push(name)
  }
  for (const name of made.slice(0, Math.max(0, made.length - keep)))
    await rm(join(to, name), { recursive: true, force: true })
}
