import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hashOfText, textOf } from '../texts.ts'
import {
  acme,
  ask,
  clock,
  contactOf,
  form,
  headingOf,
  here,
  hour,
  key,
  mailTo,
  person,
  press,
  requests,
  running,
  sent,
  someone,
  until,
  url,
  usePermission,
} from './testing/permission-server.ts'

usePermission()

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
