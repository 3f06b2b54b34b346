import { Decimal128, Long } from 'mongodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { useServer } from '../testing/server.ts'

const server = useServer()

async function evaluate(expression: unknown, document: object = {}): Promise<unknown> {
  const things = server.collection()
  await things.insertOne({ ...document })
  const [found] = await things.aggregate([{ $project: { _id: 0, result: expression } }]).toArray()
  return found?.result
}

describe('expressions', () => {
  const date = new Date('2024-02-29T13:45:10.123Z')

  test.each<[string, unknown, unknown]>([
    ['$add', { $add: [1, 2.5, { $literal: 3 }] }, 6.5],
    ['$add to a date', { $add: ['$date', 1000] }, new Date(date.getTime() + 1000)],
    ['$subtract of dates', { $subtract: ['$date', '$date'] }, 0],
    ['$multiply of decimals', { $toString: { $multiply: ['$decimal', 3] } }, '0.3'],
    ['$divide', { $divide: [7, 2] }, 3.5],
    ['$mod', { $mod: [-7, 3] }, -1],
    ['null poisons arithmetic', { $add: [1, '$missing'] }, null],
    [
      '$round goes to the even neighbour',
      { $map: { input: [0.5, 1.5, 2.5, -1.25], in: { $round: ['$$this', 0] } } },
      [0, 2, 2, -1],
    ],
    ['$round to places', { $round: [2.345, 1] }, 2.3],
    ['$trunc', { $trunc: [-2.7] }, -2],
    ['$abs', { $abs: -5 }, 5],
    ['$pow', { $pow: [2, 10] }, 1024],
    ['$cond', { $cond: { if: { $gt: ['$n', 3] }, then: 'more', else: 'less' } }, 'more'],
    ['$ifNull', { $ifNull: ['$missing', null, 'there'] }, 'there'],
    ['$switch', { $switch: { branches: [{ case: { $eq: ['$n', 1] }, then: 1 }], default: 2 } }, 2],
    ['missing is less than null', { $lt: ['$missing', null] }, true],
    ['$and', { $and: [1, 'x', { $gt: ['$n', 0] }] }, true],
    ['zero is false', { $not: [{ $literal: 0 }] }, true],
    ['$concat', { $concat: ['$text', '!'] }, 'Héllo wörld!'],
    ['$toUpper is for ASCII', { $toUpper: '$text' }, 'HéLLO WöRLD'],
    ['$substrCP', { $substrCP: ['$text', 1, 3] }, 'éll'],
    ['$strLenBytes', { $strLenBytes: '$text' }, 13],
    ['$strLenCP', { $strLenCP: '$text' }, 11],
    ['$split', { $split: ['a-b-c', '-'] }, ['a', 'b', 'c']],
    ['$trim', { $trim: { input: '  x ' } }, 'x'],
    ['$trim of characters', { $trim: { input: 'xxaxx', chars: 'x' } }, 'a'],
    ['$indexOfCP', { $indexOfCP: ['$text', 'w'] }, 6],
    [
      '$replaceAll takes nothing for a pattern',
      { $replaceAll: { input: 'a.b.c', find: '.', replacement: { $literal: '$&' } } },
      'a$&b$&c',
    ],
    ['$regexMatch', { $regexMatch: { input: '$text', regex: /WÖR/i } }, true],
    ['$regexFind', { $regexFind: { input: 'xay', regex: '(a)(b)?' } }, { match: 'a', idx: 1, captures: ['a', null] }],
    ['$arrayElemAt from the end', { $arrayElemAt: ['$list', -1] }, 3],
    ['$filter', { $filter: { input: '$list', as: 'x', cond: { $gt: ['$$x', 1] } } }, [2, 3]],
    ['$reduce', { $reduce: { input: '$list', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
    ['$sum of a list', { $sum: '$list' }, 6],
    ['$max over arguments', { $max: ['$n', 3, null] }, 5],
    ['$in', { $in: [Long.fromNumber(2), '$list'] }, true],
    ['$slice', { $slice: ['$list', 1, 5] }, [2, 3]],
    ['$sortArray', { $sortArray: { input: [3, 1, 2], sortBy: -1 } }, [3, 2, 1]],
    ['$range', { $range: [0, 10, 4] }, [0, 4, 8]],
    [
      '$zip',
      { $zip: { inputs: [[1, 2], ['a']], useLongestLength: true, defaults: [0, 'z'] } },
      [
        [1, 'a'],
        [2, 'z'],
      ],
    ],
    [
      '$setUnion',
      {
        $setUnion: [
          [1, 2],
          [2, 3],
        ],
      },
      [1, 2, 3],
    ],
    ['$setIsSubset', { $setIsSubset: [[1], '$list'] }, true],
    ['a path through an array', '$items.price', [1, 2]],
    ['$objectToArray', { $objectToArray: { a: 1 } }, [{ k: 'a', v: 1 }]],
    [
      '$arrayToObject',
      {
        $arrayToObject: [
          [
            ['a', 1],
            ['b', 2],
          ],
        ],
      },
      { a: 1, b: 2 },
    ],
    ['$mergeObjects', { $mergeObjects: [{ a: 1, b: 1 }, null, { b: 2 }] }, { a: 1, b: 2 }],
    ['$getField', { $getField: { field: 'a.b', input: { $setField: { field: 'a.b', input: {}, value: 4 } } } }, 4],
    ['$let', { $let: { vars: { x: 2 }, in: { $multiply: ['$$x', '$n'] } } }, 10],
    ['$type', { $type: '$missing' }, 'missing'],
    ['$convert', { $convert: { input: 'x', to: 'int', onError: -1 } }, -1],
    ['$toInt', { $toInt: '42' }, 42],
    ['$toDate', { $toDate: '2024-02-29T13:45:10.123Z' }, date],
    [
      '$year and friends',
      [
        { $year: '$date' },
        { $month: '$date' },
        { $dayOfMonth: '$date' },
        { $dayOfYear: '$date' },
        { $isoWeek: '$date' },
      ],
      [2024, 2, 29, 60, 9],
    ],
    ['$hour in a zone', { $hour: { date: '$date', timezone: 'America/New_York' } }, 8],
    [
      '$dateToString',
      { $dateToString: { date: '$date', format: '%Y/%m/%d %H:%M:%S.%L %z', timezone: 'Europe/Berlin' } },
      '2024/02/29 14:45:10.123 +0100',
    ],
    [
      '$dateFromString',
      { $dateFromString: { dateString: '01.03.2024', format: '%d.%m.%Y', timezone: '+02:00' } },
      new Date('2024-02-29T22:00:00Z'),
    ],
    [
      '$dateFromParts carries over',
      { $dateFromParts: { year: 2023, month: 14, day: 1 } },
      new Date('2024-02-01T00:00:00Z'),
    ],
    [
      '$dateAdd stays in the month',
      { $dateAdd: { startDate: '$date', unit: 'year', amount: 1 } },
      new Date('2025-02-28T13:45:10.123Z'),
    ],
    [
      '$dateDiff counts borders',
      { $dateDiff: { startDate: '$date', endDate: new Date('2024-03-01T00:00:00Z'), unit: 'month' } },
      1,
    ],
    [
      '$dateTrunc to a week',
      { $dateTrunc: { date: '$date', unit: 'week', startOfWeek: 'monday' } },
      new Date('2024-02-26T00:00:00Z'),
    ],
    [
      '$dateTrunc to bins',
      { $dateTrunc: { date: '$date', unit: 'minute', binSize: 15 } },
      new Date('2024-02-29T13:45:00Z'),
    ],
  ])('%s', async (_name, expression, expected) => {
    const document = {
      n: 5,
      text: 'Héllo wörld',
      list: [1, 2, 3],
      items: [{ price: 1 }, { price: 2 }, {}],
      date,
      decimal: Decimal128.fromString('0.1'),
    }
    expect(await evaluate(expression, document)).toEqual(expected)
  })

  test.each<[string, unknown, number]>([
    ['an unknown operator', { $addd: [1] }, 168],
    ['an unknown variable', '$$nobody', 17276],
    ['division by zero', { $divide: [1, { $literal: 0 }] }, 2],
    ['a text that is no number', { $toInt: 'x' }, 241],
    ['what is not implemented', { $function: {} }, 238],
  ])('refuse %s', async (_name, expression, code) => {
    await expect(evaluate(expression)).rejects.toMatchObject({ code })
  })
})

describe('stages', () => {
  const orders = () => server.client.db('shop').collection('orders')
  const people = () => server.client.db('shop').collection<{ _id: number }>('people')

  beforeAll(async () => {
    await people().insertMany([
      { _id: 1, name: 'Ada', tags: ['x', 'y'] },
      { _id: 2, name: 'Bob', tags: [] },
      { _id: 3, name: 'Cy' },
    ] as never)
    await orders().insertMany([
      { _id: 1, who: 1, sum: 10 },
      { _id: 2, who: 1, sum: 30 },
      { _id: 3, who: 2, sum: 5 },
      { _id: 4, sum: 1 },
    ] as never)
  })

  test.each<[string, object[], unknown[]]>([
    [
      '$group with its accumulators',
      [
        {
          $group: {
            _id: '$who',
            n: { $sum: 1 },
            total: { $sum: '$sum' },
            mean: { $avg: '$sum' },
            all: { $push: '$sum' },
            first: { $first: '$_id' },
          },
        },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: null, n: 1, total: 1, mean: 1, all: [1], first: 4 },
        { _id: 1, n: 2, total: 40, mean: 20, all: [10, 30], first: 1 },
        { _id: 2, n: 1, total: 5, mean: 5, all: [5], first: 3 },
      ],
    ],
    [
      '$group of everything',
      [
        {
          $group: { _id: null, most: { $max: '$sum' }, best: { $topN: { n: 2, sortBy: { sum: -1 }, output: '$_id' } } },
        },
      ],
      [{ _id: null, most: 30, best: [2, 1] }],
    ],
    [
      '$lookup by fields',
      [
        { $match: { _id: { $lte: 3 } } },
        { $sort: { _id: -1 } },
        { $limit: 1 },
        { $lookup: { from: 'people', localField: 'who', foreignField: '_id', as: 'p' } },
      ],
      [{ _id: 3, who: 2, sum: 5, p: [{ _id: 2, name: 'Bob', tags: [] }] }],
    ],
    [
      '$lookup with a pipeline, by fields as well',
      [
        { $match: { _id: 1 } },
        {
          $lookup: {
            from: 'orders',
            localField: 'who',
            foreignField: 'who',
            let: { sum: '$sum' },
            pipeline: [{ $match: { $expr: { $gt: ['$sum', '$$sum'] } } }, { $project: { _id: 1 } }],
            as: 'more',
          },
        },
        { $project: { more: 1 } },
      ],
      [{ _id: 1, more: [{ _id: 2 }] }],
    ],
    [
      '$facet',
      [
        {
          $facet: { count: [{ $count: 'n' }], top: [{ $sort: { sum: -1 } }, { $limit: 1 }, { $project: { sum: 1 } }] },
        },
      ],
      [{ count: [{ n: 4 }], top: [{ _id: 2, sum: 30 }] }],
    ],
    [
      '$bucket',
      [{ $bucket: { groupBy: '$sum', boundaries: [0, 6, 20], default: 'more', output: { n: { $sum: 1 } } } }],
      [
        { _id: 0, n: 2 },
        { _id: 6, n: 1 },
        { _id: 'more', n: 1 },
      ],
    ],
    ['$sortByCount', [{ $sortByCount: '$who' }, { $limit: 1 }], [{ _id: 1, count: 2 }]],
    [
      '$unionWith',
      [{ $match: { _id: 4 } }, { $unionWith: { coll: 'people', pipeline: [{ $match: { _id: 3 } }] } }],
      [
        { _id: 4, sum: 1 },
        { _id: 3, name: 'Cy' },
      ],
    ],
    ['$count of nothing is nothing', [{ $match: { sum: 99 } }, { $count: 'n' }], []],
    ['$count of what is not skipped', [{ $match: { _id: { $gt: 1 } } }, { $skip: 1 }, { $count: 'n' }], [{ n: 2 }]],
    ['$count of all that is skipped', [{ $skip: 4 }, { $count: 'n' }], []],
    ['$count up to a limit', [{ $match: { _id: { $gt: 0 } } }, { $limit: 2 }, { $count: 'n' }], [{ n: 2 }]],
    ['$count of a limit before what is skipped', [{ $limit: 3 }, { $skip: 1 }, { $count: 'n' }], [{ n: 2 }]],
    ['a $group that counts', [{ $group: { _id: null, found: { $sum: 1 } } }], [{ _id: null, found: 4 }]],
    ['a $group that counts twice', [{ $group: { _id: 1, found: { $sum: 2 } } }], [{ _id: 1, found: 8 }]],
    ['a $group by something', [{ $group: { _id: { $literal: 'x' }, n: { $sum: 1 } } }], [{ _id: 'x', n: 4 }]],
    [
      '$addFields below',
      [{ $match: { _id: 4 } }, { $addFields: { 'a.b': { $add: ['$sum', 1] }, sum: '$$REMOVE' } }],
      [{ _id: 4, a: { b: 2 } }],
    ],
    ['$replaceRoot', [{ $match: { _id: 4 } }, { $replaceRoot: { newRoot: { s: '$sum' } } }], [{ s: 1 }]],
    [
      '$skip and $limit',
      [{ $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
      [{ _id: 2 }, { _id: 3 }],
    ],
  ])('%s', async (_name, pipeline, expected) => {
    expect(await orders().aggregate(pipeline).toArray()).toEqual(expected)
  })

  test('$unwind', async () => {
    const unwound = await people()
      .aggregate([
        { $unwind: { path: '$tags', includeArrayIndex: 'at', preserveNullAndEmptyArrays: true } },
        { $project: { name: 0 } },
      ])
      .toArray()
    expect(unwound).toEqual([
      { _id: 1, tags: 'x', at: 0 },
      { _id: 1, tags: 'y', at: 1 },
      { _id: 2, at: null },
      { _id: 3, at: null },
    ])
  })

  test('$sample gives so many', async () => {
    expect(
      await orders()
        .aggregate([{ $sample: { size: 2 } }])
        .toArray(),
    ).toHaveLength(2)
    await expect(
      orders()
        .aggregate([{ $sample: {} }])
        .toArray(),
    ).rejects.toMatchObject({ code: 28747 })
  })

  test('$out replaces, $merge adds', async () => {
    const target = server.client.db('shop').collection('target')
    await orders()
      .aggregate([{ $match: { who: 1 } }, { $project: { sum: 1 } }, { $out: 'target' }])
      .toArray()
    expect(await target.find().toArray()).toEqual([
      { _id: 1, sum: 10 },
      { _id: 2, sum: 30 },
    ])
    await orders()
      .aggregate([
        { $match: { _id: { $gte: 2 } } },
        { $project: { who: 1 } },
        { $merge: { into: 'target', whenMatched: 'merge' } },
      ])
      .toArray()
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, sum: 10 },
      { _id: 2, sum: 30, who: 1 },
      { _id: 3, who: 2 },
      { _id: 4 },
    ])
  })

  test('refuse by name what they do not do', async () => {
    await expect(
      orders()
        .aggregate([{ $graphLookup: {} }])
        .toArray(),
    ).rejects.toMatchObject({ code: 238, message: expect.stringContaining('$graphLookup') })
    await expect(
      orders()
        .aggregate([{ $nonsense: {} }])
        .toArray(),
    ).rejects.toMatchObject({ code: 40324 })
  })
})
