import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SealBrokenError } from '../keys/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import type { Binary } from './driver.ts'

interface Raw {
  _id: string
  teamId: string
  unit: string
  version: number
  sealed: Binary
}

let running: TestSotto
let acme: TestTeam
let other: TestTeam
let conversationId: string
let before: Raw[] = []

const raw = (name: string) => running.client.db(running.database).collection<Raw>(name)
const rowsOf = (conversation: string) =>
  raw('messages')
    .find({ conversationId: conversation } as never)
    .sort({ _id: 1 })
const put = (_id: string, set: Partial<Raw>) => raw('messages').updateOne({ _id }, { $set: set })
const read = () => acme.team.conversations.messages(conversationId)

async function converse(team: TestTeam): Promise<string> {
  const bot = await team.team.bots.create({ name: 'Wren' })
  const { conversation } = await team.team.conversations.start({ botId: bot.id })
  for (const text of ['My name is Ada', 'My name is Bo'])
    await team.team.chat.send(conversation.id, { text, author: 'member' }).result()
  return conversation.id
}

beforeAll(async () => {
  running = await startTestSotto({ runJobs: false })
  acme = await makeTeam(running.sotto)
  other = await makeTeam(running.sotto)
  conversationId = await converse(acme)
})
afterAll(() => running.close())

beforeEach(async () => {
  before = await rowsOf(conversationId).toArray()
})
afterEach(async () => {
  for (const { _id, ...row } of before) await raw('messages').replaceOne({ _id }, row as never)
  expect((await read()).data.map(({ text }) => text)).toEqual(['My name is Ada', 'My name is Bo'])
})

describe('what is sealed in a row does not open', () => {
  it('in another row of the same unit, also when both are exchanged', async () => {
    const [ada, bo] = before as [Raw, Raw]
    expect(ada.unit).toBe(bo.unit)
    await put(ada._id, { sealed: bo.sealed, version: bo.version })
    await put(bo._id, { sealed: ada.sealed, version: ada.version })
    await expect(read()).rejects.toBeInstanceOf(SealBrokenError)
  })

  it('in another collection of the same unit', async () => {
    const conversation = await raw('conversations').findOne({ _id: conversationId })
    await put((before[0] as Raw)._id, { sealed: (conversation as Raw).sealed })
    await expect(read()).rejects.toBeInstanceOf(SealBrokenError)
  })

  it('in another team', async () => {
    const [foreign] = await rowsOf(await converse(other)).toArray()
    const { sealed, unit } = foreign as Raw
    await put((before[0] as Raw)._id, { sealed })
    await expect(read()).rejects.toBeInstanceOf(SealBrokenError)
    // A key of another team is not even found.
    await put((before[0] as Raw)._id, { sealed, unit })
    await expect(read()).rejects.toMatchObject({ code: 'not_found' })
  })

  it('cut, or with a bit changed', async () => {
    const { _id, sealed } = before[0] as Raw
    for (const bytes of [sealed.buffer.subarray(0, -1), sealed.buffer.subarray(0, 10), Buffer.alloc(0)]) {
      await put(_id, { sealed: Buffer.from(bytes) as never })
      await expect(read()).rejects.toBeInstanceOf(SealBrokenError)
    }
    const changed = Buffer.from(sealed.buffer)
    changed[30] = (changed[30] as number) ^ 1
    await put(_id, { sealed: changed as never })
    await expect(read()).rejects.toBeInstanceOf(SealBrokenError)
  })
})

it('an older version that was put back does not open', async () => {
  const ada = await acme.team.contacts.create({ name: 'Ada' })
  const old = (await raw('contacts').findOne({ _id: ada.id })) as Raw
  await acme.team.contacts.change(ada.id, { name: 'Ada King' })
  await raw('contacts').updateOne({ _id: ada.id }, { $set: { sealed: old.sealed } })
  await expect(acme.team.contacts.get(ada.id)).rejects.toBeInstanceOf(SealBrokenError)
})

it('the wrapped key of one unit does not open another one', async () => {
  const keys = running.client.db(`${running.database}_keys`).collection<{ _id: string; wrapped: Binary }>('unitKeys')
  const ada = await acme.team.contacts.create({ name: 'Ada' })
  const bo = await acme.team.contacts.create({ name: 'Bo' })
  const unitOf = async (id: string) => ((await raw('contacts').findOne({ _id: id })) as Raw).unit
  const theirs = await keys.findOne({ _id: await unitOf(bo.id) })
  await keys.updateOne({ _id: await unitOf(ada.id) }, { $set: { wrapped: (theirs as { wrapped: Binary }).wrapped } })
  const elsewhere = await running.another({ runJobs: false })
  const team = await elsewhere.team(acme.teamId, { actor: { userId: acme.ownerId } })
  await expect(team.contacts.get(ada.id)).rejects.toBeInstanceOf(SealBrokenError)
  expect((await team.contacts.get(bo.id)).name).toBe('Bo')
})

it('does not tell by their tokens which people have the same name', async () => {
  const before = new Set((await tokensOfNames()).map(({ _id }) => _id))
  const made = []
  for (let n = 0; n < 40; n++) made.push(await acme.team.contacts.create({ name: 'Maria Wagtail' }))
  const tokens = (await tokensOfNames()).filter(({ _id }) => !before.has(_id))
  const times = Map.groupBy(tokens, ({ token }) => token.toString('hex'))
  // Ten beginnings of two words, over 64 tokens each: in one place stand nine of 40 once in a hundred thousand runs.
  expect(tokens).toHaveLength(40 * 10)
  expect(Math.max(...[...times.values()].map(({ length }) => length))).toBeLessThan(9)
  const found = await acme.team.contacts.find({ name: 'wagt' }).toArray()
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(made.map(({ id }) => id)))
  const [first] = made
  await acme.team.contacts.change(first?.id as string, { name: 'Marianne Wren' })
  expect(await acme.team.contacts.find({ name: 'wagtail' }).toArray()).toHaveLength(39)
  expect(await acme.team.contacts.find({ name: 'mari' }).toArray()).toHaveLength(40)
})

const tokensOfNames = () =>
  running.client
    .db(`${running.database}_index`)
    .collection<{ _id: string; token: Binary }>('tokens')
    .find({ teamId: acme.teamId, kind: 'contacts.name' })
    .toArray()
