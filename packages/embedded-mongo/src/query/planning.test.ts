import fc from 'fast-check'
import { Binary, BSON, Decimal128, Long, ObjectId } from 'mongodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeDocument } from '../bson/decode.ts'
import { useServer } from '../testing/server.ts'
import { documentComparator, parseSort } from './sort.ts'

const server = useServer()

const scalar = fc.constantFrom<unknown>(
  null,
  0,
  1,
  2,
  3,
  1.5,
  Long.fromNumber(2),
  Decimal128.fromString('2'),
  Number.NaN,
  'a',
  'ab',
  'b',
  '',
  true,
  false,
  new Date(0),
  new Date(1),
  new ObjectId('000000000000000000000001'),
  new Binary(Buffer.from('a')),
  {},
  { x: 1 },
)
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }),
  fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), { maxLength: 3 }),
)
const stored = fc.record({ a: value, b: scalar }, { requiredKeys: [] })

const comparison = fc.oneof(
  fc
    .tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'), scalar)
    .map(([operator, operand]) => ({ [operator]: operand })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.array(scalar, { maxLength: 3 }).map((values) => ({ $in: values })),
  fc.array(scalar, { maxLength: 2 }).map((values) => ({ $nin: values })),
  fc.constantFrom(
    { $exists: true },
    { $exists: false },
    { $size: 1 },
    { $type: 'number' },
    { $regex: '^a' },
    { $not: { $gt: 1 } },
    { $elemMatch: { x: 1 } },
    { $elemMatch: { x: { $gt: 0 }, y: 1 } },
    { $elemMatch: { $gt: 1, $lt: 3 } },
    { $all: [1, 2] },
  ),
)
const path = fc.constantFrom('a', 'a.x', 'a.y', 'b', 'a.0', 'a.0.x')
const condition = fc.tuple(path, comparison).map(([name, test]) => ({ [name]: test }))
const query = fc.oneof(
  condition,
  fc.array(condition, { minLength: 2, maxLength: 3 }).map((parts) => ({ $and: parts })),
  fc.array(condition, { minLength: 2, maxLength: 2 }).map((parts) => ({ $or: parts })),
  fc.tuple(condition, condition, condition).map(([first, second, third]) => ({ ...first, $or: [second, third] })),
)
const sort = fc.constantFrom({}, { a: 1 }, { a: -1 }, { b: 1, _id: 1 }, { b: -1, a: 1 }, { 'a.x': 1 })

const indexes = [{ a: 1 }, { 'a.x': -1 }, { b: 1, a: 1 }, { 'a.x': 1, 'a.y': 1 }, { b: -1 }] as const

describe('indexes change how a query is answered, never what', () => {
  const plain = () => server.client.db('planning').collection('plain')
  const indexed = () => server.client.db('planning').collection('indexed')

  beforeAll(async () => {
    const documents = fc
      .sample(stored, { numRuns: 150, seed: 7 })
      .map((fields, _id) => ({ _id, ...(fields as object) }))
    await plain().insertMany(documents as never)
    await indexed().createIndexes([
      ...indexes.map((key) => ({ key: { ...key } })),
      { key: { a: 1, b: 1 }, sparse: true, name: 'sparse' },
      { key: { 'a.y': 1 }, partialFilterExpression: { b: { $exists: true } }, name: 'partial' },
    ] as never)
    await indexed().insertMany(documents as never)
  })

  test('for any filter', async () => {
    const answers = (collection: ReturnType<typeof plain>, filter: object) =>
      collection
        .find(filter as never)
        .sort({ _id: 1 })
        .map(({ _id }) => Number(_id))
        .toArray()
    await fc.assert(
      fc.asyncProperty(fc.array(query, { minLength: 8, maxLength: 8 }), async (filters) => {
        const [scanned, found] = await Promise.all(
          [plain(), indexed()].map((collection) => Promise.all(filters.map((filter) => answers(collection, filter)))),
        )
        expect(found).toEqual(scanned)
      }),
      { numRuns: process.env.SOTTO_LONG ? 500 : 40 },
    )
  })

  test('for any order', async () => {
    await fc.assert(
      fc.asyncProperty(condition, sort, fc.nat(20), async (filter, order, limit) => {
        const read = (collection: ReturnType<typeof plain>) =>
          collection
            .find(filter as never)
            .sort(order as never)
            .limit(limit)
            .toArray()
        const [scanned, found] = await Promise.all([read(plain()), read(indexed())])
        // Documents with equal keys may come in any order, so the keys are what has to agree.
        const compare = documentComparator(parseSort(decoded(order)))
        expect(found?.length).toBe(scanned?.length)
        for (const [place, document] of (found ?? []).entries())
          expect(compare(decoded(document), decoded(scanned?.[place] ?? {}))).toBe(0)
      }),
      { numRuns: process.env.SOTTO_LONG ? 600 : 60 },
    )
  })
})

function decoded(document: object) {
  return decodeDocument(BSON.serialize(document))
}

test('a document among ten thousand is found by its index', async () => {
  const things = server.collection()
  await things.insertMany(Array.from({ length: 10_000 }, (_, number) => ({ number, half: number % 2 })))
  await things.createIndex({ number: 1 })
  const explained = await things
    .find({ number: { $gte: 500, $lt: 510 } })
    .sort({ number: -1 })
    .explain('executionStats')
  expect(explained.executionStats).toMatchObject({ nReturned: 10, totalKeysExamined: 10, totalDocsExamined: 10 })
  expect(explained.queryPlanner.winningPlan).toMatchObject({
    stage: 'FETCH',
    inputStage: { stage: 'IXSCAN', direction: 'backward' },
  })
})

test('very long values are found, kept unique and sorted', async () => {
  const things = server.collection()
  await things.createIndex({ text: 1 }, { unique: true })
  const long = 'x'.repeat(5000)
  await things.insertMany([{ text: `${long}b` }, { text: `${long}a` }, { text: 'short' }])
  await expect(things.insertOne({ text: `${long}a` })).rejects.toMatchObject({ code: 11000 })
  expect(await things.countDocuments({ text: `${long}b` })).toBe(1)
  expect(await things.countDocuments({ text: { $gt: `${long}a` } })).toBe(1)
  const sorted = await things
    .find()
    .sort({ text: 1 })
    .map(({ text }) => String(text).slice(-1))
    .toArray()
  expect(sorted).toEqual(['t', 'a', 'b'])
})
