import type { AnyCollection } from '../data-map/index.ts'
import type { Logger } from '../logger.ts'
import type { SystemScope } from '../mongo/index.ts'
import { jobs } from './declare.ts'

const day = 24 * 60 * 60 * 1000
const every = 10 * 60 * 1000

/** Deletes copies that have lived for 24 hours: stored events, replies, jobs that have ended. Facts live as declared. */
export class Sweeper {
  readonly #system: SystemScope
  readonly #copies: readonly AnyCollection[]
  readonly #also: () => Promise<number>
  readonly #logger: Logger
  #timer: NodeJS.Timeout | undefined

  /** @param options.also ends what has an end of its own, and says how many */
  constructor(options: {
    system: SystemScope
    collections: readonly AnyCollection[]
    also?: () => Promise<number>
    logger: Logger
  }) {
    this.#system = options.system
    this.#also = options.also ?? (async () => 0)
    this.#copies = options.collections.filter(
      ({ retention, name }) => retention.category === 'technical' && name !== jobs.name,
    )
    this.#logger = options.logger
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.sweep().catch((error: unknown) =>
        this.#logger.warn(
          { error: error instanceof Error ? error.name : typeof error },
          'old copies could not be deleted; trying again',
        ),
      )
    }, every)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** One pass. @returns how many copies went */
  async sweep(): Promise<number> {
    const before = (days: number) => new Date(this.#system.now().getTime() - days * day)
    let gone = 0
    for (const collection of this.#copies)
      gone += await this.#system.sweep(collection, before(collection.retention.days ?? 1))
    for (const state of ['succeeded', 'failed'] as const) gone += await this.#system.sweep(jobs, before(1), { state })
    return gone + (await this.#also())
  }
}
