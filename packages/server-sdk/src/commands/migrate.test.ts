import { randomBytes } from 'node:crypto'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { everythingStored } from '../features/stored.ts'
import { memoryKeyring } from '../keys/index.ts'
import { type FormatStep, storedFormat } from '../mongo/formats.ts'
import { connectDatabase, migrateDatabase, plannedChanges } from '../mongo/index.ts'
import { createSotto } from '../sotto.ts'
import { run } from './run.ts'

let client: MongoClient
let name: string
const mongo = () => inject('mongoUri')

beforeAll(async () => {
  client = await new MongoClient(mongo()).connect()
})
beforeEach(() => {
  name = `t${randomBytes(6).toString('hex')}`
  return async () => {
    for (const suffix of ['', '_keys', '_index']) await client.db(name + suffix).dropDatabase()
  }
})
afterAll(() => client.close())

async function sotto(typed: string, variables: Record<string, string> = { MONGODB_URI: mongo() }) {
  let said = ''
  let complained = ''
  const code = await run(typed.split(' ').filter(Boolean), variables, {
    out: (text) => (said += text),
    err: (text) => (complained += text),
  })
  return { code, said, complained }
}

const start = () => createSotto({ mongo: mongo(), database: name, keyring: memoryKeyring(), runJobs: false })

describe('sotto migrate', () => {
  it('makes everything that a server would make, so that there is nothing left to do', async () => {
    const first = await sotto(`migrate --database ${name}`)
    expect(first).toMatchObject({ code: 0, complained: '' })
    expect(first.said).toContain(`${name}.contacts`)
    const made = await shapeOf()
    const again = await sotto(`migrate --database ${name}`)
    expect(again).toEqual({ code: 0, said: `The database ${name} is as this version wants it.\n`, complained: '' })
    await (await start()).close()
    expect(await shapeOf()).toEqual(made)
  }, 30_000)

  it('only says what it would do with --dry-run, with the number of rows', async () => {
    const empty = await sotto(`migrate --dry-run --database ${name}`)
    expect(empty.said).toContain('Nothing was changed')
    expect(await client.db(name).listCollections().toArray()).toEqual([])
    await (await start()).close()
    await client.db(name).collection('auditEntries').dropIndex('teamId_1_actorId_1_at_-1')
    await client
      .db(name)
      .collection<{ _id: string }>('auditEntries')
      .insertMany([{ _id: 'a' }, { _id: 'b' }])
    const dry = await sotto(`migrate --dry-run --database ${name}`)
    expect(dry.said).toMatch(/\.auditEntries +make the index teamId, actorId, at \(descending\), over 2 rows\n/)
    expect(dry.said).toContain('1 change. ')
    expect(await sotto(`migrate --dry-run --database ${name}`)).toEqual(dry)
    await sotto(`migrate --database ${name}`)
    expect((await sotto(`migrate --dry-run --database ${name}`)).said).toContain('is as this version wants it')
  }, 30_000)

  it('puts a loosened validator and an index of another kind right', async () => {
    const running = await start()
    await running.close()
    const intact = await shapeOf()
    if (running.capabilities.validators) await client.db(name).command({ collMod: 'contacts', validator: {} })
    await client.db(`${name}_keys`).collection('teamKeys').dropIndex('teamId_1_purpose_1_version_-1')
    await client.db(`${name}_keys`).collection('teamKeys').createIndex({ teamId: 1, purpose: 1, version: -1 })
    const { said } = await sotto(`migrate --database ${name}`)
    expect(said.includes('change the validator')).toBe(running.capabilities.validators)
    expect(said).toContain('replace the unique index teamId, purpose, version (descending)')
    expect(await shapeOf()).toEqual(intact)
  }, 30_000)

  it.each([
    ['', 'say what to do'],
    ['destroy', "there is no command 'destroy'"],
    ['migrate everything', "there is no command 'migrate everything'"],
    ['migrate --force', "Unknown option '--force'"],
    ['migrate --database ../x', 'the name of a database'],
    ['migrate --to x', 'migrate does not take --to'],
    ['keys', "there is no command 'keys'; there are keys status, keys rotate, keys confirm-backup"],
    ['backup', 'Give --to'],
    ['backup --to x --only index', '--only is data or keys'],
    ['restore', 'Give --data'],
    ['keys rotate --key-backup maybe', '--key-backup is confirmed or none'],
    ['keys confirm-backup --begun yesterday', 'a time with its zone'],
    ['migrate --mongo postgres://u:secret@host/db', 'begins with mongodb://'],
  ])('does not guess: %j', async (typed, complaint) => {
    const { code, said, complained } = await sotto(typed)
    expect({ code, said }).toEqual({ code: 2, said: '' })
    expect(complained).toContain(complaint)
    expect(complained).not.toContain('secret')
    // In a terminal, what was wrong stays in sight.
    expect(complained.trim().split('\n').length).toBeLessThan(8)
  })

  it('explains all commands, those that begin alike, or one', async () => {
    const names = async (typed: string) =>
      [...(await sotto(typed, {})).said.matchAll(/^ {2}npx sotto ([a-z][a-z-]*(?: [a-z][a-z-]*)?)/gm)].map(
        ([, name]) => name,
      )
    expect((await names('--help')).length).toBeGreaterThan(15)
    expect(await names('keys --help')).toEqual(['keys status', 'keys rotate', 'keys confirm-backup'])
    expect(await names('keys rotate --help')).toEqual(['keys rotate'])
    expect(await names('restore -h')).toEqual(['restore'])
  })

  it('asks for the address of the database, and answers --help', async () => {
    expect((await sotto('migrate', {})).complained).toContain('Give --mongo, or set MONGODB_URI')
    expect(await sotto('--help', {})).toMatchObject({ code: 0, said: expect.stringContaining('--dry-run') })
  })
})

describe('data of a later version', () => {
  it('is refused by server and command, and left as it is', async () => {
    await (await start()).close()
    const later = { format: storedFormat + 1, fingerprint: 'of the later version' }
    await client.db(name).collection<{ _id: string }>('preparations').updateOne({ _id: 'collections' }, { $set: later })
    const before = await shapeOf()
    await expect(start()).rejects.toMatchObject({
      name: 'DatabaseUnsuitableError',
      message: expect.stringContaining('was written by a later version'),
    })
    expect((await sotto(`migrate --database ${name}`)).complained).toContain('was written by a later version')
    expect(await shapeOf()).toEqual(before)
  }, 30_000)
})

describe('rows of an older format', () => {
  /** Writes `n` as text anew, a row at a time. */
  const step = (stopAfter = Number.POSITIVE_INFINITY): FormatStep => {
    let written = 0
    return {
      to: storedFormat + 1,
      what: 'write the numbers of things as text',
      count: (database) => database.data.collection('things').countDocuments({ n: { $type: 'number' } }),
      async run(database) {
        const things = database.data.collection('things')
        for await (const { _id, n } of things.find({ n: { $type: 'number' } })) {
          if (written++ >= stopAfter) throw new Error('interrupted')
          await things.updateOne({ _id, n }, { $set: { n: String(n) } })
        }
      },
    }
  }

  it('are written anew by the command, from where it was interrupted', async () => {
    await (await start()).close()
    await client
      .db(name)
      .collection('things')
      .insertMany([{ n: 1 }, { n: 2 }, { n: 3 }])
    const database = await connectDatabase(mongo(), name)
    const planned = await plannedChanges(database, everythingStored, [step()])
    expect(planned.map(({ what, rows }) => [what, rows])).toEqual([
      ['write the numbers of things as text (stored format 2)', 3],
    ])
    await expect(migrateDatabase(database, everythingStored, () => {}, [step(2)])).rejects.toThrow('interrupted')
    const [left] = await plannedChanges(database, everythingStored, [step()])
    expect(left?.rows).toBe(1)
    await left?.apply()
    expect(
      await client
        .db(name)
        .collection('things')
        .countDocuments({ n: { $type: 'string' } }),
    ).toBe(3)
    // This version does not know what it has just made: it would not start on it.
    await expect(plannedChanges(database, everythingStored, [step()])).rejects.toThrow('later version')
    await database.close()
  }, 30_000)
})

/** All collections with validators and indexes, and what the database says of itself. */
async function shapeOf() {
  const shape: Record<string, unknown> = {}
  for (const suffix of ['', '_keys', '_index'])
    for (const { name: collection, ...rest } of await client
      .db(name + suffix)
      .listCollections()
      .toArray()) {
      const indexes = await client
        .db(name + suffix)
        .collection(collection)
        .listIndexes()
        .toArray()
      if (indexes.length > 1 || collection === 'contacts')
        shape[`${suffix}.${collection}`] = {
          options: (rest as { options?: unknown }).options,
          indexes: indexes.map(({ v: _v, ...index }) => index).sort((a, b) => (a.name < b.name ? -1 : 1)),
        }
    }
  return {
    shape,
    says: await client.db(name).collection<{ _id: string }>('preparations').find({ _id: 'collections' }).toArray(),
  }
}
