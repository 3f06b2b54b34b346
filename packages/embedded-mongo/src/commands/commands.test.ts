import { Binary, Long } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { drivers, useServer } from '../testing/server.ts'

const server = useServer()
const run = (command: object, database = 'test') => server.client.db(database).command(command as never)

describe('what a driver asks first', () => {
  test('is answered as by the primary of a replica set', async () => {
    expect(await run({ hello: 1 })).toMatchObject({
      setName: 'rs0',
      isWritablePrimary: true,
      maxWireVersion: 25,
      logicalSessionTimeoutMinutes: 30,
      ok: 1,
    })
    expect(await run({ buildInfo: 1 }, 'admin')).toMatchObject({ version: '8.0.0', ok: 1 })
    expect(await run({ getParameter: 1, featureCompatibilityVersion: 1 }, 'admin')).toMatchObject({
      featureCompatibilityVersion: { version: '8.0' },
    })
  })
})

describe('refusals', () => {
  test.each<[string, object, number]>([
    ['an unknown command', { frobnicate: 1 }, 59],
    ['an unknown field', { find: 'things', fillter: {} }, 40415],
    ['a collection without a name', { find: '' }, 73],
    ['a name with a dollar', { insert: 'a$b', documents: [{}] }, 73],
    ['a collation', { find: 'things', collation: { locale: 'de' } }, 238],
    ['a capped collection', { create: 'capped', capped: true, size: 4096 }, 238],
    ['a view', { create: 'view', viewOn: 'things' }, 238],
    ['a text index', { createIndexes: 'things', indexes: [{ key: { a: 'text' }, name: 'a' }] }, 238],
    ['more members than there are', { insert: 'things', documents: [{}], writeConcern: { w: 3 } }, 100],
    ['a cursor that is none', { getMore: Long.fromNumber(12345), collection: 'things' }, 43],
    ['dropping what is not there', { dropIndexes: 'nothing', index: '*' }, 26],
    ['an _id that is a list', { insert: 'things', documents: [{ _id: [1] }] }, 53],
  ])('of %s have their code', async (_name, command, code) => {
    const failure = await run(command).then(
      (reply) => (reply.writeErrors?.[0] ?? reply) as { code?: number },
      (error) => error,
    )
    expect(failure.code).toBe(code)
  })

  test('an ordered batch stops at the first, an unordered one goes on', async () => {
    const things = server.collection()
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }] as never[]
    await expect(things.insertMany(documents)).rejects.toMatchObject({ code: 11000 })
    expect(await things.countDocuments()).toBe(1)
    await expect(things.insertMany(documents, { ordered: false })).rejects.toMatchObject({ code: 11000 })
    expect(await things.countDocuments()).toBe(2)
  })

  test('a document of more than 16 MiB is not stored', async () => {
    const things = server.collection()
    await expect(things.insertOne({ blob: new Binary(Buffer.alloc(16 * 1024 * 1024)) })).rejects.toMatchObject({
      code: 10334,
    })
    await things.insertOne({ blob: new Binary(Buffer.alloc(16 * 1024 * 1024 - 100)) })
    await expect(things.updateOne({}, { $set: { more: 'x'.repeat(200) } })).rejects.toMatchObject({ code: 10334 })
  })

  test('maxTimeMS ends a long search', async () => {
    const things = server.collection()
    await things.insertMany(Array.from({ length: 3000 }, (_, n) => ({ n, text: 'x'.repeat(500) })))
    await expect(things.find({ text: /y.*z/ }, { maxTimeMS: 1 }).toArray()).rejects.toMatchObject({ code: 50 })
  })
})

describe('collections and indexes', () => {
  test('are listed, changed and dropped', async () => {
    const database = server.client.db('rooms')
    await database.createCollection('a')
    await database.collection('b').createIndex({ x: 1 }, { name: 'by x', sparse: true })
    expect((await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)).toEqual([
      'a',
      'b',
    ])
    expect(await database.collection('b').indexes()).toMatchObject([{ name: '_id_' }, { name: 'by x', sparse: true }])
    await expect(database.collection('b').createIndex({ y: 1 }, { name: 'by x' })).rejects.toMatchObject({ code: 86 })
    await database.collection('b').dropIndex('by x')
    await database.collection('a').rename('c')
    expect(await database.collection('a').drop()).toBe(true)
    expect((await database.listCollections().toArray()).map(({ name }) => name)).toEqual(['b', 'c'])
    await database.dropDatabase()
    expect((await server.client.db().admin().listDatabases()).databases.map(({ name }) => name)).not.toContain('rooms')
  })

  test('a partial unique index is unique where it applies', async () => {
    const things = server.collection()
    await things.createIndex({ slot: 1 }, { unique: true, partialFilterExpression: { open: true } })
    await things.insertMany([
      { slot: 1, open: true },
      { slot: 1, open: false },
      { slot: 1, open: false },
    ])
    await expect(things.insertOne({ slot: 1, open: true })).rejects.toMatchObject({ code: 11000 })
    await expect(things.updateMany({ open: false }, { $set: { open: true } })).rejects.toMatchObject({ code: 11000 })
    expect(await things.countDocuments({ open: true })).toBe(1)
  })

  test('a unique index is not built over duplicates', async () => {
    const things = server.collection()
    await things.insertMany([{ a: 1 }, { a: 1 }])
    await expect(things.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 })
    expect(await things.indexes()).toHaveLength(1)
  })

  test('validators refuse what breaks them and say which rule', async () => {
    const database = server.client.db('valid')
    const validator = {
      $jsonSchema: {
        bsonType: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          _id: {},
          name: { bsonType: 'string', minLength: 2 },
          age: { bsonType: ['int', 'null'], minimum: 0 },
        },
      },
    }
    const people = await database.createCollection('people', { validator })
    await people.insertOne({ name: 'Ada', age: 36 })
    for (const wrong of [{}, { name: 'A' }, { name: 'Ada', age: -1 }, { name: 'Ada', other: 1 }, { name: 5 }]) {
      await expect(people.insertOne(wrong)).rejects.toMatchObject({
        code: 121,
        errInfo: { details: { operatorName: '$jsonSchema' } },
      })
    }
    await expect(people.updateOne({}, { $set: { age: 'old' } })).rejects.toMatchObject({ code: 121 })
    await database.command({ collMod: 'people', validator: { name: { $type: 'string' } } })
    await people.updateOne({}, { $set: { age: 'old' } })
    await people.insertOne({ age: 1 } as never, { bypassDocumentValidation: true })
  })
})

describe.each(drivers)('compressed and in bulk through $driver', ({ mongodb, driver }) => {
  const compressed = useServer({ port: 0 }, mongodb, { compressors: driver === 'mongodb 7' ? ['zstd'] : ['zlib'] })

  test('large documents come back as they were', async () => {
    const things = compressed.collection()
    const text = 'Kestrel '.repeat(50_000)
    await things.insertOne({ text })
    expect((await things.findOne())?.text).toBe(text)
  })

  test('GridFS stores files', async () => {
    const bucket = new mongodb.GridFSBucket(compressed.client.db('files'))
    const upload = bucket.openUploadStream('a.bin')
    upload.end(Buffer.alloc(600_000, 7))
    await new Promise((resolve, reject) => upload.on('finish', resolve).on('error', reject))
    let size = 0
    for await (const chunk of bucket.openDownloadStreamByName('a.bin')) size += chunk.length
    expect(size).toBe(600_000)
  })

  test('client.bulkWrite writes to several collections', async () => {
    const [first, second] = [compressed.collection(), compressed.collection()]
    const result = await compressed.client.bulkWrite(
      [
        { name: 'insertOne', namespace: first.namespace, document: { _id: 1, n: 1 } as never },
        { name: 'updateOne', namespace: first.namespace, filter: { _id: 1 as never }, update: { $inc: { n: 1 } } },
        {
          name: 'updateOne',
          namespace: second.namespace,
          filter: { _id: 5 as never },
          update: { $set: { n: 5 } },
          upsert: true,
        },
        { name: 'deleteMany', namespace: second.namespace, filter: { n: 99 } },
      ],
      { verboseResults: true },
    )
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 0 })
    expect(await first.findOne()).toEqual({ _id: 1, n: 2 })
    expect(await second.findOne()).toEqual({ _id: 5, n: 5 })
  })
})
