import { Binary, BSONRegExp, Decimal128, Double, Int32, Long, ObjectId } from 'mongodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { useServer } from '../testing/server.ts'

const server = useServer()

/** Stores documents as `_id` 0, 1, 2, … and answers which of them a filter finds. */
async function matching(documents: readonly object[], filter: object): Promise<number[]> {
  const things = server.collection()
  await things.insertMany(documents.map((fields, _id) => ({ _id, ...fields })) as never)
  return things
    .find(filter as never)
    .map(({ _id }) => Number(_id))
    .toArray()
}

describe('filters', () => {
  const values = [
    { v: null },
    {},
    { v: 1 },
    { v: Long.fromNumber(1) },
    { v: new Double(1) },
    { v: Decimal128.fromString('1') },
    { v: [1, 2] },
    { v: [] },
    { v: 'a' },
    { v: { x: 1, y: 2 } },
    { v: { y: 2, x: 1 } },
    { v: [[1, 2]] },
    { v: true },
  ]

  test.each<[string, object, number[]]>([
    ['numbers of every type are equal', { v: 1 }, [2, 3, 4, 5, 6]],
    ['null finds what is null or missing', { v: null }, [0, 1]],
    ['$ne null finds the rest', { v: { $ne: null } }, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    ['$exists tells null from missing', { v: { $exists: false } }, [1]],
    ['an array is equal as a whole, or as an element', { v: [1, 2] }, [6, 11]],
    ['an empty array is one', { v: [] }, [7]],
    ['documents are equal with the same order only', { v: { x: 1, y: 2 } }, [9]],
    ['ranges stay within a type', { v: { $gte: 1 } }, [2, 3, 4, 5, 6]],
    ['true is no number', { v: { $gt: 0, $lt: 2 } }, [2, 3, 4, 5, 6]],
    ['$in mixes types and null', { v: { $in: [null, 'a'] } }, [0, 1, 8]],
    ['$nin is its opposite', { v: { $nin: [null, 'a', 1] } }, [7, 9, 10, 11, 12]],
    ['$type looks into arrays', { v: { $type: 'int' } }, [2, 6]],
    ['$type finds arrays too', { v: { $type: 'array' } }, [6, 7, 11]],
    ['$size counts', { v: { $size: 2 } }, [6]],
    ['$all holds for each', { v: { $all: [1, 2] } }, [6]],
    ['$all with one value is equality', { v: { $all: ['a'] } }, [8]],
    ['$elemMatch wants one element for all', { v: { $elemMatch: { $gte: 2, $lt: 3 } } }, [6]],
    ['$not turns around, what is missing included', { v: { $not: { $gte: 1 } } }, [0, 1, 7, 8, 9, 10, 11, 12]],
    ['$mod', { v: { $mod: [2, 1] } }, [2, 3, 4, 5, 6]],
    ['$nor', { $nor: [{ v: 1 }, { v: null }, { v: { $type: 'object' } }] }, [7, 8, 11, 12]],
    ['$expr compares fields', { $expr: { $eq: [{ $type: '$v' }, 'missing'] } }, [1]],
    ['$bitsAllSet looks at bits', { v: { $bitsAllSet: [0] } }, [2, 3, 4, 5, 6]],
  ])('%s', async (_name, filter, expected) => {
    expect(await matching(values, filter)).toEqual(expected)
  })

  const nested = [
    { a: [{ b: 1 }, { b: 2 }] },
    { a: { b: 1 } },
    { a: [{ c: 1 }, { b: 3 }] },
    { a: [1, 2] },
    { a: [] },
    { a: { b: [1, 2] } },
    {},
    { a: [{ b: [5, 6] }] },
    { a: [[{ b: 1 }]] },
  ]

  test.each<[string, object, number[]]>([
    ['a path enters arrays', { 'a.b': 1 }, [0, 1, 5]],
    ['each condition may be met by another element', { 'a.b': { $gt: 1, $lt: 2 } }, [0, 5]],
    ['$elemMatch by one', { a: { $elemMatch: { b: { $gte: 1, $lt: 2 } } } }, [0]],
    ['missing in some element is null', { 'a.b': null }, [2, 6]],
    ['missing in every element does not exist', { 'a.b': { $exists: false } }, [3, 4, 6, 8]],
    ['a number in a path is a place', { 'a.1.b': 2 }, [0]],
    ['or a value', { 'a.0': 1 }, [3]],
    ['arrays in arrays are not entered', { 'a.b': 5 }, [7]],
    ['but by their place', { 'a.0.b': 1 }, [0, 8]],
    ['$ne is not "some differ"', { 'a.b': { $ne: 1 } }, [2, 3, 4, 6, 7, 8]],
  ])('in arrays: %s', async (_name, filter, expected) => {
    expect(await matching(nested, filter)).toEqual(expected)
  })

  test('regular expressions find strings, and what they are', async () => {
    const texts = [
      { v: 'Apple' },
      { v: 'apple\npie' },
      { v: ['x', 'APPLE'] },
      { v: 5 },
      { v: new BSONRegExp('^apple', 'i') },
    ]
    expect(await matching(texts, { v: /^apple/i })).toEqual([0, 1, 2, 4])
    expect(await matching(texts, { v: { $regex: '^pie', $options: 'm' } })).toEqual([1])
    expect(await matching(texts, { v: { $not: /apple/i } })).toEqual([3, 4])
    expect(await matching(texts, { v: { $in: [/^App/, 5] } })).toEqual([0, 3])
  })

  test('binary values differ by subtype and content', async () => {
    const bytes = Buffer.from('same')
    expect(
      await matching(
        [{ v: new Binary(bytes, 0) }, { v: new Binary(bytes, 5) }, { v: new Binary(Buffer.from('size'), 0) }],
        { v: new Binary(bytes, 0) },
      ),
    ).toEqual([0])
  })

  test.each<[string, object, number]>([
    ['an unknown operator', { v: { $near_enough: 1 } }, 2],
    ['an unknown operator at the top', { $maybe: [] }, 2],
    ['$in without a list', { v: { $in: 1 } }, 2],
    ['$or with nothing', { $or: [] }, 2],
    ['what is not implemented', { $where: 'true' }, 238],
    ['a pattern that is none', { v: { $regex: '(' } }, 51091],
  ])('refuse %s', async (_name, filter, code) => {
    await expect(
      server
        .collection()
        .find(filter as never)
        .toArray(),
    ).rejects.toMatchObject({ code })
  })
})

describe('order', () => {
  test('is that of the types, then of the values', async () => {
    const things = server.collection()
    const id = new ObjectId()
    await things.insertMany([
      { v: true },
      { v: 'a' },
      { v: new Date(0) },
      { v: 2 },
      { v: null },
      { v: id },
      { v: { x: 1 } },
      { v: Long.fromNumber(1) },
      {},
      { v: Buffer.from('x') },
      { v: /x/ },
    ] as never)
    const shown = (await things.find().sort({ v: 1, _id: 1 }).toArray()).map(({ v }) => v)
    expect(shown.slice(0, 5)).toEqual([null, undefined, 1, 2, 'a'])
    expect(shown.slice(5).map((value) => value?._bsontype ?? value?.constructor.name)).toEqual([
      'Object',
      'Binary',
      'ObjectId',
      'Boolean',
      'Date',
      'RegExp',
    ])
  })

  test('takes the least element of an array, or the greatest', async () => {
    const things = server.collection()
    await things.insertMany([
      { _id: 1, v: [5, 1] },
      { _id: 2, v: 3 },
      { _id: 3, v: [] },
      { _id: 4, v: [4, 2] },
    ] as never)
    expect(
      await things
        .find()
        .sort({ v: 1 })
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual([3, 1, 4, 2])
    expect(
      await things
        .find()
        .sort({ v: -1 })
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual([1, 4, 2, 3])
  })

  test('without a sort is that of insertion', async () => {
    const things = server.collection()
    await things.insertMany([{ _id: 3 }, { _id: 1 }, { _id: 2 }] as never)
    expect(
      await things
        .find()
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual([3, 1, 2])
    expect(
      await things
        .find()
        .sort({ $natural: -1 })
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual([2, 1, 3])
  })
})

describe('projections', () => {
  let things: ReturnType<typeof server.collection>
  beforeAll(async () => {
    things = server.collection()
    await things.insertOne({
      _id: 1,
      a: 1,
      b: { c: 2, d: 3 },
      list: [
        { k: 1, v: 'x' },
        { k: 2, v: 'y' },
      ],
      n: [1, 2, 3, 4],
    } as never)
  })

  test.each<[object, object]>([
    [{ a: 1 }, { _id: 1, a: 1 }],
    [{ a: 1, _id: 0 }, { a: 1 }],
    [{ 'b.c': 1, _id: 0 }, { b: { c: 2 } }],
    [
      { b: { d: 0 }, list: 0, n: 0 },
      { _id: 1, a: 1, b: { c: 2 } },
    ],
    [{ 'list.v': 1, _id: 0 }, { list: [{ v: 'x' }, { v: 'y' }] }],
    [
      { n: { $slice: -2 }, a: 1, _id: 0 },
      { a: 1, n: [3, 4] },
    ],
    [{ list: { $elemMatch: { k: 2 } }, _id: 0 }, { list: [{ k: 2, v: 'y' }] }],
    [{ sum: { $add: ['$a', '$b.c'] }, _id: 0 }, { sum: 3 }],
    [{ copy: '$a', _id: 0 }, { copy: 1 }],
  ])('%o', async (projection, expected) => {
    expect(await things.findOne({}, { projection })).toEqual(expected)
  })

  test('the positional one shows what matched', async () => {
    expect(await things.findOne({ 'list.k': 2 }, { projection: { 'list.$': 1, _id: 0 } })).toEqual({
      list: [{ k: 2, v: 'y' }],
    })
  })

  test('may not mix', async () => {
    await expect(things.findOne({}, { projection: { a: 1, b: 0 } })).rejects.toMatchObject({ code: 31254 })
  })
})

test('types survive an update of another field', async () => {
  const things = server.collection()
  await things.insertOne({
    _id: 1,
    double: new Double(5),
    int: new Int32(5),
    long: Long.fromNumber(5),
    decimal: Decimal128.fromString('5.00'),
  } as never)
  await things.updateOne({}, { $set: { other: 1 } })
  const found = await things.findOne({}, { promoteValues: false })
  expect(found?.double).toBeInstanceOf(Double)
  expect(found?.int).toBeInstanceOf(Int32)
  expect(found?.long).toBeInstanceOf(Long)
  expect(String(found?.decimal)).toBe('5.00')
})

test('distinct gives each value once, elements of arrays too', async () => {
  const things = server.collection()
  await things.insertMany([{ v: 1 }, { v: Long.fromNumber(1) }, { v: [1, 2] }, { v: 'a' }, {}, { v: null }])
  expect(await things.distinct('v')).toEqual([null, 1, 2, 'a'])
})
