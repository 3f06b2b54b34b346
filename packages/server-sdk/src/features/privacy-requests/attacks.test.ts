import { describe, expect, it } from 'vitest'
import { deliverable } from '../../keys/index.ts'
import { codePattern, hour, until, usePortal } from './testing/portal.ts'

const place = usePortal()
const { sent, post, portal, ask, confirm } = place

describe('whoever tries', () => {
  it('gets five tries of a code, no other’s, and twenty askings of a network in ten minutes', async () => {
    const mine = await ask({ kind: 'erasure', email: 'mine@example.com' })
    const theirs = await ask({ kind: 'erasure', email: 'theirs@example.com' })
    expect((await confirm({ pending: mine.pending, code: theirs.code })).status).toBe(400)
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_none, at) => confirm({ pending: theirs.pending, code: `AAAA-AAA${at % 8}` })),
    )
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([400]))
    expect((await confirm(theirs)).status).toBe(400)
    const first = await confirm(mine)
    expect(first.status).toBe(200)
    expect((await confirm(mine)).status).toBe(400)

    const { pending, code } = mine
    const statuses: number[] = []
    for (let count = 0; count < 22; count += 1)
      statuses.push((await post(portal('/confirmations'), { pending, code }, `${place.url}/limited`)).status)
    expect(statuses.slice(0, 20)).not.toContain(429)
    expect(statuses.slice(20)).toEqual([429, 429])
  }, 30_000)

  it('uses up the mails of an address, and keeps nobody from ending what needs no code', async () => {
    const { team } = place.acme
    const { id } = await team.contacts.create({ email: 'flooded@example.com' })
    await team.consent.declare(id, { granted: ['marketing-email'] })
    const asks = (more: object) => post(portal('/requests'), { email: 'flooded@example.com', ...more })
    for (let count = 0; count < 4; count += 1) await asks({ kind: 'access' })
    for (let count = 1; count <= 3; count += 1) {
      await asks({ kind: 'limit' })
      // One that is not done yet would be joined with the next.
      await until(async () => {
        const { data } = await team.privacyRequests.list({ contactId: id })
        expect(data.filter(({ kind, status }) => kind === 'limit' && status === 'fulfilled')).toHaveLength(count)
      })
    }
    // Codes for three, and for three that something came in and was done.
    await until(() => expect(sent.filter(({ to }) => to === 'flooded@example.com')).toHaveLength(9))
    expect((await asks({ kind: 'withdrawal' })).status).toBe(202)
    expect((await asks({ kind: 'objection', marketing: true })).status).toBe(202)
    await until(async () => expect((await team.privacyRequests.mayUse(id, 'marketing')).allowed).toBe(false))
    await until(async () => expect(await team.consent.allows(id, 'marketing-email')).toBe(false))
    const { data } = await team.privacyRequests.list({ contactId: id })
    expect(data.map(({ kind, status }) => `${kind} ${status}`).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'limit fulfilled'),
      'objection fulfilled',
      'withdrawal fulfilled',
    ])
    expect(sent.filter(({ to }) => to === 'flooded@example.com')).toHaveLength(9)
  }, 30_000)

  it('has few mails of a kind in an hour, and gets a code after all that needs none', async () => {
    const { team } = place.acme
    const email = 'leaving@example.com'
    await team.contacts.create({ email })
    const mails = () => sent.filter(({ to }) => to === email)
    for (const kind of ['withdrawal', 'opt-out', 'limit', 'opt-out'])
      expect((await post(portal('/requests'), { kind, email })).status).toBe(202)
    await until(() => expect(mails()).toHaveLength(6))
    const codes = () => mails().filter(({ text }) => codePattern.test(text))
    expect(codes()).toEqual([])
    expect((await confirm(await ask({ kind: 'erasure', email }))).status).toBe(200)
    for (let count = 0; count < 3; count += 1) await post(portal('/requests'), { kind: 'access', email })
    await until(() => expect(codes()).toHaveLength(3))
    const rows = place.running.client.db(place.running.database).collection('privacyIntakes')
    const askings = () => rows.countDocuments({ state: { $ne: 'waiting' } })
    const before = await askings()
    // Codes that have expired count until their hour is over, and nothing is left of them after.
    place.clock.advance(20 * 60 * 1000)
    await post(portal('/requests'), { kind: 'access', email })
    await until(async () => expect(await askings()).toBe(before + 1))
    expect(codes()).toHaveLength(3)
    place.clock.advance(hour)
    await until(async () => expect(await rows.countDocuments({})).toBe(0))
    await ask({ kind: 'access', email })
  }, 30_000)

  it('learns nobody’s name: one answer, of one size, in one time', async () => {
    const { team } = place.acme
    for (let count = 0; count < 8; count += 1) await team.contacts.create({ email: `known${count}@example.com` })
    const timed = async (email: string) => {
      const begun = performance.now()
      const answer = await post(portal('/requests'), { kind: 'access', email })
      const text = await answer.text()
      const time = performance.now() - begun
      const { date: _date, 'x-request-id': _id, ...headers } = Object.fromEntries(answer.headers)
      const shape = { ...(JSON.parse(text) as object), pending: 0 }
      return { time, seen: JSON.stringify([answer.status, text.length, headers, shape]) }
    }
    const seen = new Set<string>()
    /** Milliseconds between the quickest answers to known and to unknown addresses, and what there may be. */
    const round = async () => {
      const quickest = { known: Number.POSITIVE_INFINITY, nobod: Number.POSITIVE_INFINITY }
      for (let count = 0; count < 8; count += 1)
        for (const name of count % 2 ? (['known', 'nobod'] as const) : (['nobod', 'known'] as const)) {
          const { time, seen: shape } = await timed(`${name}${count}@example.com`)
          quickest[name] = Math.min(quickest[name], time)
          seen.add(shape)
        }
      return { apart: Math.abs(quickest.known - quickest.nobod), allowed: Math.max(15, 0.75 * quickest.nobod) }
    }
    // Nobody is looked for before the answer. What looking takes would be there in each round; the noise of a busy machine,
    // which only ever adds, is not.
    let { apart, allowed } = await round()
    for (let more = 0; more < 5 && apart >= allowed; more += 1) ({ apart, allowed } = await round())
    expect(seen.size).toBe(1)
    expect(apart).toBeLessThan(allowed)
  }, 60_000)

  it('with an address that looks like another’s opens nothing of the other', async () => {
    const { team } = place.acme
    const owner = await team.contacts.create({ name: 'Zoé', email: 'zoe@xn--bcher-kva.example' })
    const contactOf = async (email: string) => {
      const answer = await post(portal('/requests'), { kind: 'access', email })
      if (answer.status === 400) return 'refused'
      const { pending } = (await answer.json()) as { pending: string }
      const to = deliverable(email.trim().toLowerCase())
      const mail = await until(() => {
        const found = sent.find((one) => one.to === to && !seen.has(one) && codePattern.test(one.text))
        if (!found) throw new Error('no code was mailed yet')
        return found
      })
      seen.add(mail)
      const answered = await confirm({ pending, code: codePattern.exec(mail.text)?.[0] as string })
      if (!answered.request) throw new Error(JSON.stringify(answered))
      const { request } = answered
      return (await team.privacyRequests.get(request.reference)).contactId
    }
    const seen = new Set(sent)
    // Three in an hour are mailed.
    const ways = [' ZOE@XN--Bcher-KVA.example', 'zoe@bu\u0308cher.example', '\uff5aoe@b\u00fccher.example']
    for (const same of ways) expect(await contactOf(same), same).toBe(owner.id)
    // Plus-addresses, a full stop that some providers overlook, Cyrillic letters, other domains.
    const others = [
      'zoe+1@xn--bcher-kva.example',
      'z.oe@xn--bcher-kva.example',
      'z\u043e\u0435@xn--bcher-kva.example',
      'zoe\u0301@xn--bcher-kva.example',
      'zoe@bucher.example',
      'zoe@xn--bcher-kva.example.example',
    ]
    const found = await Promise.all(others.map(contactOf))
    expect(found.filter((one) => one !== 'refused' && one !== null)).toEqual([])
    expect(found.filter((one) => one === null).length).toBeGreaterThanOrEqual(4)
  }, 40_000)

  it('to keep somebody from being forgotten by changing their row keeps nobody, and tells them nothing of it', async () => {
    const { team } = place.acme
    const email = 'altered@example.com'
    const { id } = await team.contacts.create({ name: 'Al', email })
    const rows = place.running.client
      .db(place.running.database)
      .collection<{ _id: string; sealed: { buffer: Buffer } }>('contacts')
    const { sealed } = (await rows.findOne({ _id: id })) as { sealed: { buffer: Buffer } }
    await rows.updateOne({ _id: id }, { $set: { sealed: Buffer.from(sealed.buffer).reverse() as never } })
    const answered = await confirm(await ask({ kind: 'erasure', email }))
    expect(JSON.stringify(answered)).not.toContain(id)
    const { reference } = answered.request
    const request = () => team.privacyRequests.get(reference)
    await until(async () => expect(await request()).toMatchObject({ step: 'review', contactId: id }))
    await team.privacyRequests.release(reference)
    await until(async () => expect((await request()).status).toBe('fulfilled'))
  }, 30_000)

  it('as an agent gets no code: the person does, and reads who asks', async () => {
    const agent = { name: 'Helpful Ltd', email: 'agent@helpful.example' }
    const { mail, ...given } = await ask({ kind: 'erasure', email: 'person@example.com', agent })
    expect(mail).toMatchObject({ to: 'person@example.com', text: expect.stringContaining('Helpful Ltd') })
    expect(sent.some(({ to }) => to === agent.email)).toBe(false)
    const { request } = await confirm(given)
    expect(await place.acme.team.privacyRequests.get(request.reference)).toMatchObject({ channel: 'agent', agent })
  }, 30_000)

  it('is a scanner of mail: looking at any link changes nothing', async () => {
    await place.acme.team.contacts.create({ email: 'scanned@example.com' })
    const { pending, code } = await ask({ kind: 'human-review', email: 'scanned@example.com' })
    const { token, request } = await confirm({ pending, code })
    await until(async () => expect((await place.acme.team.privacyRequests.get(request.reference)).step).toBe('review'))
    const open = await ask({ kind: 'erasure', email: 'scanned@example.com' })
    const rows = () =>
      Promise.all(
        ['privacyRequests', 'privacyIntakes', 'privacyRequestPeople'].map((name) =>
          place.running.client.db(place.running.database).collection(name).find({}).sort({ _id: 1 }).toArray(),
        ),
      )
    await until(async () =>
      expect((await place.acme.team.privacyRequests.get(request.reference)).acknowledgedAt).toBeTruthy(),
    )
    const before = await rows()
    for (const method of ['GET', 'HEAD'])
      for (const path of [`/status?token=${token}`, `?pending=${open.pending}`, '?kind=erasure', '/status?token=cut'])
        expect([200, 404]).toContain((await fetch(`${place.url}/privacy/${place.slug}${path}`, { method })).status)
    expect(await rows()).toEqual(before)
  }, 30_000)
})
