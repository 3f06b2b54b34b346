import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  AddressUnavailableError,
  DataDirectoryInUseError,
  DataDirectoryUnusableError,
  InvalidOptionError,
  startEmbeddedMongo,
} from '../index.ts'
import { temporaryDirectory, useServer } from '../testing/server.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

interface Started {
  readonly child: ChildProcess
  readonly uri: string
}

async function run(...parts: string[]): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, [cli, ...parts], { stdio: ['ignore', 'ignore', 'pipe'] })
  children.push(child)
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const [code] = await once(child, 'close')
  return { code, errors }
}

async function start(dataDir: string): Promise<Started> {
  const child = spawn(process.execPath, [cli, '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^ready (mongodb:\/\/127\.0\.0\.1:\d+\/\?replicaSet=rs0)$/.exec(line)
    if (match) return { child, uri: match[1] as string }
  }
  throw new Error('The server ended before it was ready')
}

describe('sotto-mongo', () => {
  test('says when it is ready, and stops cleanly', async () => {
    const { child, uri } = await start(temporaryDirectory(onTestFinished))
    const client = await new MongoClient(uri).connect()
    await client.db('test').collection('things').insertOne({ n: 1 })
    await client.close()
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  })

  test('refuses a directory that another holds, and takes it over from one that died', async () => {
    const dataDir = temporaryDirectory(onTestFinished)
    const first = await start(dataDir)
    const second = await run('--port', '0', '--data', dataDir)
    expect(second).toMatchObject({
      code: 1,
      errors: expect.stringContaining(`is in use by process ${first.child.pid}`),
    })
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const third = await start(dataDir)
    third.child.kill('SIGTERM')
    expect((await once(third.child, 'exit'))[0]).toBe(0)
  })

  test('names what is wrong with its arguments', async () => {
    expect(await run('--port', '1')).toMatchObject({ code: 1, errors: expect.stringContaining('--data is missing') })
    expect(await run('--data', 'x', '--port', 'many')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('--port'),
    })
    expect(await run('--data', 'x', '--color', 'red')).toMatchObject({
      code: 1,
      errors: expect.stringContaining("'--color'"),
    })
  })

  const rounds = process.env.SOTTO_LONG ? 30 : 2

  test(`loses nothing that it acknowledged when it is killed (${rounds} rounds)`, async () => {
    const dataDir = temporaryDirectory(onTestFinished)
    const acknowledged: string[] = []
    const transfers: string[] = []
    for (let round = 0; round < rounds; round += 1) {
      const { child, uri } = await start(dataDir)
      const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500, retryWrites: false })
      const things = client.db('test').collection<{ _id: string }>('things')
      const pairs = client.db('test').collection<{ _id: string }>('pairs')
      await things.createIndex({ writer: 1, n: 1 })
      const exited = once(child, 'exit')
      const writers = Array.from({ length: 6 }, async (_, writer) => {
        for (let n = 0; ; n += 1) {
          const _id = `${round}-${writer}-${n}`
          try {
            if (writer < 4) {
              await things.insertOne({ _id, writer, n } as never, { writeConcern: { w: 'majority', j: true } })
              acknowledged.push(_id)
            } else {
              await client.withSession((session) =>
                session.withTransaction(
                  async () => {
                    await pairs.insertOne({ _id: `${_id}-left` }, { session })
                    await pairs.insertOne({ _id: `${_id}-right` }, { session })
                  },
                  { timeoutMS: 2000 } as never,
                ),
              )
              transfers.push(_id)
            }
          } catch {
            return
          }
          if (acknowledged.length > (round + 1) * 40 && transfers.length > (round + 1) * 4) child.kill('SIGKILL')
        }
      })
      await exited
      await client.close(true)
      await Promise.all(writers)
    }
    const { child, uri } = await start(dataDir)
    const client = await new MongoClient(uri).connect()
    const things = client.db('test').collection<{ _id: string }>('things')
    const found = new Set(
      await things
        .find()
        .map(({ _id }) => _id)
        .toArray(),
    )
    expect(acknowledged.filter((_id) => !found.has(_id))).toEqual([])
    expect(await things.countDocuments({ writer: { $gte: 0 } }, { hint: { writer: 1, n: 1 } })).toBe(found.size)
    expect(await things.estimatedDocumentCount()).toBe(found.size)
    const pairs = new Set(
      await client
        .db('test')
        .collection<{ _id: string }>('pairs')
        .find()
        .map(({ _id }) => _id)
        .toArray(),
    )
    expect(transfers.filter((_id) => !pairs.has(`${_id}-left`) || !pairs.has(`${_id}-right`))).toEqual([])
    expect(
      [...pairs].filter(
        (_id) => !pairs.has(_id.replace(/left$|right$/, (side) => (side === 'left' ? 'right' : 'left'))),
      ),
    ).toEqual([])
    await client.close()
    child.kill('SIGTERM')
    await once(child, 'exit')
  }, 300_000)
})

describe('startEmbeddedMongo', () => {
  test('runs in a worker, on a private socket, and keeps its data', async () => {
    const dataDir = temporaryDirectory(onTestFinished)
    const first = await startEmbeddedMongo({ dataDir })
    const client = await new MongoClient(first.uri).connect()
    await client.db('test').collection('things').insertOne({ n: 1 })
    await expect(startEmbeddedMongo({ dataDir })).rejects.toBeInstanceOf(DataDirectoryInUseError)
    await expect(startEmbeddedMongo({ dataDir })).rejects.toMatchObject({ uri: first.uri })
    await client.close()
    await Promise.all([first.close(), first.close()])
    const second = await startEmbeddedMongo({ dataDir, port: 0 })
    const again = await new MongoClient(second.uri).connect()
    expect(await again.db('test').collection('things').findOne()).toMatchObject({ n: 1 })
    await again.close()
    // Another process learns where the one answers that has the directory.
    const start = `import(${JSON.stringify(new URL('start.ts', import.meta.url))}).then((one) => one.startEmbeddedMongo({ dataDir: ${JSON.stringify(dataDir)} })).catch((error) => console.log(error.uri))`
    const other = spawn(process.execPath, ['-e', start], { stdio: ['ignore', 'pipe', 'inherit'] })
    expect(await text(other.stdout)).toBe(`${second.uri}\n`)
    await second.close()
    expect(existsSync(join(dataDir, 'address'))).toBe(false)
  })

  test('says what is wrong', async () => {
    const file = join(temporaryDirectory(onTestFinished), 'file')
    writeFileSync(file, '')
    await expect(startEmbeddedMongo({ dataDir: file })).rejects.toBeInstanceOf(DataDirectoryUnusableError)
    await expect(startEmbeddedMongo({ dataDir: '' })).rejects.toBeInstanceOf(InvalidOptionError)
    await expect(startEmbeddedMongo({ dataDir: 'x', port: 70_000 })).rejects.toMatchObject({ option: 'port' })
    const holder = await startEmbeddedMongo({ dataDir: temporaryDirectory(onTestFinished), port: 0, inProcess: true })
    const port = Number(new URL(holder.uri.replace('mongodb', 'http')).port)
    await expect(startEmbeddedMongo({ dataDir: temporaryDirectory(onTestFinished), port })).rejects.toBeInstanceOf(
      AddressUnavailableError,
    )
    await holder.close()
  })

  test.skipIf(process.platform === 'win32')('replaces a socket that was left behind, but not one in use', async () => {
    const socketPath = join(temporaryDirectory(onTestFinished), 'left.sock')
    const leave = `require('node:net').createServer().listen(${JSON.stringify(socketPath)}, () => process.kill(process.pid, 'SIGKILL'))`
    await once(spawn(process.execPath, ['-e', leave]), 'exit')
    expect(existsSync(socketPath)).toBe(true)
    const server = await startEmbeddedMongo({
      dataDir: temporaryDirectory(onTestFinished),
      socketPath,
      inProcess: true,
    })
    await expect(
      startEmbeddedMongo({ dataDir: temporaryDirectory(onTestFinished), socketPath, inProcess: true }),
    ).rejects.toBeInstanceOf(AddressUnavailableError)
    await server.close()
    expect(existsSync(socketPath)).toBe(false)
  })

  test.skipIf(process.platform === 'win32')('leaves what others put beside its socket', async () => {
    const folder = temporaryDirectory(onTestFinished)
    const dataDir = temporaryDirectory(onTestFinished)
    const start = (path: string) => startEmbeddedMongo({ dataDir, socketPath: join(folder, path), inProcess: true })
    const server = await start('app/run/db.sock')
    const neighbour = await startEmbeddedMongo({ dataDir: join(folder, 'app', 'data'), port: 0, inProcess: true })
    await neighbour.close()
    await server.close()
    expect(readdirSync(join(folder, 'app'))).toEqual(['data'])
    await (await start('other/run/db.sock')).close()
    expect(readdirSync(folder)).toEqual(['app'])
  })

  test.skipIf(process.platform === 'win32')('says where it cannot listen, and leaves nothing there', async () => {
    const folder = temporaryDirectory(onTestFinished)
    const dataDir = temporaryDirectory(onTestFinished)
    writeFileSync(join(folder, 'file'), '')
    const tooLong = join(folder, 'long'.repeat(40), 'db.sock')
    for (const socketPath of ['/proc/sotto/db.sock', join(folder, 'file', 'db.sock'), tooLong])
      await expect(startEmbeddedMongo({ dataDir, socketPath, inProcess: true })).rejects.toMatchObject({
        name: 'AddressUnavailableError',
        address: socketPath,
      })
    expect(readdirSync(folder)).toEqual(['file'])
  })
})

describe('clients that misbehave', () => {
  const server = useServer({ port: 0 })
  const dial = () => connect({ host: '127.0.0.1', port: Number(new URL(server.uri.replace('mongodb', 'http')).port) })

  test.each([
    ['noise', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a size that is too large', Buffer.from('ffffff7f00000000000000000000000000', 'hex')],
    ['a size that is negative', Buffer.from('ffffffff00000000000000000000000000', 'hex')],
    ['an unknown opcode', Buffer.from('100000000100000000000000ff000000', 'hex')],
    ['a message without a body', Buffer.from('14000000010000000000000 0dd07000000000000'.replace(' ', ''), 'hex')],
    [
      'a body that is cut short',
      Buffer.from('1a000000010000000000000 0dd0700000000000000ff000000'.replace(' ', ''), 'hex'),
    ],
    [
      'compression that is none',
      Buffer.from('1d000000010000000000000 0dc070000dd0700001000000003000102'.replace(' ', ''), 'hex'),
    ],
  ])('%s ends their connection and no other', async (_name, bytes) => {
    const socket = dial()
    socket.on('error', () => {})
    socket.resume()
    socket.end(bytes)
    await once(socket, 'close')
    expect(await server.client.db('test').command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  test('one that stops in mid-message keeps nobody waiting', async () => {
    const socket = dial()
    socket.write(Buffer.from('00010000', 'hex'))
    expect(await server.client.db('test').command({ ping: 1 })).toMatchObject({ ok: 1 })
    socket.destroy()
  })
})
