import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sotto, Team } from '../sotto.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'
import { fileKeyring } from './keyrings/index.ts'

const clock = testClock()
let folder: string
let keys: string
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-keys-'))
  keys = join(folder, 'keys')
  running = await startTestSotto({ keyring: fileKeyring(keys), now: clock.now, runJobs: false })
  acme = await makeTeam(running.sotto)
})
afterAll(async () => {
  await running.close()
  await rm(folder, { recursive: true, force: true })
})

const teamOf = (sotto: Sotto): Promise<Team> => sotto.team(acme.teamId, { actor: { userId: acme.ownerId } })
const raw = (name: string) => running.client.db(running.database).collection<{ _id: string }>(name)

describe('a unit that was forgotten', () => {
  /** Rows that somebody kept, and puts back: as from a backup of the data alone. */
  async function kept(conversationId: string) {
    const rows = await raw('conversations').findOne({ _id: conversationId })
    const messages = await raw('messages')
      .find({ conversationId } as never)
      .toArray()
    return async () => {
      await raw('conversations').insertOne(rows as never)
      await raw('messages').insertMany(messages)
    }
  }

  async function conversation(): Promise<string> {
    const bot = await acme.team.bots.create({ name: 'Wren' })
    const { conversation: made } = await acme.team.conversations.start({ botId: bot.id, page: '/prices' })
    await acme.team.chat.send(made.id, { text: 'Hello', author: 'member' }).result()
    return made.id
  }

  it('is unreadable at once here, and in another instance within a second, also where rows were put back', async () => {
    const id = await conversation()
    const elsewhere = await teamOf(await running.another({ runJobs: false }))
    expect((await elsewhere.conversations.get(id)).page).toBe('/prices')
    expect((await acme.team.conversations.get(id)).page).toBe('/prices')
    const putBack = await kept(id)
    await acme.team.conversations.remove(id)
    await putBack()
    await expect(acme.team.conversations.get(id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(acme.team.conversations.messages(id)).rejects.toMatchObject({ code: 'not_found' })
    clock.advance(1001)
    await expect(elsewhere.conversations.get(id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(elsewhere.conversations.messages(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is not read again with a key that was looked up just before', async () => {
    const id = await conversation()
    clock.advance(1001)
    const putBack = await kept(id)
    await Promise.allSettled([
      acme.team.conversations.remove(id),
      ...Array.from({ length: 10 }, () => acme.team.conversations.get(id)),
    ])
    await putBack()
    await expect(acme.team.conversations.get(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('leaves the fact in the log, and nothing that it says of people', async () => {
    const id = await conversation()
    const { unit } = (await raw('conversations').findOne({ _id: id })) as unknown as { unit: string }
    const told = async () => (await acme.team.audit.list({ limit: 100 })).data
    const about = (await acme.team.audit.list({ targetId: id })).data
    expect(about[0]?.subject).toBe(id)
    clock.advance(1)
    await acme.team.conversations.remove(id)
    const after = (await told()).filter((entry) => about.some((before) => before.id === entry.id))
    expect(after).toHaveLength(about.length)
    for (const entry of after)
      expect(entry).toMatchObject({ target: null, subject: null, ip: null, before: null, after: null })
    // Nor does the token remain by which they were found.
    expect((await acme.team.audit.list({ targetId: id })).data).toEqual([])
    const [end] = (await acme.team.audit.list({ action: 'conversation.deleted' })).data
    expect(end?.details).toMatchObject({ unit, deleted: { conversations: 1, messages: 1 } })
  })
})

describe('a keyring that is away', () => {
  const refused = { code: 'keyring_unavailable' }

  it('stops reading and writing within a second, destroys nothing, and all is there when it is back', async () => {
    const ada = await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
    const another = await teamOf(await running.another({ runJobs: false }))
    const countOf = async (database: string, name: string) =>
      running.client
        .db(running.database + database)
        .collection(name)
        .countDocuments()
    const before = [
      await countOf('_keys', 'unitKeys'),
      await countOf('_keys', 'teamKeys'),
      await countOf('', 'contacts'),
    ]

    await rename(keys, `${keys}-away`)
    clock.advance(1001)
    for (const team of [acme.team, another]) {
      await expect(team.contacts.get(ada.id)).rejects.toMatchObject(refused)
      await expect(team.contacts.create({ name: 'Bo' })).rejects.toMatchObject(refused)
      await expect(team.contacts.find({ email: 'ada@example.com' }).toArray()).rejects.toMatchObject(refused)
      await expect(team.audit.list()).rejects.toMatchObject(refused)
    }
    await expect(running.sotto.ready()).rejects.toMatchObject(refused)
    await expect(running.another({ runJobs: false })).rejects.toMatchObject(refused)
    // A keyring of the same place that was made anew is not the one that belongs to this database.
    await expect(
      running.another({ runJobs: false, keyring: fileKeyring(join(folder, 'other')) }),
    ).rejects.toMatchObject(refused)

    await rename(`${keys}-away`, keys)
    expect((await acme.team.contacts.get(ada.id)).email).toBe('ada@example.com')
    expect(await another.contacts.find({ email: 'ada@example.com' }).toArray()).toHaveLength(1)
    expect(await running.sotto.ready()).toEqual({ database: 'ok', keyring: 'ok' })
    expect([
      await countOf('_keys', 'unitKeys'),
      await countOf('_keys', 'teamKeys'),
      await countOf('', 'contacts'),
    ]).toEqual(before)
  })

  it('is as good as away when it has another key of the same name, and nothing is wrapped by that', async () => {
    const ada = await acme.team.contacts.create({ name: 'Ada' })
    const [epoch] = await fileKeyring(keys).list()
    const file = join(keys, `${epoch}.epoch-key`)
    const own = await readFile(file)
    await writeFile(file, randomBytes(32).toString('hex'))
    clock.advance(1001)
    const another = { code: 'keyring_unavailable', message: expect.stringContaining('not the one') }
    await expect(acme.team.contacts.get(ada.id)).rejects.toMatchObject(another)
    await expect(makeTeam(running.sotto)).rejects.toMatchObject(another)
    await expect(running.another({ runJobs: false })).rejects.toMatchObject(another)
    expect((await running.sotto.keys.status()).alarms).toContainEqual(another.message)
    await writeFile(file, own)
    expect((await running.sotto.keys.status()).alarms).toEqual([])
    expect((await acme.team.contacts.get(ada.id)).name).toBe('Ada')
    await makeTeam(running.sotto)
  })
})
