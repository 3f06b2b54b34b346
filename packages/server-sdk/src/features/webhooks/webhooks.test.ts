import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookDelivery } from '@sotto/contracts'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Sweeper } from '../../jobs/index.ts'
import { outbox } from '../../mail/index.ts'
import { type Reach, reachOf } from '../../outgoing/address.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { toldByWebhook, WebhookDispatcher, Webhooks, webhookErasure } from './index.ts'

interface Received {
  headers: IncomingHttpHeaders
  body: string
  payload: { type: string; timestamp: string; data: Record<string, string> }
}

// The library of receivers refuses what is older than five minutes by the real clock.
const clock = testClock(new Date().toISOString())
const received = new Map<string, Received[]>()
const answers = new Map<string, (response: ServerResponse) => void>()
let receiver: Server
let running: TestSotto
/** Sends nothing by itself. */
let quiet: TestSotto
let acme: TestTeam
let at: string
let count = 0

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const path = request.url ?? ''
    received.set(path, [...(received.get(path) ?? []), { headers: request.headers, body, payload: JSON.parse(body) }])
    const answer = answers.get(path)
    if (answer) answer(response)
    else response.end('thank you')
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  running = await startTestSotto({
    now: clock.now,
    allowPrivateAddresses: true,
    mail: { transport: outbox(), from: { name: 'Sotto', address: 'sotto@example.com' } },
  })
  acme = await makeTeam(running.sotto)
  quiet = await startTestSotto({ now: clock.now, allowPrivateAddresses: true, runJobs: false })
}, 30_000)
afterAll(async () => {
  await running.close()
  await quiet.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})
afterEach(async () => {
  for (const { id } of (await acme.team.webhooks.list()).data) await acme.team.webhooks.remove(id)
})

const soon = { timeout: 10_000, interval: 20 }
const path = () => {
  count += 1
  return `/${count}`
}
const arrived = (where: string, times = 1) =>
  vi.waitFor(() => {
    const all = received.get(where) ?? []
    expect(all.length).toBeGreaterThanOrEqual(times)
    return all as [Received, ...Received[]]
  }, soon)
const make = async (where: string, more: object = {}, team = acme.team) =>
  team.webhooks.create({ url: at + where, events: ['contact.created'], ...more })
function dispatcher({ sotto }: TestSotto, reach: Reach) {
  const logger = { info() {}, warn() {}, error() {} }
  const made = new WebhookDispatcher({ system: sotto.system, reach, logger, changed() {}, kickJobs() {} })
  made.start()
  return made
}
const headersOf = ({ headers }: Received) => headers as Record<string, string>
const deliveriesOf = async (id: string) => (await acme.team.webhooks.deliveries(id)).data
const settled = (id: string, state: string) =>
  vi.waitFor(async () => {
    const [last] = await deliveriesOf(id)
    expect(last?.state).toBe(state)
    return last as NonNullable<typeof last>
  }, soon)

describe('an event', () => {
  it('arrives signed, with ids and no content', async () => {
    const where = path()
    const { webhook, secret } = await make(where)
    const ada = await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
    const [only] = await arrived(where)
    expect(new Webhook(secret).verify(only.body, headersOf(only))).toEqual({
      type: 'contact.created',
      timestamp: clock.now().toISOString(),
      data: { contactId: ada.id },
    })
    const delivered = await settled(webhook.id, 'delivered')
    expect(delivered).toMatchObject({
      eventId: headersOf(only)['webhook-id'],
      attempts: 1,
      status: 200,
      answerHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      problem: null,
      nextAttemptAt: null,
      replayable: true,
    })
    expect((await acme.team.webhooks.get(webhook.id)).deliveredAt).toBe(clock.now().toISOString())
  })

  it('is what the log says, and what the ledger says', async () => {
    const where = path()
    const events = [
      'contact.changed',
      'conversation.started',
      'conversation.deleted',
      'appointment.closed',
      'ticket.created',
      'consent.granted',
      'consent.withdrawn',
    ]
    await make(where, { events })
    const { team } = acme
    const ada = await team.contacts.create({ name: 'Ada' })
    await team.contacts.change(ada.id, { name: 'Ada King' })
    const bot = await team.bots.create({ name: 'Wren', visibility: 'public' })
    const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id: ada.id } })
    await team.conversations.remove(conversation.id)
    const slot = { startsAt: '2031-01-01T09:00:00Z', endsAt: '2031-01-01T10:00:00Z' }
    const appointment = await team.appointments.create({ contactId: ada.id, title: 'Service', ...slot } as never)
    await team.appointments.close(appointment.id, 'kept')
    const ticket = await team.tickets.create({ contactId: ada.id, subject: 'Brake' } as never)
    const yes = await team.consent.declare(ada.id, { granted: ['marketing'] })
    const no = await team.consent.withdraw(ada.id)
    const told = (await arrived(where, 7)).map(({ payload: { type, data } }) => ({ type, data }))
    const contactId = ada.id
    expect(told.sort((one, other) => (one.type < other.type ? -1 : 1))).toEqual([
      { type: 'appointment.closed', data: { appointmentId: appointment.id, contactId } },
      { type: 'consent.granted', data: { consentRecordId: yes.record.id, contactId } },
      { type: 'consent.withdrawn', data: { consentRecordId: no.record.id, contactId } },
      { type: 'contact.changed', data: { contactId } },
      { type: 'conversation.deleted', data: { conversationId: conversation.id } },
      { type: 'conversation.started', data: { conversationId: conversation.id, contactId } },
      { type: 'ticket.created', data: { ticketId: ticket.id, contactId } },
    ])
  })

  it('is none where the change was rolled back', async () => {
    const where = path()
    await make(where)
    const acting = running.sotto.as(acme.principal, { ip: null, requestId: null })
    const broken = acting.transaction(async (team) => {
      await team.contacts.create({ name: 'Nobody' })
      throw new Error('changed their mind')
    })
    await expect(broken).rejects.toThrow('changed their mind')
    const ada = await acme.team.contacts.create({ name: 'Ada' })
    expect((await arrived(where)).map(({ payload }) => payload.data.contactId)).toEqual([ada.id])
  })
})

const sign = (secret: string, { headers, body }: Received) => {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers as Record<string, string>
  return new Webhook(secret).sign(id as string, new Date(Number(timestamp) * 1000), body)
}
const hour = 60 * 60 * 1000
const answering = (where: string, status: number, headers: Record<string, string> = {}) =>
  void answers.set(where, (response) => response.writeHead(status, headers).end('no'))

describe('a secret', () => {
  it('is shown once, and nowhere again', async () => {
    const { webhook, secret } = await make(path())
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const rotated = await acme.team.webhooks.rotate(webhook.id)
    await acme.team.webhooks.change(webhook.id, { description: 'Ours' })
    const read = JSON.stringify([
      await acme.team.webhooks.list(),
      await acme.team.webhooks.get(webhook.id),
      (await acme.team.audit.list({ limit: 100 })).data,
    ])
    expect(read).toContain('webhook.rotated')
    for (const text of [secret, rotated.secret, at]) expect(read.replaceAll(webhook.url, '')).not.toContain(text)
  })

  it('that was replaced signs for a day beside the new one', async () => {
    const where = path()
    const { webhook, secret } = await make(where)
    const next = await acme.team.webhooks.rotate(webhook.id)
    expect(next.webhook.previousSecretUntil).toBe(new Date(clock.now().getTime() + 24 * hour).toISOString())
    await acme.team.webhooks.test(webhook.id)
    const [both] = await arrived(where)
    expect(both.headers['webhook-signature']).toBe(`${sign(next.secret, both)} ${sign(secret, both)}`)
    clock.advance(24 * hour)
    expect((await acme.team.webhooks.get(webhook.id)).previousSecretUntil).toBeNull()
    await acme.team.webhooks.test(webhook.id)
    const [, one] = await arrived(where, 2)
    expect(one?.headers['webhook-signature']).toBe(sign(next.secret, one as Received))
  })
})

describe('a webhook that does not answer well', () => {
  it('is tried ten times in three days with the same id, then shown as failing, and its owner told once', async () => {
    const where = path()
    answering(where, 500)
    const { team, teamId, email } = await makeTeam(quiet.sotto)
    const { webhook } = await make(where, {}, team)
    const begun = clock.now().getTime()
    await team.contacts.create({ name: 'Ada' })
    const mails = async () =>
      ((await quiet.sotto.outbox?.list()) ?? []).filter((mail) => mail.teamId === teamId && mail.kind === 'webhook')
    const first = async () => (await team.webhooks.deliveries(webhook.id)).data.at(-1) as WebhookDelivery
    const sending = dispatcher(quiet, reachOf(true))
    for (let attempts = 1; attempts < 10; attempts += 1) {
      sending.kick()
      const longest = Math.min(5000 * 6 ** (attempts - 1), 19.5 * hour)
      const wait = await vi.waitFor(async () => {
        const delivery = await first()
        expect(delivery).toMatchObject({ state: 'waiting', attempts, status: 500, problem: 'status' })
        const until = Date.parse(delivery.nextAttemptAt as string) - clock.now().getTime()
        expect(until).toBeGreaterThanOrEqual(longest * 0.9 - 1)
        expect(until).toBeLessThanOrEqual(longest)
        return until
      }, soon)
      expect(await team.webhooks.get(webhook.id)).toMatchObject({ failing: false })
      clock.advance(wait)
    }
    sending.kick()
    await vi.waitFor(async () => expect((await team.webhooks.get(webhook.id)).failures).toBe(10), soon)
    const given = await first()
    const over = {
      state: 'failed',
      attempts: 10,
      status: 500,
      problem: 'status',
      nextAttemptAt: null,
      replayable: true,
    }
    expect(given).toMatchObject(over)
    const hours = (clock.now().getTime() - begun) / hour
    expect(hours > 64 && hours <= 72).toBe(true)
    const all = await arrived(where, 10)
    expect(new Set(all.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(all.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10)
    await vi.waitFor(async () => expect(await mails()).toHaveLength(1), soon)
    const [mail] = await mails()
    expect(mail).toMatchObject({ to: email, subject: 'A webhook of Acme is failing' })
    expect(mail?.text).not.toContain(where)
    expect(await team.webhooks.get(webhook.id)).toMatchObject({ failing: true, state: 'active' })

    await team.webhooks.test(webhook.id)
    sending.kick()
    await vi.waitFor(async () => expect((await team.webhooks.get(webhook.id)).failures).toBe(11), soon)
    answers.delete(where)
    await team.webhooks.replay(webhook.id, given.id)
    sending.kick()
    await vi.waitFor(async () => {
      expect(await first()).toMatchObject({ id: given.id, state: 'delivered', attempts: 1 })
      expect(await team.webhooks.get(webhook.id)).toMatchObject({ failing: false, failures: 0 })
    }, soon)
    expect((await arrived(where, 12)).at(-1)?.headers['webhook-id']).toBe(given.eventId)
    expect(await mails()).toHaveLength(1)
    await sending.stop()
  })

  it('with 410 is disabled, and nothing is sent to it until somebody enables it', async () => {
    const where = path()
    answering(where, 410)
    const { webhook } = await make(where)
    await acme.team.contacts.create({ name: 'Ada' })
    expect(await settled(webhook.id, 'failed')).toMatchObject({ attempts: 1, status: 410, problem: 'gone' })
    await vi.waitFor(async () => {
      const now = await acme.team.webhooks.get(webhook.id)
      expect(now).toMatchObject({ state: 'disabled', disabledBecause: 'gone' })
    }, soon)
    await expect(acme.team.webhooks.test(webhook.id)).rejects.toMatchObject({ code: 'webhook_disabled' })
    await acme.team.contacts.create({ name: 'Bo' })
    answers.delete(where)
    await acme.team.webhooks.change(webhook.id, { state: 'active' })
    const cy = await acme.team.contacts.create({ name: 'Cy' })
    const all = await arrived(where, 2)
    expect(all.map(({ payload }) => payload.data.contactId)).toContain(cy.id)
    expect(all).toHaveLength(2)
    expect((await acme.team.audit.list({ action: 'webhook.disabled' })).data).toHaveLength(1)
  })

  it('with a redirect is not followed', async () => {
    const [where, inside] = [path(), path()]
    answering(where, 307, { location: at + inside })
    const { webhook } = await make(where)
    await acme.team.webhooks.test(webhook.id)
    await vi.waitFor(async () => {
      expect((await deliveriesOf(webhook.id))[0]).toMatchObject({ state: 'waiting', status: 307, problem: 'status' })
    }, soon)
    expect(received.has(inside)).toBe(false)
  })

  it('in time keeps no other one waiting', async () => {
    const [slow, quick] = [path(), path()]
    const waiting: ServerResponse[] = []
    answers.set(slow, (response) => void waiting.push(response))
    await make(slow)
    await make(quick)
    for (let contact = 0; contact < 6; contact += 1) await acme.team.contacts.create({ name: 'Ada' })
    expect(await arrived(quick, 6)).toHaveLength(6)
    // Four at a time for one webhook.
    expect(received.get(slow)).toHaveLength(4)
    answers.delete(slow)
    for (const response of waiting) response.end()
    await arrived(slow, 6)
  })
})

describe('an address', () => {
  it('inside the network of the server is refused, when it is given and when it is sent to', async () => {
    const careful = await running.another({ allowPrivateAddresses: false, runJobs: false })
    const team = await careful.team(acme.teamId, { actor: { userId: acme.ownerId } })
    for (const url of [
      'http://hooks.example.com/in',
      'https://169.254.169.254/latest/meta-data',
      'https://[::ffff:127.0.0.1]/',
      'https://2130706433/',
    ])
      await expect(team.webhooks.create({ url, events: ['contact.created'] }), url).rejects.toMatchObject({
        code: 'invalid_request',
        errors: [{ field: 'body.url' }],
      })
    for (const url of ['ftp://example.com', 'https://user:pass@example.com/', 'https://example.com/#here', 'nonsense'])
      await expect(acme.team.webhooks.create({ url, events: ['contact.created'] }), url).rejects.toMatchObject({
        code: 'invalid_request',
      })
    const { webhook } = await team.webhooks.create({ url: 'https://hooks.example.com/in', events: ['contact.created'] })
    await expect(team.webhooks.change(webhook.id, { url: 'https://127.0.0.1/' })).rejects.toMatchObject({
      code: 'invalid_request',
    })
    await team.webhooks.remove(webhook.id)
  })
})

describe('a server that dies', () => {
  it('between commit and sending, or between sending and noting it, is replaced by one that sends with the same id, where it may', async () => {
    const { team } = await makeTeam(quiet.sotto)
    const where = path()
    const { webhook } = await make(where, {}, team)
    await team.contacts.create({ name: 'Ada' })
    const [{ id, eventId } = { id: '', eventId: '' }] = (await team.webhooks.deliveries(webhook.id)).data
    // As it is left by one that took it and sent it.
    await quiet.client
      .db(quiet.database)
      .collection<{ _id: string }>('webhookDeliveries')
      .updateOne(
        { _id: id },
        { $set: { nextAttemptAt: new Date(clock.now().getTime() + 60_000) }, $inc: { fence: 1, attempts: 1 } },
      )
    const early = dispatcher(quiet, reachOf(true))
    await early.stop()
    expect(received.has(where)).toBe(false)
    clock.advance(60_000)
    const careful = dispatcher(quiet, reachOf(false))
    const refused = { state: 'waiting', attempts: 2, status: null, problem: 'address_refused' }
    await vi.waitFor(async () => {
      expect((await team.webhooks.deliveries(webhook.id)).data).toMatchObject([refused])
    }, soon)
    await careful.stop()
    expect(received.has(where)).toBe(false)
    clock.advance(60_000)
    const sending = dispatcher(quiet, reachOf(true))
    const [only] = await arrived(where)
    expect(only.headers['webhook-id']).toBe(eventId)
    await vi.waitFor(async () => {
      expect((await team.webhooks.deliveries(webhook.id)).data).toMatchObject([{ id, state: 'delivered', attempts: 3 }])
    }, soon)
    await sending.stop()
  })
})

describe('processors and recipients', () => {
  it('are told, whatever else they want to know, and their receipts and their silence are kept', async () => {
    const [good, bad] = [path(), path()]
    answering(bad, 503)
    const first = await make(good, { events: [], processor: 'Post office' })
    await make(bad, { processor: 'Mailings Ltd' })
    const third = await make(path(), { events: [], processor: 'Closed shop' })
    await make(path())
    await acme.team.webhooks.change(third.webhook.id, { state: 'disabled' })
    const ada = await acme.team.contacts.create({ name: 'Ada' })
    const acting = running.sotto.as(acme.principal, { ip: null, requestId: null })
    const webhooks = new Webhooks({ system: running.sotto.system, kick: () => {} })
    const processors = toldByWebhook(webhooks)
    const notice = { erasure: `ers_${'0'.repeat(26)}`, request: null, subject: ada.id }
    const names = ['Post office', 'Mailings Ltd', 'Closed shop']
    const told = (await acting.transaction((_team, scope) => processors.tell(scope, notice))).toSorted(
      (one, other) => names.indexOf(one.name) - names.indexOf(other.name),
    )
    expect(told.map(({ name }) => name)).toEqual(names)
    const [only] = await arrived(good)
    expect(only.headers['webhook-signature']).toBe(sign(first.secret, only))
    expect(only.payload).toMatchObject({
      type: 'privacy.erasure_completed',
      data: { erasureId: notice.erasure, contactId: ada.id },
    })
    const receipts = () => acting.transaction((_team, scope) => processors.receipts(scope, told))
    await vi.waitFor(async () => {
      expect(await receipts()).toEqual([
        {
          ...told[0],
          state: 'received',
          at: expect.any(String),
          status: 200,
          answer: createHash('sha256').update('thank you').digest('hex'),
        },
        { ...told[1], state: 'waiting', at: null, status: 503, answer: expect.any(String) },
        { ...told[2], state: 'silent', at: expect.any(String), status: null, answer: null },
      ])
    }, soon)

    // What waits about the person goes; the notice that they are gone does not.
    const { discard, residue } = webhookErasure(webhooks)
    const person = { subject: { id: ada.id }, ids: [ada.id] } as never
    const events = () => running.client.db(running.database).collection('webhookEvents')
    const about = { teamId: acme.teamId, contactId: ada.id }
    const units = (await events().find(about).toArray()).map(({ unit }) => unit)
    expect(units).toHaveLength(1)
    await acting.transaction(async (_team, scope) => {
      expect(await residue?.(scope, person)).toBe(1)
      expect(await discard?.(scope, person)).toBe(1)
      expect(await residue?.(scope, person)).toBe(0)
    })
    const keys = running.client.db(`${running.database}_keys`).collection('unitKeys')
    expect(await keys.countDocuments({ _id: { $in: units } })).toBe(0)
    clock.advance(5000)
    await vi.waitFor(async () => {
      const found = (await acme.team.webhooks.list()).data.find(({ processor }) => processor === 'Mailings Ltd')
      const all = await deliveriesOf(found?.id as string)
      expect(all.find(({ type }) => type === 'contact.created')).toMatchObject({
        state: 'discarded',
        problem: 'erased',
        replayable: false,
      })
      expect(all.find(({ type }) => type === 'privacy.erasure_completed')?.state).toBe('waiting')
    }, soon)
  })

  it('are told ids, and never words', async () => {
    await make(path())
    const webhooks = new Webhooks({ system: running.sotto.system, kick: () => {} })
    const acting = running.sotto.as(acme.principal, { ip: null, requestId: null })
    const telling = acting.transaction((_team, scope) =>
      webhooks.tell(scope, { type: 'contact.created', data: { name: 'Ada King' } }),
    )
    await expect(telling).rejects.toThrow('webhook contact.created: name must be an id')
  })
})

describe('what was delivered', () => {
  it('can be sent again for a day, and stays as a fact for 30', async () => {
    const where = path()
    const { webhook } = await make(where)
    await acme.team.contacts.create({ name: 'Ada' })
    const { id } = await settled(webhook.id, 'delivered')
    const sweeper = new Sweeper({
      system: running.sotto.system,
      collections: running.sotto.dataMap.collections,
      logger: { info() {}, warn() {}, error() {} },
    })
    clock.advance(24 * hour - 1000)
    await sweeper.sweep()
    await acme.team.webhooks.replay(webhook.id, id)
    const again = await arrived(where, 2)
    expect(new Set(again.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    await settled(webhook.id, 'delivered')
    clock.advance(24 * hour + 1000)
    await sweeper.sweep()
    expect(await deliveriesOf(webhook.id)).toMatchObject([{ id, state: 'delivered', replayable: false }])
    await expect(acme.team.webhooks.replay(webhook.id, id)).rejects.toMatchObject({ code: 'payload_gone' })
    clock.advance(30 * 24 * hour)
    await sweeper.sweep()
    expect(await deliveriesOf(webhook.id)).toEqual([])
  })

  it('to a webhook that was removed meanwhile is sent no more', async () => {
    const where = path()
    answering(where, 500)
    const { webhook } = await make(where)
    await acme.team.webhooks.test(webhook.id)
    await arrived(where)
    await acme.team.webhooks.remove(webhook.id)
    await expect(acme.team.webhooks.deliveries(webhook.id)).rejects.toMatchObject({ code: 'not_found' })
    clock.advance(5000)
    const rows = running.client.db(running.database).collection('webhookDeliveries')
    await vi.waitFor(async () => {
      expect(await rows.findOne({ webhookId: webhook.id })).toMatchObject({ state: 'discarded', problem: 'removed' })
    }, soon)
    expect(received.get(where)).toHaveLength(1)
  })
})
