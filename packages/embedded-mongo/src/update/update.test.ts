import { Decimal128, Double, Int32, Long, Timestamp } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { useServer } from '../testing/server.ts'

const server = useServer()

async function updated(
  before: object,
  update: object | object[],
  options: object = {},
  filter: object = {},
): Promise<unknown> {
  const things = server.collection()
  await things.insertOne({ _id: 1, ...before } as never)
  await things.updateOne({ _id: 1, ...filter } as never, update as never, options)
  const { _id, ...after } = (await things.findOne()) as { _id: unknown }
  return after
}

describe('operators', () => {
  test.each<[string, object, object, object]>([
    ['$set makes what leads to its field', { a: 1 }, { $set: { 'b.c.d': 2 } }, { a: 1, b: { c: { d: 2 } } }],
    ['$set fills an array up', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    [
      'new fields come in the order of their names',
      {},
      { $set: { z: 1, b: 2, 10: 3, 9: 4 } },
      { 9: 4, 10: 3, b: 2, z: 1 },
    ],
    ['$unset removes', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '' } }, { b: { d: 2 } }],
    ['$unset leaves a hole in an array', { a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
    ['$inc adds, from nothing too', { a: 1 }, { $inc: { a: 2, b: 5 } }, { a: 3, b: 5 }],
    ['$mul of nothing is zero', { a: 3 }, { $mul: { a: 2, b: 5 } }, { a: 6, b: 0 }],
    [
      '$min and $max follow the order of types',
      { a: 5, b: 5 },
      { $min: { a: 'text', c: 1 }, $max: { b: 'text' } },
      { a: 5, b: 'text', c: 1 },
    ],
    ['$rename moves', { a: { b: 1 }, c: 2 }, { $rename: { 'a.b': 'd' } }, { a: {}, c: 2, d: 1 }],
    ['$push appends', { a: [1] }, { $push: { a: [2], b: 1 } }, { a: [1, [2]], b: [1] }],
    [
      '$push with all its modifiers',
      { a: [5, 1] },
      { $push: { a: { $each: [4, 2], $sort: -1, $slice: 3, $position: 0 } } },
      { a: [5, 4, 2] },
    ],
    [
      '$push sorts by fields',
      { a: [{ n: 2 }] },
      { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } },
      { a: [{ n: 1 }, { n: 2 }] },
    ],
    [
      '$push with a negative slice keeps the last',
      { a: [1, 2] },
      { $push: { a: { $each: [3], $slice: -2 } } },
      { a: [2, 3] },
    ],
    [
      '$addToSet knows what is there',
      { a: [1, 'x'] },
      { $addToSet: { a: { $each: [1, 2, 'x', 2] } } },
      { a: [1, 'x', 2] },
    ],
    ['$pull by value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    ['$pull by condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    ['$pull by fields', { a: [{ k: 1, v: 1 }, { k: 2 }] }, { $pull: { a: { k: 1 } } }, { a: [{ k: 2 }] }],
    ['$pullAll', { a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['$pop from either end', { a: [1, 2, 3], b: [1, 2, 3] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2, 3] }],
    ['$bit', { a: 13 }, { $bit: { a: { and: new Int32(10), or: new Int32(1) } } }, { a: 9 }],
    ['$[] is each element', { a: [{ n: 1 }, { n: 2 }] }, { $inc: { 'a.$[].n': 10 } }, { a: [{ n: 11 }, { n: 12 }] }],
    ['a field called __proto__ is a field', {}, { $set: { 'x.constructor': 1 } }, { x: { constructor: 1 } }],
  ])('%s', async (_name, before, update, after) => {
    expect(await updated(before, update)).toEqual(after)
  })

  test('array filters choose elements', async () => {
    const update = { $set: { 'a.$[high].mark': true, 'a.$[].seen': true } }
    const after = await updated({ a: [{ n: 1 }, { n: 5 }] }, update, { arrayFilters: [{ 'high.n': { $gte: 5 } }] })
    expect(after).toEqual({
      a: [
        { n: 1, seen: true },
        { n: 5, mark: true, seen: true },
      ],
    })
  })

  test('$ is the element that matched', async () => {
    expect(await updated({ a: [1, 5, 9] }, { $set: { 'a.$': 0 } }, {}, { a: { $gt: 3 } })).toEqual({ a: [1, 0, 9] })
    expect(
      await updated({ a: [{ k: 1 }, { k: 2 }] }, { $set: { 'a.$.v': 1 } }, {}, { a: { $elemMatch: { k: 2 } } }),
    ).toEqual({ a: [{ k: 1 }, { k: 2, v: 1 }] })
  })

  test('pipelines compute from the document', async () => {
    expect(await updated({ a: 2, b: 3 }, [{ $set: { c: { $multiply: ['$a', '$b'] } } }, { $unset: 'b' }])).toEqual({
      a: 2,
      c: 6,
    })
    expect(await updated({ a: { x: 1 } }, [{ $replaceWith: '$a' }])).toEqual({ x: 1 })
  })

  test('arithmetic keeps types and widens where it must', async () => {
    const things = server.collection()
    await things.insertOne({
      int: new Int32(2147483647),
      double: new Double(1),
      long: Long.fromNumber(1),
      decimal: Decimal128.fromString('0.1'),
    } as never)
    await things.updateOne({}, { $inc: { int: 1, double: 1, long: 1, decimal: Decimal128.fromString('0.2') } } as never)
    const found = await things.findOne({}, { promoteValues: false })
    expect(found?.int).toBeInstanceOf(Long)
    expect(found?.double).toBeInstanceOf(Double)
    expect(found?.long).toBeInstanceOf(Long)
    expect(String(found?.decimal)).toBe('0.3')
  })

  test('$currentDate writes dates and timestamps', async () => {
    const after = (await updated({}, { $currentDate: { at: true, stamp: { $type: 'timestamp' } } })) as {
      at: Date
      stamp: Timestamp
    }
    expect(Math.abs(after.at.getTime() - Date.now())).toBeLessThan(60_000)
    expect(after.stamp).toBeInstanceOf(Timestamp)
  })
})

describe('refusals leave the document as it was', () => {
  test.each<[string, object, object, number]>([
    ['a text cannot be counted up', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['nor by a text', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['a path through a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
    ['_id stays', {}, { $set: { _id: 2 } }, 66],
    ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['or on a path and one below it', {}, { $set: { a: {} }, $unset: { 'a.b': 1 } }, 40],
    ['an unknown operator', {}, { $sett: { a: 1 } }, 9],
    ['$push to no array', { a: 1 }, { $push: { a: 1 } }, 2],
    ['$pop by 2', { a: [] }, { $pop: { a: 2 } }, 9],
    ['$[] on no array', { a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
    ['a filter that is not there', { a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
    ['$ without an array that matched', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
    ['overflow', { a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2],
  ])('%s', async (_name, before, update, code) => {
    const things = server.collection()
    await things.insertOne({ _id: 1, ...before } as never)
    const original = await things.findOne({}, { promoteValues: false })
    await expect(things.updateOne({}, update as never)).rejects.toMatchObject({ code })
    expect(await things.findOne({}, { promoteValues: false })).toEqual(original)
  })
})

describe('upserts', () => {
  test('begin with the equalities of the filter', async () => {
    const things = server.collection()
    const result = await things.updateOne(
      { _id: 7 as never, 'a.b': 1, c: { $gt: 3 }, $and: [{ d: { $eq: 4 } }] },
      { $inc: { n: 1 }, $setOnInsert: { e: 5 } },
      { upsert: true },
    )
    expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: 7 })
    expect(await things.findOne()).toEqual({ _id: 7, a: { b: 1 }, d: 4, e: 5, n: 1 })
    await things.updateOne({ _id: 7 as never }, { $setOnInsert: { e: 6 } }, { upsert: true })
    expect(await things.findOne()).toMatchObject({ e: 5 })
  })

  test('of a replacement take its fields alone', async () => {
    const things = server.collection()
    await things.replaceOne({ _id: 1 as never, a: 1 }, { b: 2 }, { upsert: true })
    expect(await things.findOne()).toEqual({ _id: 1, b: 2 })
  })

  test('answer what was there, or is there now', async () => {
    const things = server.collection()
    expect(await things.findOneAndUpdate({ k: 1 }, { $set: { n: 1 } }, { upsert: true })).toBeNull()
    expect(
      await things.findOneAndUpdate({ k: 1 }, { $inc: { n: 1 } }, { returnDocument: 'after', projection: { _id: 0 } }),
    ).toEqual({ k: 1, n: 2 })
    expect(await things.findOneAndDelete({ k: 1 }, { projection: { n: 1, _id: 0 } })).toEqual({ n: 2 })
  })
})

test('what does not change is not counted as modified', async () => {
  const things = server.collection()
  await things.insertMany([{ a: 1 }, { a: 2 }])
  expect(await things.updateMany({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 })
})
