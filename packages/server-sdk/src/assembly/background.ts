import { endOldSupportCredentials } from '../access/index.ts'
import { discardExpired } from '../access-export/index.ts'
import { auditStore, type Happening, Sequencer } from '../audit/index.ts'
import { endExpired } from '../erasure/index.ts'
import { keepAccessReviews } from '../features/access-reviews/index.ts'
import { AuditFeeds, keepDaily } from '../features/audit/index.ts'
import { keepBackups } from '../features/backups/index.ts'
import { everything } from '../features/collections.ts'
import { conversationEvents } from '../features/conversations/index.ts'
import { keepFilesSwept } from '../features/knowledge/index.ts'
import { watchUnwatchedBreaches } from '../features/papers/index.ts'
import type { Shared } from '../features/services.ts'
import { WebhookDispatcher } from '../features/webhooks/index.ts'
import { JobRunner, Sweeper } from '../jobs/index.ts'
import type { Core, TeamScope } from '../mongo/index.ts'
import { followInserts, followKeyEndings, writeBesideCopies } from '../mongo/index.ts'
import type { KeyWork } from '../open-core.ts'
import { keepDailyRetention, SessionWatch } from '../retention/index.ts'
import { jobHandlersOf } from './jobs.ts'
import type { Settings } from './settings.ts'

/** What goes on without being asked, until it is closed. */
export class Background {
  readonly #core: Core
  readonly #keys: KeyWork
  readonly #settings: Settings
  readonly #shared: Shared
  readonly #runner: JobRunner
  readonly #dispatcher: WebhookDispatcher
  readonly #sequencer: Sequencer
  readonly #sweeper: Sweeper
  readonly #feeds: AuditFeeds
  readonly #sessions: SessionWatch
  readonly #following: { close(): Promise<void> }[]

  constructor(core: Core, keys: KeyWork, settings: Settings, shared: Shared) {
    const { system } = keys
    const { logger, now } = settings
    const { kick, live, log, reach, webhooks } = shared
    this.#core = core
    this.#keys = keys
    this.#settings = settings
    this.#shared = shared
    this.#runner = new JobRunner({ system, handlers: jobHandlersOf(core, keys, settings, shared), logger })
    this.#dispatcher = new WebhookDispatcher({
      system,
      reach,
      logger,
      changed: (teamId) => webhooks.changed(teamId),
      kickJobs: kick,
    })
    const { database, teamKeys, unitKeys } = core
    this.#sequencer = new Sequencer({ store: auditStore(database), client: database.client, teamKeys, now, logger })
    this.#sweeper = new Sweeper({
      system,
      collections: everything.collections,
      also: async () =>
        (await endExpired(system)) + (await discardExpired(system)) + (await endOldSupportCredentials(system)),
      logger,
    })
    this.#feeds = new AuditFeeds({ system, log, reach, logger })
    this.#sessions = new SessionWatch(shared.retaining, logger)
    this.#following = [
      // Other instances' events arrive here; without change streams, followers look by themselves.
      followInserts(core, conversationEvents, 'conversationId', (conversationId) => live.wake(conversationId)),
      followKeyEndings(core, (unit) => unitKeys.letGo([unit])),
    ]
  }

  /** There is a job to do. */
  kick(): void {
    this.#runner.kick()
  }

  /** There is something to tell software of a team. */
  kickWebhooks(): void {
    this.#dispatcher.kick()
  }

  /** Something happens in a transaction that is about to commit. */
  noticed(scope: TeamScope, happenings: readonly Happening[]): void {
    this.#sessions.noticed(scope, happenings)
  }

  async start(): Promise<void> {
    const { kick, rates, retaining, reviewing } = this.#shared
    const { schedule, system } = this.#keys
    rates.start()
    if (!this.#settings.runsJobs) return
    this.#runner.start()
    schedule.start()
    this.#sweeper.start()
    this.#sequencer.start()
    this.#feeds.start()
    this.#dispatcher.start()
    await writeBesideCopies(this.#core)
    await watchUnwatchedBreaches(system, kick)
    await keepDaily(system, kick)
    await keepDailyRetention(retaining)
    await keepAccessReviews(reviewing)
    await keepFilesSwept(system, kick)
    if (this.#settings.backups) await keepBackups(system, kick)
    this.#sessions.start()
  }

  /** Ends all of it, and writes nothing more: the database is another one. The connection stays. */
  async abandon(): Promise<void> {
    this.#sweeper.stop()
    this.#sessions.stop()
    this.#shared.rates.abandon()
    this.#keys.schedule.stop()
    await Promise.all([this.#sequencer.abandon(), this.#feeds.stop(), this.#dispatcher.stop(), this.#runner.stop()])
  }

  /** Ends all of it, and then the connection. */
  async close(): Promise<void> {
    this.#sweeper.stop()
    this.#sessions.stop()
    await this.#shared.rates.stop()
    this.#keys.schedule.stop()
    await this.#feeds.stop()
    await this.#dispatcher.stop()
    await this.#runner.stop()
    await this.#sequencer.stop()
    await Promise.all(this.#following.map((one) => one.close()))
    await this.#core.database.close()
  }
}
