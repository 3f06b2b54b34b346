import { SottoError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { type Database, replacedSince } from '../mongo/index.ts'

const every = 2000

/**
 * Looks whether the databases are still those with which the server started. Where they were dropped, or are being put
 * back, it must neither answer from them nor write into them: a restore needs them empty, and what is kept in memory is of
 * others. That stays so until the server is started again.
 */
export class WatchedDatabase {
  readonly #database: Database
  readonly #logger: Logger
  readonly #generation: number
  readonly #lost: () => Promise<void>
  #wrong: string | null = null
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined

  /**
   * @param options.generation what the databases counted at the start
   * @param options.lost called once, when they are others
   */
  constructor(options: { database: Database; generation: number; logger: Logger; lost: () => Promise<void> }) {
    this.#database = options.database
    this.#generation = options.generation
    this.#logger = options.logger
    this.#lost = options.lost
  }

  start(): void {
    this.#timer = setInterval(() => {
      // A database that does not answer is no other one.
      this.#looking ??= this.look()
        .catch(() => {})
        .finally(() => {
          this.#looking = undefined
        })
    }, every)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Looks now; returns when what runs has ended, where it has to. */
  async look(): Promise<void> {
    if (this.#wrong) return
    const wrong = await replacedSince(this.#database, this.#generation)
    if (!wrong || this.#wrong) return
    this.#wrong = wrong
    clearInterval(this.#timer)
    this.#logger.error({ why: wrong }, 'the database is another one: nothing is served until the next start')
    await this.#lost().catch((error: unknown) =>
      this.#logger.error({ error: error instanceof Error ? error.name : typeof error }, 'what runs could not be ended'),
    )
  }

  /** @throws SottoError `unavailable` once they were found to be others */
  require(): void {
    if (this.#wrong)
      throw new SottoError('unavailable', 'The database was replaced. Whoever runs the server has to start it again.')
  }
}
