import { enqueue, jobs } from '../jobs/index.ts'
import type { EpochDocument, Rotation } from '../keys/index.ts'
import type { Logger } from '../logger.ts'
import type { Db } from '../mongo/driver.ts'
import type { SystemScope, TeamScope } from '../mongo/index.ts'
import { rotationKind } from './job.ts'

const day = 24 * 60 * 60 * 1000
const hour = 60 * 60 * 1000
const every = hour

/** Begins a rotation when the current epoch is old enough. Any number of instances may ask: one rotation comes of it. */
export class RotationSchedule {
  readonly #rotation: Rotation
  readonly #system: SystemScope
  readonly #epochs: Db
  readonly #days: number
  readonly #kick: () => void
  readonly #logger: Logger
  #timer: NodeJS.Timeout | undefined

  constructor(options: {
    rotation: Rotation
    system: SystemScope
    keys: Db
    /** After how many days, 1 to 30. */
    days: number
    kick: () => void
    logger: Logger
  }) {
    this.#rotation = options.rotation
    this.#system = options.system
    this.#epochs = options.keys
    this.#days = options.days
    this.#kick = options.kick
    this.#logger = options.logger
  }

  start(): void {
    const look = () =>
      void this.look().catch((error: unknown) =>
        this.#logger.warn(
          { error: error instanceof Error ? error.name : typeof error },
          'whether keys are to be replaced could not be seen; trying again',
        ),
      )
    look()
    this.#timer = setInterval(look, every)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Begins a rotation if one is due, or takes up one that nobody runs. */
  async look(): Promise<void> {
    const running = await this.#rotation.running()
    const [newest] = await this.#epochs
      .collection<EpochDocument>('epochs')
      .find()
      .sort({ ordinal: -1 })
      .limit(1)
      .toArray()
    const age = newest ? this.#system.now().getTime() - newest.createdAt.getTime() : 0
    // An epoch of a clock that had gone ahead has no age that could be trusted. Clocks of instances differ by less.
    if (running || age >= this.#days * day || age < -hour) await this.begin()
  }

  /**
   * Begins a rotation now, or goes on with the one that runs.
   *
   * @param keyBackup what its operator says of backups, for this one
   * @returns the id of its epoch
   */
  async begin(keyBackup?: 'confirmed' | 'none'): Promise<string> {
    const rotation = await this.#rotation.begin(keyBackup)
    const scope: TeamScope = this.#system.team('system', {
      actor: { kind: 'system', id: null },
      ip: null,
      requestId: null,
    })
    for (const state of ['queued', 'running'] as const) {
      const [job] = await scope.collection(jobs).find({ kind: rotationKind, state }, { limit: 1 })
      if (!job) continue
      // Somebody asks for it now, so that it need not wait for the next look.
      if (state === 'queued') await scope.collection(jobs).increment(job.id, {}, { runAfter: scope.now() }, { state })
      this.#kick()
      return rotation._id
    }
    await enqueue(scope, rotationKind, {}, this.#kick)
    return rotation._id
  }
}
