import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'

const clock = testClock()
const day = 24 * 60 * 60 * 1000
const until = (days: number) => new Date(clock.now().getTime() + days * day).toISOString()

let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly }, now: clock.now })
  acme = await makeTeam(running.sotto)
}, 30_000)
afterAll(() => running.close())

async function retentionRun(dryRun: boolean) {
  const { id } = await acme.team.retention.start({ dryRun })
  await vi.waitFor(async () => expect((await acme.team.retention.run(id)).state).toBe('completed'), 15_000)
  const { tallies, totals } = await acme.team.retention.run(id)
  return { tallies, totals }
}

it('what was theirs goes within 30 days after a member was removed, and what stays names their id alone', async () => {
  const [name, email] = ['Thaddeus Okonkwo', 'thaddeus@okonkwo.example']
  const { member, password } = await acme.team.members.create({ name, email, role: 'admin' })
  const theirs = await running.sotto.team(acme.teamId, { actor: { userId: member.id } })
  await running.sotto.access.signIn(email, password, { ip: '203.0.113.7', requestId: null })
  await theirs.apiKeys.create({ name: 'Own', scopes: ['contacts:read'] })
  const contact = await theirs.contacts.create({ name: 'Ada' })
  const officer = { name, email: 'Thaddeus+dpo@OKONKWO.example' }
  await theirs.legalEntity.change({
    legalName: 'Acme Ltd',
    contact: 'privacy@acme.example',
    dataProtectionOfficer: officer,
  })
  const reason = 'Thaddeus signs for the owner'
  const asMember = await running.sotto.access.member(acme.teamId, member.id)
  const acting = running.sotto.as(asMember, { ip: null, requestId: null }).team
  const exception = await acting.exceptions.askForMember(member.id, {
    permissions: ['papers:sign'],
    reason,
    until: until(80),
  })
  clock.advance(1)
  await acme.team.exceptions.approve(exception.id)

  clock.advance(day)
  await acme.team.members.remove(member.id)
  const rows = (collection: string, filter: object) =>
    running.client.db(running.database).collection(collection).countDocuments(filter)
  expect(await rows('members', { _id: member.id } as object)).toBe(0)
  expect(await rows('credentials', { memberId: member.id })).toBe(0)
  expect(await rows('apiKeys', { createdBy: member.id })).toBe(0)
  const [told] = ((await running.sotto.outbox?.list()) ?? []).filter(({ kind }) => kind === 'address-of-former-member')
  expect(told).toMatchObject({ to: acme.email, text: expect.stringContaining('the data protection officer') })
  expect(told?.text).not.toContain('okonkwo')

  clock.advance(29 * day - 1)
  expect((await retentionRun(true)).totals.due).toBe(0)
  clock.advance(1)
  const counted = await retentionRun(true)
  const done = await retentionRun(false)
  expect(counted).toEqual(done)
  expect(done.tallies).toEqual(
    ['accessExceptions', 'formerMembers'].map((collection) => expect.objectContaining({ collection, deleted: 1 })),
  )
  expect(await acme.team.legalEntity.get()).toMatchObject({
    contact: 'privacy@acme.example',
    dataProtectionOfficer: null,
  })

  // Nothing that can be opened says who it was. Mails are copies for a day, which the sweeper lets go of.
  const found: string[] = []
  for (const { name: collection } of running.sotto.dataMap.collections) {
    const text = JSON.stringify(await running.client.db(running.database).collection(collection).find().toArray())
    if (/okonkwo|thaddeus/i.test(text)) found.push(collection)
  }
  expect(found).toEqual([])
  const entries = (await acme.team.audit.list({ limit: 100 })).data
  expect(entries.filter((entry) => /thaddeus/i.test(JSON.stringify(entry))).map(({ action }) => action)).toEqual([])
  expect(entries.filter(({ actor }) => actor.id === member.id).map(({ action }) => action)).toContain('contact.created')
  expect((await acme.team.contacts.get(contact.id)).name).toBe('Ada')
  await expect(acme.team.exceptions.get(exception.id)).rejects.toMatchObject({ code: 'not_found' })
})

it('an address that is somebody’s of the team by then stays', async () => {
  const email = 'desk@acme.example'
  const first = await acme.team.members.create({ name: 'Bo', email, role: 'member' })
  await acme.team.legalEntity.change({ legalName: 'Acme Ltd', contact: email })
  await acme.team.members.remove(first.member.id)
  await acme.team.members.create({ name: 'Di', email, role: 'member' })
  clock.advance(29 * day)
  await retentionRun(false)
  expect((await acme.team.legalEntity.get()).contact).toBe(email)
})
