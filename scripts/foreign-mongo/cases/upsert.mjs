import { binary, int } from './zoo.mjs'

/** title, filter, update; on an empty collection */
const upserts = [
  ['equality becomes fields', { k: int(1), 'n.m': int(2) }, { $set: { z: int(1) } }],
  ['$eq becomes a field', { k: { $eq: int(1) } }, { $set: { z: int(1) } }],
  ['$in of one', { k: { $in: [int(1)] } }, { $set: { z: int(1) } }],
  ['$in of two', { k: { $in: [int(1), int(2)] } }, { $set: { z: int(1) } }],
  ['$all of one', { k: { $all: [int(1)] } }, { $set: { z: int(1) } }],
  ['range is not a field', { k: { $gt: int(1) } }, { $set: { z: int(1) } }],
  ['$and collects', { $and: [{ k: int(1) }, { l: int(2) }] }, { $set: { z: int(1) } }],
  ['$or of one collects', { $or: [{ k: int(1) }] }, { $set: { z: int(1) } }],
  ['$or of two does not', { $or: [{ k: int(1) }, { k: int(2) }] }, { $set: { z: int(1) } }],
  ['$and conflicting equalities', { $and: [{ k: int(1) }, { k: int(2) }] }, { $set: { z: int(1) } }],
  ['conflicting parent and child', { k: { a: int(1) }, 'k.b': int(2) }, { $set: { z: int(1) } }],
  ['_id from the filter', { _id: 'x' }, { $set: { z: int(1) } }],
  ['_id from $set', { k: int(1) }, { $set: { _id: 'y' } }],
  ['_id from $setOnInsert', { k: int(1) }, { $setOnInsert: { _id: 'y', w: int(1) } }],
  ['_id in both, different', { _id: 'x' }, { $set: { _id: 'y' } }],
  ['_id.a in the filter', { '_id.a': int(1) }, { $set: { z: int(1) } }],
  ['_id array', { _id: { $eq: [int(1)] } }, { $set: { z: int(1) } }],
  ['_id regex', { _id: /x/ }, { $set: { z: int(1), _id: 'x' } }],
  [
    '$inc and $push on nothing',
    { _id: 'x' },
    { $inc: { n: int(2) }, $push: { v: int(1) }, $setOnInsert: { s: int(1) } },
  ],
  ['$set conflicts with filter value', { _id: 'x', k: int(1) }, { $set: { k: int(2) } }],
  ['$unset of a filter value', { _id: 'x', k: int(1) }, { $unset: { k: '' } }],
  ['$set over $setOnInsert', { _id: 'x' }, { $set: { k: int(1) }, $setOnInsert: { k: int(2) } }],
  ['pipeline', { _id: 'x', k: int(1) }, [{ $set: { z: { $add: ['$k', int(1)] } } }]],
  ['$min, $max, $mul on nothing', { _id: 'x' }, { $min: { a: int(1) }, $max: { b: int(1) }, $mul: { c: int(4) } }],
  ['null equality', { _id: 'x', k: null }, { $set: { z: int(1) } }],
  ['object equality', { _id: 'x', k: { a: int(1) } }, { $set: { 'k.b': int(2) } }],
  ['$expr in the filter', { _id: 'x', $expr: { $eq: ['$k', int(1)] } }, { $set: { z: int(1) } }],
  ['$elemMatch in the filter', { _id: 'x', k: { $elemMatch: { a: int(1) } } }, { $set: { z: int(1) } }],
  ['$not in the filter', { _id: 'x', k: { $not: { $eq: int(1) } } }, { $set: { z: int(1) } }],
  ['positional $ on upsert', { _id: 'x', v: int(1) }, { $set: { 'v.$': int(1) } }],
  [
    'order of fields',
    { _id: 'x', b: int(1), q: int(1) },
    { $set: { z: int(1), a: int(1) }, $setOnInsert: { m: int(1) } },
  ],
]

const generated = (document) =>
  document?._id?.constructor?.name === 'ObjectId' ? { ...document, _id: 'generated' } : document

export const upsert = {
  name: 'upsert',
  prepare: async (db) => db.collection('upsert'),
  cases: [
    ...upserts.map(([title, filter, update]) => ({
      title,
      run: async (collection) => {
        await collection.deleteMany({})
        const result = await collection.updateOne(filter, update, { upsert: true })
        return [result.matchedCount, result.upsertedCount, generated(await collection.findOne({}))]
      },
    })),
    ...[
      ['replacement takes _id of the filter', { _id: 'x', k: int(1) }, { z: int(1) }],
      ['replacement takes only _id', { k: int(1) }, { z: int(1) }],
      ['replacement with other _id', { _id: 'x' }, { _id: 'y' }],
      ['replacement with its own _id', { k: int(1) }, { z: int(1), _id: 'y' }],
    ].map(([title, filter, replacement]) => ({
      title,
      run: async (collection) => {
        await collection.deleteMany({})
        const result = await collection.replaceOne(filter, replacement, { upsert: true })
        return [result.matchedCount, result.upsertedCount, generated(await collection.findOne({}))]
      },
    })),
    {
      title: 'many with upsert inserts one',
      run: async (collection) => {
        await collection.deleteMany({})
        await collection.updateMany({ k: int(1) }, { $set: { z: int(1) } }, { upsert: true })
        await collection.updateMany({ k: int(1) }, { $set: { z: int(2) } }, { upsert: true })
        return (await collection.find().toArray()).map(generated)
      },
    },
    {
      title: 'a binary _id',
      run: async (collection) => {
        await collection.deleteMany({})
        await collection.updateOne({ _id: binary([1, 2], 4) }, { $inc: { n: int(1) } }, { upsert: true })
        await collection.updateOne({ _id: binary([1, 2], 4) }, { $inc: { n: int(1) } }, { upsert: true })
        await collection.updateOne({ _id: binary([1, 2], 0) }, { $inc: { n: int(1) } }, { upsert: true })
        return collection.find().sort({ _id: 1 }).toArray()
      },
    },
  ],
}
