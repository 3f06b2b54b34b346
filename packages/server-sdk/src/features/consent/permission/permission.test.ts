import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sottoRouter } from '../../../http/router.ts'
import type { MailTransport, OutgoingMail } from '../../../mail/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../../testing/index.ts'
import { hashOfText, textOf } from '../texts.ts'

const clock = testClock()
const hour = 60 * 60 * 1000
const sent: OutgoingMail[] = []
let isDown = false
const transport: MailTransport = {
  description: 'a test',
  async send(mail) {
    if (isDown) throw new Error('down')
    sent.push(mail)
  },
}
let running: TestSotto
let acme: TestTeam
let server: Server
let url: string
let key: string

beforeAll(async () => {
  running = await startTestSotto({
    now: clock.now,
    publicUrl: 'https://chat.example.com/',
    mail: {
      transport,
      from: { name: 'Sotto', address: 'no-reply@sotto.example' },
      unsubscribeTo: 'leave@sotto.example',
    },
  })
  acme = await makeTeam(running.sotto, 'Kestrel & Co <Cycles>')
  key = (await acme.team.bots.create({ name: 'Wren', visibility: 'public' })).publishableKey
  server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await running.close()
})
beforeEach(() => {
  sent.length = 0
  isDown = false
})

const until = <T>(check: () => Promise<T> | T) => vi.waitFor(check, { timeout: 10_000, interval: 10 })
const mailTo = (to: string) =>
  until(() => {
    const mail = sent.find((one) => one.to === to)
    if (!mail) throw new Error('no mail yet')
    return mail
  })
/** Where a link leads on this machine. */
const here = (text: string) => {
  const link = /https:\/\/chat\.example\.com(\/v1\/\S+?token=[\w.-]+)/.exec(text)?.[1]
  if (!link) throw new Error(`no link in: ${text}`)
  return url + link
}
const form = { heading: 'Neues aus der Werkstatt?', button: 'Ja, bitte' }
const ask = (email: string, body: Record<string, unknown> = { form }, as = key) =>
  fetch(`${url}/v1/consent/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', origin: 'https://shop.example' },
    body: JSON.stringify({ email, ...body }),
  })
const press = (link: string, fields: Record<string, string> = {}) =>
  fetch(link, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
const person = async (email: string) =>
  (await acme.team.contacts.find({ email }).toArray())[0]?.id ?? (await acme.team.contacts.create({ email })).id
const contactOf = async (email: string) => (await acme.team.contacts.find({ email }).toArray())[0]?.id
const headingOf = async (response: Response) => /<h1>([^<]*)<\/h1>/.exec(await response.text())?.[1]
const requests = () => running.client.db(running.database).collection('permissionRequests')
let count = 0
const someone = () => `someone${++count}@example.com`

/** Somebody who agreed by mail. */
async function agreed(): Promise<{ email: string; contactId: string }> {
  const email = someone()
  await ask(email)
  await press(here((await mailTo(email)).text))
  return { email, contactId: (await contactOf(email)) as string }
}

describe('asking an address', () => {
  it('records nothing before the button, and then what was said, by whom it was asked, and every word', async () => {
    const email = someone()
    const asked = await ask(email, { form, language: 'en-GB' })
    expect(asked.status).toBe(202)
    expect(await asked.json()).toEqual({ expiresAt: new Date(clock.now().getTime() + 72 * hour).toISOString() })
    const requestedAt = clock.now()
    const mail = await mailTo(email)
    expect(mail.from).toEqual({ name: 'Kestrel & Co <Cycles>', address: 'no-reply@sotto.example' })
    expect(mail.headers).not.toHaveProperty('List-Unsubscribe')
    expect(mail.html).not.toMatch(/<img|<style/)
    expect(mail.html.match(/href=/g)).toHaveLength(1)
    clock.advance(hour)
    const link = here(mail.text)
    for (let look = 0; look < 3; look++) {
      const page = await fetch(link)
      expect(page.status).toBe(200)
      expect(page.headers.get('set-cookie')).toBeNull()
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
      expect(page.headers.get('referrer-policy')).toBe('no-referrer')
      const html = await page.text()
      expect(html).toContain('Kestrel &amp; Co &lt;Cycles&gt;')
      expect(html).toMatch(/<form method="post"><button>Yes, send them<\/button><\/form>/)
      expect(html).not.toMatch(/<script|src=|http/)
    }
    expect(await contactOf(email)).toBeUndefined()
    const done = await press(link)
    expect([done.status, done.headers.get('set-cookie')]).toEqual([200, null])
    expect(await headingOf(done)).toBe('Thank you, it is confirmed')
    const contactId = (await contactOf(email)) as string
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(true)
    const { data } = await acme.team.consent.list({ contactId })
    expect(data).toMatchObject([
      {
        choices: { 'marketing-email': 'granted' },
        source: 'email',
        layer: 'email',
        layout: 'double-opt-in',
        language: 'en-GB',
        proof: 'Form on https://shop.example',
        requestedAt: requestedAt.toISOString(),
        at: clock.now().toISOString(),
      },
    ])
    const line = data[0] as (typeof data)[number]
    const { shown, receipt } = await acme.team.consent.get(line.id)
    expect(shown).toMatchObject({
      'form.heading': form.heading,
      'form.button': form.button,
      'mail.subject': mail.subject,
      'mail.text': mail.text.replace(/https:\S+/, '{link}'),
      'page.button': 'Yes, send them',
    })
    const texts = shown as Record<string, string>
    expect(line.text).toBe(hashOfText(textOf({ layer: 'email', layout: 'double-opt-in', language: 'en-GB', texts })))
    expect(await acme.team.consent.checkReceipt(receipt)).toEqual({ signature: 'valid', ledger: 'recorded' })
    expect(await headingOf(await press(link))).toBe('It was confirmed before')
    expect(await headingOf(await fetch(link))).toBe('It was confirmed before')
    expect((await acme.team.consent.list({ contactId })).data).toHaveLength(1)
  })

  it('confirms once, whoever presses at the same time', async () => {
    const email = someone()
    await ask(email)
    const link = here((await mailTo(email)).text)
    const headings = await Promise.all([1, 2, 3, 4].map(async () => headingOf(await press(link))))
    expect(headings.filter((heading) => heading === 'Thank you, it is confirmed')).toHaveLength(1)
    const contactId = (await contactOf(email)) as string
    expect((await acme.team.consent.list({ contactId })).data).toHaveLength(1)
  })

  it('answers alike for everybody, and writes to an address three times a day', async () => {
    const known = someone()
    await person(known)
    const stranger = someone()
    const answers = []
    for (const email of [known, stranger, known.toUpperCase(), known, known, known]) {
      const answer = await ask(email)
      answers.push([answer.status, await answer.text()])
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    await mailTo(stranger)
    await until(() => expect(sent.filter(({ to }) => to.toLowerCase() === known)).toHaveLength(3))
    const crowd = someone()
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => ask(crowd)))
    await until(() => expect(sent.filter(({ to }) => to === crowd)).toHaveLength(3))
    clock.advance(24 * hour)
    sent.length = 0
    await ask(known)
    await mailTo(known)
  })

  it('lets nobody write to strangers: no word of the caller is in the mail', async () => {
    const email = someone()
    const spam = 'BUY-CHEAP-https://spam.example'
    const title = await ask(email, { form: { [spam]: spam }, purpose: 'cheap-watches' })
    expect(title.status).toBe(400)
    await ask(email, { form: { heading: spam } })
    const mail = await mailTo(email)
    expect(JSON.stringify(mail)).not.toContain('spam.example')
    expect((await ask(someone(), {})).status).toBe(400)
    expect((await ask(someone(), { form, proof: 'He said so' })).status).toBe(400)
  })

  it('asks about what a published policy calls by a name, in the language of the person', async () => {
    const { id } = await acme.team.consent.policies.create({
      name: 'Shop',
      draft: {
        site: { name: 'Shop' },
        categories: [
          { id: 'necessary', necessary: true },
          { id: 'workshop-news', title: { en: 'Workshop dates', de: 'Termine der Werkstatt' } },
        ],
      },
    })
    await acme.team.consent.policies.publish(id)
    const email = someone()
    await ask(email, { form, purpose: 'workshop-news', language: 'de' })
    expect((await mailTo(email)).text).toContain('Termine der Werkstatt')
    expect((await ask(someone(), { form, purpose: 'necessary' })).status).toBe(400)
  })

  it('forgets what nobody confirmed when the link has expired, tokens and key, and says so to who comes late', async () => {
    const email = someone()
    await ask(email)
    const link = here((await mailTo(email)).text)
    const lies = JSON.stringify(await requests().find().toArray())
    expect(lies).not.toContain(email)
    expect(lies).not.toContain('Werkstatt')
    const row = await requests().findOne({ state: 'asked' }, { sort: { _id: -1 } })
    clock.advance(72 * hour)
    for (const response of [await fetch(link), await press(link)]) {
      expect(response.status).toBe(410)
      expect(await headingOf(response)).toBe('This link has expired')
    }
    expect(await contactOf(email)).toBeUndefined()
    const keys = running.client.db(`${running.database}_keys`).collection('unitKeys')
    const tokens = running.client.db(`${running.database}_index`).collection('tokens')
    await until(async () => expect(await requests().countDocuments({ expiresAt: { $lte: clock.now() } })).toBe(0))
    expect(await keys.countDocuments({ _id: row?.unit })).toBe(0)
    expect(await tokens.countDocuments({ row: row?._id as never })).toBe(0)
    expect((await fetch(link)).status).toBe(410)
    for (const token of ['', 'x', 'A'.repeat(80), `${'z'.repeat(7)}.${'A'.repeat(43)}`]) {
      const lost = await fetch(`${url}/v1/consent/confirmation?token=${token}&utm_source=mail`, {
        headers: { 'accept-language': 'xx, en' },
      })
      expect([lost.status, await headingOf(lost)]).toEqual([404, 'This link is not complete'])
    }
  })
})

describe('an advertising mail', () => {
  it('carries its way out, which one click of a mail program takes at once, without cookies and redirects', async () => {
    const { contactId, email } = await agreed()
    sent.length = 0
    await acme.team.consent.permission.send(contactId, { subject: 'New brakes', text: 'They are here.\n' })
    const mail = await mailTo(email)
    const [, link = '', mailto = ''] =
      /^<(https:\S+)>, <(mailto:\S+)>$/.exec(mail.headers['List-Unsubscribe'] ?? '') ?? []
    expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(mailto).toBe(`mailto:leave@sotto.example?subject=${link.split('token=')[1]}`)
    expect(link).not.toContain(contactId)
    expect(Buffer.from(link.split('.').at(-1) as string, 'base64url').toString('latin1')).not.toContain('someone')
    expect(mail.text).toBe(`They are here.\n\n-- \nUnsubscribe: ${link}`)
    expect(mail.html).toContain(`href="${link}"`)

    const looked = await fetch(here(link))
    expect(await headingOf(looked)).toBe('Unsubscribe')
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(true)
    const form = new FormData()
    form.set('List-Unsubscribe', 'One-Click')
    const clicked = await fetch(`${here(link)}&utm_campaign=x`, { method: 'POST', body: form, redirect: 'manual' })
    expect([clicked.status, clicked.headers.get('set-cookie')]).toEqual([200, null])
    expect(await acme.team.consent.check(contactId, 'marketing-email')).toMatchObject({ reason: 'denied' })
    clock.advance(1000)
    expect((await press(here(link), { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    expect((await acme.team.consent.list({ contactId })).data.map(({ source }) => source)).toEqual(['email', 'email'])
    await expect(
      acme.team.consent.permission.send(contactId, { subject: 'More', text: 'More.' }),
    ).rejects.toMatchObject({ code: 'permission_missing' })

    const page = await press(here(link))
    expect(await page.text()).toContain('<input type="hidden" name="action" value="subscribe"><button>Subscribe again')
    expect(await headingOf(await press(here(link), { action: 'subscribe' }))).toBe('Thank you, it is confirmed')
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(true)
    clock.advance(1000)
    await press(here(link), { action: 'subscribe', 'List-Unsubscribe': 'One-Click' })
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(false)
    clock.advance(31 * 24 * hour)
    await press(here(link), { action: 'subscribe' })
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(false)
  })

  it('that waits is not sent to who withdrew, or has another address by now', async () => {
    const [left, moved, stays] = [await agreed(), await agreed(), await agreed()]
    sent.length = 0
    isDown = true
    clock.advance(1000)
    const ids: string[] = []
    for (const { contactId } of [left, moved, stays])
      ids.push((await acme.team.consent.permission.send(contactId, { subject: 'S', text: 'T' })).id)
    const mails = running.client
      .db(running.database)
      .collection<{ _id: string; state: string; problem: string }>('mails')
    const jobs = running.client.db(running.database).collection('jobs')
    const tried = { 'payload.mail': { $in: ids }, state: 'queued', attempts: { $gte: 1 } }
    await until(async () => expect(await jobs.countDocuments(tried)).toBe(3))
    await acme.team.consent.withdraw(left.contactId)
    await acme.team.contacts.change(moved.contactId, { email: someone() })
    isDown = false
    clock.advance(hour)
    await mailTo(stays.email)
    await until(async () => expect(await mails.countDocuments({ _id: { $in: ids }, state: 'failed' })).toBe(2))
    expect(sent.map(({ to }) => to)).toEqual([stays.email])
    const problems = (await mails.find({ _id: { $in: ids }, state: 'failed' }).toArray()).map(({ problem }) => problem)
    expect(problems.sort()).toEqual([
      'The contact does not permit marketing-email: denied.',
      'The contact has another address by now.',
    ])
  })
})

describe('the link of other software', () => {
  it('is made for a contact or an address, ends after a merge, and brings nobody back', async () => {
    const { contactId, email } = await agreed()
    const { url: link, headers } = await acme.team.consent.unsubscribeHeaders(email)
    expect(headers['List-Unsubscribe']).toContain(`<${link}>`)
    expect((await acme.team.consent.unsubscribeHeaders(contactId)).url).not.toBe(link)
    await expect(acme.team.consent.unsubscribeHeaders(someone())).rejects.toMatchObject({ code: 'not_found' })
    // The contact became part of another one, which has its address now.
    await acme.team.contacts.change(contactId, { email: null })
    const merged = await person(email)
    await acme.team.consent.declare(merged, { granted: ['marketing-email'] })
    clock.advance(1000)
    await press(here(link))
    for (const id of [contactId, merged]) expect(await acme.team.consent.allows(id, 'marketing-email')).toBe(false)
  })

  it('objects where nobody ever agreed, and offers no agreement then', async () => {
    const email = someone()
    const contactId = await person(email)
    const { url: link } = await acme.team.consent.unsubscribeHeaders(contactId, 'marketing-email', 'en')
    const left = await (await press(here(link))).text()
    expect(left).not.toContain('<form')
    expect(await acme.team.consent.check(contactId, 'marketing-email')).toMatchObject({ reason: 'denied' })
    await press(here(link), { action: 'subscribe' })
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(false)
  })

  it('is nobody else’s, and not to be made up', async () => {
    const { contactId } = await agreed()
    const other = await makeTeam(running.sotto)
    const { url: link } = await acme.team.consent.unsubscribeHeaders(contactId)
    const [, ulid = '', sealed = ''] = /token=(\w+)\.([\w-]+)$/.exec(link) ?? []
    const altered = Buffer.from(sealed, 'base64url')
    altered[40] = (altered[40] as number) ^ 1
    for (const token of [
      `${other.teamId.slice(5)}.${sealed}`,
      `${ulid}.${altered.toString('base64url')}`,
      `01jd7m3y8ftqv3xk9c2a5b6w70.${sealed}`,
      '',
    ]) {
      const response = await press(`${url}/v1/consent/unsubscribe?token=${token}`)
      expect([response.status, await headingOf(response)]).toEqual([404, 'This link is not complete'])
    }
    expect(await acme.team.consent.allows(contactId, 'marketing-email')).toBe(true)
    const keys = running.client.db(`${running.database}_keys`).collection('teamKeys')
    expect(await keys.countDocuments({ teamId: 'team_01jd7m3y8ftqv3xk9c2a5b6w70' })).toBe(0)
  })
})

describe('the guide', () => {
  const guide = readFileSync(new URL('../../../../../../docs/guides/marketing-permission.md', import.meta.url), 'utf8')
  const blocks = [...guide.matchAll(/```js\n([\s\S]*?)\n```/g)].map(([, code = '']) => code)
  type Runs = new (...of: string[]) => (...given: unknown[]) => Promise<unknown>
  const Runs = Object.getPrototypeOf(async () => {}).constructor as Runs
  const run = (code: string | undefined, given: Record<string, unknown>) =>
    new Runs(...Object.keys(given), code ?? 'throw new Error("there is no such block")')(...Object.values(given))

  it('has examples that do what it says', async () => {
    const email = someone()
    const [form, counter, send, other] = blocks
    const local = (code = '') => code.replace('https://chat.example.com', url).replace('pk_live_…', key)
    const document = { documentElement: { lang: 'de-AT' } }
    await run(`${local(form)}\nawait askForNews(email)`, { document, email })
    const asked = await mailTo(email)
    expect(asked.text).toContain('Neuigkeiten und Angebote per E-Mail')
    await run(counter?.replace('ada@example.com', someone()), { team: acme.team })
    await press(here(asked.text))
    const contactId = await contactOf(email)
    sent.length = 0
    await run(send, { team: acme.team, contactId })
    const mail = await mailTo(email)
    expect(mail.text).toMatch(/No more\? https:\/\/chat\.example\.com\/v1\/consent\/unsubscribe\?token=/)
    const letters: { headers: Record<string, string>; text: string }[] = []
    const newsletter = { send: async (letter: (typeof letters)[number]) => void letters.push(letter) }
    await run(other, { team: acme.team, contactId, newsletter })
    expect(letters[0]?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(await headingOf(await press(here(letters[0]?.text as string)))).toBe('Sie haben abbestellt')
    await run(other, { team: acme.team, contactId, newsletter })
    expect(letters).toHaveLength(1)
  })
})
