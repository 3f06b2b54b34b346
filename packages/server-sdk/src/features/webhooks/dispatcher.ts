import type { DeliveryProblem, DeliveryState } from '@sotto/contracts'
import type { DocumentOf } from '../../data-map/index.ts'
import { isSottoError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import type { SystemScope, TeamScope } from '../../mongo/index.ts'
import type { Reach } from '../../outgoing/address.ts'
import { attempt, type Outcome } from './attempt.ts'
import { webhookDeliveries, webhookEvents, webhooks } from './declare.ts'
import { mailOwners } from './owners.ts'
import { mostAttempts, waitAfter } from './schedule.ts'

type Taken = { id: string; teamId: string; webhookId: string; eventId: string; fence: number; attempts: number }
type Ending = { state: Exclude<DeliveryState, 'waiting'>; problem: DeliveryProblem | null }

/** From how many attempts in a row without success on a webhook is shown as failing. */
export const failingFrom = 10

/** What runs at a time on one instance. A webhook that is slow, or a team of such, keeps nobody else waiting. */
const most = { all: 64, ofTeam: 16, ofWebhook: 4 }
/** An attempt ends within ten seconds; who has not noted its end after this has gone. */
const lease = 60_000
const poll = 1000
const often = 60_000

/**
 * Sends what waits for webhooks. Each delivery is leased and fenced by its row: what was sent and not noted is sent
 * again, with the same id. Nothing keeps an order between them.
 */
export class WebhookDispatcher {
  readonly #system: SystemScope
  readonly #reach: Reach
  readonly #logger: Logger
  readonly #chance: () => number
  readonly #changed: (teamId: string) => void
  readonly #kickJobs: () => void
  readonly #stop = new AbortController()
  readonly #running = new Map<string, { taken: Taken; done: Promise<void> }>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #again = false
  #started = false

  constructor(options: {
    system: SystemScope
    reach: Reach
    logger: Logger
    /** Told when a webhook of a team was disabled. */
    changed: (teamId: string) => void
    /** Tells the runner of jobs that there is a mail to send. */
    kickJobs: () => void
    /** A number from 0 to 1; default `Math.random`. */
    chance?: () => number
  }) {
    this.#system = options.system
    this.#reach = options.reach
    this.#logger = options.logger
    this.#changed = options.changed
    this.#kickJobs = options.kickJobs
    this.#chance = options.chance ?? Math.random
  }

  start(): void {
    this.#started = true
    this.#timer = setInterval(() => this.kick(), poll)
    this.#timer.unref()
    this.kick()
  }

  /** Looks for something to send now. */
  kick(): void {
    if (!this.#started || this.#stop.signal.aborted) return
    this.#again = true
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
      if (this.#again) this.kick()
    })
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#stop.abort(new Error('the server stops'))
    await this.#looking
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done))
  }

  async #look(): Promise<void> {
    try {
      while (this.#again && !this.#stop.signal.aborted) {
        this.#again = false
        const taken = this.#running.size < most.all && (await this.#take())
        if (!taken) continue
        this.#again = true
        const key = `${taken.id}:${taken.fence}`
        const done = this.#serve(taken).finally(() => {
          this.#running.delete(key)
          this.kick()
        })
        this.#running.set(key, { taken, done })
      }
    } catch (error) {
      this.#again = false
      this.#logger.warn({ error: nameOf(error) }, 'what waits for webhooks cannot be read; trying again')
    }
  }

  #take(): Promise<Taken | null> {
    const now = this.#system.now()
    return this.#system.take(
      webhookDeliveries,
      {
        state: 'waiting',
        nextAttemptAt: { $lte: now },
        webhookId: { $nin: this.#busy('webhookId', most.ofWebhook) },
        teamId: { $nin: this.#busy('teamId', most.ofTeam) },
      },
      { $set: { nextAttemptAt: new Date(now.getTime() + lease) }, $inc: { fence: 1, attempts: 1 } },
      { nextAttemptAt: 1 },
    )
  }

  /** Webhooks or teams for which as much runs as may. */
  #busy(field: 'webhookId' | 'teamId', limit: number): string[] {
    const counts = new Map<string, number>()
    for (const { taken } of this.#running.values()) counts.set(taken[field], (counts.get(taken[field]) ?? 0) + 1)
    return [...counts].filter(([, count]) => count >= limit).map(([id]) => id)
  }

  async #serve(taken: Taken): Promise<void> {
    const scope = this.#system.team(taken.teamId, {
      actor: { kind: 'system', id: null },
      ip: null,
      requestId: null,
    })
    try {
      await this.#deliver(scope, taken)
    } catch (error) {
      // Its lease ends by itself, unless this server stops: then somebody else may have it at once.
      if (this.#stop.signal.aborted) return await letGo(scope, taken)
      // Somebody else has taken it over, or its webhook was removed meanwhile.
      if (isSottoError(error) && error.code === 'not_found') return
      this.#logger.warn(
        { delivery: taken.id, error: nameOf(error) },
        'a webhook delivery failed and will be tried again',
      )
    }
  }

  async #deliver(scope: TeamScope, taken: Taken): Promise<void> {
    const row = await scope.collection(webhooks).findOne({ id: taken.webhookId })
    const event = await scope.collection(webhookEvents).findById(taken.eventId)
    if (!row || !event)
      return ended(scope, taken, { state: 'discarded', problem: row ? 'erased' : 'removed' }, unanswered)
    if (row.state === 'disabled') return ended(scope, taken, { state: 'failed', problem: 'disabled' }, unanswered)
    const webhook = await row.open()
    const now = scope.now()
    const previous = webhook.previousSecretUntil && webhook.previousSecretUntil > now ? webhook.previousSecret : null
    const outcome = await attempt(
      { url: webhook.url, secrets: [webhook.secret, ...(previous ? [previous] : [])] },
      {
        id: event.id,
        payload: { type: event.type, timestamp: event.happenedAt.toISOString(), data: event.data },
      },
      { at: now, reach: this.#reach, signal: this.#stop.signal },
    )
    if (outcome.problem === null) {
      await ended(scope, taken, { state: 'delivered', problem: null }, outcome)
      return succeeded(scope, webhook)
    }
    const wait = outcome.problem === 'gone' ? null : waitAfter(Math.min(taken.attempts, mostAttempts), this.#chance())
    if (wait === null) await ended(scope, taken, { state: 'failed', problem: outcome.problem }, outcome)
    else await noted(scope, taken, { ...outcome, nextAttemptAt: new Date(scope.now().getTime() + wait) })
    if (outcome.problem === 'gone') await this.#disable(scope, webhook)
    else await this.#failed(scope, webhook)
  }

  async #disable(scope: TeamScope, webhook: DocumentOf<typeof webhooks>): Promise<void> {
    await scope.transaction(async (running) => {
      const rows = running.collection(webhooks)
      if ((await rows.findOne({ id: webhook.id }))?.state !== 'active') return
      await rows.change(webhook.id, { state: 'disabled', disabledBecause: 'gone' }, { action: 'webhook.disabled' })
      await mailOwners(running, webhook, 'gone', this.#kickJobs)
    })
    this.#changed(scope.teamId)
  }

  async #failed(scope: TeamScope, webhook: DocumentOf<typeof webhooks>): Promise<void> {
    const rows = scope.collection(webhooks)
    const { failures, mailedAt } = await rows.increment(webhook.id, { failures: 1 })
    if (failures < failingFrom || mailedAt) return
    await scope.transaction(async (running) => {
      // Only one of those that see it first finds it unmailed.
      const own = running.collection(webhooks)
      if ((await own.count({ id: webhook.id, mailedAt: null })) === 0) return
      await own.increment(webhook.id, {}, { mailedAt: running.now() })
      await mailOwners(running, webhook, 'failing', this.#kickJobs)
    })
  }
}

const unanswered: Outcome = { status: null, answerHash: null, problem: null }

/** What is written of a delivery, by whoever still holds it. @throws SottoError `not_found` when somebody else does */
const noted = (
  scope: TeamScope,
  { id, fence }: Taken,
  set: Partial<DocumentOf<typeof webhookDeliveries>>,
  by: { attempts?: number } = {},
) => scope.collection(webhookDeliveries).increment(id, by, set, { fence, state: 'waiting' })

async function ended(scope: TeamScope, taken: Taken, ending: Ending, outcome: Outcome): Promise<void> {
  await scope.transaction(async (running) => {
    const { status, answerHash } = outcome
    const endedAt = running.now()
    await noted(running, taken, { ...ending, status, answerHash, nextAttemptAt: null, endedAt })
    const events = running.collection(webhookEvents)
    if (!(await events.findOne({ id: taken.eventId }))) return
    const { pending } = await events.increment(taken.eventId, { pending: -1 })
    if (pending === 0) await events.increment(taken.eventId, {}, { endedAt })
  })
}

/** Notes that it works again, and once a minute that it still does. */
async function succeeded(scope: TeamScope, webhook: DocumentOf<typeof webhooks>): Promise<void> {
  const now = scope.now()
  const lately = webhook.deliveredAt && now.getTime() - webhook.deliveredAt.getTime() < often
  if (webhook.failures === 0 && webhook.mailedAt === null && lately) return
  await scope.collection(webhooks).increment(webhook.id, {}, { failures: 0, mailedAt: null, deliveredAt: now })
}

const letGo = (scope: TeamScope, taken: Taken): Promise<void> =>
  noted(scope, taken, { nextAttemptAt: scope.now() }, { attempts: -1 }).then(
    () => {},
    () => {},
  )

// Messages of unknown errors can quote data; their names cannot.
const nameOf = (error: unknown) =>
  isSottoError(error) ? error.code : error instanceof Error ? error.name : typeof error
