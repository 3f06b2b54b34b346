import { beforeAll, describe, expect, it } from 'vitest'
import { mailboxOf, sameness } from '../../access/index.ts'
import type { Team } from '../../sotto.ts'
import { makeTeam } from '../../testing/index.ts'
import { day, held, here, until, useTwoPeople } from './testing/two-people.ts'

const people = useTwoPeople()
const { clock, sent, as, join, mailTo, propose, place, release, person, actions, erasureOf, ended } = people
const visit = { languages: ['en'], requestId: null }
const settled = { code: 'hold_settled' }
const same = { code: 'same_person' }
let team: Team
beforeAll(() => {
  team = people.team
})

describe('two people', () => {
  it('place a hold and release it; one of them alone changes nothing, and neither does a key or software', async () => {
    const ada = await person()
    const proposal = await propose({ contactId: ada.id })
    expect(proposal).toMatchObject({
      state: 'proposed',
      ownerId: people.acme.ownerId,
      approved: null,
      ground: 'legal-claims',
    })
    await expect(team.holds.approve(proposal.id)).rejects.toMatchObject(same)
    const { secret } = await team.apiKeys.create({ name: 'All', scopes: ['holds:read', 'holds:write'] })
    const withKey = people.running.sotto.as(await people.running.sotto.access.authenticate(secret), here).team
    const software = await people.running.sotto.team(people.acme.teamId, { actor: { system: 'importer' } })
    for (const nobody of [withKey, software]) {
      await expect(nobody.holds.approve(proposal.id)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(propose({ team: true }, {}, nobody)).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await people.second.holds.approve(proposal.id)).toMatchObject({
      state: 'active',
      approved: { memberId: people.secondId },
    })
    await expect(people.second.holds.approve(proposal.id)).rejects.toMatchObject(settled)

    // Its release takes two as well, whoever begins.
    await people.second.holds.release(proposal.id, 'It was settled.')
    await expect(people.second.holds.approve(proposal.id)).rejects.toMatchObject(same)
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
    expect((await people.second.holds.refuse((await propose({ team: true })).id)).state).toBe('refused')
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
    const { access } = people.running.sotto
    const mine = await access.signIn(people.acme.email, people.acme.password, here)
    const theirs = await access.signIn('bo@acme.example', password, here, mine.token)
    const elsewhere = await access.signIn('bo@acme.example', password, here)
    const teamOf = ({ principal }: typeof mine) => people.running.sotto.as(principal, here).team
    const inBrowser = await propose({ team: true }, {}, teamOf(mine))
    await expect(teamOf(theirs).holds.approve(inBrowser.id)).rejects.toMatchObject(same)
    expect((await teamOf(elsewhere).holds.refuse(inBrowser.id)).state).toBe('refused')
    await team.members.remove(member.id)

    for (const [address, mailbox] of [
      ['Ada.King+x@Gmail.com', 'adaking@gmail.com'],
      ['ada@mac.com', 'ada@icloud.com'],
      ['a.da_king@pm.me', 'adaking@proton.me'],
      ['legal@ada.fastmail.com', 'ada@fastmail.com'],
      ['ada-legal@yahoo.com', 'ada@yahoo.com'],
      ['ada.king@ya.ru', 'adaking@yandex.ru'],
      ['ada-king@gmail.com.example', 'ada-king@gmail.com.example'],
      ['a.b+c+d@example.com', 'a.b@example.com'],
      ['ＡＤＡ@example.com', 'ada@example.com'],
    ] as const)
      expect(mailboxOf(address)).toBe(mailbox)
    const asked = { memberId: 'a', email: 'a@x.example', browser: null }
    const decider = { memberId: 'b', email: 'b@x.example', browser: null, since: new Date(0) }
    expect(sameness(asked, decider, new Date(1))).toBeNull()
  })

  it('are found outside where a team has one: with a link and a code, for this decision and nothing else', async () => {
    const alone = await makeTeam(people.running.sotto, 'Alone')
    const contact = await alone.team.contacts.create({ name: 'Held Person', email: 'held@example.com' })
    const hold = await propose({ contactId: contact.id }, { matter: 'Voss against Alone' }, alone.team)
    const outside = { name: 'Counsel', email: 'counsel@law.example' }
    const [local, domain] = alone.email.split('@')
    const own = { name: 'Me', email: `${local}+other@${domain}` }
    await expect(alone.team.holds.inviteApprover(hold.id, own)).rejects.toMatchObject(same)
    await expect(people.second.holds.inviteApprover((await propose({ team: true })).id, outside)).rejects.toMatchObject(
      {
        code: 'approver_not_needed',
      },
    )
    await alone.team.holds.inviteApprover(hold.id, outside)
    const { text } = await mailTo(outside.email, '/v1/hold-approval?token=')
    expect(text).not.toContain('Voss')
    const token = /token=([\w.-]+)/.exec(text)?.[1] as string
    const { approverPages: pages } = people.running.sotto
    const said = async (page: Promise<{ lines: readonly unknown[] }>) => (await page).lines.join('\n')
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

it('cannot be got round: not by a click, not row by row, not with the team, and not in the database', async () => {
  const ada = await person()
  const bot = await team.bots.create({ name: 'Wren' })
  const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id: ada.id } })
  await team.chat.send(conversation.id, { text: 'I never ordered it.', author: 'visitor' }).result()
  const said = async () => (await team.conversations.messages(conversation.id)).data[0]
  const hold = await place({ contactId: ada.id })
  await expect(team.conversations.remove(conversation.id)).rejects.toMatchObject(held)
  // Nor a part of it.
  await expect(team.conversations.removeMessage(conversation.id, String((await said())?.id))).rejects.toMatchObject(
    held,
  )
  expect((await said())?.text).toBe('I never ordered it.')
  const plan = await team.erasures.plan({ row: { collection: 'conversations', id: conversation.id } })
  expect(plan.withheld).toEqual([
    { collection: 'conversations', count: 1, why: 'legal-hold', ground: 'litigation', until: null },
  ])
  const { id } = await team.erasures.start(plan)
  await until(async () => expect((await team.erasures.get(id)).state).toBe('withheld'))

  const rows = people.running.client.db(people.running.database).collection<{ _id: string }>('holds')
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

it('follows a person who becomes part of another before it is approved, and back', async () => {
  const [ada, bo] = [await person('Ada'), await person('Bo')]
  const bot = await team.bots.create({ name: 'Wren' })
  const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id: ada.id } })
  const proposal = await propose({ contactId: ada.id })
  const merge = await team.contacts.merge(bo.id, ada.id)
  const approved = await people.second.holds.approve(proposal.id)
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
  expect(await people.second.holds.approve(again.id)).toMatchObject({ state: 'active', scope: { contactId: ada.id } })
  await expect(team.conversations.remove(conversation.id)).rejects.toMatchObject(held)
  await release(again.id)
}, 30_000)

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
  const reviewed = await people.second.holds.review(hold.id, { reviewAt: far, ownerId: people.secondId })
  expect(reviewed).toMatchObject({ ownerId: people.secondId, ownerGone: false, reviewOverdue: false, reviewAt: far })
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
