import { setTimeout as delay } from 'node:timers/promises'
import { Long } from 'mongodb'
import { describe, expect, onTestFinished, test } from 'vitest'
import { drivers, useServer } from '../testing/server.ts'

describe.each(drivers)('transactions through $driver', ({ mongodb }) => {
  const server = useServer({ port: 0 }, mongodb)

  test('see one moment, whatever others do meanwhile', async () => {
    const things = server.collection()
    await things.insertMany([{ n: 1 }, { n: 2 }])
    await server.client.withSession(async (session) => {
      session.startTransaction()
      expect(await things.countDocuments({}, { session })).toBe(2)
      await things.insertOne({ n: 3 })
      await things.updateOne({ n: 1 }, { $set: { n: 100 } })
      expect(
        await things
          .find({}, { session })
          .map(({ n }) => n)
          .toArray(),
      ).toEqual([1, 2])
      await session.abortTransaction()
    })
    expect(await things.countDocuments({ n: 100 })).toBe(1)
  })

  test('leave nothing behind when they are aborted', async () => {
    const things = server.collection()
    await things.insertOne({ _id: 1 as never, n: 1 })
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await things.insertOne({ n: 2 }, { session })
      await things.deleteOne({ _id: 1 as never }, { session })
      await session.abortTransaction()
    })
    expect(await things.find().toArray()).toEqual([{ _id: 1, n: 1 }])
  })

  test('conflict where two change one document: the second is told to retry', async () => {
    const things = server.collection()
    await things.insertOne({ _id: 1 as never, n: 0 })
    const [first, second] = [server.client.startSession(), server.client.startSession()]
    first.startTransaction()
    second.startTransaction()
    await things.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session: first })
    const refused = await things
      .updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session: second })
      .catch((error) => error)
    expect(refused).toMatchObject({ code: 112, codeName: 'WriteConflict' })
    expect(refused.hasErrorLabel('TransientTransactionError')).toBe(true)
    await expect(things.findOne({}, { session: second })).rejects.toMatchObject({ code: 251 })
    await first.commitTransaction()
    await second.abortTransaction().catch(() => {})
    await Promise.all([first.endSession(), second.endSession()])
    expect(await things.findOne()).toMatchObject({ n: 1 })
  })

  test('conflict with what was committed after they began', async () => {
    const things = server.collection()
    await things.insertOne({ _id: 1 as never, n: 0 })
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await things.findOne({}, { session })
      await things.updateOne({ _id: 1 as never }, { $inc: { n: 10 } })
      await expect(things.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session })).rejects.toMatchObject({
        code: 112,
      })
      await session.abortTransaction().catch(() => {})
    })
  })

  test('conflict where two claim one unique key', async () => {
    const things = server.collection()
    await things.createIndex({ email: 1 }, { unique: true })
    const [first, second] = [server.client.startSession(), server.client.startSession()]
    first.startTransaction()
    second.startTransaction()
    await things.insertOne({ email: 'a' }, { session: first })
    await expect(things.insertOne({ email: 'a' }, { session: second })).rejects.toMatchObject({ code: 112 })
    await first.commitTransaction()
    await Promise.all([first.endSession(), second.endSession()])
    expect(await things.countDocuments()).toBe(1)
  })

  test('add up when many run with retries', async () => {
    const things = server.collection()
    await things.insertMany([
      { _id: 'a' as never, n: 100 },
      { _id: 'b' as never, n: 100 },
    ])
    const move = () =>
      server.client.withSession((session) =>
        session.withTransaction(async () => {
          await things.updateOne({ _id: 'a' as never }, { $inc: { n: -1 } }, { session })
          await things.updateOne({ _id: 'b' as never }, { $inc: { n: 1 } }, { session })
        }),
      )
    await Promise.all(Array.from({ length: 12 }, move))
    expect(
      await things
        .find()
        .sort({ _id: 1 })
        .map(({ n }) => n)
        .toArray(),
    ).toEqual([88, 112])
  })

  test('make a single write wait for them', async () => {
    const things = server.collection()
    await things.insertOne({ _id: 1 as never, n: 1 })
    const session = server.client.startSession()
    session.startTransaction()
    await things.updateOne({ _id: 1 as never }, { $set: { n: 5 } }, { session })
    let waited = true
    const single = things.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }).finally(() => {
      waited = false
    })
    await things.insertOne({ n: 0 })
    expect(waited).toBe(true)
    await session.commitTransaction()
    await session.endSession()
    await single
    expect(await things.findOne({ _id: 1 as never })).toMatchObject({ n: 6 })
  })

  test('end with the statement that failed', async () => {
    const things = server.collection()
    await things.insertOne({ _id: 1 as never })
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await things.insertOne({ _id: 2 as never }, { session })
      await expect(things.insertOne({ _id: 1 as never }, { session })).rejects.toMatchObject({ code: 11000 })
      await expect(session.commitTransaction()).rejects.toMatchObject({ code: 251 })
    })
    expect(await things.countDocuments()).toBe(1)
  })

  /** Some hundred statements that each look at every document. */
  const much = Array.from({ length: 300 }, (_, at) => ({
    updateMany: { filter: { n: { $mod: [300, at] } }, update: { $set: { at } } },
  }))

  test('let others have their turn between the statements of a large command', async () => {
    const things = server.collection()
    await things.insertMany(Array.from({ length: 2000 }, (_, n) => ({ n })))
    await server.client.withSession(async (session) => {
      session.startTransaction()
      let running = true
      const writing = things.bulkWrite(much, { session }).finally(() => {
        running = false
      })
      let turns = 0
      for (; running; turns += 1) await server.client.db('admin').command({ ping: 1 })
      expect((await writing).modifiedCount).toBe(2000)
      expect(turns).toBeGreaterThan(10)
      await session.commitTransaction()
    })
    expect(await things.countDocuments({ at: 299 })).toBe(6)
  })

  test('end in the middle of a large command where they are aborted meanwhile', async () => {
    const things = server.collection()
    await things.insertMany(Array.from({ length: 2000 }, (_, n) => ({ n })))
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await things.updateOne({ n: 0 }, { $set: { at: -1 } }, { session })
      const writing = things.bulkWrite(much, { session })
      const refused = expect(writing).rejects.toMatchObject({ codeName: 'NoSuchTransaction' })
      await session.abortTransaction()
      await refused
    })
    expect(await things.countDocuments({ at: { $exists: true } })).toBe(0)
  })

  test('may make collections', async () => {
    const things = server.collection()
    await server.client.withSession((session) => session.withTransaction(() => things.insertOne({ n: 1 }, { session })))
    expect(await things.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ n: 1 }])
  })

  test('refuse what cannot be taken back', async () => {
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await expect(server.client.db('test').command({ count: 'things' }, { session })).rejects.toMatchObject({
        code: 263,
      })
      await session.abortTransaction().catch(() => {})
    })
  })
})

describe('numbered commands', () => {
  const server = useServer()
  const send = (command: object) => server.client.db('test').command(command as never)
  const lsid = (session: { id?: unknown }) => session.id

  test('are done once, however often they are sent', async () => {
    const name = server.collection().collectionName
    const session = server.client.startSession()
    const numbered = { lsid: lsid(session), txnNumber: Long.fromNumber(1) }
    const insert = { insert: name, documents: [{ _id: 1, n: 0 }], ...numbered }
    expect(await send(insert)).toMatchObject({ n: 1 })
    expect(await send(insert)).toMatchObject({ n: 1 })
    const update = {
      update: name,
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }],
      ...numbered,
      txnNumber: Long.fromNumber(2),
    }
    expect(await send(update)).toMatchObject({ n: 1, nModified: 1 })
    expect(await send(update)).toMatchObject({ n: 1, nModified: 1 })
    const modify = {
      findAndModify: name,
      query: { _id: 1 },
      update: { $inc: { n: 1 } },
      new: true,
      ...numbered,
      txnNumber: Long.fromNumber(3),
    }
    expect(await send(modify)).toMatchObject({ value: { n: 2 } })
    expect(await send(modify)).toMatchObject({ value: { n: 2 } })
    await expect(send(update)).rejects.toMatchObject({ code: 225 })
    await session.endSession()
  })
})

describe('a transaction that only read', () => {
  const server = useServer()

  test('ends with its commit, and holds on to nothing that it saw', async () => {
    const things = server.collection()
    const session = server.client.startSession()
    await things.insertMany([{ n: 1 }, { n: 2 }])
    session.startTransaction()
    const cursor = things.find({}, { session, batchSize: 1 })
    await cursor.next()
    await session.commitTransaction()
    const more = { getMore: cursor.id, collection: things.collectionName }
    await expect(server.client.db('test').command(more)).rejects.toMatchObject({ codeName: 'CursorNotFound' })
    await session.endSession()
  })
})

describe('failures that a test asks for', () => {
  const server = useServer()
  const fail = (data: object, mode: unknown = { times: 1 }) =>
    server.client.db('admin').command({ configureFailPoint: 'failCommand', mode, data })

  test('are retried by the driver, and the write is done once', async () => {
    const things = server.collection()
    await things.insertOne({ _id: 1 as never, n: 0 })
    await fail({ failCommands: ['update'], errorCode: 11600 })
    await things.updateOne({}, { $inc: { n: 1 } })
    await fail({ failCommands: ['update'], closeConnection: true })
    await things.updateOne({}, { $inc: { n: 1 } })
    expect(await things.findOne()).toMatchObject({ n: 2 })
  })

  test('come as they are asked for', async () => {
    const things = server.collection()
    await fail({ failCommands: ['find'], errorCode: 2, errorLabels: ['Mine'] })
    const error = await things.findOne().catch((caught) => caught)
    expect(error).toMatchObject({ code: 2 })
    expect(error.hasErrorLabel('Mine')).toBe(true)
    expect(await things.findOne()).toBeNull()
  })
})

test('a transaction that stays open too long is ended', async () => {
  const { startEmbeddedMongo } = await import('../index.ts')
  const { temporaryDirectory } = await import('../testing/server.ts')
  const { MongoClient } = await import('mongodb')
  const server = await startEmbeddedMongo({
    dataDir: temporaryDirectory(onTestFinished),
    inProcess: true,
    transactionLifetimeSeconds: 0.05,
  })
  const client = await new MongoClient(server.uri).connect()
  try {
    const things = client.db('test').collection('things')
    const session = client.startSession()
    session.startTransaction()
    await things.insertOne({ n: 1 }, { session })
    for (
      let tries = 0;
      tries < 100 && (await things.estimatedDocumentCount()) === 0 && session.inTransaction();
      tries += 1
    ) {
      await delay(50)
      if (
        await things.findOne({}, { session }).then(
          () => false,
          (error) => error.code === 251,
        )
      )
        break
    }
    await expect(session.commitTransaction()).rejects.toMatchObject({ code: 251 })
    await session.endSession()
  } finally {
    await client.close()
    await server.close()
  }
})
