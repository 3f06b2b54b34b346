import { decimal, double, int, long, pattern } from './zoo.mjs'

/** Inserts each document on its own and says which were refused, and whether as duplicates. */
async function admitted(collection, documents) {
  const outcome = []
  for (const document of documents) {
    try {
      await collection.insertOne(document)
      outcome.push('in')
    } catch (error) {
      outcome.push(Number(error.code) === 11000 ? 'duplicate' : 'refused')
    }
  }
  return outcome
}

const rule = (title, keys, options, documents) => ({
  title,
  run: async (db) => {
    const collection = db.collection(`rule_${title.replaceAll(/\W+/g, '_')}`)
    await collection.createIndex(keys, options)
    return admitted(
      collection,
      documents.map((document, position) => ({ _id: int(position), ...document })),
    )
  },
})

const unique = { unique: true }
const rules = [
  rule('missing and null are one key', { a: 1 }, unique, [{}, {}, { a: null }, { a: int(1) }]),
  rule('numbers of all types are one key', { a: 1 }, unique, [
    { a: int(1) },
    { a: long(1) },
    { a: double(1) },
    { a: decimal('1.0') },
    { a: double(1.5) },
    { a: decimal('1.5') },
    { a: long('9007199254740993') },
    { a: double(9007199254740992) },
    { a: double(0) },
    { a: double(-0) },
    { a: double(Number.NaN) },
    { a: decimal('NaN') },
    { a: decimal('0.1') },
    { a: double(0.1) },
  ]),
  rule('array elements are keys', { a: 1 }, unique, [
    { a: [int(1), int(2)] },
    { a: int(2) },
    { a: [int(3), int(3)] },
    { a: [int(4), int(1)] },
    { a: [] },
    { a: null },
    { a: [] },
    { a: [null] },
    { a: [[int(1)]] },
    { a: [int(7)] },
    { a: [[int(7)]] },
  ]),
  rule('object order matters', { a: 1 }, unique, [
    { a: { b: int(1), c: int(2) } },
    { a: { c: int(2), b: int(1) } },
    { a: { b: double(1), c: int(2) } },
  ]),
  rule('strings by bytes', { a: 1 }, unique, [
    { a: 'a' },
    { a: 'A' },
    { a: 'é' },
    { a: 'e\u0301' },
    { a: 'a ' },
    { a: 'a\0b' },
    { a: 'a\0c' },
  ]),
  rule('compound with missing', { a: 1, b: 1 }, unique, [
    { a: int(1) },
    { a: int(1), b: null },
    { a: int(1), b: int(1) },
    {},
    { b: null },
    { a: int(1), b: int(1) },
  ]),
  rule('nested through arrays', { 'a.b': 1 }, unique, [
    { a: [{ b: int(1) }, { b: int(1) }] },
    { a: { b: int(1) } },
    { a: [{ b: int(2) }, {}] },
    { a: [{}] },
    { a: [] },
    { a: int(5) },
    {},
  ]),
  rule('parallel arrays are refused', { a: 1, b: 1 }, {}, [
    { a: [int(1)], b: [int(1)] },
    { a: [int(1)], b: int(1) },
    { a: [], b: [int(1)] },
  ]),
  rule('sparse leaves missing out, not null', { a: 1 }, { unique: true, sparse: true }, [
    {},
    {},
    { a: null },
    { a: null },
    { b: int(1) },
  ]),
  rule('sparse compound needs one field', { a: 1, b: 1 }, { unique: true, sparse: true }, [
    {},
    {},
    { a: int(1) },
    { a: int(1) },
    { b: int(1) },
  ]),
  rule('partial $exists', { a: 1 }, { unique: true, partialFilterExpression: { a: { $exists: true } } }, [
    {},
    {},
    { a: null },
    { a: null },
  ]),
  rule('partial by type', { a: 1 }, { unique: true, partialFilterExpression: { a: { $type: 'string' } } }, [
    { a: int(1) },
    { a: int(1) },
    { a: 'x' },
    { a: 'x' },
  ]),
  rule('partial by another field', { a: 1 }, { unique: true, partialFilterExpression: { live: true } }, [
    { a: int(1), live: false },
    { a: int(1), live: true },
    { a: int(1), live: false },
    { a: int(1), live: true },
  ]),
  rule(
    'partial with range and $and',
    { a: 1 },
    { unique: true, partialFilterExpression: { $and: [{ n: { $gt: int(5) } }, { a: { $exists: true } }] } },
    [{ a: int(1), n: int(1) }, { a: int(1), n: int(9) }, { a: int(1), n: int(9) }, { n: int(9) }, { n: int(9) }],
  ),
  rule('collation strength 2', { a: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } }, [
    { a: 'Ann' },
    { a: 'ANN' },
    { a: 'Änn' },
  ]),
  rule('descending', { a: -1 }, unique, [{ a: int(1) }, { a: int(1) }]),
  rule('_id numbers', { z: 1 }, {}, [{ _id: int(1) }, { _id: double(1) }, { _id: long(1) }, { _id: decimal('1.00') }]),
  rule('_id kinds', { z: 1 }, {}, [
    { _id: [int(1)] },
    { _id: pattern('a') },
    { _id: { $a: int(1) } },
    { _id: null },
    { _id: null },
    { _id: { a: int(1) } },
  ]),
]

const behaviours = [
  {
    title: 'a duplicate names its index and key',
    run: async (db) => {
      const items = db.collection('named_duplicate')
      await items.createIndex({ team: 1, tags: -1 }, unique)
      await items.insertOne({ team: 'a', tags: ['x', 'y'] })
      const error = await items.insertOne({ team: 'a', tags: ['z', 'y'] }).catch((reason) => reason)
      return [error.code, error.keyPattern, error.keyValue]
    },
  },
  {
    title: 'a unique index over duplicates is refused and not kept',
    run: async (db) => {
      const items = db.collection('late_unique')
      await items.insertMany([{ a: int(1) }, { a: int(1) }])
      const code = await items.createIndex({ a: 1 }, unique).catch((error) => error.code)
      return [code, (await items.indexes()).length]
    },
  },
  {
    title: 'an update into a duplicate changes nothing',
    run: async (db) => {
      const items = db.collection('update_duplicate')
      await items.createIndex({ a: 1 }, unique)
      await items.insertMany([
        { _id: 1, a: int(1) },
        { _id: 2, a: int(2) },
        { _id: 3, a: int(3) },
      ])
      const code = await items.updateOne({ _id: 2 }, { $set: { a: int(1), b: int(1) } }).catch((error) => error.code)
      const many = await items.updateMany({}, { $inc: { a: int(1) } }).catch((error) => error.code)
      return [code, many, await items.find().sort({ _id: 1 }).toArray()]
    },
  },
  {
    title: 'leaving and entering a partial index',
    run: async (db) => {
      const items = db.collection('partial_moves')
      await items.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { live: true } })
      await items.insertMany([
        { _id: 1, a: int(1), live: true },
        { _id: 2, a: int(1), live: false },
      ])
      const enter = await items.updateOne({ _id: 2 }, { $set: { live: true } }).catch((error) => error.code)
      await items.updateOne({ _id: 1 }, { $unset: { live: '' } })
      const again = await items.updateOne({ _id: 2 }, { $set: { live: true } })
      return [enter, again.modifiedCount]
    },
  },
  {
    title: 'a partial or sparse index does not hide documents',
    run: async (db) => {
      const items = db.collection('hidden')
      await items.createIndex({ a: 1 }, { partialFilterExpression: { a: { $gt: int(5) } } })
      await items.createIndex({ b: 1 }, { sparse: true })
      await items.insertMany([{ _id: 1, a: int(1), b: int(1) }, { _id: 2, a: int(9) }, { _id: 3 }])
      const ids = async (filter, options) => (await items.find(filter, options).toArray()).map((item) => item._id)
      return [
        await ids({ a: { $gt: int(0) } }),
        await ids({ a: { $gt: int(7) } }),
        await ids({ b: null }),
        await ids({ b: { $exists: false } }),
        await ids({}, { sort: { b: 1, _id: 1 } }),
        await ids({}, { sort: { a: -1, _id: 1 } }),
      ]
    },
  },
  {
    title: 'compound index: prefix, range, sort',
    run: async (db) => {
      const items = db.collection('compound')
      await items.createIndex({ a: 1, b: -1 })
      await items.insertMany(
        Array.from({ length: 30 }, (_, n) => ({
          _id: n,
          a: int(n % 3),
          b: int(n % 7),
          c: n % 2 === 0 ? [int(n), int(-n)] : null,
        })),
      )
      const ids = async (filter, sort) => (await items.find(filter, { sort }).toArray()).map((item) => item._id)
      return [
        await ids({ a: int(1) }, { b: -1, _id: 1 }),
        await ids({ a: int(1) }, { b: 1, _id: 1 }),
        await ids({ a: { $gte: int(1) }, b: { $lt: int(3) } }, { a: 1, b: -1, _id: 1 }),
        await ids({ a: { $in: [int(2), int(0)] }, b: int(3) }, { _id: 1 }),
        await ids({ b: int(3) }, { a: -1, _id: 1 }),
        await ids({ c: { $gt: int(-3), $lt: int(3) } }, { _id: 1 }),
      ]
    },
  },
  {
    title: 'multikey index: both ends of a range',
    run: async (db) => {
      const items = db.collection('multikey')
      await items.createIndex({ c: 1 })
      await items.insertMany([
        { _id: 1, c: [int(-5), int(50)] },
        { _id: 2, c: int(1) },
        { _id: 3, c: [int(2), int(3)] },
      ])
      const ids = async (filter, sort = { _id: 1 }) =>
        (await items.find(filter, { sort }).toArray()).map((item) => item._id)
      return [
        await ids({ c: { $gt: int(0), $lt: int(10) } }),
        await ids({ c: { $elemMatch: { $gt: int(0), $lt: int(10) } } }),
        await ids({}, { c: 1 }),
        await ids({}, { c: -1 }),
        await ids({ c: { $in: [int(50), int(-5)] } }),
      ]
    },
  },
  {
    title: 'long keys',
    run: async (db) => {
      const items = db.collection('long_keys')
      await items.createIndex({ a: 1 }, unique)
      const start = 'x'.repeat(5_000)
      const outcome = await admitted(items, [
        { _id: 1, a: `${start}b` },
        { _id: 2, a: `${start}a` },
        { _id: 3, a: `${start}b` },
        { _id: 4, a: `${start}` },
      ])
      const ids = async (filter, sort) => (await items.find(filter, { sort }).toArray()).map((item) => item._id)
      return [outcome, await ids({}, { a: 1 }), await ids({ a: { $gt: `${start}a` } }), await ids({ a: `${start}a` })]
    },
  },
  ...[
    ['the same index again', [{ a: 1 }, {}], [{ a: 1 }, {}]],
    ['same keys, other name', [{ a: 1 }, { name: 'x' }], [{ a: 1 }, { name: 'y' }]],
    ['same name, other keys', [{ a: 1 }, { name: 'x' }], [{ b: 1 }, { name: 'x' }]],
    ['same keys, unique differs', [{ a: 1 }, {}], [{ a: 1 }, { unique: true }]],
    ['same keys, TTL differs', [{ a: 1 }, { expireAfterSeconds: 5 }], [{ a: 1 }, { expireAfterSeconds: 6 }]],
    [
      'same keys, collation differs',
      [{ a: 1 }, { name: 'x' }],
      [{ a: 1 }, { name: 'y', collation: { locale: 'en', strength: 2 } }],
    ],
    ['no keys', [{}, {}], [{ a: 1 }, {}]],
    ['direction 0', [{ a: 0 }, {}], [{ a: 1 }, {}]],
    ['unknown option', [{ a: 1 }, { nope: 1 }], [{ b: 1 }, {}]],
    ['dollar name', [{ $a: 1 }, {}], [{ b: 1 }, {}]],
    ['partial with $or of unsupported', [{ a: 1 }, { partialFilterExpression: { a: { $ne: 1 } } }], [{ b: 1 }, {}]],
    ['partial and sparse', [{ a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } }], [{ b: 1 }, {}]],
  ].map(([title, first, second], number) => ({
    title: `createIndex: ${title}`,
    run: async (db) => {
      const items = db.collection(`make_index_${number}`)
      const codes = []
      for (const [keys, options] of [first, second]) {
        codes.push(
          await db
            .command({
              createIndexes: items.collectionName,
              indexes: [{ key: keys, name: options.name ?? Object.entries(keys).flat().join('_'), ...options }],
            })
            .then(
              () => 'made',
              (error) => {
                // An engine without the option has no answer to the question.
                if ([115, 238].includes(Number(error.code))) throw error
                return [85, 86].includes(Number(error.code)) ? error.code : 'refused'
              },
            ),
        )
      }
      return [codes, (await items.indexes().catch(() => [])).map((entry) => entry.name)]
    },
  })),
]

export const indexRules = [{ name: 'index', prepare: async (db) => db, cases: [...rules, ...behaviours] }]
