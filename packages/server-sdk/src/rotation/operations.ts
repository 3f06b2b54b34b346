import { randomBytes } from 'node:crypto'
import { SottoError } from '../errors.ts'
import type { BackupRecord, Backups, EpochDocument, Keyring, Rotation, RotationStep, TeamKeys } from '../keys/index.ts'
import type { Db } from '../mongo/driver.ts'
import type { RotationSchedule } from './schedule.ts'

/** How the keys stand. */
export interface KeyStatus {
  keyring: string
  /** Newest first. */
  epochs: { id: string; createdAt: Date; destroyedAt: Date | null; inKeyring: boolean }[]
  /** Keys of units that are alive. */
  units: number
  rotation: {
    epoch: string
    step: RotationStep
    startedAt: Date
    waitsForBackup: boolean
    /** Only whoever brings keys into the keyring (an environment) can take the older ones out of it. */
    waitsForKeyring: boolean
    broken: number
  } | null
  /** When the next rotation is due. */
  rotateAt: Date
  backup: { id: string; begunAt: Date; confirmedAt: Date; by: BackupRecord['by'] } | null
  /** What somebody should see to, in words. */
  alarms: string[]
}

/** What an operator does with keys. None of it shows content. */
export interface KeyOperations {
  status(): Promise<KeyStatus>
  /** Begins a rotation now, or goes on with the one that runs. @returns the id of its epoch */
  rotate(): Promise<string>
  /**
   * Confirms a backup of the key database that was made with other means.
   *
   * @param begunAt when copying began
   * @throws SottoError `invalid_request` for a time that has not come yet
   */
  confirmBackup(backup: { begunAt: Date }): Promise<void>
}

const day = 24 * 60 * 60 * 1000
/** A daily backup may be late by so much. */
const overdueAfter = day + 2 * 60 * 60 * 1000

/** As long as a rotation stands here, something may lie under the epoch before. */
const stepsOverOld: readonly RotationStep[] = ['keyring', 'switch', 'rewrap']

const firstAt = (epochs: readonly EpochDocument[]) => (epochs.at(-1) as EpochDocument).createdAt

export function keyOperations(parts: {
  keyring: Keyring
  database: Db
  teamKeys: TeamKeys
  backups: Backups
  rotation: Rotation
  schedule: RotationSchedule
  rotateEveryDays: number
  /** Whether there should be a backup every day. */
  daily: boolean
  now: () => Date
}): KeyOperations {
  const { keyring, database, backups, rotation, schedule, now } = parts
  return {
    async status() {
      const [epochs, there, running, newest, whole, units] = await Promise.all([
        database.collection<EpochDocument>('epochs').find().sort({ ordinal: -1 }).limit(20).toArray(),
        keyring.list(),
        rotation.running(),
        backups.newest(),
        backups.newestWhole(now()),
        database.collection('unitKeys').estimatedDocumentCount(),
      ])
      const current = epochs[0] as EpochDocument
      const rotateAt = new Date(current.createdAt.getTime() + parts.rotateEveryDays * day)
      const waitsForBackup = running?.step === 'backup' && rotation.needsBackup(running)
      const alarms: string[] = []
      const needed = epochs.filter(
        ({ _id, destroyedAt }) =>
          _id === current._id || (!destroyedAt && running && stepsOverOld.includes(running.step)),
      )
      for (const { _id } of needed) {
        const problem = await parts.teamKeys.problemOf(_id)
        if (problem) alarms.push(problem)
      }
      if (waitsForBackup)
        alarms.push(
          'Old keys wait for a backup of the key database. Until then, old backups can be opened: run `npx sotto backup`.',
        )
      const ended = epochs.filter(({ _id, destroyedAt }) => _id !== current._id && !destroyedAt && there.includes(_id))
      const waitsForKeyring = running?.step === 'destroy' && keyring.nextEpoch !== undefined && ended.length > 0
      if (waitsForKeyring)
        for (const { _id } of ended)
          alarms.push(
            `Nothing needs the key of epoch ${_id} any more, and only you can take it out of the keyring (${keyring.description}). Until then, old backups can be opened.`,
          )
      const wholeAge = now().getTime() - (whole?.begunAt ?? firstAt(epochs)).getTime()
      if (parts.daily && wholeAge > overdueAfter)
        alarms.push(
          whole
            ? `The daily backup is overdue: the newest is of ${whole.begunAt.toISOString().slice(0, 16)}Z. The log of the server says why.`
            : 'The daily backup is overdue: there is none yet. The log of the server says why.',
        )
      if (running?.broken) alarms.push(`${running.broken} keys were changed outside of Sotto and open nothing.`)
      if (now().getTime() - current.createdAt.getTime() > 30 * day)
        alarms.push('Keys are older than 30 days: run `npx sotto keys rotate`.')
      return {
        keyring: keyring.description,
        epochs: epochs.map(({ _id, createdAt, destroyedAt }) => ({
          id: _id,
          createdAt,
          destroyedAt,
          inKeyring: there.includes(_id),
        })),
        units,
        rotation: running && {
          epoch: running._id,
          step: running.step,
          startedAt: running.startedAt,
          waitsForBackup,
          waitsForKeyring,
          broken: running.broken,
        },
        rotateAt,
        backup: newest && {
          id: newest._id,
          begunAt: newest.begunAt,
          confirmedAt: newest.confirmedAt,
          by: newest.by,
        },
        alarms,
      }
    },
    rotate: () => schedule.begin(),
    async confirmBackup({ begunAt }) {
      if (!(begunAt <= now()))
        throw new SottoError('invalid_request', 'A backup that was made began before now.', {
          errors: [{ field: 'begunAt', message: 'must be a time that has passed, such as 2026-05-03T09:00:00Z' }],
        })
      const id = `external-${randomBytes(6).toString('hex')}`
      await backups.confirm({ _id: id, begunAt, confirmedAt: now(), by: 'external', fence: null })
      if (await rotation.running()) await schedule.begin()
    },
  }
}
