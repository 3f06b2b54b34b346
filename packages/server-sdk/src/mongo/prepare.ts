import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Database, DatabaseUnsuitableError } from './database.ts'
import type { Db, RawDocument } from './driver.ts'
import { MongoServerError } from './driver.ts'
import { type FormatStep, formatSteps, storedFormat } from './formats.ts'
import type { StoredCollection, StoredIndex } from './stored.ts'

/** What the database says of itself. */
interface Preparation {
  _id: 'collections'
  fingerprint: string
  validators: boolean
  /** The latest format that was written here: versions that do not know it must not start. Absent: 1. */
  format?: number
  /** The format in which everything is. Absent: 1. */
  migrated?: number
}

/** One thing that is not yet as this version wants it. */
export interface Change {
  /** Database and collection. */
  where: string
  /** In the imperative. */
  what: string
  /** How many rows are read or written for it, where there are any. */
  rows: number
  apply(): Promise<void>
}

const missing = 26
const there = 48
const notImplemented = new Set([238, 59, 115])
const codeOf = (error: unknown) => (error instanceof MongoServerError ? Number(error.code) : undefined)

const preparations = (database: Database) => database.data.collection<Preparation>('preparations')

const fingerprintOf = (wanted: readonly StoredCollection[]) =>
  createHash('sha256').update(JSON.stringify(wanted)).digest('hex')

async function preparationOf(database: Database): Promise<Preparation | null> {
  const done = await preparations(database).findOne({ _id: 'collections' })
  const format = done?.format ?? 1
  if (format > storedFormat)
    throw new DatabaseUnsuitableError(
      `The database ${database.data.databaseName} was written by a later version of Sotto (stored format ${format}; this version reads up to ${storedFormat}). Start that version or a later one. Nothing was changed.`,
    )
  return done
}

/**
 * Makes what is missing of collections, validators and indexes. Does nothing where the database was prepared for the same
 * before. Rows are not written anew: this version reads the format before its own as well.
 *
 * @throws DatabaseUnsuitableError when a later version has written here
 */
export async function prepareDatabase(database: Database, wanted: readonly StoredCollection[]): Promise<void> {
  const fingerprint = fingerprintOf(wanted)
  const done = await preparationOf(database)
  if (done?.fingerprint === fingerprint && (done.format ?? 1) === storedFormat) {
    database.capabilities.validators = done.validators
    return
  }
  for (const change of await changesOfShape(database, wanted)) await change.apply()
  await preparations(database).updateOne(
    { _id: 'collections' },
    {
      $set: { fingerprint, validators: database.capabilities.validators },
      $max: { format: storedFormat },
      // What has no rows yet is in the newest format.
      $setOnInsert: { migrated: storedFormat },
    },
    { upsert: true },
  )
}

/**
 * Recognises a database that was prepared before, and changes nothing.
 *
 * @throws DatabaseUnsuitableError when a later version has written here
 */
export async function recogniseDatabase(database: Database): Promise<void> {
  const done = await preparationOf(database)
  if (done) database.capabilities.validators = done.validators
}

/**
 * What `migrateDatabase` would do, in its order. Reads only.
 *
 * @throws DatabaseUnsuitableError when a later version has written here
 */
export async function plannedChanges(
  database: Database,
  wanted: readonly StoredCollection[],
  steps: readonly FormatStep[] = formatSteps,
): Promise<Change[]> {
  const done = await preparationOf(database)
  if (done?.fingerprint === fingerprintOf(wanted)) database.capabilities.validators = done.validators
  const changes = await changesOfShape(database, wanted)
  if (!done) return changes
  for (const step of steps) {
    if (step.to <= (done.migrated ?? 1)) continue
    const apply = async () => {
      await step.run(database)
      await preparations(database).updateOne({ _id: 'collections' }, { $max: { format: step.to, migrated: step.to } })
    }
    const where = database.data.databaseName
    changes.push({ where, what: `${step.what} (stored format ${step.to})`, rows: await step.count(database), apply })
  }
  return changes
}

/**
 * Brings the database to what this version wants, rows included. Can be interrupted at any point, and run again.
 *
 * @param report told each change before it is made
 * @throws DatabaseUnsuitableError when a later version has written here
 */
export async function migrateDatabase(
  database: Database,
  wanted: readonly StoredCollection[],
  report: (change: Change) => void,
  steps: readonly FormatStep[] = formatSteps,
): Promise<void> {
  for (const change of await plannedChanges(database, wanted, steps)) {
    report(change)
    await change.apply()
  }
  await prepareDatabase(database, wanted)
}

async function changesOfShape(database: Database, wanted: readonly StoredCollection[]): Promise<Change[]> {
  const validators = new Map<Db, Map<string, unknown>>()
  for (const db of new Set(wanted.map((collection) => database[collection.database]))) {
    const listed = await db.listCollections().toArray()
    validators.set(db, new Map(listed.map(({ name, ...rest }) => [name, (rest as RawDocument).options?.validator])))
  }
  const changes: Change[] = []
  for (const collection of wanted) {
    const db = database[collection.database]
    const existing = validators.get(db)
    const where = `${db.databaseName}.${collection.name}`
    if (!existing?.has(collection.name)) {
      changes.push({ where, what: made(collection), rows: 0, apply: () => create(database, collection) })
      continue
    }
    if (
      collection.validator &&
      database.capabilities.validators &&
      !isDeepStrictEqual(existing?.get(collection.name), collection.validator)
    )
      changes.push({ where, what: 'change the validator', rows: 0, apply: () => validate(database, collection) })
    changes.push(...(await changesOfIndexes(db, collection, where)))
  }
  return changes
}

const made = ({ indexes }: StoredCollection) =>
  `make the collection${indexes.length > 0 ? `, with ${indexes.length === 1 ? 'an index' : `${indexes.length} indexes`}` : ''}`

/** Makes a collection with its indexes. Where another instance was first, they are made or there. */
async function create(database: Database, collection: StoredCollection): Promise<void> {
  await createBare(database, collection)
  const { database: of, name, indexes } = collection
  if (indexes.length > 0) await database[of].collection(name).createIndexes(indexes.map(sent))
}

async function createBare(database: Database, { database: of, name, validator }: StoredCollection): Promise<void> {
  const db = database[of]
  try {
    await db.createCollection(name, validator ? { validator } : {})
  } catch (error) {
    // Another instance that starts at the same moment was first.
    if (codeOf(error) === there) return
    if (!notImplemented.has(codeOf(error) ?? 0)) throw error
    database.capabilities.validators = false
    await db.createCollection(name)
  }
}

async function validate(database: Database, { database: of, name, validator }: StoredCollection): Promise<void> {
  try {
    await database[of].command({ collMod: name, validator })
  } catch (error) {
    if (!notImplemented.has(codeOf(error) ?? 0)) throw error
    database.capabilities.validators = false
  }
}

const shapeOf = (index: RawDocument): RawDocument => ({
  unique: index.unique ?? false,
  partialFilterExpression: index.partialFilterExpression ?? null,
})

async function changesOfIndexes(db: Db, { name, indexes }: StoredCollection, where: string): Promise<Change[]> {
  const raw = db.collection(name)
  const existing = await raw
    .listIndexes()
    .toArray()
    .catch((error: unknown) => {
      if (codeOf(error) === missing) return []
      throw error
    })
  // The order of the fields of an index counts.
  const byKey = new Map(existing.map((index) => [JSON.stringify(index.key), index]))
  const changes: Change[] = []
  for (const index of indexes) {
    const found = byKey.get(JSON.stringify(index.key))
    if (found && isDeepStrictEqual(shapeOf(found), shapeOf(index))) continue
    const what = `${found ? 'replace' : 'make'} the ${index.unique ? 'unique ' : ''}index ${describe(index)}`
    const rows = await raw.estimatedDocumentCount()
    const apply = async () => {
      if (found) await raw.dropIndex(String(found.name))
      await raw.createIndexes([sent(index)])
    }
    changes.push({ where, what, rows, apply })
  }
  return changes
}

/** An index as the driver takes it; it writes into what it is given. */
const sent = (index: StoredIndex) => ({ ...index, key: { ...index.key } })

const describe = ({ key }: StoredIndex) =>
  Object.entries(key)
    .map(([field, order]) => (order === 1 ? field : `${field} (descending)`))
    .join(', ')
