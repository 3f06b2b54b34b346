import { createHash } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, vi } from 'vitest'
import { toldByWebhook, Webhooks, webhookErasure } from './index.ts'
import { headersOf, hour, type Received, sign, soon, useReceiver } from './testing/receiver.ts'

const place = useReceiver()
const { clock, answering, path, arrived, make, deliveriesOf, settled } = place

describe('an event', () => {
  it('arrives signed, with ids and no content', async () => {
    const where = path()
    const { webhook, secret } = await make(where)
    const ada = await place.acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
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
    expect((await place.acme.team.webhooks.get(webhook.id)).deliveredAt).toBe(clock.now().toISOString())
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
    const { team } = place.acme
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
    const acting = place.running.sotto.as(place.acme.principal, { ip: null, requestId: null })
    const broken = acting.transaction(async (team) => {
      await team.contacts.create({ name: 'Nobody' })
      throw new Error('changed their mind')
    })
    await expect(broken).rejects.toThrow('changed their mind')
    const ada = await place.acme.team.contacts.create({ name: 'Ada' })
    expect((await arrived(where)).map(({ payload }) => payload.data.contactId)).toEqual([ada.id])
  })
})

describe('a secret', () => {
  it('is shown once, and nowhere again', async () => {
    const { webhook, secret } = await make(path())
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const rotated = await place.acme.team.webhooks.rotate(webhook.id)
    await place.acme.team.webhooks.change(webhook.id, { description: 'Ours' })
    const read = JSON.stringify([
      await place.acme.team.webhooks.list(),
      await place.acme.team.webhooks.get(webhook.id),
      (await place.acme.team.audit.list({ limit: 100 })).data,
    ])
    expect(read).toContain('webhook.rotated')
    for (const text of [secret, rotated.secret, place.at]) expect(read.replaceAll(webhook.url, '')).not.toContain(text)
  })

  it('that was replaced signs for a day beside the new one', async () => {
    const where = path()
    const { webhook, secret } = await make(where)
    const next = await place.acme.team.webhooks.rotate(webhook.id)
    expect(next.webhook.previousSecretUntil).toBe(new Date(clock.now().getTime() + 24 * hour).toISOString())
    await place.acme.team.webhooks.test(webhook.id)
    const [both] = await arrived(where)
    expect(both.headers['webhook-signature']).toBe(`${sign(next.secret, both)} ${sign(secret, both)}`)
    clock.advance(24 * hour)
    expect((await place.acme.team.webhooks.get(webhook.id)).previousSecretUntil).toBeNull()
    await place.acme.team.webhooks.test(webhook.id)
    const [, one] = await arrived(where, 2)
    expect(one?.headers['webhook-signature']).toBe(sign(next.secret, one as Received))
  })
})

describe('an address', () => {
  it('inside the network of the server is refused, when it is given and when it is sent to', async () => {
    const careful = await place.running.another({ allowPrivateAddresses: false, runJobs: false })
    const team = await careful.team(place.acme.teamId, { actor: { userId: place.acme.ownerId } })
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
      await expect(place.acme.team.webhooks.create({ url, events: ['contact.created'] }), url).rejects.toMatchObject({
        code: 'invalid_request',
      })
    const { webhook } = await team.webhooks.create({ url: 'https://hooks.example.com/in', events: ['contact.created'] })
    await expect(team.webhooks.change(webhook.id, { url: 'https://127.0.0.1/' })).rejects.toMatchObject({
      code: 'invalid_request',
    })
    await team.webhooks.remove(webhook.id)
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
    await place.acme.team.webhooks.change(third.webhook.id, { state: 'disabled' })
    const ada = await place.acme.team.contacts.create({ name: 'Ada' })
    const acting = place.running.sotto.as(place.acme.principal, { ip: null, requestId: null })
    const webhooks = new Webhooks({ system: place.running.sotto.system, kick: () => {} })
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
    const events = () => place.running.client.db(place.running.database).collection('webhookEvents')
    const about = { teamId: place.acme.teamId, contactId: ada.id }
    const units = (await events().find(about).toArray()).map(({ unit }) => unit)
    expect(units).toHaveLength(1)
    await acting.transaction(async (_team, scope) => {
      expect(await residue?.(scope, person)).toBe(1)
      expect(await discard?.(scope, person)).toBe(1)
      expect(await residue?.(scope, person)).toBe(0)
    })
    const keys = place.running.client.db(`${place.running.database}_keys`).collection('unitKeys')
    expect(await keys.countDocuments({ _id: { $in: units } })).toBe(0)
    clock.advance(5000)
    await vi.waitFor(async () => {
      const found = (await place.acme.team.webhooks.list()).data.find(({ processor }) => processor === 'Mailings Ltd')
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
    const webhooks = new Webhooks({ system: place.running.sotto.system, kick: () => {} })
    const acting = place.running.sotto.as(place.acme.principal, { ip: null, requestId: null })
    const telling = acting.transaction((_team, scope) =>
      webhooks.tell(scope, { type: 'contact.created', data: { name: 'Ada King' } }),
    )
    await expect(telling).rejects.toThrow('webhook contact.created: name must be an id')
  })
})
