import { equal, ok, rejects } from 'node:assert/strict'

const negotiated = async ({ driver, uri }, compressor) => {
  const client = new driver.MongoClient(uri, { compressors: [compressor] })
  let reply
  client.on('serverHeartbeatSucceeded', (event) => {
    reply ??= event.reply
  })
  try {
    await client.connect()
    await client.db('admin').command({ ping: 1 })
    return reply?.compression ?? []
  } finally {
    await client.close()
  }
}

const index = (name, keys, options) => ({
  name,
  run: async ({ db }) => {
    const made = await db.collection('items').createIndex(keys, options)
    const found = (await db.collection('items').indexes()).find((entry) => entry.name === made)
    ok(found, 'the index is not listed')
    for (const option of Object.keys(options ?? {})) ok(option in found, `listed without ${option}`)
  },
})

export const server = [
  {
    name: 'driver 7.9',
    run: async ({ client }) => {
      const hello = await client.db('admin').command({ hello: 1 })
      return `set ${hello.setName}, wire version ${hello.maxWireVersion}`
    },
  },
  {
    name: 'driver 6.22',
    run: async ({ driver6, uri }) => {
      const client = new driver6.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 })
      try {
        await client.connect()
        const items = client.db('probe_driver6').collection('items')
        await items.drop().catch(() => {})
        await client.withSession((session) => session.withTransaction(() => items.insertOne({ _id: 1 }, { session })))
        equal(await items.countDocuments(), 1)
      } finally {
        await client.close()
      }
    },
  },
  ...['zstd', 'snappy', 'zlib'].map((compressor) => ({
    name: `${compressor} on the wire`,
    run: async (context) => ok((await negotiated(context, compressor)).includes(compressor), 'not negotiated'),
  })),
  {
    name: 'readConcern majority, writeConcern majority with journal',
    run: async ({ db }) => {
      const items = db.collection('items', {
        writeConcern: { w: 'majority', journal: true },
        readConcern: { level: 'majority' },
      })
      await items.insertOne({ _id: 1 })
      equal((await items.findOne({ _id: 1 }))._id, 1)
    },
  },
  {
    name: 'causal consistency (afterClusterTime)',
    run: async ({ client, db }) =>
      client.withSession({ causalConsistency: true }, async (session) => {
        const items = db.collection('items', { readConcern: { level: 'majority' } })
        await items.insertOne({ _id: 1 }, { session })
        ok(session.operationTime, 'no operationTime in the reply')
        equal(await items.countDocuments({}, { session }), 1)
      }),
  },
  index('index: partial, unique', { a: 1 }, { unique: true, partialFilterExpression: { a: { $exists: true } } }),
  index('index: sparse', { a: 1 }, { sparse: true }),
  index('index: TTL', { at: 1 }, { expireAfterSeconds: 60 }),
  index('index: collation', { a: 1 }, { collation: { locale: 'en', strength: 2 } }),
  index('index: text', { a: 'text' }),
  index('index: hashed', { a: 'hashed' }),
  index('index: wildcard', { '$**': 1 }),
  index('index: 2dsphere', { a: '2dsphere' }),
  {
    name: 'an index of the same name with other options is refused (85, 86)',
    run: async ({ db }) => {
      const items = db.collection('items')
      await items.createIndex({ a: 1 })
      await rejects(items.createIndex({ a: 1 }, { unique: true }), (error) => [85, 86].includes(error.code))
    },
  },
  {
    name: 'views, capped collections, renameCollection',
    run: async ({ db }) => {
      await db.collection('items').insertMany([{ a: 1 }, { a: 2 }])
      const view = await db.createCollection('view', { viewOn: 'items', pipeline: [{ $match: { a: 2 } }] })
      equal(await view.countDocuments(), 1)
      const ring = await db.createCollection('ring', { capped: true, size: 4096, max: 2 })
      await ring.insertMany([{ a: 1 }, { a: 2 }, { a: 3 }])
      equal(await ring.countDocuments(), 2)
      await db.collection('items').rename('renamed')
      equal(await db.collection('renamed').countDocuments(), 2)
    },
  },
  {
    name: 'collation in a query (strength 2)',
    run: async ({ db }) => {
      await db.collection('items').insertMany([{ a: 'Ä' }, { a: 'ä' }, { a: 'a' }])
      equal(await db.collection('items').countDocuments({ a: 'ä' }, { collation: { locale: 'de', strength: 2 } }), 2)
    },
  },
  {
    name: 'explain, collStats, dbStats, serverStatus, buildInfo',
    run: async ({ db }) => {
      await db.collection('items').insertOne({ a: 1 })
      await db.collection('items').find({ a: 1 }).explain('executionStats')
      for (const command of [{ collStats: 'items' }, { dbStats: 1 }, { serverStatus: 1 }, { buildInfo: 1 }])
        await db.command(command)
    },
  },
  {
    name: 'an unknown command is error 59, an unknown operator is an error',
    run: async ({ db }) => {
      await rejects(db.command({ noSuchCommand: 1 }), { code: 59 })
      await rejects(
        db
          .collection('items')
          .find({ a: { $noSuch: 1 } })
          .toArray(),
      )
      await rejects(
        db
          .collection('items')
          .aggregate([{ $noSuch: {} }])
          .toArray(),
        { code: 40324 },
      )
    },
  },
  {
    name: 'configureFailPoint failCommand',
    run: async ({ client, db }) => {
      const admin = client.db('admin')
      await admin.command({
        configureFailPoint: 'failCommand',
        mode: { times: 1 },
        data: { failCommands: ['insert'], errorCode: 91, errorLabels: ['RetryableWriteError'] },
      })
      await db.collection('items').insertOne({ _id: 1 })
      equal(await db.collection('items').countDocuments(), 1)
    },
  },
]
