import { SottoError } from '../../errors.ts'
import type { Db, RawCollection } from '../../mongo/driver.ts'
import type { Backups } from '../backups.ts'
import type { Control } from '../control.ts'
import { raiseFence } from '../fence.ts'
import type { Keyring } from '../keyring.ts'
import { leaseMilliseconds } from '../lease.ts'
import type { Keys } from '../open-keys.ts'
import type { EpochDocument, TeamKeyDocument } from '../team-key.ts'
import { rewrapKeys } from './rewrap.ts'
import type { RotationDocument, RotationStep } from './state.ts'

/** What a rotation says while it runs. */
export interface RotationProgress {
  step: RotationStep
  done: number
  total: number | null
}

/** What a rotation needs of the rest of the system. */
export interface RotationParts {
  keyring: Keyring
  keys: Keys
  database: { keys: Db; index: Db; capabilities: { validators: boolean } }
  backups: Backups
  /** `none`: old keys are destroyed at once. `confirmed`: not before a newer backup of the key database is confirmed. */
  keyBackup: 'confirmed' | 'none'
  now: () => Date
  /** Gives every row tokens of a generation that it does not have yet. */
  rebuildTokens: (generation: number, counted: (done: number, total: number) => Promise<void>) => Promise<void>
  /** Deletes all tokens and claims up to a generation. */
  dropTokens: (upTo: number) => Promise<void>
  /** Writes into the log of a team that its keys were replaced. */
  log: (teamId: string, details: Record<string, unknown>) => Promise<void>
}

/** How long an instance may act on what it read before, and then some. */
const settling = 2 * leaseMilliseconds

/** How soon it looks again whether a backup was confirmed, in milliseconds. */
const backupPoll = 60_000

/**
 * Replaces every key above the keys of units: a new epoch key, new keys of each team, every live unit key wrapped anew,
 * lookup tokens under new keys; then the old ones are destroyed. After that no wrapper in any older backup opens, so
 * that those who were forgotten since are forgotten there, too.
 */
export class Rotation {
  readonly #parts: RotationParts
  readonly #rotations: RawCollection<RotationDocument>
  readonly #epochs: RawCollection<EpochDocument>
  readonly #teamKeys: RawCollection<TeamKeyDocument>

  constructor(parts: RotationParts) {
    this.#parts = parts
    const { keys } = parts.database
    this.#rotations = keys.collection('rotations')
    this.#epochs = keys.collection('epochs')
    this.#teamKeys = keys.collection('teamKeys')
  }

  /** The rotation that runs, if any. */
  running(): Promise<RotationDocument | null> {
    return this.#rotations.findOne({ running: true })
  }

  /** Whether the old keys of a rotation stay until a newer backup is confirmed. */
  needsBackup({ keyBackup }: RotationDocument): boolean {
    return (keyBackup ?? this.#parts.keyBackup) === 'confirmed'
  }

  /**
   * Begins a rotation, where none runs.
   *
   * @param keyBackup what its operator says of backups, for this one; counts more than what a server was told
   */
  async begin(keyBackup?: 'confirmed' | 'none'): Promise<RotationDocument> {
    const begun = await this.#begin()
    if (!keyBackup || begun.keyBackup === keyBackup) return begun
    await this.#rotations.updateOne({ _id: begun._id }, { $set: { keyBackup } })
    return { ...begun, keyBackup }
  }

  async #begin(): Promise<RotationDocument> {
    const running = await this.running()
    if (running) return running
    const { keys, now } = this.#parts
    const control = await this.#control()
    const rotation: RotationDocument = {
      _id: await keys.teamKeys.newEpochId(),
      from: control.epoch,
      ordinal: control.ordinal + 1,
      step: 'keyring',
      running: true,
      startedAt: now(),
      notBefore: null,
      clean: null,
      broken: 0,
      endedAt: null,
    }
    await this.#rotations.insertOne(rotation).catch((error: { code?: number }) => {
      if (error.code !== 11000) throw error
    })
    return (await this.running()) ?? rotation
  }

  /**
   * Does what can be done now of the rotation that runs.
   *
   * @param report told how far it is; throws when somebody else has taken over
   * @returns when to go on, or `null` when there is nothing left to do
   */
  async advance(report: (progress: RotationProgress) => Promise<void>): Promise<Date | null> {
    for (;;) {
      const rotation = await this.running()
      if (!rotation) return null
      if (rotation.notBefore && rotation.notBefore > this.#parts.now()) return rotation.notBefore
      await report({ step: rotation.step, done: 0, total: null })
      const next = await this.#step(rotation, report)
      if (next instanceof Date) return next
    }
  }

  async #step(
    rotation: RotationDocument,
    report: (progress: RotationProgress) => Promise<void>,
  ): Promise<Date | undefined> {
    const { keyring, keys, database, now } = this.#parts
    switch (rotation.step) {
      case 'keyring':
        await keyring.create(rotation._id)
        await keys.teamKeys.recordEpoch(rotation._id, rotation.ordinal)
        return this.#next(rotation, 'switch')
      case 'switch':
        await this.#switch(rotation)
        return this.#next(rotation, 'rewrap')
      case 'rewrap': {
        const total = await database.keys.collection('unitKeys').countDocuments({ epoch: { $ne: rotation._id } })
        const broken = await rewrapKeys(database.keys, keys, rotation._id, (done) =>
          report({ step: 'rewrap', done, total: Math.max(done, total) }),
        )
        return this.#next(rotation, 'lookup', { broken })
      }
      case 'lookup': {
        const control = await this.#control()
        const newest = Math.max(...control.lookup.write)
        await this.#parts.rebuildTokens(newest, (done, total) => report({ step: 'lookup', done, total }))
        // Read from now on; still written for those who read the old ones until they hear of it.
        if (control.lookup.read !== newest) await this.#change(control, { lookup: { ...control.lookup, read: newest } })
        return this.#next(rotation, 'settle', { notBefore: new Date(now().getTime() + settling) })
      }
      case 'settle': {
        const control = await this.#control()
        const { read, write } = control.lookup
        const settled = write.length > 1 ? await this.#change(control, { lookup: { read, write: [read] } }) : control
        await raiseFence(database, settled.fence)
        await this.#parts.dropTokens(read - 1)
        await this.#teamKeys.deleteMany({ purpose: 'lookup', version: { $lt: read } })
        // A backup is new enough when it knows this fence: everything is under the new epoch by now.
        const clean = await this.#change(settled, {})
        return this.#next(rotation, 'backup', { clean: { at: now(), fence: clean.fence }, notBefore: null })
      }
      case 'backup': {
        if (this.needsBackup(rotation) && rotation.clean) {
          const backup = await this.#parts.backups.newerThan(rotation.clean)
          if (!backup) return new Date(now().getTime() + backupPoll)
        }
        return this.#next(rotation, 'destroy')
      }
      case 'destroy': {
        // What opened with nothing when it was tried may have got back what opens it: then it is no loss, and in no backup.
        const broken = await rewrapKeys(database.keys, keys, rotation._id, async () => {})
        if (broken < rotation.broken) return this.#next(rotation, 'rewrap')
        await this.#destroy(rotation)
        return this.#next(rotation, 'done')
      }
      case 'done':
        await this.#rotations.updateOne({ _id: rotation._id }, { $unset: { running: '' }, $set: { endedAt: now() } })
    }
  }

  /** From here on everything new is under the new epoch, and whoever does not know it is refused by the databases. */
  async #switch(rotation: RotationDocument): Promise<void> {
    const control = await this.#control()
    const switched =
      control.epoch === rotation._id
        ? control
        : await this.#change(control, {
            epoch: rotation._id,
            ordinal: rotation.ordinal,
            lookup: { read: control.lookup.read, write: [control.lookup.read, control.lookup.read + 1] },
          })
    await raiseFence(this.#parts.database, switched.fence)
  }

  async #destroy(rotation: RotationDocument): Promise<void> {
    const { keyring, keys, database, log, now } = this.#parts
    const old = await this.#epochs.find({ ordinal: { $lt: rotation.ordinal }, destroyedAt: null }).toArray()
    const epochs = old.map(({ _id }) => _id)
    // What opened with nothing before does not count; anything else would be lost for ever.
    const under = { epoch: { $in: epochs } }
    const left =
      (await database.keys.collection('unitKeys').countDocuments(under)) +
      (await this.#teamKeys.countDocuments({ ...under, purpose: { $ne: 'wrap' } }))
    if (left > rotation.broken)
      throw new SottoError('internal', `${left} keys are still under an epoch that should end. Nothing was destroyed.`)
    for (const teamId of await this.#teamKeys.distinct('teamId', { ...under, purpose: 'wrap' })) {
      if (teamId !== 'system') await log(teamId, { epoch: rotation._id, destroyed: epochs })
      await this.#teamKeys.deleteMany({ ...under, teamId, purpose: 'wrap' })
    }
    for (const epoch of epochs) {
      await keyring.destroy(epoch)
      await this.#epochs.updateOne({ _id: epoch }, { $set: { destroyedAt: now() } })
    }
    keys.teamKeys.forget()
  }

  async #next(rotation: RotationDocument, step: RotationStep, set: Partial<RotationDocument> = {}): Promise<undefined> {
    await this.#rotations.updateOne({ _id: rotation._id, step: rotation.step }, { $set: { ...set, step } })
    return undefined
  }

  async #control(): Promise<Control> {
    this.#parts.keys.teamKeys.forget()
    return this.#parts.keys.control.get()
  }

  async #change(known: Control, set: Partial<Pick<Control, 'epoch' | 'ordinal' | 'lookup'>>): Promise<Control> {
    const changed = await this.#parts.keys.control.change(known, set)
    this.#parts.keys.teamKeys.forget()
    return changed
  }
}
