import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { outbox } from '../../mail/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'

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
}, 30_000)
afterAll(async () => {
  await running.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})
beforeEach(async () => {
  acme = await makeTeam(running.sotto)
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
