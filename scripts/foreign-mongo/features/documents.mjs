import { deepEqual, equal, ok, rejects } from 'node:assert/strict'

export const documents = [
  {
    name: 'unique index: 11000 with keyPattern and keyValue',
    run: async ({ db }) => {
      const items = db.collection('items')
      await items.createIndex({ team: 1, mail: 1 }, { unique: true })
      await items.insertOne({ team: 1, mail: 'a' })
      await rejects(items.insertOne({ team: 1, mail: 'a' }), (error) => {
        equal(error.code, 11000)
        deepEqual(error.keyPattern ?? error.writeErrors?.[0]?.err?.keyPattern, { team: 1, mail: 1 })
        deepEqual(error.keyValue ?? error.writeErrors?.[0]?.err?.keyValue, { team: 1, mail: 'a' })
        return true
      })
    },
  },
  {
    name: 'unordered insertMany reports every duplicate and keeps the rest',
    run: async ({ db }) => {
      const items = db.collection('items')
      const batch = [{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 }]
      await rejects(items.insertMany(batch, { ordered: false }), (error) => {
        deepEqual(
          error.writeErrors.map(({ index, code }) => [index, code]),
          [
            [1, 11000],
            [3, 11000],
          ],
        )
        return true
      })
      equal(await items.countDocuments(), 3)
    },
  },
  {
    name: 'findOneAndUpdate: sort, before, after, upsert',
    run: async ({ db }) => {
      const jobs = db.collection('jobs')
      await jobs.insertMany([
        { _id: 1, at: 2 },
        { _id: 2, at: 1 },
      ])
      const lease = { $set: { by: 'w' } }
      const before = await jobs.findOneAndUpdate({ by: null }, lease, { sort: { at: 1 } })
      deepEqual(before, { _id: 2, at: 1 })
      const after = await jobs.findOneAndUpdate({ by: null }, lease, { sort: { at: 1 }, returnDocument: 'after' })
      deepEqual(after, { _id: 1, at: 2, by: 'w' })
      equal(await jobs.findOneAndUpdate({ by: null }, lease), null)
      const options = { upsert: true, returnDocument: 'after', includeResultMetadata: true }
      const made = await jobs.findOneAndUpdate({ _id: 9 }, { $setOnInsert: { made: true } }, options)
      equal(made.lastErrorObject.upserted, 9)
      deepEqual(made.value, { _id: 9, made: true })
    },
  },
  {
    name: '$jsonSchema validator: 121 with errInfo',
    run: async ({ db }) => {
      const $jsonSchema = {
        bsonType: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          _id: {},
          name: { bsonType: 'string', minLength: 1 },
          age: { bsonType: ['int', 'long'], minimum: 0 },
        },
      }
      const people = await db.createCollection('people', { validator: { $jsonSchema } })
      await people.insertOne({ name: 'Ada', age: 36 })
      for (const wrong of [{ age: 1 }, { name: '' }, { name: 1 }, { name: 'x', age: -1 }, { name: 'x', other: 1 }]) {
        await rejects(people.insertOne(wrong), (error) => {
          equal(error.code, 121, `${JSON.stringify(wrong)}: ${error.message}`)
          ok(error.errInfo?.details, 'no errInfo.details')
          return true
        })
      }
      await rejects(people.updateOne({ name: 'Ada' }, { $set: { age: 'old' } }), { code: 121 })
      await db.command({ collMod: 'people', validationLevel: 'off' })
      await people.insertOne({ age: 1 })
    },
  },
  {
    name: 'client.bulkWrite over two collections',
    run: async ({ client, db }) => {
      const namespace = (name) => `${db.databaseName}.${name}`
      const result = await client.bulkWrite(
        [
          { namespace: namespace('a'), name: 'insertOne', document: { _id: 1 } },
          {
            namespace: namespace('b'),
            name: 'updateOne',
            filter: { _id: 1 },
            update: { $set: { x: 1 } },
            upsert: true,
          },
          { namespace: namespace('a'), name: 'deleteOne', filter: { _id: 1 } },
        ],
        { verboseResults: true },
      )
      deepEqual([result.insertedCount, result.upsertedCount, result.deletedCount], [1, 1, 1])
    },
  },
  {
    name: 'cursors: batches, limit, skip, killCursors',
    run: async ({ db }) => {
      const items = db.collection('items')
      await items.insertMany(Array.from({ length: 250 }, (_, _id) => ({ _id })))
      equal((await items.find({}, { batchSize: 7 }).toArray()).length, 250)
      equal((await items.find({}, { batchSize: 7, skip: 5, limit: 20 }).toArray()).length, 20)
      const cursor = items.find({}, { batchSize: 2 })
      await cursor.next()
      const { id } = cursor
      await cursor.close()
      await rejects(db.command({ getMore: id, collection: 'items' }), { code: 43 })
    },
  },
  {
    name: 'a document above 16 MiB is refused, one of 15 MiB is kept',
    run: async ({ db }) => {
      const items = db.collection('items')
      await items.insertOne({ _id: 1, text: 'x'.repeat(15 * 1024 * 1024) })
      const grow = [{ $set: { twice: { $concat: ['$text', '$text'] } } }]
      await rejects(items.updateOne({ _id: 1 }, grow), (error) => [10334, 17419, 17420, 10003].includes(error.code))
      equal((await items.findOne({ _id: 1 }, { projection: { text: 1 } })).text.length, 15 * 1024 * 1024)
    },
  },
  {
    name: 'GridFS',
    run: async ({ db, driver }) => {
      const bucket = new driver.GridFSBucket(db)
      const upload = bucket.openUploadStream('a.bin')
      upload.end(Buffer.alloc(600_000, 7))
      await new Promise((resolve, reject) => upload.once('finish', resolve).once('error', reject))
      let bytes = 0
      for await (const piece of bucket.openDownloadStream(upload.id)) bytes += piece.length
      equal(bytes, 600_000)
    },
  },
  {
    name: 'maxTimeMS ends a slow query (50)',
    run: async ({ db }) => {
      const items = db.collection('items')
      await items.insertMany(Array.from({ length: 700 }, (_, _id) => ({ _id })))
      const cross = { $lookup: { from: 'items', pipeline: [], as: 'all' } }
      const slow = [cross, { $unwind: '$all' }, { $group: { _id: null, n: { $sum: '$all._id' } } }]
      await rejects(items.aggregate(slow, { maxTimeMS: 5 }).toArray(), { code: 50 })
    },
  },
]
