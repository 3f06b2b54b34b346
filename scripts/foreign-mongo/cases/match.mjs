import { MaxKey, MinKey } from 'mongodb'
import { binary, date, decimal, double, int, kinds, long, objectId, pattern, timestamp, zoo } from './zoo.mjs'

const operand = {
  null: null,
  'int 1': int(1),
  'long 1': long(1),
  'double 1': double(1),
  'decimal 1.0': decimal('1.0'),
  'int 0': int(0),
  'double 0.1': double(0.1),
  'decimal 0.1': decimal('0.1'),
  'long 2^53+1': long('9007199254740993'),
  'double 2^53': double(9007199254740992),
  NaN: double(Number.NaN),
  'decimal NaN': decimal('NaN'),
  Infinity: double(Number.POSITIVE_INFINITY),
  'text a': 'a',
  'text empty': '',
  'object empty': {},
  'object b1': { b: int(1) },
  'object c2 b1': { c: int(2), b: int(1) },
  'array empty': [],
  'array [null]': [null],
  'array [1]': [int(1)],
  'array [1,2]': [int(1), int(2)],
  'array [[1]]': [[int(1)]],
  'binary [1]': binary([1]),
  'binary uuid': binary(Array(16).fill(1), 4),
  'id a': objectId('a'),
  false: false,
  true: true,
  'date 0': date(0),
  'timestamp 0 1': timestamp(0, 1),
  'min key': new MinKey(),
  'max key': new MaxKey(),
}

const compared = Object.entries(operand).flatMap(([name, value]) =>
  ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'].map((operator) => [
    `a ${operator} ${name}`,
    { a: { [operator]: value } },
  ]),
)

const typed = [
  ...['double', 'string', 'object', 'array', 'binData', 'undefined', 'objectId', 'bool', 'date', 'null', 'regex'],
  ...['javascript', 'symbol', 'int', 'timestamp', 'long', 'decimal', 'minKey', 'maxKey', 'number', 'nothing'],
].map((type) => [`a $type ${type}`, { a: { $type: type } }])

const filters = [
  ['everything', {}],
  ...compared,
  ...typed,
  ['a $type 2', { a: { $type: int(2) } }],
  ['a $type -1', { a: { $type: int(-1) } }],
  ['a $type 99', { a: { $type: int(99) } }],
  ['a $type [int, string]', { a: { $type: ['int', 'string'] } }],
  ['a $type []', { a: { $type: [] } }],
  ['a $exists true', { a: { $exists: true } }],
  ['a $exists false', { a: { $exists: false } }],
  ['a $exists 0', { a: { $exists: int(0) } }],
  ['a $exists null', { a: { $exists: null } }],
  ['a $in [null, 1]', { a: { $in: [null, int(1)] } }],
  ['a $in []', { a: { $in: [] } }],
  ['a $in [[1]]', { a: { $in: [[int(1)]] } }],
  ['a $in [/^a/, 2]', { a: { $in: [pattern('^a'), int(2)] } }],
  ['a $in 1', { a: { $in: int(1) } }],
  ['a $in [{$gt}]', { a: { $in: [{ $gt: int(1) }] } }],
  ['a $nin [null, 1]', { a: { $nin: [null, int(1)] } }],
  ['a $nin []', { a: { $nin: [] } }],
  ['a $nin [/a/]', { a: { $nin: [pattern('a')] } }],
  ['a $not $gt 1', { a: { $not: { $gt: int(1) } } }],
  ['a $not /a/', { a: { $not: pattern('a') } }],
  ['a $not {}', { a: { $not: {} } }],
  ['a $not 1', { a: { $not: int(1) } }],
  ['a /a/', { a: pattern('a') }],
  ['a /A/i', { a: pattern('A', 'i') }],
  ['a $regex string with $options', { a: { $regex: 'A', $options: 'i' } }],
  ['a $regex $options x', { a: { $regex: ' a # c', $options: 'x' } }],
  ['a $regex invalid', { a: { $regex: '(' } }],
  ['a $regex options invalid', { a: { $regex: 'a', $options: 'q' } }],
  ['a $options alone', { a: { $options: 'i' } }],
  ['a $regex lookbehind', { a: { $regex: '(?<=a)b' } }],
  ['a $regex inline flag', { a: { $regex: '(?i)A' } }],
  ['a $regex 1', { a: { $regex: int(1) } }],
  ['a $size 1', { a: { $size: int(1) } }],
  ['a $size 0', { a: { $size: int(0) } }],
  ['a $size 1.0', { a: { $size: double(1) } }],
  ['a $size 1.5', { a: { $size: double(1.5) } }],
  ['a $size -1', { a: { $size: int(-1) } }],
  ['a $size text', { a: { $size: '1' } }],
  ['a $all [1]', { a: { $all: [int(1)] } }],
  ['a $all [1,2]', { a: { $all: [int(1), int(2)] } }],
  ['a $all [[1]]', { a: { $all: [[int(1)]] } }],
  ['a $all [null]', { a: { $all: [null] } }],
  ['a $all []', { a: { $all: [] } }],
  ['a $all 1', { a: { $all: int(1) } }],
  ['a $all $elemMatch', { a: { $all: [{ $elemMatch: { b: int(1) } }, { $elemMatch: { b: int(2) } }] } }],
  ['a $elemMatch $gte 1 $lt 2', { a: { $elemMatch: { $gte: int(1), $lt: int(2) } } }],
  ['a $elemMatch b 1', { a: { $elemMatch: { b: int(1) } } }],
  ['a $elemMatch b null', { a: { $elemMatch: { b: null } } }],
  ['a $elemMatch {}', { a: { $elemMatch: {} } }],
  ['a $elemMatch 0: 1', { a: { $elemMatch: { 0: int(1) } } }],
  ['a $elemMatch $in', { a: { $elemMatch: { $in: [int(1)] } } }],
  ['a $elemMatch $elemMatch', { a: { $elemMatch: { $elemMatch: { $eq: int(1) } } } }],
  ['a $elemMatch $or', { a: { $elemMatch: { $or: [{ b: int(2) }, { c: int(1) }] } } }],
  ['a $elemMatch 1', { a: { $elemMatch: int(1) } }],
  ['a $gt 1 and $lt 2 through arrays', { a: { $gt: int(1), $lt: int(2) } }],
  ['a.b 1', { 'a.b': int(1) }],
  ['a.b null', { 'a.b': null }],
  ['a.b $ne null', { 'a.b': { $ne: null } }],
  ['a.b $exists true', { 'a.b': { $exists: true } }],
  ['a.b $exists false', { 'a.b': { $exists: false } }],
  ['a.b $ne 1', { 'a.b': { $ne: int(1) } }],
  ['a.b $not $exists', { 'a.b': { $not: { $exists: true } } }],
  ['a.b $in [null]', { 'a.b': { $in: [null] } }],
  ['a.b $type null', { 'a.b': { $type: 'null' } }],
  ['a.b $size 2', { 'a.b': { $size: int(2) } }],
  ['a.0 1', { 'a.0': int(1) }],
  ['a.0 null', { 'a.0': null }],
  ['a.0 $exists', { 'a.0': { $exists: true } }],
  ['a.1 $exists false', { 'a.1': { $exists: false } }],
  ['a.0.b 1', { 'a.0.b': int(1) }],
  ['a.0.0 1', { 'a.0.0': int(1) }],
  ['a.b.0 1', { 'a.b.0': int(1) }],
  ['a.-1 null', { 'a.-1': null }],
  ['a.00 1', { 'a.00': int(1) }],
  ['a.b.c null', { 'a.b.c': null }],
  ['a.b.c $exists false', { 'a.b.c': { $exists: false } }],
  ['a $mod [2,1]', { a: { $mod: [int(2), int(1)] }, _id: { $ne: 'decimal 1E+6144' } }],
  ['a $mod [2]', { a: { $mod: [int(2)] } }],
  ['a $mod [0,1]', { a: { $mod: [int(0), int(1)] } }],
  ['a $mod [1.9, 0]', { a: { $mod: [double(1.9), int(0)] }, _id: { $ne: 'decimal 1E+6144' } }],
  ['a $mod [-2, -1]', { a: { $mod: [int(-2), int(-1)] }, _id: { $ne: 'decimal 1E+6144' } }],
  ['a $bitsAllSet 1', { a: { $bitsAllSet: int(1) } }],
  ['a $bitsAllSet [0]', { a: { $bitsAllSet: [int(0)] } }],
  ['a $bitsAnyClear 3', { a: { $bitsAnyClear: int(3) } }],
  ['a $bitsAllClear binary', { a: { $bitsAllClear: binary([1]) } }],
  ['a $bitsAnySet 1.5', { a: { $bitsAnySet: double(1.5) } }],
  ['a $bitsAllSet -1', { a: { $bitsAllSet: int(-1) } }],
  ['$and []', { $and: [] }],
  ['$or []', { $or: [] }],
  ['$nor []', { $nor: [] }],
  ['$or', { $or: [{ a: int(1) }, { a: null }] }],
  ['$nor', { $nor: [{ a: int(1) }, { a: null }] }],
  ['$and same field', { $and: [{ a: { $gt: int(0) } }, { a: { $lt: int(2) } }] }],
  ['$or with one non-object', { $or: [int(1)] }],
  ['$comment', { $comment: 'x', a: int(1) }],
  ['$nope', { $nope: int(1) }],
  ['a {$nope}', { a: { $nope: int(1) } }],
  ['a {b, $gt}', { a: { b: int(1), $gt: int(1) } }],
  ['a {$gt, b}', { a: { $gt: int(1), b: int(1) } }],
  ['a $eq {$gt}', { a: { $eq: { $gt: int(1) } } }],
  ['a $ne /a/', { a: { $ne: pattern('a') } }],
  ['a $gt /a/', { a: { $gt: pattern('a') } }],
  ['a $eq /a/', { a: { $eq: pattern('a') } }],
  ['$where', { $where: 'true' }],
  ['a $jsonSchema', { $jsonSchema: { required: ['a'], properties: { a: { bsonType: 'number', minimum: int(1) } } } }],
  ['$jsonSchema unknown keyword', { $jsonSchema: { nope: int(1) } }],
  [
    '$jsonSchema array items',
    { $jsonSchema: { properties: { a: { bsonType: 'array', items: { bsonType: 'int' }, minItems: int(1) } } } },
  ],
  ['$jsonSchema enum', { $jsonSchema: { properties: { a: { enum: [int(1), null, [int(1)]] } } } }],
  [
    '$jsonSchema not type object',
    { $jsonSchema: { properties: { a: { not: { bsonType: 'object' } } }, required: ['a'] } },
  ],
]

const expressions = [
  ...Object.entries(operand).flatMap(([name, value]) =>
    ['$eq', '$gt', '$lt'].map((operator) => [
      `$expr ${operator} ${name}`,
      { $expr: { [operator]: ['$a', { $literal: value }] } },
    ]),
  ),
  ['$expr truth of a', { $expr: '$a' }],
  ['$expr $not a', { $expr: { $not: '$a' } }],
  ['$expr a.b', { $expr: { $eq: ['$a.b', int(1)] } }],
  ['$expr a.b array', { $expr: { $eq: ['$a.b', [int(1)]] } }],
  ['$expr a.0', { $expr: { $eq: ['$a.0', int(1)] } }],
  ['$expr missing', { $expr: { $eq: [{ $type: '$a' }, 'missing'] } }],
  [
    '$expr $in',
    { $expr: { $and: [{ $isArray: '$a' }, { $in: [int(1), { $cond: [{ $isArray: '$a' }, '$a', []] }] }] } },
  ],
  ['$expr $ifNull', { $expr: { $eq: [{ $ifNull: ['$a', 'none'] }, 'none'] } }],
  ['$expr unknown', { $expr: { $nope: int(1) } }],
]

const found = (options) => (filter) => async (collection) => {
  const documents = await collection.find(filter, { projection: { _id: 1 }, ...options }).toArray()
  return documents.map((document) => document._id).sort()
}

const suite = (name, list, prepare, options) => ({
  name,
  prepare: async (db) => {
    const collection = db.collection(`zoo_${name.replaceAll(' ', '_')}`)
    await collection.insertMany(zoo)
    await prepare(collection)
    return collection
  },
  cases: list.map(([title, filter]) => ({ title, run: found(options)(filter) })),
})

const distinctKinds = {
  name: 'match by each kind',
  prepare: async (db) => {
    const collection = db.collection('zoo_kinds')
    await collection.insertMany(zoo)
    return collection
  },
  cases: Object.entries(kinds).flatMap(([name, value]) => [
    { title: `equals ${name}`, run: found()({ a: { $eq: value } }) },
    { title: `at most ${name}`, run: found()({ a: { $lte: value } }) },
  ]),
}

export const match = [
  suite('match', [...filters, ...expressions], async () => {}),
  suite('match through an index', filters, (collection) => collection.createIndex({ a: 1 })),
  suite(
    'match through a nested index',
    filters.filter(([title]) => title.startsWith('a.')),
    (collection) => collection.createIndex({ 'a.b': 1 }),
  ),
  distinctKinds,
]
