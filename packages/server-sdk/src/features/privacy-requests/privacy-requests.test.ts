import { verifyCertificate } from '@sotto/verify'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MailTransport, OutgoingMail } from '../../mail/index.ts'
import { atItsPace } from '../../testing/at-its-pace.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'

const clock = testClock()
const day = 24 * 60 * 60 * 1000
const visit = { languages: ['en'], requestId: null }
const sent: OutgoingMail[] = []
const transport: MailTransport = {
  description: 'a test',
  async send(mail) {
    sent.push(mail)
  },
}
let running: TestSotto
let acme: TestTeam
let other: TestTeam
let slug: string

beforeAll(async () => {
  running = await startTestSotto({
    now: clock.now,
    publicUrl: 'https://chat.example.com/',
    models: { embeddings: wordsOnly },
    mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
  })
  acme = await makeTeam(running.sotto, 'Acme')
  other = await makeTeam(running.sotto, 'Other')
  slug = (await acme.team.team.get()).slug
}, 30_000)
afterAll(() => running.close())
beforeEach(() => {
  sent.length = 0
  // An address gets few codes in an hour.
  clock.advance(day)
})

const until = <T>(check: () => Promise<T> | T) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const mailTo = (to: string, saying: RegExp | string = '') =>
  until(() => {
    const mail = sent.find(
      (one) => one.to === to && (typeof saying === 'string' ? one.text.includes(saying) : saying.test(one.text)),
    )
    if (!mail) throw new Error(`no mail to ${to} that says ${saying}`)
    return mail
  })
const codePattern = /[A-Z2-9]{4}-[A-Z2-9]{4}/
const ask = async (input: Parameters<typeof running.sotto.privacyPortal.ask>[1], at = slug) => {
  sent.length = 0
  const { pending } = await running.sotto.privacyPortal.ask(at, input, visit)
  return { pending, code: codePattern.exec((await mailTo(input.email.toLowerCase(), codePattern)).text)?.[0] ?? '' }
}
const confirm = (given: { pending: string; code: string }, at = slug) =>
  running.sotto.privacyPortal.confirm(at, given, visit)
const reach = (team: TestTeam, id: string, step: string) =>
  until(async () => {
    const found = await team.team.privacyRequests.get(id)
    expect(found.step).toBe(step)
    return found
  })

describe('an erasure', () => {
  it('is opened and completed in one breath by software, and certified', async () => {
    const { team } = acme
    const ada = await team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
    const request = await team.privacyRequests.open({ kind: 'erasure', subject: ada.id, reason: 'asked by mail' })
    const { certificate, request: after } = await request.completed()
    expect(JSON.parse(certificate?.certificate ?? '')).toMatchObject({ request: request.id, scan: { found: 0 } })
    expect(after).toMatchObject({ status: 'fulfilled', contactId: null, email: null, releasedBy: acme.ownerId })
    await expect(team.contacts.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
    await mailTo('ada@example.com', 'has erased your data')
  }, 40_000)

  it('asked in the portal is shown with its plan, and runs by itself three days before its end', async () => {
    const { team } = acme
    const bo = await team.contacts.create({ name: 'Bo', email: 'bo@example.com' })
    await team.tickets.create({ contactId: bo.id, subject: 'Shoes' })
    const { request, token } = await confirm(await ask({ kind: 'erasure', email: 'Bo@Example.com' }))
    const seen = await reach(acme, request.reference, 'review')
    expect(seen.plan?.collections.find(({ collection }) => collection === 'tickets')).toBeTruthy()
    const due = new Date(request.dueAt)
    expect(due.getTime() - new Date(request.receivedAt).getTime()).toBeLessThanOrEqual(30 * day)
    clock.advance(Date.parse(seen.runsByItselfAt ?? '') - clock.now().getTime() + 1000)
    await atItsPace(running, clock, async () =>
      expect((await running.sotto.privacyPortal.status(slug, token, visit)).status).toBe('fulfilled'),
    )
    // As they and staff download it, with what the mail tells them, it is what the checker takes.
    const file = String(await running.sotto.privacyPortal.certificate(slug, token, 'json', visit))
    expect(await team.privacyRequests.certificate(request.reference, 'json')).toBe(file)
    const { text: told } = await mailTo('bo@example.com', 'has erased your data')
    const nonce = told.split(/\s+/).find((word) => /^[\w-]{22}$/.test(word)) as string
    const keys = [(await team.audit.checkpoint()).publicKey]
    const verdict = await verifyCertificate(file, { keys, address: 'bo@example.com', nonce })
    expect([verdict.status, verdict.problems]).toEqual(['valid', []])
  }, 40_000)

  it('written down late leaves a while to look at it, and to take it back', async () => {
    const { team } = acme
    const receivedAt = new Date(clock.now().getTime() - 29 * day).toISOString()
    const late = async (email: string) => {
      const { id } = await team.contacts.create({ email })
      return team.privacyRequests.open({ kind: 'erasure', subject: id, channel: 'mail', receivedAt })
    }
    const [cancelled, left] = [await late('hasty@example.com'), await late('late@example.com')]
    for (const { id } of [cancelled, left]) await reach(acme, id, 'review')
    await team.privacyRequests.revoke(cancelled.id)
    const { runsByItselfAt, dueAt } = await team.privacyRequests.get(left.id)
    expect(Date.parse(runsByItselfAt ?? '')).toBeLessThan(Date.parse(dueAt))
    clock.advance(Date.parse(runsByItselfAt ?? '') - clock.now().getTime() - 1000)
    expect((await team.privacyRequests.get(left.id)).step).toBe('review')
    clock.advance(2000)
    await atItsPace(running, clock, async () =>
      expect((await team.privacyRequests.get(left.id)).status).toBe('fulfilled'),
    )
    expect((await team.contacts.list({ email: 'hasty@example.com' })).data).toHaveLength(1)
  }, 40_000)
})

describe('codes', () => {
  it('are good once, for one asking of one team, five tries and 15 minutes', async () => {
    const given = await ask({ kind: 'access', email: 'nobody@example.com' })
    const theirs = (await other.team.team.get()).slug
    const refused = { code: 'code_refused' }
    await expect(confirm(given, theirs)).rejects.toMatchObject(refused)
    await expect(confirm({ ...given, pending: 'x'.repeat(43) })).rejects.toMatchObject(refused)
    const all = await Promise.allSettled(Array.from({ length: 4 }, () => confirm(given)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(confirm(given)).rejects.toMatchObject(refused)

    const brute = await ask({ kind: 'access', email: 'brute@example.com' })
    for (let count = 0; count < 5; count++)
      await expect(confirm({ ...brute, code: 'AAAA-AAAA' })).rejects.toMatchObject(refused)
    await expect(confirm(brute)).rejects.toMatchObject(refused)

    const late = await ask({ kind: 'access', email: 'late@example.com' })
    clock.advance(15 * 60 * 1000)
    await expect(confirm(late)).rejects.toMatchObject(refused)
  }, 40_000)

  it('go to everybody who asks, with one answer, and say nothing of who is known', async () => {
    await acme.team.contacts.create({ email: 'known@example.com' })
    const answers = await Promise.all(
      ['known@example.com', 'nobod@example.com'].map((email) =>
        running.sotto.privacyPortal.ask(slug, { kind: 'access', email }, visit),
      ),
    )
    const shape = ({ pending, ...rest }: (typeof answers)[number]) => ({ ...rest, pending: pending.length })
    expect(shape(answers[0] as never)).toEqual(shape(answers[1] as never))
    const mails = [await mailTo('known@example.com', codePattern), await mailTo('nobod@example.com', codePattern)]
    const bare = ({ text }: OutgoingMail) => text.replace(codePattern, '').replace(/pending=[\w-]{43}/, '')
    expect(bare(mails[0] as OutgoingMail)).toBe(bare(mails[1] as OutgoingMail))
    // The fourth in an hour is answered alike, and not mailed.
    for (let count = 0; count < 3; count++)
      expect(
        shape(await running.sotto.privacyPortal.ask(slug, { kind: 'access', email: 'known@example.com' }, visit)),
      ).toEqual(shape(answers[0] as never))
    await until(() => expect(sent.filter(({ to }) => to === 'known@example.com')).toHaveLength(3))
  }, 40_000)

  it('say only after they were entered that nothing is there', async () => {
    const { request, token } = await confirm(await ask({ kind: 'access', email: 'empty@example.com' }))
    expect(request.foundNothing).toBe(false)
    await mailTo('empty@example.com', 'has nothing under this address')
    expect(await running.sotto.privacyPortal.status(slug, token, visit)).toMatchObject({ foundNothing: true })
    const page = await running.sotto.privacyPages.status(slug, token, visit)
    expect(page.lines).toContain('Acme has nothing under this address.')
    expect((await acme.team.privacyRequests.get(request.reference)).status).toBe('fulfilled')
  }, 40_000)
})

describe('a request', () => {
  const person = (email: string, more: { name?: string; phone?: string } = {}) =>
    acme.team.contacts.create({ email, ...more })

  it('for a copy waits for its release, is sent by a link, and is escalated when nobody looks', async () => {
    const { team } = acme
    const cy = await person('cy@example.com', { name: 'Cy' })
    const first = await team.privacyRequests.open({ kind: 'access', email: 'CY@example.com', verified: true })
    const again = await team.privacyRequests.open({ kind: 'access', subject: cy.id })
    expect(again).toMatchObject({ id: first.id, joined: 1 })
    await expect(team.privacyRequests.release(first.id)).rejects.toMatchObject({ code: 'request_not_ready' })
    const seen = await reach(acme, first.id, 'review')
    expect(seen.export?.state).toBe('review')
    clock.advance(Date.parse(seen.dueAt) - clock.now().getTime() - 2 * day)
    await mailTo(acme.email, 'Nobody has let it go')
    expect((await team.privacyRequests.list({ late: 'true' })).data).toEqual([])
    await team.privacyRequests.release(first.id)
    await atItsPace(running, clock, async () =>
      expect(sent.some(({ text }) => text.includes('/v1/privacy/exports?token='))).toBe(true),
    )
    await until(async () => expect((await team.privacyRequests.get(first.id)).status).toBe('fulfilled'))
    const theirs = await other.team.privacyRequests.open({ kind: 'access', email: 'cy@example.com', verified: true })
    expect(theirs).toMatchObject({ joined: 0, contactId: null })
  }, 60_000)

  it('corrects at once what needs nobody, and the rest once it is approved', async () => {
    const { team } = acme
    const di = await person('di@example.com', { name: 'Di' })
    await confirm(await ask({ kind: 'correction', email: 'di@example.com', changes: { name: 'Diana' } }))
    await until(async () => expect((await team.contacts.get(di.id)).name).toBe('Diana'))
    const { request } = await confirm(
      await ask({ kind: 'correction', email: 'di@example.com', changes: { phone: '+44 7700 900168' } }),
    )
    await reach(acme, request.reference, 'review')
    expect((await team.contacts.get(di.id)).phone).toBeNull()
    await team.privacyRequests.release(request.reference)
    await until(async () => expect((await team.contacts.get(di.id)).phone).toBe('+447700900168'))
  }, 40_000)

  it('restricts and objects: nothing is used any more, and staff may lift it after telling', async () => {
    const { team } = acme
    const ed = await person('ed@example.com', { phone: '+44 7700 900169' })
    const bot = await team.bots.create({ name: 'Wren', visibility: 'public' })
    const started = await team.conversations.start({ botId: bot.id, contact: { id: ed.id } } as never)
    await (await team.privacyRequests.open({ kind: 'restriction', subject: ed.id })).completed()
    expect(await team.privacyRequests.mayUse(ed.id, 'answering')).toEqual({ allowed: false, reason: 'restricted' })
    const { answer } = await team.chat.send(started.conversation.id, { text: 'Hello?', author: 'visitor' }).result()
    expect(answer).toBeNull()
    await team.privacyRequests.lift(ed.id, 'It was settled')
    await mailTo('ed@example.com', 'It was settled')
    await team.consent.declare(ed.id, { granted: ['marketing-email'] })
    expect(await team.privacyRequests.stop({ phone: '+447700900169', text: 'STOP' })).toHaveProperty('at')
    await until(async () => expect((await team.privacyRequests.mayUse(ed.id, 'marketing')).allowed).toBe(false))
    expect(await team.consent.allows(ed.id, 'marketing-email')).toBe(false)
    await expect(team.consent.permission.send(ed.id, { subject: 'News', text: 'News' })).rejects.toMatchObject({
      code: 'permission_missing',
    })
  }, 40_000)

  it('is refused with where to complain, looked at again, extended once, and cancelled until it runs', async () => {
    const { team } = acme
    await person('fay@example.com')
    const { request, token } = await confirm(
      await ask({ kind: 'human-review', email: 'fay@example.com', regime: 'uk' }),
    )
    await reach(acme, request.reference, 'review')
    const extended = await team.privacyRequests.extend(request.reference, 'There is much of it')
    expect(Date.parse(extended.dueAt)).toBeGreaterThan(Date.parse(request.dueAt))
    await expect(team.privacyRequests.extend(request.reference, 'More')).rejects.toMatchObject({
      code: 'extension_refused',
    })
    await team.privacyRequests.deny(request.reference, { ground: 'excessive', reason: 'The third {team} time' })
    expect((await mailTo('fay@example.com', 'Complaints')).text).toContain('ico.org.uk')
    await mailTo('fay@example.com', 'The third {team} time')
    const again = { token, action: 'appeal', reason: 'It was the first' } as const
    const appeal = await running.sotto.privacyPortal.act(slug, again, visit)
    expect(appeal).toMatchObject({ kind: 'appeal', canAppeal: false })
    // Pressed twice it is one; once it is answered, it is not looked at a third time.
    expect(await running.sotto.privacyPortal.act(slug, again, visit)).toMatchObject({ reference: appeal.reference })
    await reach(acme, appeal.reference, 'review')
    await team.privacyRequests.deny(appeal.reference, { ground: 'excessive', reason: 'Somebody else looked at it' })
    await expect(running.sotto.privacyPortal.act(slug, again, visit)).rejects.toMatchObject({ code: 'request_ended' })
    await running.sotto.privacyPortal.act(slug, { token, action: 'end-link' }, visit)
    await expect(running.sotto.privacyPortal.status(slug, token, visit)).rejects.toMatchObject({ code: 'not_found' })
    const erased = await confirm(await ask({ kind: 'erasure', email: 'fay@example.com' }))
    const act = { token: erased.token, action: 'cancel' } as const
    expect(await running.sotto.privacyPortal.act(slug, act, visit)).toMatchObject({ status: 'revoked' })
    await expect(running.sotto.privacyPortal.act(slug, act, visit)).rejects.toMatchObject({ code: 'request_ended' })
    const theirs = (await other.team.team.get()).slug
    await expect(running.sotto.privacyPortal.status(theirs, erased.token, visit)).rejects.toMatchObject({
      code: 'not_found',
    })
  }, 40_000)

  it('does not open a chat in which somebody typed the address, unless staff decide so', async () => {
    const { team } = acme
    const bot = await team.bots.create({ name: 'Wren', visibility: 'public' })
    const contact = { email: 'Gil@example.com' }
    const { conversation } = await team.conversations.start({ botId: bot.id, contact } as never, 'visitor')
    const { request } = await confirm(await ask({ kind: 'erasure', email: 'gil@example.com' }))
    const seen = await reach(acme, request.reference, 'review')
    expect(seen).toMatchObject({ plan: null, unverified: [{ conversationId: conversation.id }] })
    await team.privacyRequests.widen(request.reference, conversation.id)
    await until(async () =>
      expect((await team.privacyRequests.get(request.reference)).plan?.units).toBeGreaterThanOrEqual(2),
    )
    expect((await team.conversations.get(conversation.id)).contact?.id).toMatch(/^con_/)
  }, 40_000)
})
