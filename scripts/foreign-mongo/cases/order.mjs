import { int, zoo } from './zoo.mjs'

const ids = (documents) => documents.map((document) => document._id)

const sorts = [
  { a: 1, _id: 1 },
  { a: -1, _id: 1 },
  { 'a.b': 1, _id: 1 },
  { 'a.b': -1, _id: 1 },
  { 'a.b.c': 1, _id: -1 },
]

const sorting = (name, prepare, options) => ({
  name,
  prepare: async (db) => {
    const collection = db.collection(name.replaceAll(' ', '_'))
    await collection.insertMany(zoo)
    await prepare(collection)
    return collection
  },
  cases: [
    ...sorts.map((sort) => ({
      title: JSON.stringify(sort),
      run: async (collection) => ids(await collection.find({}, { sort, projection: { _id: 1 }, ...options }).toArray()),
    })),
    {
      title: 'numbers only, through a filter',
      run: async (collection) =>
        ids(await collection.find({ a: { $gte: int(-1), $lte: int(2) } }, { sort: { a: -1, _id: 1 } }).toArray()),
    },
    {
      title: 'skip and limit',
      run: async (collection) =>
        ids(await collection.find({}, { sort: { a: 1, _id: 1 }, skip: 20, limit: 15 }).toArray()),
    },
    {
      title: 'the aggregation stage',
      run: async (collection) => ids(await collection.aggregate([{ $sort: { a: -1, _id: -1 } }]).toArray()),
    },
  ],
})

const accumulated = {
  name: 'order in accumulators',
  prepare: async (db) => {
    const collection = db.collection('order_accumulators')
    await collection.insertMany(zoo)
    return collection
  },
  cases: [
    ...['$min', '$max'].map((operator) => ({
      title: `${operator} of everything`,
      run: (collection) => collection.aggregate([{ $group: { _id: null, found: { [operator]: '$a' } } }]).toArray(),
    })),
    {
      title: '$group merges equal values',
      run: async (collection) => {
        const pipeline = [
          { $sort: { _id: 1 } },
          { $group: { _id: '$a', ids: { $push: '$_id' } } },
          { $match: { 'ids.1': { $exists: true } } },
        ]
        const groups = await collection.aggregate(pipeline).toArray()
        return groups.map((group) => group.ids.sort().join()).sort()
      },
    },
    {
      title: 'distinct',
      run: async (collection) => (await collection.distinct('a')).length,
    },
    {
      title: 'distinct of a nested field',
      run: async (collection) => (await collection.distinct('a.b')).map(String).sort(),
    },
    {
      title: '$sortArray of mixed values',
      run: (collection) =>
        collection
          .aggregate([
            { $match: { a: { $exists: true } } },
            { $sort: { _id: 1 } },
            { $group: { _id: null, all: { $push: { id: '$_id', a: '$a' } } } },
            { $project: { all: { $sortArray: { input: '$all', sortBy: { a: 1, id: 1 } } } } },
            { $project: { ids: '$all.id' } },
          ])
          .toArray(),
    },
    {
      title: '$cmp between neighbours',
      run: async (collection) => {
        const pipeline = [
          { $sort: { _id: 1 } },
          { $group: { _id: null, all: { $push: { id: '$_id', a: { $ifNull: ['$a', null] } } } } },
          { $unwind: '$all' },
          { $project: { id: '$all.id', a: '$all.a', order: { $cmp: ['$all.a', { $literal: [int(1)] }] } } },
          { $project: { _id: 0, id: 1, order: 1 } },
          { $sort: { id: 1 } },
        ]
        return (await collection.aggregate(pipeline).toArray()).map(({ id, order }) => `${id} ${order}`)
      },
    },
  ],
}

export const order = [
  sorting('sort', async () => {}),
  sorting('sort through an index', async (collection) => {
    await collection.createIndex({ a: 1, _id: 1 })
    await collection.createIndex({ 'a.b': -1, _id: 1 })
  }),
  accumulated,
]
