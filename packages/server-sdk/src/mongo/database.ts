import type { Db, MongoClientOptions, RawCollection, RawDocument } from './driver.ts'
import { MongoClient } from './driver.ts'

/** The server can do without what it is told not to have; product code asks here and nowhere else. */
export interface Capabilities {
  /** Zstandard on the wire. */
  zstd: boolean
  /** Validators of collections are enforced by the server. */
  validators: boolean
  /** Writes to several collections travel in one command (MongoDB 8.0). */
  bulkWrite: boolean
}

export interface Database {
  client: MongoClient
  /** Where commands go that are about several databases. */
  admin: Db
  /** What the data map declares, and the log. */
  data: Db
  /** Wrapped keys, checkpoints, the erasure ledger. */
  keys: Db
  /** What can be rebuilt: tokens, claims, snapshots. */
  index: Db
  capabilities: Capabilities
  close(): Promise<void>
}

const collections = new WeakMap<Db, Map<string, unknown>>()

/** A collection of the driver. Making one anew for each request costs more than sealing a row. */
export function rawCollection<T extends RawDocument>(db: Db, name: string): RawCollection<T> {
  const made = collections.get(db) ?? new Map<string, unknown>()
  collections.set(db, made)
  const collection = made.get(name) ?? db.collection<T>(name)
  made.set(name, collection)
  return collection as RawCollection<T>
}

/** The database does not answer, or cannot carry Sotto, or not this version of it; the message says what to do. */
export class DatabaseUnsuitableError extends Error {
  override readonly name = 'DatabaseUnsuitableError'
}

/** Whether this runtime compresses with zstd: Node does from 22.15 on; driver 6 needs `@mongodb-js/zstd` beside it. */
async function compressors(): Promise<('zstd' | 'zlib')[]> {
  const { zstdCompressSync } = await import('node:zlib')
  return typeof zstdCompressSync === 'function' ? ['zstd', 'zlib'] : ['zlib']
}

/**
 * Connects, or takes a client that is there already (which it then does not close).
 *
 * @param mongo a connection string or a connected `MongoClient`
 * @param name what the names of the three databases begin with; default `sotto`
 * @throws DatabaseUnsuitableError where none answers, and for a standalone server, which has no transactions
 */
export async function connectDatabase(mongo: string | MongoClient, name = 'sotto'): Promise<Database> {
  const own = typeof mongo === 'string'
  const client = own ? await connect(mongo) : mongo
  try {
    const admin = client.db('admin')
    const hello = await admin.command({ hello: 1 })
    if (!hello.setName && hello.msg !== 'isdbgrid')
      throw new DatabaseUnsuitableError(
        'This MongoDB is a standalone server and has no transactions. Start it with --replSet rs0 and run rs.initiate() once, or use the embedded database (@sotto/embedded-mongo).',
      )
    return {
      client,
      admin,
      data: client.db(name),
      keys: client.db(`${name}_keys`),
      index: client.db(`${name}_index`),
      capabilities: {
        zstd: (hello.compression ?? []).includes('zstd'),
        validators: true,
        bulkWrite: hello.maxWireVersion >= 25 && (await takesWritesTogether(client, name)),
      },
      close: () => (own ? client.close() : Promise.resolve()),
    }
  } catch (error) {
    if (own) await client.close()
    throw error
  }
}

/** Whether `bulkWrite` may be the first command of a transaction: asked, for not every engine that has it allows that. */
async function takesWritesTogether(client: MongoClient, name: string): Promise<boolean> {
  return client.withSession(async (session) => {
    session.startTransaction({ readConcern: { level: 'snapshot' } })
    const ops = [{ delete: 0, filter: { _id: 'nothing' }, multi: true }]
    const nsInfo = [{ ns: `${name}.preparations` }]
    try {
      await client.db('admin').command({ bulkWrite: 1, ops, nsInfo, ordered: true, errorsOnly: true }, { session })
      return true
    } catch {
      return false
    } finally {
      await session.abortTransaction().catch(() => {})
    }
  })
}

async function connect(uri: string): Promise<MongoClient> {
  const options: MongoClientOptions = {
    appName: 'sotto',
    serverSelectionTimeoutMS: 10_000,
    retryWrites: true,
    writeConcern: { w: 'majority' },
  }
  // A connection string that says how to compress is followed: on one machine, `compressors=none` saves both sides work.
  const says = /[?&]compressors=/i.test(uri)
  const client = new MongoClient(uri, says ? options : { ...options, compressors: await compressors() })
  try {
    await client.connect()
    // Driver 6 without the optional native module finds out that zstd is missing when it first compresses: here.
    await client.db('admin').command({ ping: 1 })
    return client
  } catch (error) {
    await client.close()
    if (!says && error instanceof Error && /zstd/i.test(error.message))
      return new MongoClient(uri, { ...options, compressors: ['zlib'] }).connect()
    throw notReached(client, error)
  }
}

/** Of the address hosts alone: a connection string may hold a password. */
function notReached({ options }: MongoClient, cause: unknown): DatabaseUnsuitableError {
  const hosts = options.srvHost ?? options.hosts.join(', ')
  const why = cause instanceof Error ? cause.message.replace(/\.$/, '') : 'no reason given'
  return new DatabaseUnsuitableError(
    `The MongoDB at ${hosts} cannot be used: ${why}. Start it, or correct the connection string.`,
    { cause },
  )
}

/** What time it is where the database is. */
export async function timeOf({ admin }: Pick<Database, 'admin'>): Promise<Date> {
  return (await admin.command({ hello: 1 })).localTime as Date
}
