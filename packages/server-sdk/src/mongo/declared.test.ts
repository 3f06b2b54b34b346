import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { collection, plain, validatorOf } from '../data-map/index.ts'
import { everything } from '../features/collections.ts'
import { contacts } from '../features/contacts/index.ts'
import { conversations } from '../features/conversations/index.ts'
import { documents } from '../features/knowledge/declare.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import type { TeamScope } from './index.ts'

let running: TestSotto
let acme: TestTeam
let scope: TeamScope

beforeAll(async () => {
  running = await startTestSotto({ runJobs: false })
  acme = await makeTeam(running.sotto)
  const actor = { kind: 'system', id: 'test' } as const
  scope = running.sotto.system.team(acme.teamId, { actor, ip: null, requestId: null })
})
afterAll(() => running.close())

const raw = (name: string) => running.client.db(running.database).collection<{ _id: string }>(name)
const failed = { code: 121 }

describe('what is not declared cannot be written', () => {
  const now = new Date()

  it('by code: another field, another type', async () => {
    const rows = scope.collection(contacts)
    const contact = { name: 'Ada', createdAt: now, lastActivityAt: now }
    await expect(rows.insert({ ...contact, shoeSize: 43 } as never)).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(rows.insert({ ...contact, name: { $ne: null } } as never)).rejects.toMatchObject({
      code: 'invalid_request',
    })
    const ada = await rows.insert(contact)
    await expect(rows.change(ada.id, { shoeSize: 43 } as never)).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(rows.increment(ada.id, {}, { shoeSize: 43 } as never)).rejects.toThrow(TypeError)
    await expect(rows.increment(ada.id, {}, { name: 'Bo' } as never)).rejects.toThrow('is not a plain field')
    expect(await rows.get(ada.id)).toEqual({ ...ada })
  })

  it('by code: another collection, or one of a bot without the bot', () => {
    const undeclared = collection('shoes', {
      id: 'own',
      about: 'nobody',
      unit: 'none',
      purpose: 'Tests',
      basis: 'contract',
      retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
      log: { never: 'a test' },
      fields: { createdAt: plain(z.date()) },
    })
    expect(() => scope.collection(undeclared)).toThrow('is not in the data map')
    expect(() => scope.collection(documents)).toThrow('walled in per bot')
    expect(() => scope.bot('bot_1').collection(contacts)).toThrow('not walled in per bot')
  })

  it('by anybody else: the database refuses it in every collection', async () => {
    expect(running.sotto.capabilities.validators).toBe(true)
    for (const { name } of everything.collections) {
      await expect(raw(name).insertOne({ _id: 'a', shoeSize: 43 } as never), name).rejects.toMatchObject(failed)
      await expect(raw(name).insertOne({ _id: 'a' }), name).rejects.toMatchObject(failed)
    }
  })

  it('by anybody else: a personal value in the clear, another type, a field more', async () => {
    const ada = await acme.team.contacts.create({ name: 'Ada' })
    for (const set of [{ name: 'Ada' }, { createdAt: 'today' }, { shoeSize: 43 }, { unit: 7 }, { sealed: 'Ada' }])
      await expect(
        raw('contacts').updateOne({ _id: ada.id }, { $set: set }),
        JSON.stringify(set),
      ).rejects.toMatchObject(failed)
    await expect(raw('contacts').updateOne({ _id: ada.id }, { $unset: { sealed: 1 } })).rejects.toMatchObject(failed)
  })

  it('by anybody else: a word that is not in the vocabulary, a field more inside of one', async () => {
    const { id } = await acme.team.bots.create({ name: 'Wren' })
    const { job } = await acme.team.bot(id).knowledge.add({ text: 'Hello' })
    for (const set of [{ state: 'finished' }, { progress: { done: 0, total: null, note: null, name: 'Ada' } }])
      await expect(raw('jobs').updateOne({ _id: job.id }, { $set: set })).rejects.toMatchObject(failed)
  })
})

describe('operators in place of values', () => {
  const operator = { $ne: null } as never

  it('reach no filter, wherever they are put', async () => {
    const { team } = acme
    const ada = await team.contacts.create({ name: 'Ada' })
    const rows = scope.collection(contacts)
    await expect(team.contacts.get(operator)).rejects.toThrow(TypeError)
    await expect(team.contacts.change(operator, { name: 'Bo' })).rejects.toThrow(TypeError)
    await expect(team.contacts.find({ email: operator }).toArray()).rejects.toThrow(TypeError)
    await expect(team.conversations.list({ status: operator })).rejects.toThrow(TypeError)
    await expect(team.audit.list({ action: operator })).rejects.toThrow(TypeError)
    await expect(team.audit.list({ targetId: operator })).rejects.toThrow(TypeError)
    await expect(rows.count({ timezone: operator })).rejects.toThrow(TypeError)
    await expect(rows.increment(operator, {}, { timezone: null })).rejects.toThrow(TypeError)
    await expect(scope.collection(conversations).delete({ id: operator })).rejects.toThrow(TypeError)
    expect(() => team.bot(operator)).toThrow(TypeError)
    await expect(running.sotto.team(operator, { actor: { userId: acme.ownerId } })).rejects.toThrow(TypeError)
    await expect(running.sotto.team(acme.teamId, { actor: { userId: operator } })).rejects.toThrow(TypeError)
    expect((await team.contacts.get(ada.id)).name).toBe('Ada')
  })
})

describe('a validator', () => {
  it('takes the types that a declaration can produce, and one sealed value', () => {
    const { properties, required, anyOf } = validatorOf(conversations).$jsonSchema as {
      properties: Record<string, unknown>
      required: string[]
      anyOf: unknown[]
    }
    expect(properties).toMatchObject({
      sealed: { bsonType: 'binData' },
      contactId: { bsonType: ['string', 'null'] },
      status: { enum: ['open', 'waiting', 'closed'] },
      lastSeq: { bsonType: ['int', 'long', 'double'] },
      createdAt: { bsonType: 'date' },
    })
    expect(properties).not.toHaveProperty('saidName')
    expect(required).toEqual(expect.arrayContaining(['_id', 'teamId', 'status']))
    // A row has all of these, or, where only what statistics keep of it remains, none.
    const ofUnit = ['unit', 'sealed', 'lookup']
    const none = { not: { anyOf: ofUnit.map((name) => ({ required: [name] })) } }
    expect(anyOf).toEqual([{ required: ofUnit }, none])
  })
})
