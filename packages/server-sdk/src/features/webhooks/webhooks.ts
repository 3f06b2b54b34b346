import {
  announcedTypes,
  type DeliveryState,
  idPrefixes,
  type RecipientNotice,
  testEvent,
  type WebhookEventType,
} from '@sotto/contracts'
import type { Happening } from '../../audit/index.ts'
import { type FilterOf, oneOf, type SystemScope, type TeamScope } from '../../mongo/index.ts'
import { webhookDeliveries, webhookEvents, webhooks } from './declare.ts'
import { namedIds, requireIds } from './ids.ts'

/** What webhooks are told: a type of the contract, and ids by the names that they have in paths. Never content. */
export interface Told<Type extends WebhookEventType = WebhookEventType> {
  type: Type
  data: Readonly<Record<string, string>>
  /** Whom and what it is about, so that it goes with them. Default: `contactId` and `conversationId` of `data`. */
  about?: { contactId?: string | null; conversationId?: string | null }
}

/** That a processor or recipient is told something. */
export interface ToldRecipient {
  /** Of the delivery; `outcomes` says what became of it. */
  deliveryId: string
  webhookId: string
  /** As the team calls them. */
  processor: string
}

/** What became of a delivery: a receipt, or silence. */
export interface DeliveryOutcome {
  deliveryId: string
  /** `delivered` with a receipt; `waiting` while it is tried, for three days; else silence. */
  state: DeliveryState
  attempts: number
  /** What the last answer was: HTTP status, and SHA-256 of its body in hex where it was not longer than 64 kB. */
  status: number | null
  answerHash: string | null
  /** When it ended; `null` while it waits. */
  at: Date | null
}

interface Subscription {
  id: string
  events: readonly string[]
  recipient: boolean
  active: boolean
}

const lease = 1000
const mostTeams = 10_000
const announced: ReadonlySet<string> = new Set(announcedTypes)
const noContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const

/**
 * Tells webhooks what happens. What is told is written in the transaction of what happened, so that both are or neither
 * is, and sent after it.
 */
export class Webhooks {
  readonly #system: SystemScope
  readonly #kick: () => void
  /** Who wants to know what, by team: a lease of a second, so that teams without webhooks pay nothing for them. */
  readonly #known = new Map<string, { until: number; subscriptions: Promise<readonly Subscription[]> }>()

  /** @param options.kick called after a commit that left something to send */
  constructor(options: { system: SystemScope; kick: () => void }) {
    this.#system = options.system
    this.#kick = options.kick
  }

  /** Looks at what a transaction will log, and tells those who want to know. */
  async announce(scope: TeamScope, happenings: readonly Happening[]): Promise<void> {
    for (const happening of [...happenings]) {
      const { action, announces } = happening
      const types = (announces?.types ?? [action]).filter((type) => announced.has(type))
      if (types.length === 0) continue
      const { target, transcript, subject } = happening
      const data = namedIds([target, transcript, subject, ...(announces?.ids ?? [])])
      for (const type of types) await this.tell(scope, { type: type as WebhookEventType, data })
    }
  }

  /**
   * Tells the webhooks that want to know, in the scope's transaction.
   *
   * @returns the ids of the deliveries
   * @throws TypeError for data that are no ids
   */
  async tell(scope: TeamScope, told: Told): Promise<string[]> {
    requireIds(told.type, told.data)
    const wanting = (await this.#subscriptions(scope.teamId)).filter(
      ({ active, events }) => active && events.includes(told.type),
    )
    if (!wanting.some(({ recipient }) => recipient)) return this.#put(scope, told, wanting)
    // What the team's own software hears stays with the team; processors and recipients are others.
    const person = told.about ? (told.about.contactId ?? null) : (told.data.contactId ?? null)
    const mayShare = await scope.mayUse(person, 'sharing')
    return this.#put(
      scope,
      told,
      wanting.filter(({ recipient }) => mayShare || !recipient),
    )
  }

  /** Sends the test event to one webhook. @returns the id of the delivery */
  async tellOne(scope: TeamScope, webhookId: string): Promise<string> {
    const [id] = await this.#put(scope, { type: testEvent, data: { webhookId } }, [{ id: webhookId, active: true }])
    return id as string
  }

  /**
   * Tells all processors and recipients (Art. 19 GDPR), in the scope's transaction. Whose webhook is disabled is told
   * nothing, and that stands in the outcome.
   *
   * @throws TypeError for data that are no ids
   */
  async tellProcessors(
    scope: TeamScope,
    told: { type: RecipientNotice; data: Readonly<Record<string, string>> },
  ): Promise<ToldRecipient[]> {
    requireIds(told.type, told.data)
    return scope.transaction(async (running) => {
      const rows = running.collection(webhooks)
      const found = await rows.openAll(await rows.find({ recipient: true }, { sort: { createdAt: 1, id: 1 } }))
      const recipients = found.map(({ id, state }) => ({ id, active: state === 'active' }))
      const about = { contactId: null, conversationId: null }
      const ids = await this.#put(running, { ...told, about }, recipients)
      return found.map(({ id, processor }, at) => ({
        deliveryId: ids[at] as string,
        webhookId: id,
        processor: processor ?? '',
      }))
    })
  }

  /** What became of deliveries, for 30 days after they ended. Those that are not known any more are left out. */
  async outcomes(scope: TeamScope, deliveryIds: readonly string[]): Promise<DeliveryOutcome[]> {
    if (deliveryIds.length === 0) return []
    const found = await scope
      .collection(webhookDeliveries)
      .find({ id: oneOf(deliveryIds) }, { limit: deliveryIds.length })
    return found.map(({ id, state, attempts, status, answerHash, endedAt }) => ({
      deliveryId: id,
      state,
      attempts,
      status,
      answerHash,
      at: endedAt,
    }))
  }

  /**
   * Takes back what waits about people and conversations and forgets what was sent, keys and all: part of their erasure.
   * Notices to recipients stay until they are delivered or given up.
   *
   * @param ids of contacts and conversations
   * @returns how many there were
   */
  async discard(scope: TeamScope, ids: readonly string[]): Promise<number> {
    let gone = 0
    for (const about of filtersOf(ids)) gone += await discardBy(scope, about)
    return gone
  }

  /** How many payloads about people and conversations are kept. @param ids of contacts and conversations */
  async count(scope: TeamScope, ids: readonly string[]): Promise<number> {
    let kept = 0
    for (const about of filtersOf(ids)) kept += await scope.collection(webhookEvents).count(about)
    return kept
  }

  /** There is something to send. */
  kick(): void {
    this.#kick()
  }

  /** The webhooks of a team have changed. */
  changed(teamId: string): void {
    this.#known.delete(teamId)
  }

  #subscriptions(teamId: string): Promise<readonly Subscription[]> {
    const now = performance.now()
    const known = this.#known.get(teamId)
    if (known && known.until > now) return known.subscriptions
    const subscriptions = this.#read(teamId)
    // Written down before it is read: what changes meanwhile takes it away again.
    if (this.#known.size >= mostTeams) this.#known.clear()
    this.#known.set(teamId, { until: now + lease, subscriptions })
    subscriptions.catch(() => this.#known.delete(teamId))
    return subscriptions
  }

  async #read(teamId: string): Promise<readonly Subscription[]> {
    const rows = await this.#system.team(teamId, noContext).collection(webhooks).find({})
    return rows.map(({ id, events, recipient, state }) => ({ id, events, recipient, active: state === 'active' }))
  }

  async #put(
    scope: TeamScope,
    { type, data, about }: Told,
    to: readonly { id: string; active: boolean }[],
  ): Promise<string[]> {
    if (to.length === 0) return []
    return scope.transaction(async (running) => {
      const now = running.now()
      const pending = to.filter(({ active }) => active).length
      const event = await running.collection(webhookEvents).insert({
        type,
        data: { ...data },
        contactId: about ? (about.contactId ?? null) : (data.contactId ?? null),
        conversationId: about ? (about.conversationId ?? null) : (data.conversationId ?? null),
        pending,
        happenedAt: now,
        endedAt: pending === 0 ? now : null,
      })
      const made = await running.collection(webhookDeliveries).insertMany(
        to.map(({ id, active }) => ({
          webhookId: id,
          eventId: event.id,
          type,
          state: active ? ('waiting' as const) : ('failed' as const),
          attempts: 0,
          fence: 0,
          status: null,
          answerHash: null,
          problem: active ? null : ('disabled' as const),
          nextAttemptAt: active ? now : null,
          createdAt: now,
          endedAt: active ? null : now,
        })),
      )
      running.afterCommit(() => this.kick())
      return made.map(({ id }) => id)
    })
  }
}

type About = FilterOf<typeof webhookEvents>

/** Each as large as a query may be. */
function filtersOf(ids: readonly string[]): About[] {
  const filters: About[] = []
  const contacts = ids.filter((id) => id.startsWith(`${idPrefixes.contact}_`))
  const conversations = ids.filter((id) => id.startsWith(`${idPrefixes.conversation}_`))
  for (let first = 0; first < contacts.length; first += 1000)
    filters.push({ contactId: oneOf(contacts.slice(first, first + 1000)) })
  for (let first = 0; first < conversations.length; first += 1000)
    filters.push({ conversationId: oneOf(conversations.slice(first, first + 1000)) })
  return filters
}

async function discardBy(scope: TeamScope, about: About): Promise<number> {
  let gone = 0
  // In steps that a transaction can hold: what an interruption leaves, the next call ends.
  for (;;) {
    const step = await scope.transaction(async (running) => {
      const found = await running.collection(webhookEvents).find(about, { limit: 100 })
      for (const { id, unit } of found)
        await running.forget(unit as string, { action: 'webhook-event.discarded', target: id })
      return found.length
    })
    gone += step
    if (step === 0) return gone
  }
}
