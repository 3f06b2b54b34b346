import { randomBytes } from 'node:crypto'
import {
  type Id,
  type Page,
  type Webhook,
  type WebhookDelivery,
  WebhookInput,
  WebhookPatch,
  type WebhookWithSecret,
} from '@sotto/contracts'
import { accepted } from '../../accepted.ts'
import type { DocumentOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { AddressRefusedError, type Reach } from '../../outgoing/address.ts'
import type { PageOptions } from '../../results.ts'
import { webhookDeliveries, webhookEvents, webhooks } from './declare.ts'
import { failingFrom } from './dispatcher.ts'
import type { Webhooks } from './webhooks.ts'

/** Webhooks that a team may have. */
const most = 20
/** How long the secret before the newest one still signs, in milliseconds. */
const rotation = 24 * 60 * 60 * 1000

type Row = DocumentOf<typeof webhooks>
type DeliveryRow = Omit<DocumentOf<typeof webhookDeliveries>, 'fence'>

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

function presentWebhook(row: Row, now: Date): Webhook {
  const { id, url, description, events, processor, state, disabledBecause, failures } = row
  return {
    id: id as Id<'webhook'>,
    url,
    description,
    events,
    processor,
    state,
    disabledBecause,
    failing: failures >= failingFrom,
    failures,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    previousSecretUntil:
      row.previousSecretUntil && row.previousSecretUntil > now ? row.previousSecretUntil.toISOString() : null,
    createdAt: row.createdAt.toISOString(),
  }
}

const presentDelivery = (row: DeliveryRow, kept: boolean): WebhookDelivery => ({
  id: row.id as Id<'webhookDelivery'>,
  webhookId: row.webhookId as Id<'webhook'>,
  eventId: row.eventId as Id<'webhookEvent'>,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  status: row.status,
  answerHash: row.answerHash,
  problem: row.problem,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
  replayable: kept,
})

const refused = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

const disabled = () =>
  new SottoError('webhook_disabled', 'The webhook is disabled. Enable it first; nothing is sent to it until then.')

/** The webhooks of a team. Secrets are given once, when they are made, and never read again. */
export function webhookService(scope: TeamScope, { webhooks: told, reach }: { webhooks: Webhooks; reach: Reach }) {
  const rows = scope.collection(webhooks)
  const present = (row: Row) => presentWebhook(row, scope.now())

  function requireReachable(address: string): void {
    const { protocol, hostname } = new URL(address)
    if (protocol !== 'https:' && !reach.privateAddresses)
      throw refused('url', 'must begin with https://, unless the operator allows addresses inside their network')
    try {
      reach.admit(hostname)
    } catch (error) {
      if (error instanceof AddressRefusedError) throw refused('url', error.message)
      throw error
    }
  }

  const changed = (running: TeamScope) => running.afterCommit(() => told.changed(running.teamId))

  async function delivery(running: TeamScope, webhookId: string, id: string): Promise<DeliveryRow> {
    const row = await running.collection(webhookDeliveries).findOne({ id, webhookId })
    if (!row) throw notFound('webhookDelivery')
    return row
  }

  async function presentAll(found: readonly DeliveryRow[]): Promise<WebhookDelivery[]> {
    const ids = [...new Set(found.map(({ eventId }) => eventId))]
    const events = ids.length > 0 ? await scope.collection(webhookEvents).find({ id: oneOf(ids) }) : []
    const kept = new Set(events.map(({ id }) => id))
    return found.map((row) => presentDelivery(row, kept.has(row.eventId)))
  }

  return {
    /** The oldest first. */
    async list(): Promise<{ data: Webhook[] }> {
      return { data: (await rows.openAll(await rows.find({}, { sort: { createdAt: 1, id: 1 } }))).map(present) }
    },

    /** @throws SottoError `not_found` */
    get: async (id: string): Promise<Webhook> => present(await rows.get(id)),

    /** @throws SottoError `invalid_request` for an address that may not be reached, and for a twenty-first */
    async create(given: WebhookInput): Promise<WebhookWithSecret> {
      const input = accepted(WebhookInput, given)
      requireReachable(input.url)
      const secret = newSecret()
      const webhook = await scope.transaction(async (running) => {
        const all = running.collection(webhooks)
        if ((await all.count()) >= most)
          throw new SottoError('invalid_request', `A team has at most ${most} webhooks. Remove one first.`)
        changed(running)
        return all.insert({
          ...input,
          recipient: input.processor !== null,
          state: 'active',
          disabledBecause: null,
          failures: 0,
          mailedAt: null,
          deliveredAt: null,
          previousSecretUntil: null,
          createdAt: running.now(),
          secret,
          previousSecret: null,
        })
      })
      return { webhook: present(webhook), secret }
    },

    /** Fields that are left out stay. @throws SottoError `not_found`, `invalid_request` */
    async change(id: string, given: WebhookPatch): Promise<Webhook> {
      const { state, ...patch } = accepted(WebhookPatch, given)
      if (patch.url !== undefined) requireReachable(patch.url)
      return scope.transaction(async (running) => {
        const row = await running.collection(webhooks).change(id, (current) => {
          const { events = current.events, processor = current.processor } = patch
          if (events.length === 0 && processor === null)
            throw refused('events', 'must name an event, unless it is the webhook of a processor')
          const next = { ...patch, recipient: processor !== null } as Partial<Row>
          if (state === undefined || state === current.state) return next
          return state === 'disabled'
            ? { ...next, state, disabledBecause: 'by_hand' }
            : { ...next, state, disabledBecause: null, failures: 0, mailedAt: null }
        })
        changed(running)
        return present(row)
      })
    },

    /** What waits for it is not sent any more; its secrets end with it. @throws SottoError `not_found` */
    async remove(id: string): Promise<void> {
      await scope.transaction(async (running) => {
        const row = await running.collection(webhooks).findOne({ id })
        if (!row?.unit) throw notFound('webhook')
        await running.forget(row.unit, { action: 'webhook.removed', target: id })
        changed(running)
      })
    },

    /** Makes a new secret. Everything is also signed with the one before it, for 24 hours. @throws SottoError `not_found` */
    async rotate(id: string): Promise<WebhookWithSecret> {
      const secret = newSecret()
      const row = await rows.change(
        id,
        (current) => ({
          secret,
          previousSecret: current.secret,
          previousSecretUntil: new Date(scope.now().getTime() + rotation),
        }),
        { action: 'webhook.rotated' },
      )
      return { webhook: present(row), secret }
    },

    /** Sends the test event. @throws SottoError `not_found`, `webhook_disabled` */
    async test(id: string): Promise<WebhookDelivery> {
      return scope.transaction(async (running) => {
        const row = await running.collection(webhooks).findOne({ id })
        if (!row) throw notFound('webhook')
        if (row.state === 'disabled') throw disabled()
        const deliveryId = await told.tellOne(running, id)
        await running.log({ action: 'webhook.tested', collection: webhooks.name, target: id })
        return presentDelivery(await delivery(running, id, deliveryId), true)
      })
    },

    /** What was sent or waits, the newest first. @throws SottoError `not_found`, `invalid_cursor` */
    async deliveries(
      id: string,
      { limit = 25, cursor, state }: PageOptions & { state?: WebhookDelivery['state'] | undefined } = {},
    ): Promise<Page<WebhookDelivery>> {
      if (!(await rows.findOne({ id }))) throw notFound('webhook')
      const page = await scope
        .collection(webhookDeliveries)
        .page({ webhookId: id, ...(state ? { state } : {}) }, { by: 'createdAt', order: -1, limit, cursor })
      return { data: await presentAll(page.rows), nextCursor: page.nextCursor }
    },

    /**
     * Sends something again, now and with the same id, with all its attempts before it.
     *
     * @throws SottoError `not_found`, `webhook_disabled`, `payload_gone` when it is no longer kept
     */
    async replay(id: string, deliveryId: string): Promise<WebhookDelivery> {
      return scope.transaction(async (running) => {
        const row = await running.collection(webhooks).findOne({ id })
        if (!row) throw notFound('webhook')
        const { eventId, state } = await delivery(running, id, deliveryId)
        if (row.state === 'disabled') throw disabled()
        const events = running.collection(webhookEvents)
        if (!(await events.findOne({ id: eventId })))
          throw new SottoError(
            'payload_gone',
            'What was to be delivered was erased, or is older than a day. Read the things themselves through the API.',
          )
        if (state !== 'waiting') await events.increment(eventId, { pending: 1 }, { endedAt: null })
        const again = {
          state: 'waiting',
          attempts: 0,
          problem: null,
          nextAttemptAt: running.now(),
          endedAt: null,
        } as const
        const next = await running.collection(webhookDeliveries).increment(deliveryId, { fence: 1 }, again)
        await running.log({
          action: 'webhook.replayed',
          collection: webhooks.name,
          target: id,
          details: { delivery: deliveryId },
        })
        running.afterCommit(() => told.kick())
        return presentDelivery(next, true)
      })
    },
  }
}

export type WebhookService = ReturnType<typeof webhookService>
