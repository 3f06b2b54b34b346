import type { ServerResponse } from 'node:http'
import type { WebhookDelivery } from '@sotto/contracts'
import { describe, expect, it, vi } from 'vitest'
import { Sweeper } from '../../jobs/index.ts'
import { reachOf } from '../../outgoing/address.ts'
import { makeTeam } from '../../testing/index.ts'
import { dispatcher, hour, soon, useReceiver } from './testing/receiver.ts'

const place = useReceiver()
const { clock, received, answers, answering, path, arrived, make, deliveriesOf, settled } = place

describe('a webhook that does not answer well', () => {
  it('is tried ten times in three days with the same id, then shown as failing, and its owner told once', async () => {
    const where = path()
    answering(where, 500)
    const { team, teamId, email } = await makeTeam(place.quiet.sotto)
    const { webhook } = await make(where, {}, team)
    const begun = clock.now().getTime()
    await team.contacts.create({ name: 'Ada' })
    const mails = async () =>
      ((await place.quiet.sotto.outbox?.list()) ?? []).filter(
        (mail) => mail.teamId === teamId && mail.kind === 'webhook',
      )
    const first = async () => (await team.webhooks.deliveries(webhook.id)).data.at(-1) as WebhookDelivery
    const sending = dispatcher(place.quiet, reachOf(true))
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
    await place.acme.team.contacts.create({ name: 'Ada' })
    expect(await settled(webhook.id, 'failed')).toMatchObject({ attempts: 1, status: 410, problem: 'gone' })
    await vi.waitFor(async () => {
      const now = await place.acme.team.webhooks.get(webhook.id)
      expect(now).toMatchObject({ state: 'disabled', disabledBecause: 'gone' })
    }, soon)
    await expect(place.acme.team.webhooks.test(webhook.id)).rejects.toMatchObject({ code: 'webhook_disabled' })
    await place.acme.team.contacts.create({ name: 'Bo' })
    answers.delete(where)
    await place.acme.team.webhooks.change(webhook.id, { state: 'active' })
    const cy = await place.acme.team.contacts.create({ name: 'Cy' })
    const all = await arrived(where, 2)
    expect(all.map(({ payload }) => payload.data.contactId)).toContain(cy.id)
    expect(all).toHaveLength(2)
    expect((await place.acme.team.audit.list({ action: 'webhook.disabled' })).data).toHaveLength(1)
  })

  it('with a redirect is not followed', async () => {
    const [where, inside] = [path(), path()]
    answering(where, 307, { location: place.at + inside })
    const { webhook } = await make(where)
    await place.acme.team.webhooks.test(webhook.id)
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
    for (let contact = 0; contact < 6; contact += 1) await place.acme.team.contacts.create({ name: 'Ada' })
    expect(await arrived(quick, 6)).toHaveLength(6)
    // Four at a time for one webhook.
    expect(received.get(slow)).toHaveLength(4)
    answers.delete(slow)
    for (const response of waiting) response.end()
    await arrived(slow, 6)
  })
})

describe('a server that dies', () => {
  it('between commit and sending, or between sending and noting it, is replaced by one that sends with the same id, where it may', async () => {
    const { team } = await makeTeam(place.quiet.sotto)
    const where = path()
    const { webhook } = await make(where, {}, team)
    await team.contacts.create({ name: 'Ada' })
    const [{ id, eventId } = { id: '', eventId: '' }] = (await team.webhooks.deliveries(webhook.id)).data
    // As it is left by one that took it and sent it.
    await place.quiet.client
      .db(place.quiet.database)
      .collection<{ _id: string }>('webhookDeliveries')
      .updateOne(
        { _id: id },
        { $set: { nextAttemptAt: new Date(clock.now().getTime() + 60_000) }, $inc: { fence: 1, attempts: 1 } },
      )
    const early = dispatcher(place.quiet, reachOf(true))
    await early.stop()
    expect(received.has(where)).toBe(false)
    clock.advance(60_000)
    const careful = dispatcher(place.quiet, reachOf(false))
    const refused = { state: 'waiting', attempts: 2, status: null, problem: 'address_refused' }
    await vi.waitFor(async () => {
      expect((await team.webhooks.deliveries(webhook.id)).data).toMatchObject([refused])
    }, soon)
    await careful.stop()
    expect(received.has(where)).toBe(false)
    clock.advance(60_000)
    const sending = dispatcher(place.quiet, reachOf(true))
    const [only] = await arrived(where)
    expect(only.headers['webhook-id']).toBe(eventId)
    await vi.waitFor(async () => {
      expect((await team.webhooks.deliveries(webhook.id)).data).toMatchObject([{ id, state: 'delivered', attempts: 3 }])
    }, soon)
    await sending.stop()
  })
})

describe('what was delivered', () => {
  it('can be sent again for a day, and stays as a fact for 30', async () => {
    const where = path()
    const { webhook } = await make(where)
    await place.acme.team.contacts.create({ name: 'Ada' })
    const { id } = await settled(webhook.id, 'delivered')
    const sweeper = new Sweeper({
      system: place.running.sotto.system,
      collections: place.running.sotto.dataMap.collections,
      logger: { info() {}, warn() {}, error() {} },
    })
    clock.advance(24 * hour - 1000)
    await sweeper.sweep()
    await place.acme.team.webhooks.replay(webhook.id, id)
    const again = await arrived(where, 2)
    expect(new Set(again.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    await settled(webhook.id, 'delivered')
    clock.advance(24 * hour + 1000)
    await sweeper.sweep()
    expect(await deliveriesOf(webhook.id)).toMatchObject([{ id, state: 'delivered', replayable: false }])
    await expect(place.acme.team.webhooks.replay(webhook.id, id)).rejects.toMatchObject({ code: 'payload_gone' })
    clock.advance(30 * 24 * hour)
    await sweeper.sweep()
    expect(await deliveriesOf(webhook.id)).toEqual([])
  })

  it('to a webhook that was removed meanwhile is sent no more', async () => {
    const where = path()
    answering(where, 500)
    const { webhook } = await make(where)
    await place.acme.team.webhooks.test(webhook.id)
    await arrived(where)
    await place.acme.team.webhooks.remove(webhook.id)
    await expect(place.acme.team.webhooks.deliveries(webhook.id)).rejects.toMatchObject({ code: 'not_found' })
    clock.advance(5000)
    const rows = place.running.client.db(place.running.database).collection('webhookDeliveries')
    await vi.waitFor(async () => {
      expect(await rows.findOne({ webhookId: webhook.id })).toMatchObject({ state: 'discarded', problem: 'removed' })
    }, soon)
    expect(received.get(where)).toHaveLength(1)
  })
})
