import { equal, rejects } from 'node:assert/strict'

/** Runs `work` with as many sessions as it takes arguments, and ends them whatever happens. */
async function withSessions({ client }, work) {
  const sessions = Array.from({ length: work.length }, () => client.startSession())
  try {
    return await work(...sessions)
  } finally {
    for (const session of sessions) {
      if (session.inTransaction()) await session.abortTransaction().catch(() => {})
      await session.endSession()
    }
  }
}

const isConflict = (error) => error.code === 112 && error.hasErrorLabel('TransientTransactionError')

export const transactions = [
  {
    name: 'commit makes two collections visible at once',
    run: (context) =>
      withSessions(context, async (session) => {
        const { db } = context
        session.startTransaction()
        await db.collection('left').insertOne({ _id: 1 }, { session })
        await db.collection('right').insertOne({ _id: 1 }, { session })
        equal(await db.collection('left').countDocuments(), 0, 'an uncommitted write is visible outside')
        equal(await db.collection('left').countDocuments({}, { session }), 1, 'own write is not visible inside')
        await session.commitTransaction()
        equal(await db.collection('left').countDocuments(), 1)
        equal(await db.collection('right').countDocuments(), 1)
      }),
  },
  {
    name: 'abort leaves nothing',
    run: (context) =>
      withSessions(context, async (session) => {
        const items = context.db.collection('items')
        await items.insertOne({ _id: 1, n: 1 })
        session.startTransaction()
        await items.updateOne({ _id: 1 }, { $set: { n: 2 } }, { session })
        await items.insertOne({ _id: 2 }, { session })
        await session.abortTransaction()
        equal((await items.findOne({ _id: 1 })).n, 1)
        equal(await items.countDocuments(), 1)
      }),
  },
  {
    name: 'reads come from one snapshot',
    run: (context) =>
      withSessions(context, async (session) => {
        const items = context.db.collection('items')
        await items.insertMany([
          { _id: 1, n: 1 },
          { _id: 2, n: 1 },
        ])
        session.startTransaction({ readConcern: { level: 'snapshot' } })
        await items.findOne({ _id: 1 }, { session })
        await items.updateMany({}, { $set: { n: 2 } })
        await items.insertOne({ _id: 3 })
        equal((await items.findOne({ _id: 2 }, { session })).n, 1, 'a later write is visible inside')
        equal(await items.countDocuments({}, { session }), 2)
        await session.commitTransaction()
        equal((await items.findOne({ _id: 2 })).n, 2)
      }),
  },
  {
    name: 'two writers of one document: TransientTransactionError (112)',
    run: (context) =>
      withSessions(context, async (first, second) => {
        const items = context.db.collection('items')
        await items.insertOne({ _id: 1, n: 0 })
        first.startTransaction()
        second.startTransaction()
        await items.findOne({ _id: 1 }, { session: second })
        await items.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: first })
        await rejects(items.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: second }), isConflict)
        await first.commitTransaction()
        equal((await items.findOne({ _id: 1 })).n, 1)
      }),
  },
  {
    name: 'a write after the snapshot conflicts, though the other has committed',
    run: (context) =>
      withSessions(context, async (session) => {
        const items = context.db.collection('items')
        await items.insertOne({ _id: 1, n: 0 })
        session.startTransaction()
        await items.findOne({ _id: 1 }, { session })
        await items.updateOne({ _id: 1 }, { $set: { n: 5 } })
        await rejects(items.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session }), isConflict)
      }),
  },
  {
    name: 'a plain write waits for an open transaction and then succeeds',
    run: (context) =>
      withSessions(context, async (session) => {
        const items = context.db.collection('items')
        await items.insertOne({ _id: 1, n: 0 })
        session.startTransaction()
        await items.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session })
        const plain = items.updateOne({ _id: 1 }, { $inc: { n: 10 } })
        const early = await Promise.race([plain, new Promise((resolve) => setTimeout(resolve, 150, 'waits'))])
        equal(early, 'waits', 'the plain write did not wait')
        await session.commitTransaction()
        await plain
        equal((await items.findOne({ _id: 1 })).n, 11)
      }),
  },
  {
    name: 'withTransaction under contention loses no increment',
    run: async ({ client, db }) => {
      const items = db.collection('items')
      await items.insertOne({ _id: 1, n: 0 })
      const writer = () =>
        client.withSession((session) =>
          session.withTransaction(async () => {
            const { n } = await items.findOne({ _id: 1 }, { session })
            await items.updateOne({ _id: 1 }, { $set: { n: n + 1 } }, { session })
          }),
        )
      await Promise.all(Array.from({ length: 12 }, writer))
      equal((await items.findOne({ _id: 1 })).n, 12)
    },
  },
  {
    name: 'a duplicate key ends the transaction (11000)',
    run: (context) =>
      withSessions(context, async (session) => {
        const items = context.db.collection('items')
        await items.createIndex({ mail: 1 }, { unique: true })
        await items.insertOne({ mail: 'a' })
        session.startTransaction()
        await items.insertOne({ mail: 'b' }, { session })
        await rejects(items.insertOne({ mail: 'a' }, { session }), { code: 11000 })
        await rejects(session.commitTransaction(), { code: 251 })
        equal(await items.countDocuments(), 1)
      }),
  },
  {
    name: 'commit may be sent twice',
    run: (context) =>
      withSessions(context, async (session) => {
        session.startTransaction()
        await context.db.collection('items').insertOne({ _id: 1 }, { session })
        await session.commitTransaction()
        await session.commitTransaction()
        equal(await context.db.collection('items').countDocuments(), 1)
      }),
  },
  {
    name: 'the first write may create collection and index',
    run: (context) =>
      withSessions(context, async (session) => {
        session.startTransaction()
        const made = await context.db.createCollection('made', { session })
        await made.createIndex({ a: 1 }, { unique: true, session })
        await made.insertOne({ a: 1 }, { session })
        await session.commitTransaction()
        equal((await made.indexes()).length, 2)
      }),
  },
  {
    name: 'a cursor stays in its transaction over getMore',
    run: (context) =>
      withSessions(context, async (session) => {
        const items = context.db.collection('items')
        await items.insertMany(Array.from({ length: 10 }, (_, _id) => ({ _id })))
        session.startTransaction()
        const cursor = items.find({}, { session, batchSize: 3 })
        await cursor.next()
        await items.deleteMany({})
        equal((await cursor.toArray()).length, 9)
        await session.commitTransaction()
      }),
  },
  {
    name: 'snapshot session outside a transaction (atClusterTime)',
    run: async ({ client, db }) => {
      const items = db.collection('items')
      await items.insertOne({ _id: 1, n: 1 })
      await client.withSession({ snapshot: true }, async (session) => {
        equal((await items.findOne({ _id: 1 }, { session })).n, 1)
        await items.updateOne({ _id: 1 }, { $set: { n: 2 } })
        equal((await items.findOne({ _id: 1 }, { session })).n, 1)
      })
    },
  },
  {
    name: 'a retried write runs once (lsid, txnNumber)',
    run: async ({ client, db, driver }) => {
      const items = db.collection('items')
      let repeated
      await items.insertOne({ _id: 1, n: 0 })
      await client.withSession(async (session) => {
        const command = {
          update: 'items',
          updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }],
          txnNumber: driver.Long.fromNumber(7),
        }
        const once = await db.command(command, { session })
        const again = await db.command(command, { session })
        equal(once.nModified, 1)
        equal(again.nModified, 1)
        repeated = again.retriedStmtIds
      })
      equal((await items.findOne({ _id: 1 })).n, 1)
      return repeated ? undefined : 'without retriedStmtIds'
    },
  },
]
