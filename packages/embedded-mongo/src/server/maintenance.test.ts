import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../commands/call.ts'
import { makeDispatcher } from '../commands/dispatch.ts'
import { FailPoint } from '../commands/fail-point.ts'
import { Cursors } from '../query/cursors.ts'
import { Environment } from '../storage/environment.ts'
import { temporaryDirectory } from '../testing/server.ts'
import { Sessions } from '../transactions/sessions.ts'
import { Connection } from '../wire/connection.ts'
import { Engine } from './engine.ts'
import { removeExpired } from './maintenance.ts'

const directory = temporaryDirectory()
let time = Date.parse('2026-01-01T00:00:00Z')
let server: Server
let client: MongoClient
let close: () => Promise<void>

beforeAll(async () => {
  const environment = new Environment(directory)
  const engine = new Engine(environment, { now: () => time, oplogBytes: 4096 })
  const cursors = new Cursors(() => time)
  const sessions = new Sessions(engine, 60_000, (transaction) => cursors.removeOwnedBy(transaction))
  server = {
    engine,
    environment,
    sessions,
    cursors,
    failPoint: new FailPoint(),
    address: 'test',
    startedAt: new Date(time),
  }
  const dispatch = makeDispatcher(server)
  const listener = createServer((socket) => void new Connection(socket, dispatch)).listen(0, '127.0.0.1')
  await new Promise((resolve) => listener.once('listening', resolve))
  client = await new MongoClient(
    `mongodb://127.0.0.1:${(listener.address() as { port: number }).port}/?directConnection=true`,
  ).connect()
  close = async () => {
    await client.close()
    listener.close()
    sessions.close()
    cursors.close()
    await engine.close()
    rmSync(directory, { recursive: true, force: true })
  }
})

afterAll(() => close())

test('documents go when their time has come', async () => {
  const things = client.db('test').collection('things')
  await things.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
  const now = new Date(time)
  await things.insertMany([
    { _id: 1, at: now },
    { _id: 2, at: new Date(time + 120_000) },
    { _id: 3, at: 'never' },
    { _id: 4 },
  ] as never)
  expect(await removeExpired(server)).toBe(0)
  time += 61_000
  expect(await removeExpired(server)).toBe(1)
  expect(
    await things
      .find()
      .sort({ _id: 1 })
      .map(({ _id }) => Number(_id))
      .toArray(),
  ).toEqual([2, 3, 4])
})

test('the record of a retry goes after an hour', async () => {
  await client
    .db('test')
    .collection('things')
    .updateOne({ _id: 2 as never }, { $set: { seen: true } })
  time += 61 * 60_000
  expect(server.sessions.expired(new Date(time - 3_600_000))).not.toEqual([])
  await removeExpired(server)
  expect(server.sessions.expired(new Date(time - 3_600_000))).toEqual([])
})

test('an abandoned cursor is closed after ten minutes', async () => {
  const things = client.db('test').collection('many')
  await things.insertMany(Array.from({ length: 300 }, (_, n) => ({ n })))
  const cursor = things.find().batchSize(10)
  await cursor.next()
  server.cursors.sweep()
  expect(server.cursors.size).toBe(1)
  time += 601_000
  server.cursors.sweep()
  expect(server.cursors.size).toBe(0)
  await expect(cursor.toArray()).rejects.toMatchObject({ code: 43 })
})

test('a change stream that comes back too late is told so', async () => {
  const things = client.db('test').collection('logged')
  const stream = things.watch([], { maxAwaitTimeMS: 10 })
  await stream.tryNext()
  await things.insertOne({ n: 0 })
  const { _id } = await stream.next()
  await stream.close()
  for (let n = 0; n < 40; n += 1) await things.insertOne({ n, pad: 'x'.repeat(500) })
  await expect(things.watch([], { resumeAfter: _id }).next()).rejects.toMatchObject({ code: 286 })
})
