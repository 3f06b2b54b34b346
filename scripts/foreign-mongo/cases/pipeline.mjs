import { orders, people } from './orders.mjs'
import { double, int, long } from './zoo.mjs'

const last = { $sort: { _id: 1 } }
const group = (accumulators, _id = null) => [{ $sort: { _id: 1 } }, { $group: { _id, ...accumulators } }, last]

const pipelines = [
  [
    '$sum types',
    group({
      n: { $sum: '$n' },
      one: { $sum: int(1) },
      big: { $sum: long(1) },
      none: { $sum: '$q' },
    }),
  ],
  ['$avg types', group({ n: { $avg: '$n' }, none: { $avg: '$q' } })],
  ['$min $max skip null', group({ a: { $min: '$n' }, b: { $max: '$n' }, c: { $min: '$price' }, d: { $max: '$q' } })],
  [
    '$first $last $push $addToSet',
    group({ a: { $first: '$by' }, b: { $last: '$by' }, c: { $push: '$by' }, d: { $addToSet: '$q' } }),
  ],
  ['$count, $stdDevPop', group({ a: { $count: {} }, b: { $stdDevPop: '$n' }, c: { $stdDevSamp: '$q' } })],
  [
    '$top, $firstN',
    group({
      a: { $top: { sortBy: { at: -1 }, output: '$_id' } },
      b: { $firstN: { n: int(2), input: '$_id' } },
      c: { $bottomN: { n: int(2), sortBy: { at: 1 }, output: '$_id' } },
    }),
  ],
  [
    '$mergeObjects accumulator',
    [{ $group: { _id: null, all: { $mergeObjects: { k: '$by' } } } }, { $project: { all: { $type: '$all' } } }],
  ],
  ['by a missing field', group({ n: { $sum: int(1) } }, '$by')],
  ['by an object', group({ n: { $sum: int(1) } }, { by: '$by', q: '$q' })],
  ['by a computed number', group({ n: { $sum: int(1) } }, { $isArray: '$tags' })],
  ['int sum overflows to long', [{ $limit: int(2) }, { $group: { _id: null, n: { $sum: int(2147483647) } } }]],
  [
    'long sum overflows to double',
    [{ $limit: int(2) }, { $group: { _id: null, n: { $sum: long('9223372036854775807') } } }],
  ],
  [
    '$lookup equality, null and missing',
    [
      { $lookup: { from: 'people', localField: 'by', foreignField: '_id', as: 'p' } },
      { $project: { 'p.name': 1 } },
      last,
    ],
  ],
  [
    '$lookup foreign array',
    [
      { $limit: int(1) },
      { $set: { g: int(1) } },
      { $lookup: { from: 'people', localField: 'g', foreignField: 'groups', as: 'p' } },
      { $project: { 'p.name': 1 } },
    ],
  ],
  [
    '$lookup local missing, foreign missing',
    [
      { $limit: int(1) },
      { $lookup: { from: 'people', localField: 'q', foreignField: 'groups', as: 'p' } },
      { $project: { 'p.name': 1 } },
    ],
  ],
  [
    '$lookup pipeline with let',
    [
      {
        $lookup: {
          from: 'people',
          let: { by: '$by' },
          pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$by'] } } }, { $project: { name: 1, _id: 0 } }],
          as: 'p',
        },
      },
      { $project: { p: 1 } },
      last,
    ],
  ],
  [
    '$lookup pipeline without correlation',
    [{ $limit: int(1) }, { $lookup: { from: 'people', pipeline: [{ $count: 'n' }], as: 'p' } }, { $project: { p: 1 } }],
  ],
  [
    '$lookup from nothing',
    [
      { $limit: int(1) },
      { $lookup: { from: 'nowhere', localField: 'by', foreignField: '_id', as: 'p' } },
      { $project: { p: 1 } },
    ],
  ],
  [
    '$lookup dotted as',
    [
      { $limit: int(1) },
      { $lookup: { from: 'people', localField: 'by', foreignField: '_id', as: 'x.p' } },
      { $project: { 'x.p.name': 1 } },
    ],
  ],
  [
    '$lookup and $unwind',
    [
      { $lookup: { from: 'people', localField: 'by', foreignField: '_id', as: 'p' } },
      { $unwind: '$p' },
      { $sort: { _id: 1, 'p._id': 1 } },
      { $project: { name: '$p.name' } },
    ],
  ],
  [
    '$graphLookup',
    [
      { $match: { _id: int(2) } },
      {
        $graphLookup: {
          from: 'people',
          startWith: '$by',
          connectFromField: 'up',
          connectToField: '_id',
          as: 'p',
          maxDepth: int(1),
          depthField: 'd',
        },
      },
      { $unwind: '$p' },
      { $sort: { 'p.d': 1, 'p._id': 1 } },
      { $project: { name: '$p.name', d: '$p.d' } },
    ],
  ],
  [
    '$facet',
    [{ $facet: { a: [{ $match: { _id: { $lt: int(3) } } }, { $count: 'n' }], b: [{ $match: { _id: int(99) } }] } }],
  ],
  ['$facet in $facet', [{ $facet: { a: [{ $facet: { b: [] } }] } }]],
  [
    '$bucket default',
    [
      {
        $bucket: {
          groupBy: '$_id',
          boundaries: [int(1), int(3), int(5)],
          default: 'rest',
          output: { ids: { $push: '$_id' } },
        },
      },
    ],
  ],
  ['$bucket without default', [{ $bucket: { groupBy: '$_id', boundaries: [int(1), int(3)] } }]],
  ['$bucketAuto', [{ $bucketAuto: { groupBy: '$_id', buckets: int(2) } }]],
  ['$sortByCount', [{ $unwind: '$tags' }, { $sortByCount: '$tags' }, { $sort: { count: -1, _id: 1 } }]],
  [
    '$unionWith',
    [
      { $project: { _id: 1 } },
      { $unionWith: { coll: 'people', pipeline: [{ $match: { _id: 'a' } }, { $project: { name: 1 } }] } },
      last,
    ],
  ],
  [
    '$setWindowFields sums',
    [
      {
        $setWindowFields: {
          sortBy: { _id: 1 },
          output: {
            s: { $sum: '$_id', window: { documents: [-1, 0] } },
            r: { $rank: {} },
            n: { $documentNumber: {} },
            p: { $shift: { output: '$_id', by: -1, default: 'none' } },
          },
        },
      },
      { $project: { s: 1, r: 1, n: 1, p: 1 } },
    ],
  ],
  [
    '$setWindowFields range',
    [
      { $setWindowFields: { sortBy: { _id: 1 }, output: { s: { $push: '$_id', window: { range: [-1, 1] } } } } },
      { $project: { s: 1 } },
    ],
  ],
  [
    '$fill',
    [
      { $sort: { _id: 1 } },
      { $fill: { sortBy: { _id: 1 }, output: { by: { method: 'locf' }, price: { value: int(0) } } } },
      { $project: { by: 1, price: 1 } },
    ],
  ],
  [
    '$densify',
    [
      { $project: { _id: 1 } },
      { $densify: { field: '_id', range: { step: double(0.5), bounds: [int(1), int(2)] } } },
      last,
    ],
  ],
  ['$documents needs database', [{ $documents: [{ a: int(1) }] }]],
  [
    '$match after $group',
    [...group({ n: { $sum: int(1) } }, '$by'), { $match: { n: { $gte: int(1) }, _id: { $ne: null } } }],
  ],
  [
    '$sort by missing, then $skip, $limit',
    [{ $sort: { by: 1, _id: -1 } }, { $skip: int(1) }, { $limit: int(3) }, { $project: { _id: 1 } }],
  ],
  [
    '$merge insert, replace, keep, fail',
    [{ $match: { _id: int(1) } }, { $merge: { into: 'merged', on: '_id', whenMatched: 'fail' } }],
  ],
  ['$out then nothing', [{ $match: { _id: int(1) } }, { $out: 'written' }]],
  ['$out not last', [{ $out: 'written' }, { $limit: int(1) }]],
  ['$geoNear not first', [{ $limit: int(1) }, { $geoNear: { near: [0, 0], distanceField: 'd' } }]],
  ['$match with $where', [{ $match: { $where: 'true' } }]],
  ['$indexStats', [{ $indexStats: {} }, { $project: { name: 1 } }]],
  ['$collStats count', [{ $collStats: { count: {} } }, { $project: { count: 1 } }]],
]

export const pipeline = [
  {
    name: 'pipeline',
    prepare: async (db) => {
      await db.collection('orders').insertMany(orders)
      await db.collection('people').insertMany(people)
      return db.collection('orders')
    },
    cases: pipelines.map(([title, stages]) => ({ title, run: (collection) => collection.aggregate(stages).toArray() })),
  },
]
