import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { codePattern, hour, until, usePortal } from './testing/portal.ts'

const place = usePortal()
const { clock, sent, post, portal, ask, confirm } = place

describe('a person', () => {
  it('is one person however their address is written, in letters of any language', async () => {
    const { team } = place.acme
    const { id } = await team.contacts.create({ name: 'Zoë', email: 'zoë@bücher.example' })
    const spellings = ['Zoë@xn--bcher-kva.example', 'zoe\u0308@bu\u0308cher.example', 'ＺＯË@BÜCHER。example']
    for (const email of spellings) {
      await expect(team.contacts.create({ email })).rejects.toMatchObject({ code: 'contact_exists' })
      expect((await team.contacts.list({ email })).data.map((found) => found.id)).toEqual([id])
      // Nothing of it is cut off: it would be the address of somebody else.
      await expect(team.contacts.create({ email: `${email}/x` })).rejects.toMatchObject({ code: 'invalid_request' })
    }
    const asked = await ask({ kind: 'erasure', email: spellings[1] })
    // Mail servers know domains in ASCII alone.
    expect(asked.mail.to).toBe('zoë@xn--bcher-kva.example')
    const { request } = await confirm(asked)
    const seen = await until(async () => {
      const found = await team.privacyRequests.get(request.reference)
      expect(found).toMatchObject({ step: 'review', contactId: id })
      return found
    })
    sent.length = 0
    await team.privacyRequests.release(seen.id)
    await until(async () => expect((await team.privacyRequests.get(seen.id)).status).toBe('fulfilled'))
    const nonce = /nobody else has it: ([\w-]+)/.exec(await until(() => sent[0]?.text ?? expect.fail('no mail')))?.[1]
    const hmac = createHmac('sha256', Buffer.from(nonce ?? '', 'base64url')).update('zoë@xn--bcher-kva.example')
    expect(String(await team.privacyRequests.certificate(seen.id, 'json'))).toContain(hmac.digest('hex'))
    for (const email of spellings)
      await expect(team.contacts.create({ email }, 'list')).rejects.toMatchObject({ code: 'contact_suppressed' })
  }, 30_000)

  it('is led by the mail to the field for the code, also where staff asked for them', async () => {
    const { team } = place.acme
    const before = sent.length
    const { id } = await team.privacyRequests.open({ kind: 'access', email: 'mai@example.com' })
    const { text } = await until(() => sent.slice(before).find((one) => one.text.includes('pending=')) ?? expect.fail())
    const link = new URL(/http\S+/.exec(text)?.[0] ?? '')
    const page = await (await fetch(`${place.url}${link.pathname}${link.search}`)).text()
    expect(page).toContain('autocomplete="one-time-code"')
    const pending = link.searchParams.get('pending') as string
    await confirm({ pending, code: codePattern.exec(text)?.[0] as string })
    expect((await team.privacyRequests.get(id)).verification).toBe('code')
  })

  it('sees what stands there after the code alone, and staff see both before it is let go', async () => {
    const { team } = place.acme
    const ada = await team.contacts.create({ name: 'Ada', email: 'ada@example.com', phone: '+44 7700 900168' })
    const { pending, code } = await ask({ kind: 'correction', email: 'ada@example.com' })
    const tell = (changes: object) => post(portal('/corrections'), { pending, changes })
    expect((await tell({ name: 'Eve' })).status).toBe(400)
    const { current, token, request } = await confirm({ pending, code })
    expect(current).toEqual({ name: 'Ada', email: 'ada@example.com', phone: '+447700900168', company: null })
    const shown = await (await fetch(`${place.url}${portal('/status')}?token=${token}`)).text()
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
    const { team } = place.acme
    const flo = await team.contacts.create({ name: 'Flo <b>', email: 'flo@example.com' })
    const before = sent.length
    // The browser would rather read French; somebody chose German, which each page hands on to the next.
    let path = `/privacy/${place.slug}?lang=de`
    const send = async (fields: Record<string, string>) => {
      const answer = await fetch(place.url + path, {
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
    expect(path).toBe(`/privacy/${place.slug}?lang=de`)
    expect(shown.html).toContain('name="name" value="Flo &lt;b&gt;"')
    const fields = { newEmail: 'flo@example.com', phone: '', company: '' }
    expect((await send({ step: 'correct', pending, ...fields, name: 'Flo <b>' })).status).toBe(400)
    expect((await send({ step: 'correct', pending, ...fields, name: 'Florence' })).status).toBe(200)
    await until(async () => expect((await team.contacts.get(flo.id)).name).toBe('Florence'))
  }, 30_000)

  it('ends mails with one click, which stands in the queue as done, once', async () => {
    const { team } = place.acme
    const bo = await team.contacts.create({ name: 'Bo', email: 'bo@example.com' })
    await team.consent.declare(bo.id, { granted: ['marketing-email'] })
    const { url: link } = await team.consent.unsubscribeHeaders(bo.id)
    const path = link.replace('https://chat.example.com', '')
    for (let press = 0; press < 2; press += 1)
      expect(
        (
          await fetch(place.url + path, {
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
    const { team } = place.acme
    const eve = await team.contacts.create({ email: 'eve@example.com', phone: '+44 7700 900170' })
    await team.privacyRequests.stop({ phone: '+44 7700 900170' })
    await until(async () => expect((await team.privacyRequests.mayUse(eve.id, 'marketing')).allowed).toBe(false))
    // Nor is who was erased, of whom nobody knows any more that they were.
    const gone = await team.contacts.create({ email: 'gone@example.com' })
    await (await team.privacyRequests.open({ kind: 'erasure', contactId: gone.id })).completed()
    sent.length = 0
    const emails = ['gone@example.com', 'eve@example.com']
    for (const email of emails) await team.consent.permission.request({ email, proof: 'On the telephone' })
    // What they ask for themselves, with a form, they are asked about.
    for (const email of emails) await team.consent.permission.request({ email, form: { button: 'News, please' } })
    const asked = () => sent.filter(({ text }) => text.includes('/consent/confirmation'))
    await until(() =>
      expect(
        asked()
          .map(({ to }) => to)
          .toSorted(),
      ).toEqual(emails.toSorted()),
    )
    const mail = asked().find(({ to }) => to === 'eve@example.com')
    const link = /\/v1\/consent\/confirmation\?token=\S+/.exec(mail?.text ?? '')?.[0] as string
    expect((await fetch(place.url + link, { method: 'POST' })).status).toBe(200)
    expect((await team.privacyRequests.mayUse(eve.id, 'marketing')).allowed).toBe(true)
  }, 30_000)

  it('opts out of exactly what the policy says is sold, and limits what it says is sensitive', async () => {
    const { team } = place.acme
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
    const { team } = place.acme
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
