import { setTimeout as pause } from 'node:timers/promises'
import { auditStore } from '../audit/index.ts'
import { requireServable } from '../backup/index.ts'
import { type Job, JobRunner, jobs } from '../jobs/index.ts'
import type { RotationDocument } from '../keys/index.ts'
import type { Logger } from '../logger.ts'
import { nextGeneration } from '../mongo/index.ts'
import type { Operator } from '../operator.ts'
import { type KeyStatus, rotationKind } from '../rotation/index.ts'
import { type Command, type Doing, MisunderstoodError, operatorOf } from './command.ts'
import { statusTable } from './status-table.ts'
import { minuteOf, secondOf } from './words.ts'

/** Shows how the keys stand. */
export const keysStatus: Command = {
  name: 'keys status',
  synopsis: '[--json] [--check]',
  about: `epochs and their age, how many keys there are, the rotation that runs, the newest confirmed backup, and what
somebody should see to. --json: for programs. --check: exit with 1 when there is something to see to`,
  takes: ['json', 'check', 'keyring'],
  async run(doing) {
    const operator = await operatorOf(doing)
    try {
      const status = await operator.work.operations.status()
      doing.say(doing.values.json ? JSON.stringify(status, null, 2) : statusTable(status, doing.now()))
      return doing.values.check && status.alarms.length > 0 ? 1 : 0
    } finally {
      await operator.close()
    }
  },
}

/** Confirms a backup that was made with other means. */
export const keysConfirmBackup: Command = {
  name: 'keys confirm-backup',
  synopsis: '--begun TIME',
  about: `says that a copy of the key database that was made with other means is whole and where it belongs. TIME is when
copying began, such as 2026-05-03T09:00:00Z`,
  takes: ['begun', 'keyring'],
  async run(doing) {
    const { begun } = doing.values
    if (!begun) throw new MisunderstoodError('which backup? Give --begun with the time when copying began')
    const begunAt = new Date(begun)
    if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(begun) || Number.isNaN(begunAt.getTime()))
      throw new MisunderstoodError('--begun is a time with its zone, such as 2026-05-03T09:00:00Z')
    const operator = await operatorOf(doing)
    try {
      await requireServable(operator.core.database, auditStore(operator.core.database))
      await operator.work.operations.confirmBackup({ begunAt })
      // Every copy is older now than what it is a copy of, and shows as such when it is put back.
      await nextGeneration(operator.core.database, doing.now())
      const { rotation, backup } = await operator.work.operations.status()
      doing.say(`Confirmed: the key database was copied at ${minuteOf(begunAt)}.`)
      if (rotation?.waitsForBackup)
        doing.say(
          backup && (await isNewEnough(operator, begunAt))
            ? 'The rotation that waited for it goes on: a server that runs sees to it, else `npx sotto keys rotate`.'
            : 'The rotation that runs waits for a newer one: this copy was begun before everything was under new keys.',
        )
      return 0
    } finally {
      await operator.close()
    }
  },
}

const isNewEnough = async ({ work }: Operator, begunAt: Date) => {
  const running = await work.rotation.running()
  return running?.clean ? begunAt >= running.clean.at : true
}

/** Replaces the keys above those of units. */
export const keysRotate: Command = {
  name: 'keys rotate',
  synopsis: '[--no-wait] [--key-backup confirmed|none]',
  about: `replaces the keys above those of people and conversations, so that older backups forget who was forgotten since.
Shows how far it is, and works itself where no server does. --no-wait: only begin, and let a server do it.
--key-backup none: there are no backups that would have to be confirmed before old keys are destroyed; confirmed: there
are. Holds for this rotation, whoever works on it (default: the variable SOTTO_KEY_BACKUP, else confirmed)`,
  takes: ['no-wait', 'key-backup', 'keyring'],
  async run(doing) {
    const keyBackup = doing.values['key-backup']
    if (keyBackup !== undefined && keyBackup !== 'confirmed' && keyBackup !== 'none')
      throw new MisunderstoodError('--key-backup is confirmed or none')
    let kick = () => {}
    const logger: Logger = {
      info() {},
      warn: (fields, message) => doing.complain(`sotto: ${message} (${(fields as { error?: unknown }).error})`),
      error: (fields, message) => doing.complain(`sotto: ${message} (${(fields as { error?: unknown }).error})`),
    }
    const operator = await operatorOf(doing, { writes: true, logger, kick: () => kick() })
    const { core, work } = operator
    const runner = new JobRunner({ system: work.system, handlers: new Map([[rotationKind, work.handler]]), logger })
    try {
      await requireServable(core.database, auditStore(core.database))
      await core.teamKeys.start()
      await work.schedule.begin(keyBackup)
      if (doing.values['no-wait']) {
        doing.say('Begun. A server that runs sees to it; `npx sotto keys status` shows how far it is.')
        return 0
      }
      kick = () => runner.kick()
      runner.start()
      await followed(doing, operator)
      const status = await work.operations.status()
      doing.progress.end()
      for (const line of outcome(status)) doing.say(line)
      return doing.signal.aborted ? 1 : 0
    } finally {
      await runner.stop()
      await operator.close()
    }
  },
}

const poll = 250

const words: Record<RotationDocument['step'], string> = {
  keyring: 'Making a new epoch key',
  switch: 'Letting everybody know of it',
  rewrap: 'Wrapping keys anew',
  lookup: 'Making lookup tokens anew',
  settle: 'Waiting until nobody uses the old ones',
  backup: 'Looking for a backup',
  destroy: 'Destroying the old keys',
  done: 'Ending',
}

/** Shows how far the rotation is, whoever does it, until it is done or waits for a backup or its operator. */
async function followed({ progress, signal, now }: Doing, { work }: Operator): Promise<void> {
  for (;;) {
    const rotation = await work.rotation.running()
    if (!rotation || signal.aborted) return
    const { waitsForBackup, waitsForKeyring } = (await work.operations.status()).rotation ?? {}
    if (waitsForKeyring || (waitsForBackup && !(await isBackedUp(work, rotation)))) return
    const ofRotations = await work.system.find(jobs, { kind: rotationKind })
    const job = ofRotations.find(({ state }) => state === 'queued' || state === 'running')
    const told = job?.progress.note === rotation.step ? job.progress : undefined
    const doing = words[rotation.step] + (job ? (hindrance(job, now()) ?? '') : '')
    progress.at(doing, told?.total === null ? undefined : told?.done, told?.total)
    await pause(poll, undefined, { signal }).catch(() => {})
  }
}

/** Why nothing happens for now, where that is so. */
function hindrance({ state, attempts, runAfter, leaseUntil }: Job, now: Date): string | undefined {
  if (state === 'queued' && attempts > 0 && runAfter > now)
    return `: it did not work, and is tried again at ${secondOf(runAfter)} (the log of the server that tried says why)`
  // Whoever works on it renews the lease every few seconds.
  if (state === 'running' && leaseUntil && leaseUntil.getTime() - now.getTime() < 3000)
    return ': the server that works on it does not answer; another takes over when its time is up'
  return undefined
}

const isBackedUp = async ({ backups }: Operator['work'], { clean }: RotationDocument) =>
  clean !== null && (await backups.newerThan(clean)) !== null

const older = ([, ...epochs]: KeyStatus['epochs']) =>
  epochs.flatMap(({ id, inKeyring }) => (inKeyring ? [`the key of epoch ${id}`] : [])).join(' and ')

function outcome({ rotation, epochs, keyring }: KeyStatus): string[] {
  if (!rotation)
    return [`Done: all keys are under epoch ${epochs[0]?.id}, and the older ones are destroyed (${keyring}).`]
  if (rotation.waitsForBackup)
    return [
      `All keys are under epoch ${rotation.epoch}. The old ones are destroyed once a backup of the new ones is confirmed.`,
      'Next: npx sotto backup --to FOLDER   (or, with copies of your own: npx sotto keys confirm-backup --begun TIME)',
    ]
  if (rotation.waitsForKeyring)
    return [
      `All keys are under epoch ${rotation.epoch}. The older ones end once you take them out of the keyring (${keyring}):`,
      `remove ${older(epochs)} from every instance and wherever else it is written down, and start the servers again.`,
      'Where none runs: npx sotto keys rotate, without it in the environment.',
    ]
  return ['Interrupted. It goes on where it was: a server that runs sees to it, else `npx sotto keys rotate`.']
}
