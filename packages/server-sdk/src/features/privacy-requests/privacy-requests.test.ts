import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MailTransport, OutgoingMail } from '../../mail/index.ts'
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
/** What comes back after a moment, such as an erasure that waits for its place in the log, needs a clock that goes. */
const atItsPace = (check: () => Promise<unknown>) =>
  vi.waitFor(
    async () => {
      clock.advance(1500)
      await check()
    },
    { timeout: 20_000, interval: 900 },
  )
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
    await atItsPace(async () =>
      expect((await running.sotto.privacyPortal.status(slug, token, visit)).status).toBe('fulfilled'),
    )
    const certificate = await running.sotto.privacyPortal.certificate(slug, token, 'json', visit)
    expect(JSON.parse(String(certificate))).toHaveProperty('signature')
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
    const bare = ({ text }: OutgoingMail) => text.replace(codePattern, '')
    expect(bare(mails[0] as OutgoingMail)).toBe(bare(mails[1] as OutgoingMail))
    // The fourth in an hour is answered alike, and not mailed.
    for (let count = 0; count < 3; count++)
      expect(
        shape(await running.sotto.privacyPortal.ask(slug, { kind: 'access', email: 'known@example.com' }, visit)),
      ).toEqual(shape(answers[0] as never))
    await until(() => expect(sent.filter(({ to }) => to === 'known@example.com')).toHaveLength(3))
  }, 40_000)

  it('say only after they were entered that nothing is there', async () => {
    const { request } = await confirm(await ask({ kind: 'access', email: 'empty@example.com' }))
    await mailTo('empty@example.com', 'has nothing under this address')
    expect((await acme.team.privacyRequests.get(request.reference)).status).toBe('fulfilled')
  }, 40_000)
})
