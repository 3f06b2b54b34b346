import { describe, expect, test } from 'vitest'
import { drivers, useServer } from './testing/server.ts'

describe.each(drivers)('through $driver', ({ mongodb }) => {
  const server = useServer({ port: 0 }, mongodb)

  test('inserts, finds, updates and deletes', async () => {
    const things = server.collection()
    await things.insertMany([
      { name: 'a', size: 1 },
      { name: 'b', size: 2, tags: ['p', 'q'] },
      { name: 'c', size: 3 },
    ])
    expect(
      await things
        .find({ size: { $gte: 2 } })
        .sort({ size: -1 })
        .map(({ name }) => name)
        .toArray(),
    ).toEqual(['c', 'b'])
    expect(await things.updateOne({ tags: 'q' }, { $set: { 'tags.$': 'z' } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 1,
    })
    expect(await things.findOne({ name: 'b' })).toMatchObject({ tags: ['p', 'z'] })
    expect(await things.deleteMany({ size: { $lt: 3 } })).toMatchObject({ deletedCount: 2 })
    expect(await things.countDocuments()).toBe(1)
  })

  test('reads a result of many batches', async () => {
    const things = server.collection()
    await things.insertMany(Array.from({ length: 1000 }, (_, number) => ({ number })))
    const found = await things.find({}, { batchSize: 64 }).toArray()
    expect(found.map(({ number }) => number)).toEqual(Array.from({ length: 1000 }, (_, number) => number))
  })

  test('names the key of a duplicate', async () => {
    const things = server.collection()
    await things.createIndex({ email: 1 }, { unique: true })
    await things.insertOne({ email: 'a@example.com' })
    await expect(things.insertOne({ email: 'a@example.com' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { email: 1 },
      keyValue: { email: 'a@example.com' },
    })
  })

  test('commits a transaction as a whole, unseen until then', async () => {
    const things = server.collection()
    await things.insertOne({ _id: 1 as never, balance: 10 })
    await server.client.withSession((session) =>
      session.withTransaction(async () => {
        await things.updateOne({ _id: 1 as never }, { $inc: { balance: -3 } }, { session })
        await things.insertOne({ _id: 2 as never, balance: 3 }, { session })
        expect(await things.countDocuments({}, { session })).toBe(2)
        expect(await things.countDocuments()).toBe(1)
      }),
    )
    expect(
      await things
        .find()
        .map(({ balance }) => balance)
        .toArray(),
    ).toEqual([7, 3])
  })
})
