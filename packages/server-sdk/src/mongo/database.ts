import { createHash } from 'node:crypto'
import type { AnyCollection, DataMap, IndexDeclaration } from '../data-map/index.ts'
import { validatorOf } from '../data-map/index.ts'
import type { Db, MongoClientOptions } from './driver.ts'
import { MongoClient, MongoServerError } from './driver.ts'

/** The server can do without what it is told not to have; product code asks here and nowhere else. */
export interface Capabilities {
  /** Zstandard on the wire. */
  zstd: boolean
  /** Validators of collections are enforced by the server. */
  validators: boolean
}

export interface Database {
  client: MongoClient
  /** What the data map declares, and the log. */
  data: Db
  /** Wrapped keys, checkpoints, the erasure ledger. */
  keys: Db
  /** What can be rebuilt: tokens, claims, snapshots. */
  index: Db
  capabilities: Capabilities
  close(): Promise<void>
}

/** The database cannot carry Sotto; the message says what to do. */
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
 * @throws DatabaseUnsuitableError for a standalone server, which has no transactions
 */
export async function connectDatabase(mongo: string | MongoClient, name = 'sotto'): Promise<Database> {
  const own = typeof mongo === 'string'
  const client = own ? await connect(mongo) : mongo
  try {
    const hello = await client.db('admin').command({ hello: 1 })
    if (!hello.setName && hello.msg !== 'isdbgrid')
      throw new DatabaseUnsuitableError(
        'This MongoDB is a standalone server and has no transactions. Start it with --replSet rs0 and run rs.initiate() once, or leave MONGODB_URI out to use the embedded database.',
      )
    return {
      client,
      data: client.db(name),
      keys: client.db(`${name}_keys`),
      index: client.db(`${name}_index`),
      capabilities: { zstd: (hello.compression ?? []).includes('zstd'), validators: true },
      close: () => (own ? client.close() : Promise.resolve()),
    }
  } catch (error) {
    if (own) await client.close()
    throw error
  }
}

async function connect(uri: string): Promise<MongoClient> {
  const options: MongoClientOptions = {
    appName: 'sotto',
    serverSelectionTimeoutMS: 10_000,
    retryWrites: true,
    writeConcern: { w: 'majority' },
  }
  try {
    return await new MongoClient(uri, { ...options, compressors: await compressors() }).connect()
  } catch (error) {
    // Driver 6 without the optional native module refuses zstd by name only when it first compresses.
    if (error instanceof Error && /zstd/i.test(error.message))
      return new MongoClient(uri, { ...options, compressors: ['zlib'] }).connect()
    throw error
  }
}

const notImplemented = new Set([238, 59, 115])

interface Preparation {
  _id: 'collections'
  fingerprint: string
  validators: boolean
}

/** What the rest of the package needs prepared; grows when one of its indexes changes. */
const partsVersion = 1

/**
 * Creates the collections of the data map with their validators and indexes, or brings them up to date, and lets other
 * parts prepare theirs. Does nothing where the database was prepared for the same map before.
 */
export async function prepareDatabase(
  database: Database,
  map: DataMap,
  parts: readonly { prepare(): Promise<void> }[],
): Promise<void> {
  const shape = map.collections.map((collection) => [collection.name, validatorOf(collection), indexesOf(collection)])
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([partsVersion, shape]))
    .digest('hex')
  const preparations = database.data.collection<Preparation>('preparations')
  const done = await preparations.findOne({ _id: 'collections' })
  if (done?.fingerprint === fingerprint) {
    database.capabilities.validators = done.validators
    return
  }
  for (const part of parts) await part.prepare()
  await prepareCollections(database, map)
  const { validators } = database.capabilities
  await preparations.updateOne({ _id: 'collections' }, { $set: { fingerprint, validators } }, { upsert: true })
}

function indexesOf(collection: AnyCollection): { key: Record<string, 1 | -1> }[] {
  const scope: Record<string, 1 | -1> = collection.silo ? { teamId: 1, botId: 1 } : { teamId: 1 }
  const indexes = (collection.indexes ?? []).map((index: IndexDeclaration) => ({ key: { ...scope, ...index } }))
  if (collection.unit !== 'none') indexes.push({ key: { teamId: 1, unit: 1 } })
  for (const key of collection.acrossTeams ?? []) indexes.push({ key: { ...key } })
  return indexes
}

async function prepareCollections(database: Database, map: DataMap): Promise<void> {
  const names = await database.data.listCollections({}, { nameOnly: true }).toArray()
  const existing = new Set(names.map(({ name }) => name))
  for (const collection of map.collections) {
    const validator = validatorOf(collection)
    try {
      if (existing.has(collection.name)) await database.data.command({ collMod: collection.name, validator })
      else await database.data.createCollection(collection.name, { validator })
    } catch (error) {
      // Another instance that starts at the same moment was first.
      if (error instanceof MongoServerError && error.code === 48) continue
      if (!(error instanceof MongoServerError) || !notImplemented.has(Number(error.code))) throw error
      database.capabilities.validators = false
      if (!existing.has(collection.name)) await database.data.createCollection(collection.name)
    }
    const indexes = indexesOf(collection)
    if (indexes.length > 0) await database.data.collection(collection.name).createIndexes(indexes)
  }
}
