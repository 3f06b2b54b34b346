import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { tokenId } from '../access/tokens.ts'
import { Binary, type RawDocument } from '../mongo/driver.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'

/*
 * What somebody does who may write whatever they like to all three databases, and has no key. Each attack is detected, or
 * has no effect. The numbers are those of docs/guides/what-an-administrator-can-do.md; those on the log itself are in
 * tampering.test.ts, those on its order in sequencer.test.ts.
 */

type Row = RawDocument & { _id: string }

let running: TestSotto
let acme: TestTeam
let other: TestTeam
const undo: (() => Promise<unknown>)[] = []

const request = { ip: '192.0.2.1', requestId: null }
const rows = (name: string) => running.client.db(running.database).collection<Row>(name)
const keys = (name: string) => running.client.db(`${running.database}_keys`).collection<Row>(name)
const row = async (name: string, id: string) => (await rows(name).findOne({ _id: id })) as Row

/** Puts a row in the place of what is there, and takes that back after the test. */
async function put(at: typeof rows, name: string, changed: Row): Promise<void> {
  const before = await at(name).findOne({ _id: changed._id })
  await at(name).replaceOne({ _id: changed._id }, changed, { upsert: true, bypassDocumentValidation: true })
  undo.push(() =>
    before
      ? at(name).replaceOne({ _id: changed._id }, before, { bypassDocumentValidation: true })
      : at(name).deleteOne({ _id: changed._id }),
  )
}

const broken = { name: 'SealBrokenError' }
const refused = { code: 'row_not_authentic' }
/** Which rows the check of the log names. */
const named = async () => (await acme.team.audit.verify()).badRows.first.map(({ id, reason }) => ({ id, reason }))

beforeAll(async () => {
  running = await startTestSotto()
  acme = await makeTeam(running.sotto)
  other = await makeTeam(running.sotto, 'Other')
})
afterAll(() => running.close())
afterEach(async () => {
  for (const back of undo.splice(0).reverse()) await back()
})

const contact = (name: string) => acme.team.contacts.create({ name })

describe('the sealed part of a row', () => {
  it('15 changed, 23 cut, 16 moved, 17 swapped, 18 moved to another team: does not open', async () => {
    const [ada, bo] = [await contact('Ada'), await contact('Bo')]
    const theirs = await other.team.contacts.create({ name: 'Cy' })
    const [a, b, c] = [await row('contacts', ada.id), await row('contacts', bo.id), await row('contacts', theirs.id)]
    const bytes = Buffer.from(a.sealed.buffer)
    const flipped = Buffer.from(bytes)
    flipped[30] = (flipped[30] as number) ^ 1
    for (const sealed of [new Binary(flipped), new Binary(bytes.subarray(0, -3)), new Binary(Buffer.of(1)), b.sealed]) {
      await put(rows, 'contacts', { ...a, sealed })
      await expect(acme.team.contacts.get(ada.id)).rejects.toMatchObject(broken)
    }
    await put(rows, 'contacts', { ...b, sealed: a.sealed, unit: a.unit })
    await expect(acme.team.contacts.get(bo.id)).rejects.toMatchObject(broken)
    await put(rows, 'contacts', { ...c, sealed: a.sealed })
    await expect(other.team.contacts.get(theirs.id)).rejects.toMatchObject(broken)
  })

  it('19 an older one in the newer row: does not open', async () => {
    const ada = await contact('Ada')
    const old = await row('contacts', ada.id)
    await acme.team.contacts.change(ada.id, { name: 'Ada Lovelace' })
    await put(rows, 'contacts', { ...(await row('contacts', ada.id)), sealed: old.sealed })
    await expect(acme.team.contacts.get(ada.id)).rejects.toMatchObject(broken)
  })
})

describe('what belongs to somebody', () => {
  it('36 a message or event pointed at a conversation of one’s own, 37 a thing or a person at somebody else: does not open', async () => {
    const bot = await acme.team.bots.create({ name: 'Wren' })
    const begin = (name: string) => acme.team.conversations.start({ botId: bot.id, contact: { name } })
    const [ada, eve] = [(await begin('Ada')).conversation, (await begin('Eve')).conversation]
    await acme.team.chat.send(ada.id, { text: 'My number is 4711', author: 'visitor' }).result()
    const of = { conversationId: ada.id }
    const message = (await rows('messages').findOne({ ...of, authorKind: 'visitor' })) as Row
    await put(rows, 'messages', { ...message, conversationId: eve.id })
    await expect(acme.team.conversations.messages(eve.id)).rejects.toMatchObject(broken)
    const event = (await rows('conversationEvents').findOne(of)) as Row
    await put(rows, 'conversationEvents', { ...event, conversationId: eve.id })
    const stream = await acme.team.chat.follow(eve.id, 0, AbortSignal.timeout(3000))
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject(broken)
    await put(rows, 'conversations', { ...(await row('conversations', ada.id)), contactId: eve.contact?.id })
    await expect(acme.team.conversations.get(ada.id)).rejects.toMatchObject(broken)
    await put(rows, 'contacts', { ...(await row('contacts', ada.contact?.id as string)), mergedInto: eve.contact?.id })
    // The export of a person comes to all who are said to have become part of them, and to nothing where one is not.
    const { accessExports } = acme.team
    const id = await accessExports.start({ contactId: eve.contact?.id as string })
    await vi.waitFor(
      async () =>
        expect(await accessExports.get(id)).toMatchObject({ state: 'failed', problem: { code: 'export_incomplete' } }),
      { timeout: 20_000 },
    )
  })
})

describe('what leads to somebody', () => {
  it('39 an address that is pointed at somebody else: does not find them', async () => {
    const ada = await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
    const eve = await acme.team.contacts.create({ name: 'Eve', email: 'eve@example.com' })
    const claims = running.client.db(`${running.database}_index`).collection('claims')
    await claims.updateMany({ row: eve.id }, { $set: { row: ada.id } })
    undo.push(() => claims.deleteMany({ row: ada.id }))
    const found = async (email: string) => (await acme.team.contacts.list({ email })).data.map(({ id }) => id)
    expect(await found('ada@example.com')).toEqual([ada.id])
    expect(await found('eve@example.com')).toEqual([])
  })
})

describe('what decides about people', () => {
  it('40 a run of retention, 41 an objection, 42 what a webhook is told, that was changed: is refused', async () => {
    const ada = await contact('Ada')
    const { id } = await acme.team.retention.start({ dryRun: true })
    const run = await row('retentionRuns', id)
    await put(rows, 'retentionRuns', { ...run, asOf: new Date('2099-01-01') })
    await expect(acme.team.retention.run(id)).rejects.toMatchObject(refused)
    const limits = { contactId: ada.id, restricted: false, objected: false, noMarketing: false, since: new Date() }
    await put(rows, 'useLimits', { _id: ada.id, teamId: acme.teamId, version: 1, ...limits, mac: run.mac })
    await expect(acme.team.privacyRequests.mayUse(ada.id, 'marketing')).rejects.toMatchObject(refused)
    const { webhook } = await acme.team.webhooks.create({ url: 'https://example.com/', events: ['contact.created'] })
    await put(rows, 'webhooks', { ...(await row('webhooks', webhook.id)), events: ['ticket.created'] })
    await expect(acme.team.webhooks.get(webhook.id)).rejects.toMatchObject(refused)
  })
})

describe('a whole row', () => {
  it('20 put back in an older version, 22 deleted behind our back: the check names it', async () => {
    const [ada, bo] = [await contact('Ada'), await contact('Bo')]
    const old = await row('contacts', ada.id)
    await acme.team.contacts.change(ada.id, { name: 'Ada Lovelace' })
    expect(await named()).toEqual([])
    await put(rows, 'contacts', old)
    expect(await named()).toContainEqual({ id: ada.id, reason: expect.stringContaining('put back') })
    const gone = await row('contacts', bo.id)
    await rows('contacts').deleteOne({ _id: bo.id })
    undo.push(() => rows('contacts').insertOne(gone))
    expect((await acme.team.audit.verify()).badRows.first).toContainEqual(
      expect.objectContaining({ id: null, unit: gone.unit }),
    )
  })

  it('21, 26 brought back after it was forgotten, with the wrapper of its key: the check names it', async () => {
    const bot = await acme.team.bots.create({ name: 'Wren' })
    const { conversation } = await acme.team.conversations.start({ botId: bot.id, contact: { name: 'Ada' } })
    const old = await row('conversations', conversation.id)
    const wrapper = (await keys('unitKeys').findOne({ _id: old.unit })) as Row
    await acme.team.conversations.remove(conversation.id)
    await put(rows, 'conversations', old)
    await expect(acme.team.conversations.get(conversation.id)).rejects.toMatchObject({ code: 'not_found' })
    await put(keys, 'unitKeys', wrapper)
    expect(await named()).toContainEqual({ id: conversation.id, reason: expect.stringContaining('forgotten') })
  })
})

describe('a key', () => {
  it('25 whose wrapper is moved to another unit or team: opens nothing', async () => {
    const [ada, bo] = [await contact('Ada'), await contact('Bo')]
    const unitOf = async (id: string) => (await row('contacts', id)).unit as string
    const wrapper = (await keys('unitKeys').findOne({ _id: await unitOf(ada.id) })) as Row
    await put(keys, 'unitKeys', { ...wrapper, _id: await unitOf(bo.id) })
    const reader = await running.another({ runJobs: false })
    const team = await reader.team(acme.teamId, { actor: { userId: acme.ownerId } })
    await expect(team.contacts.get(bo.id)).rejects.toMatchObject(broken)
    await put(keys, 'unitKeys', { ...wrapper, teamId: other.teamId })
    await expect(team.contacts.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('38 that is taken away from a row that nobody forgot: the check names the row', async () => {
    const [ada, bo] = [
      await row('contacts', (await contact('Ada')).id),
      await row('contacts', (await contact('Bo')).id),
    ]
    const [one, two] = [
      await keys('unitKeys').findOne({ _id: ada.unit }),
      await keys('unitKeys').findOne({ _id: bo.unit }),
    ]
    undo.push(() => keys('unitKeys').insertOne(one as Row))
    await keys('unitKeys').deleteOne({ _id: ada.unit })
    await put(keys, 'unitKeys', { ...(two as Row), teamId: other.teamId })
    const reason = 'its key was taken away'
    expect(new Set(await named())).toEqual(
      new Set([
        { id: ada._id, reason },
        { id: bo._id, reason },
      ]),
    )
  })

  it('28 of an epoch that somebody names current: nothing is written with it', async () => {
    // In a database of its own: an instance that has seen the name believes it until it looks again, within a second.
    const attacked = await startTestSotto()
    const control = attacked.client.db(`${attacked.database}_keys`).collection<Row>('control')
    await control.updateOne({ _id: 'control' }, { $set: { epoch: 'e20200101-000000', ordinal: 99 } })
    await expect(attacked.another({ runJobs: false })).rejects.toMatchObject({ code: 'keyring_unavailable' })
    await attacked.close()
  })
})

describe('what decides about access', () => {
  it('29 a role that was raised: whoever has it is refused, and nothing is granted', async () => {
    const { member, password } = await acme.team.members.create({
      name: 'Vi',
      email: 'vi@example.com',
      role: 'viewer',
    })
    const { token } = await running.sotto.access.signIn('vi@example.com', password, request)
    await put(rows, 'members', { ...(await row('members', member.id)), role: 'owner' })
    await expect(running.sotto.access.authenticate(token)).rejects.toMatchObject(refused)
    await expect(acme.team.members.get(member.id)).rejects.toMatchObject(refused)
  })

  it('29 nor does a row of the same member from when they were more', async () => {
    const { member } = await acme.team.members.create({ name: 'Mo', email: 'mo@example.com', role: 'admin' })
    const admin = await row('members', member.id)
    await acme.team.members.change(member.id, { role: 'viewer' })
    await put(rows, 'members', { ...(await row('members', member.id)), role: 'admin', mac: admin.mac })
    await expect(acme.team.members.get(member.id)).rejects.toMatchObject(refused)
    await put(rows, 'members', admin)
    expect(await named()).toContainEqual({ id: member.id, reason: expect.stringContaining('put back') })
  })

  it('30 a credential that was made by hand, 34 one that was prolonged or turned to somebody else', async () => {
    const { token } = await running.sotto.access.signIn(acme.email, acme.password, request)
    const real = await row('credentials', tokenId(token))
    const made = `ses_${'a'.repeat(43)}`
    await put(rows, 'credentials', { ...real, _id: tokenId(made) })
    await expect(running.sotto.access.authenticate(made)).rejects.toThrow()
    for (const change of [
      { expiresAt: new Date('2099-01-01') },
      { memberId: other.ownerId },
      { teamId: other.teamId },
    ]) {
      await put(rows, 'credentials', { ...real, ...change })
      await expect(running.sotto.access.authenticate(token)).rejects.toMatchObject(refused)
    }
  })

  it('31 scopes that were widened, 32 a private bot that was made public', async () => {
    const { apiKey, secret } = await acme.team.apiKeys.create({ name: 'Till', scopes: ['bots:read'] })
    await put(rows, 'apiKeys', { ...(await row('apiKeys', apiKey.id)), scopes: ['bots:read', 'contacts:read'] })
    await expect(running.sotto.access.authenticate(secret)).rejects.toMatchObject(refused)
    const bot = await acme.team.bots.create({ name: 'Wren' })
    await put(rows, 'bots', { ...(await row('bots', bot.id)), visibility: 'public' })
    await expect(acme.team.bots.get(bot.id)).rejects.toMatchObject(refused)
  })

  it('33 a key that was revoked and is put back: the check names both of its rows', async () => {
    const { apiKey, secret } = await acme.team.apiKeys.create({ name: 'Till', scopes: ['bots:read'] })
    const kept = [await row('apiKeys', apiKey.id), await row('credentials', tokenId(secret))] as const
    await acme.team.apiKeys.revoke(apiKey.id)
    await put(rows, 'apiKeys', kept[0])
    await put(rows, 'credentials', kept[1])
    const found = await named()
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining([apiKey.id, tokenId(secret)]))
  })
})

it('13 a checkpoint signed with another key is not taken for ours', async () => {
  await vi.waitFor(async () => expect((await acme.team.audit.verify()).waiting).toBe(0), { timeout: 15_000 })
  const newest = (
    await keys('checkpoints').find({ teamId: acme.teamId }).sort({ size: -1 }).limit(1).toArray()
  )[0] as Row
  const theirs = (await keys('checkpoints').findOne({ teamId: other.teamId })) as Row
  const signature = String(theirs.note).split('\n\n')[1]
  await put(keys, 'checkpoints', { ...newest, note: `${String(newest.note).split('\n\n')[0]}\n\n${signature}` })
  expect(await acme.team.audit.verify()).toMatchObject({ ok: false })
})
