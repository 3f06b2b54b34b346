import { deepEqual, equal, ok } from 'node:assert/strict'

const PATIENCE_MS = 5_000

/** The next `count` events of a stream, or an error that says how many came. */
async function take(stream, count) {
  const events = []
  const late = new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`${events.length} of ${count} events came`)), PATIENCE_MS).unref(),
  )
  while (events.length < count) events.push(await Promise.race([stream.next(), late]))
  return events
}

/** Opens a stream and waits until the server has the cursor, so that nothing written after it is missed. */
async function open(target, pipeline, options) {
  const stream = target.watch(pipeline, options)
  await stream.tryNext()
  return stream
}

export const changes = [
  {
    name: 'insert, update, replace, delete with resume tokens',
    run: async ({ db }) => {
      const items = await db.createCollection('items')
      const stream = await open(items, [], { fullDocument: 'updateLookup' })
      await items.insertOne({ _id: 1, a: 1, b: 1 })
      await items.updateOne({ _id: 1 }, { $set: { a: 2 }, $unset: { b: '' } })
      await items.replaceOne({ _id: 1 }, { c: 1 })
      await items.deleteOne({ _id: 1 })
      const events = await take(stream, 4)
      await stream.close()
      deepEqual(
        events.map((event) => event.operationType),
        ['insert', 'update', 'replace', 'delete'],
      )
      deepEqual(events[1].updateDescription.updatedFields, { a: 2 })
      deepEqual(events[1].updateDescription.removedFields, ['b'])
      ok(
        events.every((event) => event._id?._data),
        'an event has no resume token',
      )
    },
  },
  {
    name: 'resumeAfter goes on behind the token, on another connection',
    run: async ({ db, connectAnew }) => {
      const items = await db.createCollection('items')
      const stream = await open(items)
      await items.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }])
      const [first] = await take(stream, 1)
      await stream.close()
      await items.insertOne({ _id: 4 })
      const other = await connectAnew()
      const resumed = other.db(db.databaseName).collection('items').watch([], { resumeAfter: first._id })
      const events = await take(resumed, 3)
      await resumed.close()
      await other.close()
      deepEqual(
        events.map((event) => event.documentKey._id),
        [2, 3, 4],
      )
    },
  },
  {
    name: 'startAtOperationTime',
    run: async ({ db }) => {
      const items = await db.createCollection('items')
      await items.insertOne({ _id: 1 })
      const { operationTime } = await db.command({ ping: 1 })
      await items.insertOne({ _id: 2 })
      const stream = items.watch([{ $match: { 'documentKey._id': 2 } }], { startAtOperationTime: operationTime })
      equal((await take(stream, 1))[0].documentKey._id, 2)
      await stream.close()
    },
  },
  {
    name: 'a transaction appears on commit only, in order',
    run: async ({ client, db }) => {
      const items = await db.createCollection('items')
      const stream = await open(items)
      await client.withSession(async (session) => {
        session.startTransaction()
        await items.insertOne({ _id: 1 }, { session })
        await session.abortTransaction()
        session.startTransaction()
        await items.insertOne({ _id: 2 }, { session })
        await items.insertOne({ _id: 3 }, { session })
        equal(await stream.tryNext(), null)
        await session.commitTransaction()
      })
      const events = await take(stream, 2)
      await stream.close()
      deepEqual(
        events.map((event) => event.documentKey._id),
        [2, 3],
      )
      ok(events[0].txnNumber !== undefined && events[0].lsid, 'the event does not name its transaction')
    },
  },
  {
    name: 'database-wide stream; drop ends in invalidate',
    run: async ({ db }) => {
      const items = await db.createCollection('items')
      const wide = await open(db)
      const narrow = await open(items)
      await items.insertOne({ _id: 1 })
      await items.drop()
      const types = (events) => events.map((event) => event.operationType)
      deepEqual(types(await take(wide, 2)), ['insert', 'drop'])
      deepEqual(types(await take(narrow, 3)), ['insert', 'drop', 'invalidate'])
      await wide.close()
      await narrow.close()
    },
  },
  {
    name: 'pre-images (changeStreamPreAndPostImages)',
    run: async ({ db }) => {
      const items = await db.createCollection('items', { changeStreamPreAndPostImages: { enabled: true } })
      await items.insertOne({ _id: 1, a: 1 })
      const stream = await open(items, [], { fullDocumentBeforeChange: 'required' })
      await items.updateOne({ _id: 1 }, { $set: { a: 2 } })
      equal((await take(stream, 1))[0].fullDocumentBeforeChange.a, 1)
      await stream.close()
    },
  },
]
