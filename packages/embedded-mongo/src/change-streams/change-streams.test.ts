import { describe, expect, test } from 'vitest'
import { drivers, useServer } from '../testing/server.ts'

describe.each(drivers)('change streams through $driver', ({ mongodb }) => {
  const server = useServer({ port: 0 }, mongodb)

  test('tell what happened to a collection, in order', async () => {
    const things = server.collection()
    const stream = things.watch([], { fullDocument: 'updateLookup', maxAwaitTimeMS: 50 })
    await stream.tryNext()
    await things.insertOne({ _id: 1 as never, a: 1, list: [1, 2, 3], inner: { x: 1, y: 2 } })
    await things.updateOne(
      { _id: 1 as never },
      { $set: { a: 2, 'inner.x': 5 }, $unset: { 'inner.y': 1 }, $pop: { list: 1 } },
    )
    await things.replaceOne({ _id: 1 as never }, { b: 1 })
    await things.deleteOne({ _id: 1 as never })
    expect(await stream.next()).toMatchObject({
      operationType: 'insert',
      ns: { db: 'test', coll: things.collectionName },
      documentKey: { _id: 1 },
      fullDocument: { _id: 1, a: 1 },
    })
    expect(await stream.next()).toMatchObject({
      operationType: 'update',
      updateDescription: {
        updatedFields: { a: 2, 'inner.x': 5 },
        removedFields: ['inner.y'],
        truncatedArrays: [{ field: 'list', newSize: 2 }],
      },
      fullDocument: null,
    })
    expect(await stream.next()).toMatchObject({ operationType: 'replace', fullDocument: { _id: 1, b: 1 } })
    expect(await stream.next()).toMatchObject({ operationType: 'delete', documentKey: { _id: 1 } })
    await stream.close()
  })

  test('go on where another stopped', async () => {
    const things = server.collection()
    const first = things.watch([{ $match: { operationType: 'insert' } }], { maxAwaitTimeMS: 50 })
    await first.tryNext()
    await things.insertMany([{ n: 1 }, { n: 2 }, { n: 3 }])
    const event = await first.next()
    await first.close()
    const second = things.watch([], { resumeAfter: event._id })
    expect(await second.next()).toMatchObject({ fullDocument: { n: 2 } })
    expect(await second.next()).toMatchObject({ fullDocument: { n: 3 } })
    await second.close()
  })

  test('answer at once when their cursor is killed while somebody waits', async () => {
    const database = server.client.db('test')
    const { cursor } = await database.command({ aggregate: 'none', pipeline: [{ $changeStream: {} }], cursor: {} })
    const asked = database
      .command({ getMore: cursor.id, collection: 'none', maxTimeMS: 25_000 })
      .catch((error) => error)
    await database.command({ killCursors: 'none', cursors: [cursor.id] })
    expect(await asked).toMatchObject({ code: 237, codeName: 'CursorKilled' })
  })

  test('show a transaction only once it is committed', async () => {
    const things = server.collection()
    const stream = server.client
      .db('test')
      .watch([{ $match: { 'ns.coll': things.collectionName } }], { maxAwaitTimeMS: 20 })
    await stream.tryNext()
    const session = server.client.startSession()
    session.startTransaction()
    await things.insertOne({ n: 1 }, { session })
    await things.insertOne({ n: 2 }, { session })
    expect(await stream.tryNext()).toBeNull()
    await session.commitTransaction()
    expect(await stream.next()).toMatchObject({ fullDocument: { n: 1 } })
    expect(await stream.next()).toMatchObject({ fullDocument: { n: 2 } })
    await session.endSession()
    await stream.close()
  })

  test('end when their collection is dropped', async () => {
    const things = server.collection()
    await things.insertOne({ n: 1 })
    const stream = things.watch([], { maxAwaitTimeMS: 50 })
    await stream.tryNext()
    await things.drop()
    expect(await stream.next()).toMatchObject({ operationType: 'drop' })
    expect(await stream.next()).toMatchObject({ operationType: 'invalidate' })
    expect(stream.closed || (await stream.tryNext().catch(() => null)) === null).toBe(true)
  })

  test('refuse a token that is none', async () => {
    const stream = server.collection().watch([], { resumeAfter: { _data: 'nonsense' } })
    await expect(stream.next()).rejects.toMatchObject({ code: 260 })
    await stream.close()
  })

  test('watch the whole cluster', async () => {
    const things = server.collection()
    const stream = server.client.watch(
      [{ $match: { operationType: 'insert' } }, { $project: { 'fullDocument.n': 1 } }],
      { maxAwaitTimeMS: 50 },
    )
    await stream.tryNext()
    await things.insertOne({ n: 7, secret: true })
    expect(await stream.next()).toEqual({ _id: expect.anything(), fullDocument: { n: 7 } })
    await stream.close()
  })
})
