import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sottoRouter } from '../../http/router.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import { checkedGateway, formSignature, isSigned, type SmsGateway } from './sms/gateway.ts'
import { isStop } from './sms/stop-words.ts'

const clock = testClock()
const hour = 60 * 60 * 1000
const day = 24 * hour
const sent: { to: string; subject: string; text: string }[] = []
const gateways: Record<string, SmsGateway> = {}
let running: TestSotto
let acme: TestTeam
let slug: string
let server: Server
let url: string

beforeAll(async () => {
  const transport = {
    description: 'a test',
    async send(mail: (typeof sent)[number]) {
      sent.push(mail)
    },
  }
  running = await startTestSotto({
    now: clock.now,
    publicUrl: 'https://chat.example.com',
    models: { embeddings: wordsOnly },
    smsGateway: ({ slug: team }) => gateways[team] ?? null,
    mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
  })
  acme = await makeTeam(running.sotto)
  slug = (await acme.team.team.get()).slug
  const app = express()
  app.use('/limited', sottoRouter(running.sotto))
  app.use(sottoRouter(running.sotto, { rateLimits: false }))
  server = createServer(app)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 30_000)

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await running.close()
})
// An address gets few codes in an hour.
beforeEach(() => clock.advance(day))

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const post = (path: string, body: object, base = url) =>
  fetch(base + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
const portal = (path: string) => `/v1/privacy-portal/${slug}${path}`
const codePattern = /[A-Z2-9]{4}-[A-Z2-9]{4}/

async function ask(input: Record<string, unknown>) {
  const before = sent.length
  const { pending } = (await (await post(portal('/requests'), input)).json()) as { pending: string }
  const mail = await until(() => {
    const found = sent.slice(before).find(({ text }) => codePattern.test(text))
    if (!found) throw new Error('no code was mailed yet')
    return found
  })
  return { pending, code: codePattern.exec(mail.text)?.[0] as string, mail }
}

interface Confirmed {
  request: { reference: string }
  token: string
  current: Record<string, string | null> | null
}
const confirm = async (given: { pending: string; code: string }) => {
  const { pending, code } = given
  const answer = await post(portal('/confirmations'), { pending, code })
  return { status: answer.status, ...((await answer.json()) as Confirmed) }
}

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
      statuses.push((await post(portal('/confirmations'), { pending, code }, `${url}/limited`)).status)
    expect(statuses.slice(0, 20)).not.toContain(429)
    expect(statuses.slice(20)).toEqual([429, 429])
  }, 30_000)

  it('learns nobody’s name: one answer, of one size, in one time', async () => {
    const { team } = acme
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
    const { team } = acme
    const owner = await team.contacts.create({ name: 'Zoé', email: 'zoe@xn--bcher-kva.example' })
    const contactOf = async (email: string) => {
      const answer = await post(portal('/requests'), { kind: 'access', email })
      if (answer.status === 400) return 'refused'
      const { pending } = (await answer.json()) as { pending: string }
      const to = email.trim().toLowerCase()
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
    for (const same of ['ZOE@xn--bcher-kva.example', ' zoe@XN--Bcher-KVA.example'])
      expect(await contactOf(same), same).toBe(owner.id)
    // Plus-addresses, a full stop that some providers overlook, Cyrillic letters, other ways to write a domain.
    const others = [
      'zoe+1@xn--bcher-kva.example',
      'z.oe@xn--bcher-kva.example',
      'z\u043e\u0435@xn--bcher-kva.example',
      'zoe\u0301@xn--bcher-kva.example',
      'zoe@bu\u0308cher.example',
      'zoe@bucher.example',
      'zoe@xn--bcher-kva.example.example',
    ]
    const found = await Promise.all(others.map(contactOf))
    expect(found.filter((one) => one !== 'refused' && one !== null)).toEqual([])
    expect(found.filter((one) => one === null).length).toBeGreaterThanOrEqual(4)
  }, 40_000)

  it('as an agent gets no code: the person does, and reads who asks', async () => {
    const agent = { name: 'Helpful Ltd', email: 'agent@helpful.example' }
    const { mail, ...given } = await ask({ kind: 'erasure', email: 'person@example.com', agent })
    expect(mail).toMatchObject({ to: 'person@example.com', text: expect.stringContaining('Helpful Ltd') })
    expect(sent.some(({ to }) => to === agent.email)).toBe(false)
    const { request } = await confirm(given)
    expect(await acme.team.privacyRequests.get(request.reference)).toMatchObject({ channel: 'agent', agent })
  }, 30_000)

  it('is a scanner of mail: looking at any link changes nothing', async () => {
    await acme.team.contacts.create({ email: 'scanned@example.com' })
    const { pending, code } = await ask({ kind: 'human-review', email: 'scanned@example.com' })
    const { token, request } = await confirm({ pending, code })
    await until(async () => expect((await acme.team.privacyRequests.get(request.reference)).step).toBe('review'))
    const open = await ask({ kind: 'erasure', email: 'scanned@example.com' })
    const rows = () =>
      Promise.all(
        ['privacyRequests', 'privacyIntakes', 'privacyRequestPeople'].map((name) =>
          running.client.db(running.database).collection(name).find({}).sort({ _id: 1 }).toArray(),
        ),
      )
    await until(async () =>
      expect((await acme.team.privacyRequests.get(request.reference)).acknowledgedAt).toBeTruthy(),
    )
    const before = await rows()
    for (const method of ['GET', 'HEAD'])
      for (const path of [`/status?token=${token}`, `?pending=${open.pending}`, '?kind=erasure', '/status?token=cut'])
        expect([200, 404]).toContain((await fetch(`${url}/privacy/${slug}${path}`, { method })).status)
    expect(await rows()).toEqual(before)
  }, 30_000)
})

describe('a person', () => {
  it('sees what stands there after the code alone, and staff see both before it is let go', async () => {
    const { team } = acme
    const ada = await team.contacts.create({ name: 'Ada', email: 'ada@example.com', phone: '+44 7700 900168' })
    const { pending, code } = await ask({ kind: 'correction', email: 'ada@example.com' })
    const tell = (changes: object) => post(portal('/corrections'), { pending, changes })
    expect((await tell({ name: 'Eve' })).status).toBe(400)
    const { current, token, request } = await confirm({ pending, code })
    expect(current).toEqual({ name: 'Ada', email: 'ada@example.com', phone: '+447700900168', company: null })
    const shown = await (await fetch(`${url}${portal('/status')}?token=${token}`)).text()
    for (const word of ['Ada', '7700', 'ada@']) expect(shown).not.toContain(word)
    await expect(team.privacyRequests.release(request.reference)).rejects.toMatchObject({ code: 'request_not_ready' })
    expect((await tell({ name: 'Ada' })).status).toBe(400)
    expect((await tell({ phone: '+44 7700 900999' })).status).toBe(200)
    const seen = await until(async () => {
      const found = await team.privacyRequests.get(request.reference)
      expect(found).toMatchObject({ step: 'review', changes: { phone: '+447700900999' } })
      return found
    })
    expect(seen.current?.phone).toBe('+447700900168')
    await team.privacyRequests.release(request.reference)
    await until(async () => expect((await team.contacts.get(ada.id)).phone).toBe('+447700900999'))
    expect((await tell({ name: 'Eve' })).status).toBe(409)
    clock.advance(hour)
    expect((await tell({ name: 'Eve' })).status).toBe(400)
  }, 30_000)

  it('corrects by forms without scripts, which show what stands there after the code alone', async () => {
    const { team } = acme
    const flo = await team.contacts.create({ name: 'Flo <b>', email: 'flo@example.com' })
    const before = sent.length
    // The browser would rather read French; somebody chose German, which each page hands on to the next.
    let path = `/privacy/${slug}?lang=de`
    const send = async (fields: Record<string, string>) => {
      const answer = await fetch(url + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'accept-language': 'fr' },
      })
      const html = await answer.text()
      path = (/action="([^"]+)"/.exec(html)?.[1] ?? path).replaceAll('&amp;', '&')
      return { status: answer.status, html }
    }
    const asked = await send({ step: 'ask', kind: 'correction', email: 'flo@example.com', regime: 'gdpr' })
    const pending = /name="pending" value="([^"]+)"/.exec(asked.html)?.[1] as string
    expect(asked.html).not.toContain('Flo')
    const code = await until(() => {
      const found = codePattern.exec(sent.slice(before).find(({ to }) => to === 'flo@example.com')?.text ?? '')?.[0]
      if (!found) throw new Error('no code was mailed yet')
      return found
    })
    expect((await send({ step: 'confirm', pending, code: 'AAAA-AAAA' })).html).not.toContain('Flo')
    const shown = await send({ step: 'confirm', pending, code })
    expect(shown.html).toContain('<html lang="de" dir="ltr">')
    expect(path).toBe(`/privacy/${slug}?lang=de`)
    expect(shown.html).toContain('name="name" value="Flo &lt;b&gt;"')
    const fields = { newEmail: 'flo@example.com', phone: '', company: '' }
    expect((await send({ step: 'correct', pending, ...fields, name: 'Flo <b>' })).status).toBe(400)
    expect((await send({ step: 'correct', pending, ...fields, name: 'Florence' })).status).toBe(200)
    await until(async () => expect((await team.contacts.get(flo.id)).name).toBe('Florence'))
  }, 30_000)

  it('ends mails with one click, which stands in the queue as done, once', async () => {
    const { team } = acme
    const bo = await team.contacts.create({ name: 'Bo', email: 'bo@example.com' })
    await team.consent.declare(bo.id, { granted: ['marketing-email'] })
    const { url: link } = await team.consent.unsubscribeHeaders(bo.id)
    const path = link.replace('https://chat.example.com', '')
    for (let press = 0; press < 2; press += 1)
      expect(
        (
          await fetch(url + path, {
            method: 'POST',
            body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
          })
        ).status,
      ).toBe(200)
    const { data } = await team.privacyRequests.list({ contactId: bo.id })
    expect(data).toHaveLength(1)
    expect(data[0]).toMatchObject({
      kind: 'withdrawal',
      status: 'fulfilled',
      channel: 'mail',
      verification: 'none',
      purposes: ['marketing-email'],
      late: false,
    })
    expect(data[0]?.dueAt).toBeTruthy()
    expect(await team.consent.allows(bo.id, 'marketing-email')).toBe(false)
  }, 30_000)

  it('who objected to advertising is not asked for it, and takes the objection back by a link alone', async () => {
    const { team } = acme
    const eve = await team.contacts.create({ email: 'eve@example.com', phone: '+44 7700 900170' })
    await team.privacyRequests.stop({ phone: '+44 7700 900170' })
    await until(async () => expect((await team.privacyRequests.mayUse(eve.id, 'marketing')).allowed).toBe(false))
    sent.length = 0
    await team.consent.permission.request({ email: 'eve@example.com', proof: 'On the telephone' })
    // What they ask for themselves, with a form, they are asked about.
    await team.consent.permission.request({ email: 'eve@example.com', form: { button: 'News, please' } })
    const link = await until(() => {
      const mails = sent.filter(({ to, text }) => to === 'eve@example.com' && text.includes('/consent/confirmation'))
      expect(mails).toHaveLength(1)
      return /\/v1\/consent\/confirmation\?token=\S+/.exec(mails[0]?.text ?? '')?.[0] as string
    })
    expect((await fetch(url + link, { method: 'POST' })).status).toBe(200)
    expect((await team.privacyRequests.mayUse(eve.id, 'marketing')).allowed).toBe(true)
  }, 30_000)

  it('answers STOP by a text message: once, from the gateway alone, and whoever it is', async () => {
    const { team } = acme
    const secret = 'an auth token of Twilio'
    gateways[slug] = { protocol: 'twilio', secret: ['the token before it', secret] }
    const number = '+44 7700 900171'
    const kit = await team.contacts.create({ email: 'kit@example.com', phone: number })
    const at = `/v1/privacy/sms/${slug}`
    const message = (more: Record<string, string>) => ({
      ...{
        ToCountry: 'GB',
        ToState: '',
        From: '+447700900171',
        To: '+447700900000',
        NumMedia: '0',
        ApiVersion: '2010-04-01',
      },
      ...{ AccountSid: 'AC1', MessageSid: `SM${Math.random()}`, Body: 'Stop!', Später: 'ü & = +', ...more },
    })
    const signed = (
      fields: Record<string, string>,
      { key = secret, address = `https://chat.example.com${at}` } = {},
    ) => {
      const text = Object.keys(fields)
        .sort()
        .map((name) => name + fields[name])
        .join('')
      return createHmac('sha1', key)
        .update(address + text)
        .digest('base64')
    }
    const deliver = async (fields: Record<string, string>, signature = signed(fields), path = at) => {
      const answer = await fetch(url + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'x-twilio-signature': signature },
      })
      return [answer.status, answer.headers.get('content-type'), await answer.text()] as const
    }
    const twiml = [
      200,
      'text/xml; charset=utf-8',
      '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
    ] as const
    const mayUse = async () => (await team.privacyRequests.mayUse(kit.id, 'marketing')).allowed
    // What is not from the gateway, or nothing to end, changes nothing.
    const stop = message({})
    for (const signature of [
      '',
      'AAAA',
      signed(stop, { key: 'another token, of somebody' }),
      signed({ ...stop, Body: 'Hi' }),
    ])
      expect((await deliver(stop, signature))[0]).toBe(403)
    expect((await deliver(stop, signed(stop, { address: `https://evil.example${at}` })))[0]).toBe(403)
    const theirs = `/v1/privacy/sms/${(await (await makeTeam(running.sotto)).team.team.get()).slug}`
    expect((await deliver(stop, signed(stop), theirs))[0]).toBe(404)
    for (const Body of ['Stop by at five?', '', 'START']) expect(await deliver(message({ Body }))).toEqual(twiml)
    const report = { MessageSid: 'SM1', MessageStatus: 'delivered' }
    expect((await deliver(report))[0]).toBe(400)
    expect(await mayUse()).toBe(true)
    // A port that goes without saying, and a secret that is being replaced.
    const other = { key: 'the token before it', address: `https://chat.example.com:443${at}` }
    expect(await deliver(stop, signed(stop, other))).toEqual(twiml)
    await until(async () => expect(await mayUse()).toBe(false))
    const asked = async () => (await team.privacyRequests.list({ contactId: kit.id })).data
    expect(await asked()).toMatchObject([{ kind: 'objection', channel: 'sms', verification: 'none' }])
    // Nobody has the number: the same answer, and no list brings it.
    const unknown = { From: 'whatsapp:+447700900172', Body: 'bye', OptOutType: 'STOP' }
    expect(await deliver(message(unknown))).toEqual(twiml)
    const rows = [{ value: { externalId: 'x', granted: ['marketing-sms'], at: '2026-05-01T00:00:00Z' } }]
    expect(await team.consent.import(rows, { origin: 'a list', contacts: 'create' })).toMatchObject({ refused: 0 })
    const { apiKey } = await team.apiKeys.create({ name: 'CRM', scopes: ['contacts:write'] })
    const crm = { kind: 'api-key', teamId: acme.teamId, apiKeyId: apiKey.id, scopes: ['contacts:write'] } as const
    const synced = running.sotto.as(crm, { ip: null, requestId: null }).team.contacts
    await expect(synced.create({ phone: '+44 7700 900172' })).rejects.toMatchObject({ code: 'contact_suppressed' })
    // They want advertising again; the same message, posted again, ends nothing.
    await team.consent.permission.request({ email: 'kit@example.com', form: { button: 'News, please' } })
    const link = await until(() => {
      const mail = sent.findLast(({ to, text }) => to === 'kit@example.com' && text.includes('/consent/confirmation'))
      return (
        /\/v1\/consent\/confirmation\?token=\S+/.exec(mail?.text ?? 'none')?.[0] ?? Promise.reject(new Error('no mail'))
      )
    })
    await fetch(url + link, { method: 'POST' })
    expect(await mayUse()).toBe(true)
    expect(await Promise.all([deliver(stop), deliver(stop)])).toEqual([twiml, twiml])
    clock.advance(hour)
    expect([await mayUse(), (await asked()).length]).toEqual([true, 1])

    // Another gateway, which posts a form of its own.
    gateways[slug] = { protocol: 'form', secret }
    const form = { from: number, text: ' ARRÊT ', id: '77' }
    const signature = formSignature(secret, `https://chat.example.com${at}`, Object.entries(form))
    expect((await deliver({ ...form, signature: signature.replace(/^./, 'g') }))[0]).toBe(403)
    expect(await deliver({ ...form, signature })).toMatchObject([200, 'text/plain; charset=utf-8', ''])
    await until(async () => expect(await mayUse()).toBe(false))
  }, 40_000)

  it('knows the signature that Twilio’s own examples have, and words that mean STOP', () => {
    const fields = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+12349013030',
      Digits: '1234',
      From: '+12349013030',
      To: '+18005551212',
    }
    const given: Record<string, string> = { 'x-twilio-signature': '0/KCTR6DLpKmkAf8muzZqo1nDgQ=' }
    const form = {
      fields: Object.entries(fields),
      url: '/myapp.php?foo=1&bar=2',
      header: (name: string) => given[name] ?? null,
    }
    const gateway = { protocol: 'twilio', secret: '12345' } as const
    expect(isSigned(gateway, 'https://mycompany.com', form)).toBe(true)
    expect(isSigned(gateway, 'https://mycompany.com', { ...form, url: '/myapp.php?foo=1' })).toBe(false)
    expect(() => checkedGateway(gateway)).toThrow('at least 16 characters')
    expect(['STOP', 'stop.', ' Stop all ', 'OPT-OUT', 'Arrêt', 'СТОП', '停止'].filter((text) => !isStop(text))).toEqual(
      [],
    )
    expect(['stop it', 'do not stop', '', 'start', 'endless'].filter(isStop)).toEqual([])
  })

  it('opts out of exactly what the policy says is sold, and limits what it says is sensitive', async () => {
    const { team } = acme
    const cy = await team.contacts.create({ email: 'cy@example.com' })
    const policy = await team.consent.policies.create({
      name: 'Shop',
      draft: {
        site: { name: 'Shop' },
        categories: [
          { id: 'necessary', necessary: true },
          { id: 'analytics' },
          { id: 'ads', soldOrShared: true },
          { id: 'health', sensitive: true },
        ],
        services: [
          { id: 'pixel', category: 'ads', name: 'Pixel' },
          { id: 'maps', category: 'analytics', name: 'Maps' },
        ],
      },
    })
    await team.consent.policies.publish(policy.id)
    await team.consent.declare(cy.id, { granted: ['analytics', 'ads', 'pixel', 'maps', 'health'] })
    const allowed = async () => {
      const names = ['analytics', 'ads', 'pixel', 'maps', 'health']
      const asked = await Promise.all(names.map((name) => team.consent.allows(cy.id, name)))
      return names.filter((_name, at) => asked[at])
    }
    expect(await allowed()).toEqual(['analytics', 'ads', 'pixel', 'maps', 'health'])
    await (await team.privacyRequests.open({ kind: 'opt-out', subject: cy.id, regime: 'ccpa' })).completed()
    expect(await allowed()).toEqual(['analytics', 'maps', 'health'])
    await (await team.privacyRequests.open({ kind: 'limit', subject: cy.id, regime: 'ccpa' })).completed()
    expect(await allowed()).toEqual(['analytics', 'maps'])
    // What is restricted is used for nothing, whatever they had agreed to.
    await (await team.privacyRequests.open({ kind: 'restriction', subject: cy.id })).completed()
    expect(await allowed()).toEqual([])
  }, 30_000)

  it('who is answered late is seen late, first in the queue, and stays so', async () => {
    const { team } = acme
    const di = await team.contacts.create({ email: 'di@example.com' })
    const request = await team.privacyRequests.open({ kind: 'human-review', subject: di.id })
    await until(async () => expect((await team.privacyRequests.get(request.id)).step).toBe('review'))
    clock.advance(Date.parse(request.dueAt) - clock.now().getTime() - 1)
    expect((await team.privacyRequests.list({ late: 'true' })).data.map(({ id }) => id)).not.toContain(request.id)
    clock.advance(2)
    const late = (await team.privacyRequests.list({ late: 'true' })).data
    expect(late.find(({ id }) => id === request.id)).toMatchObject({ late: true, step: 'review' })
    await team.privacyRequests.release(request.id, { answer: 'Somebody looked at it' })
    expect(await team.privacyRequests.get(request.id)).toMatchObject({ status: 'fulfilled', late: true })
  }, 30_000)
})
