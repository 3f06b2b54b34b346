import type { HoldInput } from '@sotto/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { mailboxOf, sameness } from '../../access/index.ts'
import { erasures } from '../../erasure/declare.ts'
import type { MailTransport, OutgoingMail } from '../../mail/index.ts'
import type { Team } from '../../sotto.ts'
import { atItsPace } from '../../testing/at-its-pace.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import { covers, type Known } from './covers.ts'
import { stoppedErasures } from './declare.ts'

const clock = testClock()
const day = 24 * 60 * 60 * 1000
const visit = { languages: ['en'], requestId: null }
const here = { ip: null, requestId: null }
const sent: OutgoingMail[] = []
const transport: MailTransport = {
  description: 'a test',
  async send(mail) {
    sent.push(mail)
  },
}
let running: TestSotto
let acme: TestTeam
let team: Team
/** Another person of the team. */
let second: Team
let secondId: string

beforeAll(async () => {
  running = await startTestSotto({
    now: clock.now,
    publicUrl: 'https://chat.example.com',
    models: { embeddings: wordsOnly },
    mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
  })
  acme = await makeTeam(running.sotto, 'Acme')
  team = acme.team
  secondId = await join('second@acme.example')
  second = await as(secondId)
}, 30_000)
afterAll(() => running.close())
beforeEach(() => {
  sent.length = 0
  clock.advance(60_000)
})

const as = (userId: string, of = acme) => running.sotto.team(of.teamId, { actor: { userId } })
const join = async (email: string, role: 'viewer' | 'member' | 'admin' | 'owner' = 'admin') =>
  (await acme.team.members.create({ name: role, email, role })).member.id
const until = <T>(check: () => Promise<T> | T) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const mailTo = (to: string, saying = '') =>
  until(() => {
    const mail = sent.find((one) => one.to === to && one.text.includes(saying))
    if (!mail) throw new Error(`no mail to ${to} that says ${saying}`)
    return mail
  })
const propose = (scope: HoldInput['scope'], more: Partial<HoldInput> = {}, by = team) =>
  by.holds.propose({ reason: 'litigation', matter: 'Voss against Acme', scope, ...more })
const place = async (scope: HoldInput['scope'], more: Partial<HoldInput> = {}) =>
  second.holds.approve((await propose(scope, more)).id)
const release = async (id: string) => {
  await team.holds.release(id, 'It was settled.')
  return second.holds.approve(id)
}
let count = 0
const person = (name = 'Ada') => {
  count += 1
  return team.contacts.create({ name, email: `person${count}@example.com` })
}
const actions = async (targetId: string, of = team) =>
  (await of.audit.list({ targetId })).data.map(({ action }) => action)
const erasureOf = async (contactId: string) => {
  const request = await team.privacyRequests.open({ kind: 'erasure', subject: contactId })
  await until(async () => expect((await team.privacyRequests.get(request.id)).step).toBe('review'))
  await team.privacyRequests.release(request.id)
  return request.id
}
const ended = (id: string, status: 'denied' | 'fulfilled') =>
  atItsPace(running, clock, async () => {
    const request = await team.privacyRequests.get(id)
    expect(request).toMatchObject({ status, step: 'ended' })
    return request
  })
const settled = { code: 'hold_settled' }
const same = { code: 'same_person' }
const held = { code: 'legal_hold' }

describe('two people', () => {
  it('place a hold and release it; one of them alone changes nothing, and neither does a key or software', async () => {
    const ada = await person()
    const proposal = await propose({ contactId: ada.id })
    expect(proposal).toMatchObject({ state: 'proposed', ownerId: acme.ownerId, approved: null, ground: 'legal-claims' })
    await expect(team.holds.approve(proposal.id)).rejects.toMatchObject(same)
    const { secret } = await team.apiKeys.create({ name: 'All', scopes: ['holds:read', 'holds:write'] })
    const withKey = running.sotto.as(await running.sotto.access.authenticate(secret), here).team
    const software = await running.sotto.team(acme.teamId, { actor: { system: 'importer' } })
    for (const nobody of [withKey, software]) {
      await expect(nobody.holds.approve(proposal.id)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(propose({ team: true }, {}, nobody)).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await second.holds.approve(proposal.id)).toMatchObject({ state: 'active', approved: { memberId: secondId } })
    await expect(second.holds.approve(proposal.id)).rejects.toMatchObject(settled)

    // Its release takes two as well, whoever begins.
    await second.holds.release(proposal.id, 'It was settled.')
    await expect(second.holds.approve(proposal.id)).rejects.toMatchObject(same)
    await team.holds.refuse(proposal.id)
    expect(await team.holds.get(proposal.id)).toMatchObject({ state: 'active', release: null })
    expect((await release(proposal.id)).state).toBe('released')
    await expect(team.holds.release(proposal.id, 'again')).rejects.toMatchObject(settled)
    expect((await actions(proposal.id)).filter((action) => action !== 'hold.read').sort()).toEqual([
      'hold-release.proposed',
      'hold-release.proposed',
      'hold.approved',
      'hold.approved',
      'hold.proposed',
      'hold.refused',
    ])
    const taken = await propose({ team: true })
    expect((await team.holds.refuse(taken.id)).state).toBe('withdrawn')
    expect((await second.holds.refuse((await propose({ team: true })).id)).state).toBe('refused')
  })

  it('are not one person with two addresses, two accounts in one browser, or an account made for it', async () => {
    const one = await join('hal.quill@gmail.com')
    const other = await join('halquill+legal@googlemail.com')
    const proposal = await propose({ team: true }, {}, await as(one))
    await expect((await as(other)).holds.approve(proposal.id)).rejects.toMatchObject(same)
    clock.advance(1)
    const late = await as(await join('late@acme.example'))
    await expect(late.holds.approve(proposal.id)).rejects.toMatchObject(same)
    await (await as(one)).holds.refuse(proposal.id)

    // Signed in as another in the same browser: the session of the first one was there.
    const { member, password } = await team.members.create({ name: 'Bo', email: 'bo@acme.example', role: 'admin' })
    clock.advance(1)
    const { access } = running.sotto
    const mine = await access.signIn(acme.email, acme.password, here)
    const theirs = await access.signIn('bo@acme.example', password, here, mine.token)
    const elsewhere = await access.signIn('bo@acme.example', password, here)
    const teamOf = ({ principal }: typeof mine) => running.sotto.as(principal, here).team
    const inBrowser = await propose({ team: true }, {}, teamOf(mine))
    await expect(teamOf(theirs).holds.approve(inBrowser.id)).rejects.toMatchObject(same)
    expect((await teamOf(elsewhere).holds.refuse(inBrowser.id)).state).toBe('refused')
    await team.members.remove(member.id)

    for (const [address, mailbox] of [
      ['Ada.King+x@Gmail.com', 'adaking@gmail.com'],
      ['a.b+c+d@example.com', 'a.b@example.com'],
      ['ＡＤＡ@example.com', 'ada@example.com'],
    ] as const)
      expect(mailboxOf(address)).toBe(mailbox)
    const asked = { memberId: 'a', email: 'a@x.example', browser: null }
    const decider = { memberId: 'b', email: 'b@x.example', browser: null, since: new Date(0) }
    expect(sameness(asked, decider, new Date(1))).toBeNull()
  })

  it('are found outside where a team has one: with a link and a code, for this decision and nothing else', async () => {
    const alone = await makeTeam(running.sotto, 'Alone')
    const contact = await alone.team.contacts.create({ name: 'Held Person', email: 'held@example.com' })
    const hold = await propose({ contactId: contact.id }, { matter: 'Voss against Alone' }, alone.team)
    const outside = { name: 'Counsel', email: 'counsel@law.example' }
    const [local, domain] = alone.email.split('@')
    const own = { name: 'Me', email: `${local}+other@${domain}` }
    await expect(alone.team.holds.inviteApprover(hold.id, own)).rejects.toMatchObject(same)
    await expect(second.holds.inviteApprover((await propose({ team: true })).id, outside)).rejects.toMatchObject({
      code: 'approver_not_needed',
    })
    await alone.team.holds.inviteApprover(hold.id, outside)
    const { text } = await mailTo(outside.email, '/v1/hold-approval?token=')
    expect(text).not.toContain('Voss')
    const token = /token=([\w.-]+)/.exec(text)?.[1] as string
    const { approverPages: pages } = running.sotto
    const said = async (page: Promise<{ lines: readonly string[] }>) => (await page).lines.join('\n')
    const form = { step: 'code', code: '', pass: '' } as const
    expect(await said(pages.read(token, visit))).not.toMatch(/Voss|Held|con_/)
    expect((await pages.read(token.replace(/.{8}$/, 'AAAAAAAA'), visit)).status).toBe(404)
    await pages.send(token, form, visit)
    const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec((await mailTo(outside.email, 'enter this code')).text)?.[0] as string
    expect((await pages.send(token, { ...form, step: 'open', code: 'AAAA-AAAA' }, visit)).status).toBe(400)
    // Nobody decides without the code.
    await pages.send(token, { ...form, step: 'approve' }, visit)
    await pages.send(token, { ...form, step: 'approve', pass: token }, visit)
    expect((await alone.team.holds.get(hold.id)).state).toBe('proposed')
    const shown = await pages.send(token, { ...form, step: 'open', code }, visit)
    expect(shown.lines.join('\n')).toContain('Voss against Alone')
    expect(shown.lines.join('\n')).not.toContain('Held Person')
    const pass = shown.forms?.[0]?.hidden?.pass as string
    expect((await pages.send(token, { ...form, step: 'open', code }, visit)).status).toBe(400)
    await pages.send(token, { ...form, step: 'approve', pass }, visit)
    expect(await alone.team.holds.get(hold.id)).toMatchObject({
      state: 'active',
      approved: { memberId: null, outside },
      outsideApprover: null,
    })
    expect((await pages.read(token, visit)).status).toBe(404)
    const plan = await alone.team.erasures.plan({ contactId: contact.id })
    expect(plan.withheld).toMatchObject([{ collection: 'contacts', why: 'legal-hold' }])
  })
})

describe('what a hold covers', () => {
  const thing: Known = {
    unit: 'u',
    collection: 'conversations',
    category: 'conversations',
    id: 'cnv_1',
    subject: 'con_1',
    person: 'con_1',
    botId: 'bot_1',
    since: new Date('2026-03-01'),
  }
  const nothing = { contactId: null, conversationId: null, botId: null, categories: [], from: null, until: null }
  it.each<[string, Partial<Parameters<typeof covers>[0]>, Partial<Known>, boolean]>([
    ['everything of a team', {}, {}, true],
    ['and not the affairs of the team itself', {}, { collection: 'webhooks', category: 'team', person: null }, false],
    ['a person', { contactId: 'con_1' }, {}, true],
    ['another person', { contactId: 'con_2' }, {}, false],
    [
      'the profile, whatever part of a person',
      { contactId: 'con_1', categories: ['tickets'] },
      { collection: 'contacts', category: 'contacts' },
      true,
    ],
    ['a part of a person', { contactId: 'con_1', categories: ['tickets'] }, {}, false],
    ['a conversation', { conversationId: 'cnv_1' }, {}, true],
    ['another conversation', { conversationId: 'cnv_2' }, {}, false],
    ['a bot', { botId: 'bot_1' }, {}, true],
    ['another bot', { botId: 'bot_2', contactId: 'con_1' }, {}, false],
    ['a day, from its beginning', { from: new Date('2026-03-01') }, {}, true],
    ['and to before its end', { until: new Date('2026-03-01') }, {}, false],
  ])('%s', (_what, hold, what, expected) => {
    expect(covers({ ...nothing, ...hold }, { ...thing, ...what })).toBe(expected)
  })

  it('cannot be got round: not by a click, not row by row, not with the team, and not in the database', async () => {
    const ada = await person()
    const bot = await team.bots.create({ name: 'Wren' })
    const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id: ada.id } })
    const hold = await place({ contactId: ada.id })
    await expect(team.conversations.remove(conversation.id)).rejects.toMatchObject(held)
    const plan = await team.erasures.plan({ row: { collection: 'conversations', id: conversation.id } })
    expect(plan.withheld).toEqual([
      { collection: 'conversations', count: 1, why: 'legal-hold', ground: 'litigation', until: null },
    ])
    const { id } = await team.erasures.start(plan)
    await until(async () => expect((await team.erasures.get(id)).state).toBe('withheld'))

    const rows = running.client.db(running.database).collection<{ _id: string }>('holds')
    await rows.updateOne({ _id: hold.id }, { $set: { state: 'released' } })
    // Who looks for those that are active does not find it; who looks at it sees that it was not released by Sotto.
    await expect(team.holds.get(hold.id)).rejects.toMatchObject({ code: 'row_not_authentic' })
    await rows.updateOne({ _id: hold.id }, { $set: { state: 'active', contactId: 'con_other' } })
    await expect(team.conversations.remove(conversation.id)).rejects.toMatchObject({ code: 'row_not_authentic' })
    await rows.updateOne({ _id: hold.id }, { $set: { contactId: ada.id } })
    await release(hold.id)
    await until(
      async () => await expect(team.conversations.get(conversation.id)).rejects.toMatchObject({ code: 'not_found' }),
    )
  })
})

it('follows a person who becomes part of another before it is approved, and back', async () => {
  const [ada, bo] = [await person('Ada'), await person('Bo')]
  const bot = await team.bots.create({ name: 'Wren' })
  const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id: ada.id } })
  const proposal = await propose({ contactId: ada.id })
  const merge = await team.contacts.merge(bo.id, ada.id)
  const approved = await second.holds.approve(proposal.id)
  expect(approved).toMatchObject({ state: 'active', scope: { contactId: bo.id } })
  await expect(team.conversations.remove(conversation.id)).rejects.toMatchObject(held)
  for (const { id } of [ada, bo])
    expect((await team.erasures.plan({ contactId: id })).withheld.map(({ collection }) => collection)).toContain(
      'conversations',
    )
  await expect(team.contacts.undoMerge(bo.id, merge.id)).rejects.toMatchObject(held)
  // Proposed while they are one, it names the one; taken apart before it is approved, it names whom it named.
  const [of, ofBoth] = [await propose({ contactId: bo.id }), await propose({ contactId: ada.id })]
  expect(ofBoth.scope.contactId).toBe(bo.id)
  for (const { id } of [of, ofBoth]) await team.holds.refuse(id)
  await release(proposal.id)
  await team.contacts.undoMerge(bo.id, merge.id)
  const again = await propose({ contactId: ada.id })
  const anew = await team.contacts.merge(bo.id, ada.id)
  await team.contacts.undoMerge(bo.id, anew.id)
  expect(await second.holds.approve(again.id)).toMatchObject({ state: 'active', scope: { contactId: ada.id } })
  await expect(team.conversations.remove(conversation.id)).rejects.toMatchObject(held)
  await release(again.id)
}, 30_000)

it('stops a retention run and the end of a team, and both go on when it is released', async () => {
  const [ada, bo] = [await person('Ada'), await person('Bo')]
  const bot = await team.bots.create({ name: 'Wren' })
  const talk = async (id: `con_${string}`) =>
    (await team.conversations.start({ botId: bot.id, contact: { id } })).conversation.id
  const [adas, bos] = [await talk(ada.id), await talk(bo.id)]
  const hold = await place({ contactId: ada.id })
  await team.retention.overrides.add({ botId: bot.id }, { category: 'conversations', keep: 1, then: 'delete' })
  clock.advance(day + 60_000)
  const run = async () => {
    // One that the end of a hold began works with the time at which it did.
    await until(async () => expect((await team.retention.get()).running).toBeNull())
    const { id } = await team.retention.start()
    await until(async () => expect((await team.retention.run(id)).state).toBe('completed'))
    return (await team.retention.withheld(id)).data.filter(({ collection }) => collection === 'conversations')
  }
  expect(await run()).toMatchObject([{ id: adas, why: 'legal-hold', ground: 'litigation' }])
  await expect(team.conversations.get(bos)).rejects.toMatchObject({ code: 'not_found' })
  expect((await team.conversations.get(adas)).id).toBe(adas)
  await release(hold.id)
  // By itself, and not a day later.
  await until(() => expect(team.conversations.get(adas)).rejects.toMatchObject({ code: 'not_found' }))

  const other = await makeTeam(running.sotto, 'Other')
  const partner = await other.team.members.create({ name: 'Po', email: 'partner@other.example', role: 'owner' })
  const partners = await as(partner.member.id, other)
  await other.team.contacts.create({ name: 'Cy', email: 'cy@example.com' })
  const { slug } = await other.team.team.get()
  await other.team.contractEnd.ask({ slug, graceDays: 7 })
  await partners.contractEnd.confirm({})
  const ofAll = await partners.holds.approve((await propose({ team: true }, {}, other.team)).id)
  clock.advance(7 * day)
  await until(async () => expect(await other.team.contractEnd.get()).toMatchObject({ state: 'held', held: 1 }))
  clock.advance(60_000)
  expect((await other.team.contacts.list()).data).toHaveLength(1)
  await partners.holds.release(ofAll.id, 'It was settled.')
  await other.team.holds.approve(ofAll.id)
  // Not a day later, when it would have looked again by itself.
  const ends = running.client.db(running.database).collection<{ _id: string; state: string }>('contractEnds')
  await atItsPace(running, clock, async () => expect((await ends.findOne({ _id: other.teamId }))?.state).toBe('ended'))
  expect(
    await running.client.db(running.database).collection('contacts').countDocuments({ teamId: other.teamId }),
  ).toBe(0)
}, 60_000)

it('of a hold and an erasure at once exactly one wins, and the log says which', async () => {
  const wins = { hold: 0, erasure: 0 }
  const rounds = process.env.SOTTO_LONG ? [0, 1, 2, 3] : [0, 3]
  for (const round of rounds) {
    const ada = await person()
    const { id: holdId } = await propose({ contactId: ada.id, ...(round % 2 ? { categories: ['tickets'] } : {}) })
    const plan = await team.erasures.plan({ contactId: ada.id, mentions: false })
    const approving = async () => {
      // Whichever is first by a little: the job, or the approval.
      for (let turn = 0; turn < round * 5; turn++) await new Promise(setImmediate)
      return second.holds.approve(holdId)
    }
    const [, approved] = await Promise.allSettled([team.erasures.start(plan), approving()])
    const over = await atItsPace(running, clock, async () => {
      const erasure = await team.erasures.get(plan.id)
      expect(erasure.state).not.toBe('running')
      return erasure
    })
    const { state } = await team.holds.get(holdId).catch(() => ({ state: 'gone' }))
    if (over.state === 'completed') {
      expect(approved.status).toBe('rejected')
      const { code } = (approved as PromiseRejectedResult).reason
      expect(['hold_too_late', 'hold_settled', 'not_found']).toContain(code)
      // It names the person who went, and goes with them.
      expect(['lost', 'gone']).toContain(state)
      expect(await actions(holdId)).toContain('hold.lost')
      wins.erasure += 1
    } else {
      expect([over.state, approved.status, state]).toEqual(['withheld', 'fulfilled', 'active'])
      expect(await actions(plan.id)).toContain('erasure.withheld')
      expect((await team.contacts.get(ada.id)).id).toBe(ada.id)
      wins.hold += 1
      await release(holdId)
    }
  }
  expect(wins.hold + wins.erasure).toBe(rounds.length)
  // What goes on again would be stopped by the next hold.
  await atItsPace(running, clock, async () => {
    expect(await running.sotto.system.find(stoppedErasures, {})).toEqual([])
    expect(await running.sotto.system.find(erasures, { teamId: acme.teamId, state: 'running' } as never)).toEqual([])
  })
}, 60_000)

describe('a request that a hold stops', () => {
  it('is refused with ground and remedies, and goes on by itself in the order of asking when it is released', async () => {
    const [ada, bo] = [await person('Ada'), await person('Bo')]
    const hold = await place({ from: '2020-01-01T00:00:00Z' }, { reason: 'regulatory-inquiry' })
    const first = await erasureOf(ada.id)
    clock.advance(1)
    const then = await erasureOf(bo.id)
    for (const [id, { email }] of [
      [first, ada],
      [then, bo],
    ] as const) {
      expect((await ended(id, 'denied')).decision).toMatchObject({ ground: 'legal-obligation' })
      const { text } = await mailTo(email as string, 'Art. 17(3)(b) GDPR')
      expect(text).toMatch(/court[\s\S]*edpb\.europa\.eu/)
      // Of the hold itself they hear nothing.
      expect(text).not.toMatch(/Voss|regulatory|hold|hld_/)
    }
    expect((await team.holds.get(hold.id)).stopped).toBe(2)
    sent.length = 0
    await release(hold.id)
    for (const id of [first, then]) expect((await ended(id, 'fulfilled')).email).toBeNull()
    for (const { email } of [ada, bo]) await mailTo(email as string, 'has erased your data')
    const resumed = (await team.audit.list({ action: 'erasure.resumed', limit: 10 })).data.reverse()
    expect(resumed.map(({ details }) => details?.request).slice(-2)).toEqual([first, then])
    expect((await team.holds.get(hold.id)).stopped).toBe(0)
    await expect(team.contacts.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
  }, 60_000)

  it('is done but for what is held, says so, and the rest follows', async () => {
    const ada = await person()
    const ticket = await team.tickets.create({ contactId: ada.id, subject: 'Dispute' })
    const hold = await place({ categories: ['tickets'] })
    const request = await erasureOf(ada.id)
    await ended(request, 'fulfilled')
    const { text } = await mailTo(ada.email as string, 'Art. 17(3)(e) GDPR')
    expect(text).toMatch(/erased your data[\s\S]*court/)
    expect((await team.tickets.list()).data.find(({ id }) => id === ticket.id)?.subject).toBe('Dispute')
    await release(hold.id)
    const data = running.client.db(running.database)
    await atItsPace(running, clock, async () => {
      expect(await data.collection<{ _id: string }>('tickets').findOne({ _id: ticket.id })).toBeNull()
      expect(await data.collection('stoppedErasures').countDocuments({ row: ticket.id })).toBe(0)
    })
  }, 60_000)
})

it('is looked after: its owner is reminded, others where they left, and it ends at its own end', async () => {
  const owner = await join('owner2@acme.example', 'owner')
  const ada = await person()
  const reviewAt = new Date(clock.now().getTime() + 20 * day)
  const expiresAt = new Date(clock.now().getTime() + 60 * day)
  const hold = await place(
    { contactId: ada.id },
    { ownerId: owner as `mem_${string}`, reviewAt: reviewAt.toISOString(), expiresAt: expiresAt.toISOString() },
  )
  const reminded = async (by: number, to: string) => {
    sent.length = 0
    clock.advance(by)
    expect((await mailTo(to, hold.id)).text).not.toContain('Voss')
    expect(new Set(sent.filter(({ text }) => text.includes(hold.id)).map((mail) => mail.to))).toEqual(new Set([to]))
  }
  await reminded(14 * day, 'owner2@acme.example')
  await reminded(6 * day, 'owner2@acme.example')
  expect(await team.holds.get(hold.id)).toMatchObject({ reviewOverdue: true })
  await reminded(7 * day, 'owner2@acme.example')
  await team.members.remove(owner)
  expect((await team.holds.get(hold.id)).ownerGone).toBe(true)
  const far = new Date(clock.now().getTime() + 200 * day).toISOString()
  const reviewed = await second.holds.review(hold.id, { reviewAt: far, ownerId: secondId })
  expect(reviewed).toMatchObject({ ownerId: secondId, ownerGone: false, reviewOverdue: false, reviewAt: far })
  const request = await erasureOf(ada.id)
  await ended(request, 'denied')
  clock.advance(expiresAt.getTime() - clock.now().getTime())
  await until(async () => expect((await team.holds.get(hold.id)).state).toBe('expired'))
  await ended(request, 'fulfilled')
  for (const wrong of [
    { reviewAt: '2020-01-01T00:00:00Z' },
    { reviewAt: '2099-01-01T00:00:00Z' },
    { expiresAt: '2020-01-01T00:00:00Z' },
    { reason: 'because' },
    { ownerId: (await join('v@acme.example', 'viewer')) as `mem_${string}` },
  ])
    await expect(propose({ team: true }, wrong)).rejects.toMatchObject({ code: 'invalid_request' })
}, 60_000)
