// biome-ignore-all lint/suspicious/noThenProperty: $cond and $switch have a field of this name
import { binary, date, decimal, double, int, long, objectId } from './zoo.mjs'

const at = date(Date.UTC(2024, 1, 29, 23, 59, 58, 7))
const document = {
  _id: int(1),
  i: int(7),
  l: long('5000000000'),
  d: double(2.5),
  m: decimal('1.10'),
  s: 'Grüße, Welt',
  t: at,
  n: null,
  v: [int(3), int(1), int(2)],
  o: { a: int(1), b: [int(1), { c: int(2) }] },
  x: objectId('a'),
  b: binary([1, 2, 3]),
}

const lit = (value) => ({ $literal: value })
const binaryOperators = ['$add', '$subtract', '$multiply', '$divide', '$mod', '$pow', '$log', '$cmp']
const numbers = ['$i', '$l', '$d', '$m', '$n']
// A large integer power keeps SecantusDB 0.7.0b3 computing for ever, deaf to everything else. Of transcendental decimals
// the last digit is the library's, not MongoDB's, so they are left out.
const endless = (operator, right) => operator === '$pow' && right === '$l'
const inexact = (operator, ...paths) =>
  ['$pow', '$log', '$ln', '$exp', '$sqrt'].includes(operator) && paths.includes('$m')
const arithmetic = binaryOperators.flatMap((operator) =>
  numbers.flatMap((left) =>
    numbers
      .filter((right) => !endless(operator, right) && !inexact(operator, left, right))
      .map((right) => [`${operator} ${left} ${right}`, { [operator]: [left, right] }]),
  ),
)
const unary = [
  '$abs',
  '$ceil',
  '$floor',
  '$sqrt',
  '$trunc',
  '$exp',
  '$ln',
  '$toInt',
  '$toLong',
  '$toDouble',
  '$toDecimal',
  '$toString',
  '$toBool',
  '$toDate',
  '$type',
  '$isNumber',
]
const conversions = unary.flatMap((operator) =>
  ['$i', '$l', '$d', '$m', '$n', '$s', '$t', '$v', '$q']
    .filter((path) => !inexact(operator, path))
    .map((path) => [`${operator} ${path}`, { [operator]: path }]),
)

const expressions = [
  ...arithmetic,
  ...conversions,
  [
    '$round half to even',
    {
      a: { $round: [double(2.5), int(0)] },
      b: { $round: double(-1.5) },
      c: { $round: [int(1234), int(-2)] },
      d: { $round: [decimal('2.345'), int(2)] },
    },
  ],
  ['$trunc place', { a: { $trunc: [double(7.85), int(1)] }, b: { $trunc: [int(1299), int(-2)] } }],
  ['$add date', { $add: ['$t', int(1000)] }],
  ['$add two dates', { $add: ['$t', '$t'] }],
  ['$add text', { $add: ['$s', int(1)] }],
  ['$add int overflow', { $add: [lit(int(2147483647)), int(1)] }],
  ['$add long overflow', { $add: [lit(long('9223372036854775807')), int(1)] }],
  ['$multiply long overflow', { $multiply: [lit(long('9223372036854775807')), int(2)] }],
  ['$subtract dates', { $subtract: ['$t', lit(date(0))] }],
  ['$divide by zero', { $divide: ['$i', int(0)] }],
  ['$mod by zero', { $mod: ['$i', int(0)] }],
  ['$mod negative', { $mod: [int(-7), int(3)] }],
  ['$toInt text', { $toInt: lit('12') }],
  ['$toInt text with dot', { $toInt: lit('1.5') }],
  ['$toInt too large', { $toInt: lit(double(3e9)) }],
  [
    '$convert onError onNull',
    {
      a: { $convert: { input: 'x', to: 'int', onError: 'bad' } },
      b: { $convert: { input: null, to: 'int', onNull: 'none' } },
    },
  ],
  ['$toObjectId', { $toObjectId: lit('616161616161616161616161') }],
  ['$toObjectId bad', { $toObjectId: lit('zz') }],
  ['$toDate of text', { $toDate: lit('2024-02-29T01:02:03Z') }],
  [
    '$toString of everything',
    {
      i: { $toString: '$i' },
      l: { $toString: '$l' },
      d: { $toString: '$d' },
      m: { $toString: '$m' },
      t: { $toString: '$t' },
      x: { $toString: '$x' },
      f: { $toString: lit(double(1e21)) },
      g: { $toString: lit(double(1)) },
    },
  ],
  ['$concat', { $concat: ['$s', '!', lit('')] }],
  ['$concat null', { $concat: ['$s', null] }],
  ['$concat number', { $concat: ['$s', '$i'] }],
  ['$substrBytes', { $substrBytes: ['$s', int(0), int(2)] }],
  ['$substrBytes in the middle of a character', { $substrBytes: ['$s', int(0), int(3)] }],
  ['$substrCP', { $substrCP: ['$s', int(2), int(3)] }],
  ['$substrCP to the end', { $substrCP: ['$s', int(2), int(-1)] }],
  ['$strLenBytes, $strLenCP', { a: { $strLenBytes: '$s' }, b: { $strLenCP: '$s' } }],
  ['$strLenCP null', { $strLenCP: '$n' }],
  ['$toUpper', { a: { $toUpper: '$s' }, b: { $toLower: '$s' }, c: { $toUpper: '$n' } }],
  ['$split', { $split: ['$s', ', '] }],
  ['$split empty separator', { $split: ['$s', ''] }],
  [
    '$indexOfCP, $indexOfBytes',
    {
      a: { $indexOfCP: ['$s', 'Welt'] },
      b: { $indexOfBytes: ['$s', 'Welt'] },
      c: { $indexOfCP: ['$s', 'q'] },
      d: { $indexOfCP: ['$n', 'q'] },
    },
  ],
  [
    '$trim',
    {
      a: { $trim: { input: '  x ' } },
      b: { $ltrim: { input: 'xxa', chars: 'x' } },
      c: { $rtrim: { input: 'a..', chars: '.' } },
    },
  ],
  ['$regexMatch', { $regexMatch: { input: '$s', regex: 'w', options: 'i' } }],
  ['$regexFind', { $regexFind: { input: '$s', regex: '(e)(l)?' } }],
  ['$regexFindAll', { $regexFindAll: { input: '$s', regex: '[eü]' } }],
  [
    '$replaceOne, $replaceAll',
    {
      a: { $replaceOne: { input: 'aaa', find: 'a', replacement: 'b' } },
      b: { $replaceAll: { input: 'a.a', find: '.', replacement: '$1' } },
    },
  ],
  ['$strcasecmp', { a: { $strcasecmp: ['abc', 'ABD'] }, b: { $strcasecmp: ['$n', 'a'] } }],
  ['$dateToString', { $dateToString: { date: '$t', format: '%Y-%m-%dT%H:%M:%S.%L %j %u %U %V %G %z %%' } }],
  ['$dateToString default', { $dateToString: { date: '$t' } }],
  [
    '$dateToString timezone',
    {
      a: { $dateToString: { date: '$t', timezone: 'Europe/Berlin' } },
      b: { $dateToString: { date: '$t', timezone: '+05:30', format: '%d %H:%M %z' } },
    },
  ],
  ['$dateToString null', { $dateToString: { date: '$n', onNull: 'none' } }],
  [
    '$dateFromString',
    {
      a: { $dateFromString: { dateString: '2024-03-31T02:30:00', timezone: 'Europe/Berlin' } },
      b: { $dateFromString: { dateString: 'x', onError: 'bad' } },
    },
  ],
  ['$dateFromString format', { $dateFromString: { dateString: '06-15-2018', format: '%m-%d-%Y' } }],
  ['$dateToParts', { $dateToParts: { date: '$t' } }],
  ['$dateToParts iso', { $dateToParts: { date: '$t', iso8601: true } }],
  ['$dateFromParts', { $dateFromParts: { year: int(2024), month: int(14), day: int(-1) } }],
  [
    '$year to $millisecond',
    {
      y: { $year: '$t' },
      m: { $month: '$t' },
      d: { $dayOfMonth: '$t' },
      w: { $dayOfWeek: '$t' },
      j: { $dayOfYear: '$t' },
      h: { $hour: '$t' },
      u: { $isoWeek: '$t' },
      ms: { $millisecond: '$t' },
    },
  ],
  ['$year of text', { $year: '$s' }],
  ['$dateAdd month end', { $dateAdd: { startDate: '$t', unit: 'year', amount: int(1) } }],
  ['$dateSubtract', { $dateSubtract: { startDate: '$t', unit: 'month', amount: int(1), timezone: 'Europe/Berlin' } }],
  ['$dateDiff', { $dateDiff: { startDate: lit(date(0)), endDate: '$t', unit: 'week', startOfWeek: 'monday' } }],
  [
    '$dateTrunc',
    {
      a: { $dateTrunc: { date: '$t', unit: 'week', startOfWeek: 'monday' } },
      b: { $dateTrunc: { date: '$t', unit: 'minute', binSize: int(15) } },
      c: { $dateTrunc: { date: '$t', unit: 'day', timezone: 'Europe/Berlin' } },
    },
  ],
  [
    '$arrayElemAt',
    {
      a: { $arrayElemAt: ['$v', int(-1)] },
      b: { $arrayElemAt: ['$v', int(9)] },
      c: { $arrayElemAt: ['$n', int(0)] },
      d: { $first: '$v' },
      e: { $last: '$v' },
      f: { $first: [[]] },
    },
  ],
  ['$arrayElemAt text', { $arrayElemAt: ['$s', int(0)] }],
  ['$concatArrays', { a: { $concatArrays: ['$v', [int(9)]] }, b: { $concatArrays: ['$v', '$n'] } }],
  [
    '$slice',
    {
      a: { $slice: ['$v', int(2)] },
      b: { $slice: ['$v', int(-2)] },
      c: { $slice: ['$v', int(1), int(1)] },
      d: { $slice: ['$v', int(-9), int(1)] },
    },
  ],
  ['$size', { $size: '$v' }],
  ['$size missing', { $size: '$q' }],
  [
    '$filter',
    {
      a: { $filter: { input: '$v', as: 'x', cond: { $gt: ['$$x', int(1)] } } },
      b: { $filter: { input: '$v', cond: { $gt: ['$$this', int(1)] }, limit: int(1) } },
    },
  ],
  ['$map', { $map: { input: '$v', as: 'x', in: { $multiply: ['$$x', '$i'] } } }],
  ['$map missing', { $map: { input: '$q', in: '$$this' } }],
  ['$reduce', { $reduce: { input: '$v', initialValue: int(0), in: { $add: ['$$value', '$$this'] } } }],
  ['$in', { a: { $in: [long(3), '$v'] }, b: { $in: ['$n', '$v'] } }],
  ['$in not an array', { $in: [int(1), '$i'] }],
  [
    '$indexOfArray',
    {
      a: { $indexOfArray: ['$v', double(1)] },
      b: { $indexOfArray: ['$v', int(9)] },
      c: { $indexOfArray: ['$v', int(3), int(1)] },
    },
  ],
  ['$range', { $range: [int(0), int(10), int(3)] }],
  ['$range step 0', { $range: [int(0), int(10), int(0)] }],
  ['$reverseArray', { $reverseArray: '$v' }],
  ['$sortArray', { $sortArray: { input: '$v', sortBy: int(-1) } }],
  ['$zip', { $zip: { inputs: ['$v', ['a']], useLongestLength: true, defaults: [int(0), 'z'] } }],
  ['$arrayToObject', { a: { $arrayToObject: [[['k', int(1)]]] }, b: { $arrayToObject: lit([{ k: 'x', v: int(2) }]) } }],
  ['$objectToArray', { $objectToArray: '$o' }],
  ['$mergeObjects', { $mergeObjects: ['$o', { a: int(2), z: int(1) }, '$n'] }],
  [
    '$setUnion',
    {
      a: { $sortArray: { input: { $setUnion: ['$v', [double(3), int(9)]] }, sortBy: int(1) } },
      b: { $setIntersection: ['$v', [double(3)]] },
      c: { $sortArray: { input: { $setDifference: ['$v', [long(3)]] }, sortBy: int(1) } },
      d: { $setIsSubset: [[int(1)], '$v'] },
      e: { $setEquals: ['$v', [int(1), int(2), int(3), int(3)]] },
    },
  ],
  ['$anyElementTrue', { a: { $anyElementTrue: [['$n', int(0)]] }, b: { $allElementsTrue: [[int(1), 'a']] } }],
  [
    '$getField',
    {
      a: { $getField: { field: 'a', input: '$o' } },
      b: { $getField: { field: lit('$z'), input: lit({ $z: int(1) }) } },
    },
  ],
  ['$setField', { $setField: { field: 'a.b', input: '$o', value: int(9) } }],
  ['$let', { $let: { vars: { x: '$i', y: { $add: ['$i', int(1)] } }, in: { $multiply: ['$$x', '$$y'] } } }],
  ['$let unknown variable', { $let: { vars: { x: '$i' }, in: '$$z' } }],
  [
    '$switch',
    {
      $switch: {
        branches: [
          { case: { $eq: ['$i', int(8)] }, then: 'a' },
          { case: { $gt: ['$i', int(1)] }, then: 'b' },
        ],
        default: 'c',
      },
    },
  ],
  ['$switch no match', { $switch: { branches: [{ case: false, then: 'a' }] } }],
  [
    '$cond forms',
    {
      a: { $cond: ['$n', 'yes', 'no'] },
      b: { $cond: { if: '$v', then: 'yes', else: 'no' } },
      c: { $cond: [lit(double(0)), 1, 0] },
    },
  ],
  ['$cond missing else', { $cond: { if: true, then: 1 } }],
  ['$ifNull many', { $ifNull: ['$q', '$n', '$i', 'z'] }],
  ['$and $or empty', { a: { $and: [] }, b: { $or: [] } }],
  ['$and of values', { $and: ['$s', '$v', '$n'] }],
  [
    '$max $min in expressions',
    {
      a: { $max: '$v' },
      b: { $min: ['$i', '$d', '$m'] },
      c: { $max: ['$n', '$q'] },
      d: { $sum: '$v' },
      e: { $avg: ['$i', '$d'] },
      f: { $sum: ['$s', int(1)] },
    },
  ],
  ['$maxN', { $maxN: { n: int(2), input: '$v' } }],
  ['path through arrays', { a: '$o.b.c', b: '$v.z', c: '$o.b.0' }],
  ['$$ROOT and $$CURRENT', { a: '$$ROOT.i', b: '$$CURRENT.i' }],
  ['$$NOW is a date', { $type: '$$NOW' }],
  ['$binarySize, $bsonSize', { a: { $binarySize: '$s' }, b: { $binarySize: '$b' }, c: { $bsonSize: '$o' } }],
  ['unknown operator', { $nope: int(1) }],
  ['two operators', { $add: [int(1)], $abs: int(1) }],
  ['$add of one', { $add: '$i' }],
  ['$abs of two', { $abs: [int(1), int(2)] }],
  ['$literal keeps dollar', { $literal: { $add: [int(1)] } }],
  ['field name with dollar in object', { a: { b: '$i', c: { d: '$q' } } }],
]

export const expression = [
  {
    name: 'expression',
    prepare: async (db) => {
      const collection = db.collection('expression')
      await collection.insertOne(document)
      return collection
    },
    cases: expressions.map(([title, value]) => ({
      title,
      run: async (collection) => {
        const found = await collection.aggregate([{ $project: { _id: 0, value } }]).toArray()
        return found[0]
      },
    })),
  },
]
