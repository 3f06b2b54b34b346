import { double, int } from './zoo.mjs'

const document = {
  _id: int(1),
  a: int(1),
  b: { c: int(2), d: int(3), e: { f: int(4) } },
  v: [int(1), int(2), int(3), int(4)],
  r: [{ k: int(1), n: 'x' }, { k: int(2), n: 'y' }, int(7), [{ k: int(3), n: 'z' }]],
  n: null,
}

/** title, projection, filter */
const projections = [
  ['include', { a: 1 }],
  ['include without _id', { a: 1, _id: 0 }],
  ['exclude', { a: 0 }],
  ['exclude _id only', { _id: 0 }],
  ['mixed', { a: 1, b: 0 }],
  ['true and 5', { a: true, n: double(5) }],
  ['nested path', { 'b.c': 1 }],
  ['nested object', { b: { c: 1, e: 1 } }],
  ['nested exclusion', { 'b.c': 0, 'r.k': 0 }],
  ['through arrays', { 'r.k': 1 }],
  ["order of fields is the document's", { n: 1, a: 1 }],
  ['parent and child', { b: 1, 'b.c': 1 }],
  ['child and parent', { 'b.c': 1, b: 1 }],
  ['missing', { q: 1 }],
  ['missing nested', { 'a.q': 1, 'b.q': 1 }],
  ['empty', {}],
  ['$slice 2', { v: { $slice: int(2) } }],
  ['$slice -2', { v: { $slice: int(-2) } }],
  ['$slice [1,2]', { v: { $slice: [int(1), int(2)] } }],
  ['$slice [-3,2]', { v: { $slice: [int(-3), int(2)] } }],
  ['$slice with inclusion', { v: { $slice: int(1) }, a: 1 }],
  ['$slice with exclusion', { v: { $slice: int(1) }, a: 0 }],
  ['$slice of a scalar', { a: { $slice: int(1) } }],
  ['$elemMatch', { r: { $elemMatch: { k: int(2) } } }],
  ['$elemMatch none', { r: { $elemMatch: { k: int(9) } } }],
  ['$elemMatch on scalars', { v: { $elemMatch: { $gt: int(2) } } }],
  ['positional', { 'r.$': 1 }, { 'r.k': int(2) }],
  ['positional without condition', { 'r.$': 1 }],
  ['positional on scalars', { 'v.$': 1 }, { v: { $gt: int(2) } }],
  ['expression', { sum: { $add: ['$a', '$b.c'] } }],
  ['expression path', { x: '$b.e' }],
  ['expression through array', { x: '$r.k' }],
  ['expression of missing', { x: '$q', y: { $ifNull: ['$q', 'none'] } }],
  ['literal', { x: { $literal: int(1) } }],
  ['text', { x: 'text' }],
  ['array of expressions', { x: ['$a', '$q', { $add: [int(1), int(1)] }] }],
  ['_id computed', { _id: '$a' }],
  ['$meta', { x: { $meta: 'nope' } }],
  ['unknown operator', { x: { $nope: int(1) } }],
  ['dollar path', { $a: 1 }],
  ['empty object value', { x: {} }],
  ['path ends in a dot', { 'a.': 1 }],
]

const stages = [
  ['$project include', { $project: { a: 1, x: '$b.c' } }],
  ['$project order', { $project: { x: '$b.c', n: 1, a: 1 } }],
  ['$project nested computed', { $project: { 'b.z': '$a', 'b.c': 1 } }],
  ['$project exclusion with expression', { $project: { a: 0, x: '$b' } }],
  ['$project empty', { $project: {} }],
  ['$project $$REMOVE', { $project: { a: '$$REMOVE', n: 1 } }],
  ['$addFields keeps place', { $addFields: { a: int(9), z: int(1) } }],
  ['$addFields nested', { $addFields: { 'b.c': int(9), 'b.z': int(1), 'q.r': int(1) } }],
  ['$addFields object merges', { $addFields: { b: { c: int(9) } } }],
  ['$addFields over scalar', { $addFields: { 'a.x': int(1) } }],
  ['$addFields over array', { $addFields: { 'v.x': int(1) } }],
  ['$unset', { $unset: ['a', 'b.c', 'r.k'] }],
  ['$unset array of none', { $unset: [] }],
  ['$replaceRoot not an object', { $replaceRoot: { newRoot: '$a' } }],
  ['$replaceWith merge', { $replaceWith: { $mergeObjects: ['$b', { z: '$a' }, null, '$q'] } }],
  ['$unwind', { $unwind: '$v' }],
  ['$unwind with index', { $unwind: { path: '$v', includeArrayIndex: 'i' } }],
  ['$unwind null', { $unwind: '$n' }],
  ['$unwind null preserved', { $unwind: { path: '$n', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } }],
  ['$unwind missing preserved', { $unwind: { path: '$q', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } }],
  ['$unwind scalar', { $unwind: { path: '$a', includeArrayIndex: 'i' } }],
  ['$unwind without dollar', { $unwind: 'v' }],
  ['$redact', { $redact: { $cond: [{ $eq: ['$k', int(2)] }, '$$PRUNE', '$$DESCEND'] } }],
  ['$sample {}', { $sample: {} }],
  ['$limit 0', { $limit: int(0) }],
  ['$skip -1', { $skip: int(-1) }],
  ['$limit 1.0', { $limit: double(1) }],
  ['$count', { $count: 'n' }],
  ['$count dotted', { $count: 'a.b' }],
  ['$group without _id', { $group: { n: { $sum: int(1) } } }],
  ['$group unknown accumulator', { $group: { _id: null, n: { $nope: int(1) } } }],
  ['$group not an accumulator', { $group: { _id: null, n: int(1) } }],
  ['unknown stage', { $nope: {} }],
  ['two stages in one', { $limit: int(1), $skip: int(0) }],
]

const prepare = (name) => async (db) => {
  const collection = db.collection(name)
  await collection.insertOne(document)
  return collection
}

export const project = [
  {
    name: 'projection',
    prepare: prepare('projection'),
    cases: projections.map(([title, projection, filter = {}]) => ({
      title,
      run: (collection) => collection.findOne(filter, { projection }),
    })),
  },
  {
    name: 'stage',
    prepare: prepare('stage'),
    cases: stages.map(([title, stage]) => ({ title, run: (collection) => collection.aggregate([stage]).toArray() })),
  },
]
