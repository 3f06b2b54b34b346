import { orders } from './orders.mjs'
import { int, long } from './zoo.mjs'

const commands = [
  ['count with skip and limit', (db) => db.collection('orders').countDocuments({}, { skip: 1, limit: 2 })],
  ['estimatedDocumentCount', (db) => db.collection('orders').estimatedDocumentCount()],
  ['distinct through arrays', async (db) => (await db.collection('orders').distinct('tags')).map(String).sort()],
  ['distinct with filter', (db) => db.collection('orders').distinct('by', { _id: { $gt: int(2) } })],
  [
    'find negative limit',
    async (db) =>
      (
        await db
          .collection('orders')
          .find({}, { limit: -2, sort: { _id: 1 } })
          .toArray()
      ).length,
  ],
  ['find min max hint', (db) => db.collection('orders').find({}, { hint: 'nope' }).toArray()],
  ['find sort on nothing', async (db) => (await db.collection('nowhere').find().sort({ a: 1 }).toArray()).length],
  [
    'findOneAndUpdate projection',
    (db) =>
      db
        .collection('orders')
        .findOneAndUpdate({ _id: int(1) }, { $set: { z: int(1) } }, { projection: { z: 1 }, returnDocument: 'after' }),
  ],
  ['findOneAndReplace missing', (db) => db.collection('orders').findOneAndReplace({ _id: 'none' }, { a: int(1) })],
  [
    'findOneAndDelete sorted',
    async (db) => {
      const items = db.collection('delete_sorted')
      await items.insertMany([
        { _id: 1, a: int(2) },
        { _id: 2, a: int(1) },
      ])
      return items.findOneAndDelete({}, { sort: { a: 1 } })
    },
  ],
  [
    'insert without _id puts it first',
    async (db) => {
      await db.command({ insert: 'no_id', documents: [{ a: int(1) }] })
      return Object.keys(await db.collection('no_id').findOne({}))
    },
  ],
  [
    'insert moves _id to the front',
    async (db) => {
      await db.command({ insert: 'late_id', documents: [{ a: int(1), _id: int(1) }] })
      return Object.keys(await db.collection('late_id').findOne({}))
    },
  ],
  [
    'insert names with dots and dollars',
    async (db) => {
      const items = db.collection('dotted')
      await items.insertOne({ _id: 1, 'a.b': int(1), $c: int(2), d: { $e: int(3) } })
      return items.findOne({})
    },
  ],
  [
    'bulkWrite ordered stops',
    async (db) => {
      const items = db.collection('bulk')
      const failed = await items
        .bulkWrite([
          { insertOne: { document: { _id: 1 } } },
          { insertOne: { document: { _id: 1 } } },
          { insertOne: { document: { _id: 2 } } },
        ])
        .catch((error) => [error.code, error.result.insertedCount])
      return [failed, await items.countDocuments()]
    },
  ],
  [
    'bulkWrite mixed',
    async (db) => {
      const items = db.collection('bulk_mixed')
      const result = await items.bulkWrite([
        { insertOne: { document: { _id: 1, a: int(1) } } },
        { updateOne: { filter: { _id: 1 }, update: { $inc: { a: int(1) } } } },
        { updateOne: { filter: { _id: 2 }, update: { $set: { b: int(1) } }, upsert: true } },
        { replaceOne: { filter: { _id: 2 }, replacement: { c: int(1) } } },
        { updateMany: { filter: {}, update: { $set: { z: int(1) } } } },
        { deleteOne: { filter: { _id: 1 } } },
      ])
      const { insertedCount, matchedCount, modifiedCount, deletedCount, upsertedCount, upsertedIds } = result
      return [
        insertedCount,
        matchedCount,
        modifiedCount,
        deletedCount,
        upsertedCount,
        upsertedIds,
        await items.find().toArray(),
      ]
    },
  ],
  [
    'delete limit by filter',
    async (db) => {
      const items = db.collection('deletes')
      await items.insertMany([{ a: int(1) }, { a: int(1) }, { a: int(2) }])
      return [
        (await items.deleteOne({ a: int(1) })).deletedCount,
        (await items.deleteMany({ a: int(1) })).deletedCount,
        await items.countDocuments(),
      ]
    },
  ],
  [
    'create twice',
    async (db) => {
      await db.createCollection('twice')
      return db.createCollection('twice', { capped: true, size: 4096 })
    },
  ],
  ['create a bad name', (db) => db.createCollection('a$b')],
  ['drop what is not there', (db) => db.dropCollection('not_there')],
  [
    'rename onto existing',
    async (db) => {
      await db.collection('from').insertOne({ a: 1 })
      await db.collection('onto').insertOne({ a: 1 })
      return db.collection('from').rename('onto')
    },
  ],
  [
    'dropIndex _id_',
    async (db) => {
      await db.collection('drop_index').insertOne({ a: 1 })
      return db.collection('drop_index').dropIndex('_id_')
    },
  ],
  [
    'dropIndex missing',
    async (db) => {
      await db.collection('drop_index2').insertOne({ a: 1 })
      return db.collection('drop_index2').dropIndex('nope')
    },
  ],
  ['unknown field in find', (db) => db.command({ find: 'orders', nope: 1 })],
  ['find with wrong type', (db) => db.command({ find: 'orders', filter: 1 })],
  ['getMore of nothing', (db) => db.command({ getMore: long(12345), collection: 'orders' })],
  [
    'validator on insert and update',
    async (db) => {
      const items = await db.createCollection('valid', { validator: { a: { $gte: int(1) } } })
      const outcome = []
      for (const work of [
        () => items.insertOne({ _id: 1, a: int(1) }),
        () => items.insertOne({ _id: 2, a: int(0) }),
        () => items.insertOne({ _id: 3 }),
        () => items.updateOne({ _id: 1 }, { $set: { a: int(0) } }),
        () => items.insertOne({ _id: 4 }, { bypassDocumentValidation: true }),
        () => items.updateOne({ _id: 4 }, { $set: { b: int(1) } }),
        () => db.command({ collMod: 'valid', validationLevel: 'moderate' }),
        () => items.updateOne({ _id: 4 }, { $set: { b: int(2) } }),
        () => items.updateOne({ _id: 1 }, { $set: { a: int(-1) } }),
      ])
        outcome.push(
          await work().then(
            () => 'ok',
            (error) => error.code,
          ),
        )
      return outcome
    },
  ],
  [
    'collation in find, sort and distinct',
    async (db) => {
      const items = db.collection('collated')
      await items.insertMany(['b', 'B', 'a', 'A', 'ä', 'z', 'Z', '10', '9'].map((a) => ({ _id: a, a })))
      const collation = { locale: 'de', strength: 2 }
      const ids = (documents) => documents.map((item) => item._id)
      return [
        ids(await items.find({ a: 'A' }, { collation }).toArray()).sort(),
        ids(await items.find({}, { collation: { locale: 'de' }, sort: { a: 1 } }).toArray()),
        ids(await items.find({}, { collation: { locale: 'en', numericOrdering: true }, sort: { a: 1 } }).toArray()),
        ids(await items.find({ a: { $gt: 'a' } }, { collation: { locale: 'de' } }).toArray()).sort(),
      ]
    },
  ],
]

export const command = [
  {
    name: 'command',
    prepare: async (db) => {
      await db.collection('orders').deleteMany({})
      await db.collection('orders').insertMany(orders)
      return db
    },
    cases: commands.map(([title, run]) => ({ title, run })),
  },
]
