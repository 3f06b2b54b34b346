import { equalValues } from '../bson/compare.ts'
import { describeDocument } from '../bson/describe.ts'
import { afterPrefix } from '../bson/key-encoding.ts'
import { type Document, Double, document, isDocument, numberValue, type Value } from '../bson/values.ts'
import { CommandError, notImplemented, typeMismatch } from '../errors/command-error.ts'
import { parseQuery } from '../query/filter.ts'
import { matches } from '../query/match.ts'
import { Row } from '../query/row.ts'
import { type CollectionInfo, makeIndex, namespaceOf } from '../storage/catalog.ts'
import { collectionKey, indexPrefix, recordPrefix, statisticsKey } from '../storage/keyspace.ts'
import type { WriteContext } from '../transactions/write-context.ts'
import { validatorPredicate } from '../validation/validator.ts'
import { type Call, checkedName, collectionName, findCollection, readContext, requireCollection } from './call.ts'
import { makeNew } from './create-collection.ts'
import { openCursor } from './find.ts'
import { booleanOption, documentOption, refuseCollation, refuseOptions, refuseUnknownFields } from './options.ts'

const validationOptions = ['validator', 'validationLevel', 'validationAction']

export async function create(call: Call): Promise<Document> {
  const { command, database, server, transaction } = call
  refuseUnknownFields(command, 'create', [
    ...validationOptions,
    'capped',
    'size',
    'max',
    'timeseries',
    'expireAfterSeconds',
    'viewOn',
    'pipeline',
    'collation',
    'clusteredIndex',
    'changeStreamPreAndPostImages',
    'encryptedFields',
    'autoIndexId',
    'storageEngine',
    'indexOptionDefaults',
    'idIndex',
  ])
  refuseOptions(command, [
    'capped',
    'size',
    'max',
    'timeseries',
    'expireAfterSeconds',
    'viewOn',
    'pipeline',
    'clusteredIndex',
    'encryptedFields',
  ])
  const images = documentOption(command, 'changeStreamPreAndPostImages')
  if (images && booleanOption(images, 'enabled')) throw notImplemented('changeStreamPreAndPostImages')
  refuseCollation(command)
  const name = collectionName(call)
  const options = validationFrom(call)
  const run = (context: WriteContext) => {
    const existing = context.catalog.find(database, name)
    if (existing) {
      if (equalValues(existing.options, options)) return { value: undefined }
      throw new CommandError(
        'NamespaceExists',
        `namespace ${database}.${name} already exists, but with different options: ${describeDocument(existing.options)}`,
      )
    }
    makeNew(call, context, database, name, options)
    return { value: undefined }
  }
  if (transaction) run(transaction.context)
  else await server.engine.write(run)
  return new Map()
}

function validationFrom({ command, now }: Call): Document {
  const options: Document = new Map()
  for (const name of validationOptions) {
    const value = command.get(name)
    if (value === undefined) continue
    if (name === 'validator') {
      if (!isDocument(value)) throw typeMismatch(`BSON field 'validator' has to be an object`)
      validatorPredicate(value, now)
    } else {
      const allowed = name === 'validationLevel' ? ['off', 'strict', 'moderate'] : ['error', 'warn']
      if (typeof value !== 'string' || !allowed.includes(value))
        throw new CommandError('BadValue', `${name} has to be one of ${allowed.join(', ')}`)
    }
    options.set(name, value)
  }
  return options
}

export async function collMod(call: Call): Promise<Document> {
  const { command, server } = call
  refuseUnknownFields(command, 'collMod', [...validationOptions, 'index', 'changeStreamPreAndPostImages'])
  const images = documentOption(command, 'changeStreamPreAndPostImages')
  if (images && booleanOption(images, 'enabled')) throw notImplemented('changeStreamPreAndPostImages')
  const changes = validationFrom(call)
  const index = documentOption(command, 'index')
  return server.engine.write((context) => {
    const collection = context.catalog.find(call.database, collectionName(call)) ?? requireCollection(call)
    server.engine.lockCollection(context, namespaceOf(collection))
    const options: Document = new Map([...collection.options, ...changes])
    const { indexes, reply } = index
      ? changedIndexes(collection, index)
      : { indexes: collection.indexes, reply: new Map() as Document }
    context.setCollection({ ...collection, options, indexes })
    return { value: reply }
  })
}

function changedIndexes(
  collection: CollectionInfo,
  change: Document,
): { indexes: CollectionInfo['indexes']; reply: Document } {
  refuseUnknownFields(change, 'index', ['name', 'keyPattern', 'expireAfterSeconds', 'hidden'])
  const pattern = change.get('keyPattern')
  const found = collection.indexes.find(
    ({ name, key }) => name === change.get('name') || (isDocument(pattern) && equalValues(key, pattern)),
  )
  if (!found) throw new CommandError('IndexNotFound', `cannot find index for ns ${namespaceOf(collection)}`)
  const reply: Document = new Map()
  const specification: Document = new Map(found.specification)
  for (const name of ['expireAfterSeconds', 'hidden']) {
    const value = change.get(name)
    if (value === undefined) continue
    const old = specification.get(name)
    if (old !== undefined) reply.set(`${name}_old`, old)
    reply.set(`${name}_new`, value)
    specification.set(name, value)
  }
  const changed = makeIndex(found.id, specification, found)
  return { indexes: collection.indexes.map((index) => (index === found ? changed : index)), reply }
}

/** Removes a collection and all that belongs to it. */
function dropCollection(call: Call, context: WriteContext, collection: CollectionInfo): void {
  call.server.engine.lockCollection(context, namespaceOf(collection))
  const prefixes = [recordPrefix(collection.id), ...collection.indexes.map(({ id }) => indexPrefix(id))]
  for (const prefix of prefixes) removeAll(context, prefix)
  context.view.remove(collectionKey(collection.id))
  context.view.remove(statisticsKey(collection.id))
  context.statistics.delete(collection.id)
  context.catalog = context.catalog.without(collection)
  context.changedCollections.delete(namespaceOf(collection))
  context.changes.push({ operation: 'drop', database: collection.database, collection: collection.name })
}

export function removeAll(context: WriteContext, prefix: string): void {
  const keys: string[] = []
  for (const { key } of context.view.entries(prefix, afterPrefix(prefix))) keys.push(key)
  for (const key of keys) context.view.remove(key)
}

export async function drop(call: Call): Promise<Document> {
  refuseUnknownFields(call.command, 'drop', [])
  const name = collectionName(call)
  return call.server.engine.write((context) => {
    const collection = context.catalog.find(call.database, name)
    const reply = document({ ns: `${call.database}.${name}` })
    if (!collection) return { value: reply }
    reply.set('nIndexesWas', numberValue(collection.indexes.length))
    dropCollection(call, context, collection)
    return { value: reply }
  })
}

export async function dropDatabase(call: Call): Promise<Document> {
  refuseUnknownFields(call.command, 'dropDatabase', [])
  return call.server.engine.write((context) => {
    const collections = context.catalog.inDatabase(call.database)
    for (const collection of collections) call.server.engine.lockCollection(context, namespaceOf(collection))
    for (const collection of collections) dropCollection(call, context, collection)
    if (collections.length > 0)
      context.changes.push({ operation: 'dropDatabase', database: call.database, collection: '' })
    return { value: document({ dropped: call.database }) }
  })
}

export async function renameCollection(call: Call): Promise<Document> {
  const { command, server } = call
  refuseUnknownFields(command, 'renameCollection', ['to', 'dropTarget'])
  const [from, to] = [command.get('renameCollection'), command.get('to')].map((value) => {
    if (typeof value !== 'string' || !value.includes('.'))
      throw new CommandError('InvalidNamespace', 'renameCollection takes two full names: database.collection')
    const dot = value.indexOf('.')
    const database = value.slice(0, dot)
    return { database, name: checkedName(database, value.slice(dot + 1)) }
  }) as [{ database: string; name: string }, { database: string; name: string }]
  if (from.database !== to.database) throw notImplemented('renameCollection across databases')
  return server.engine.write((context) => {
    const source = context.catalog.find(from.database, from.name)
    if (!source)
      throw new CommandError('NamespaceNotFound', `Source collection ${from.database}.${from.name} does not exist`)
    if (from.name === to.name) throw new CommandError('IllegalOperation', "Can't rename a collection to itself")
    const target = context.catalog.find(to.database, to.name)
    if (target && !booleanOption(command, 'dropTarget'))
      throw new CommandError('NamespaceExists', 'target namespace exists')
    server.engine.lockCollection(context, namespaceOf(source))
    if (target) dropCollection(call, context, target)
    server.engine.lockCollection(context, `${to.database}.${to.name}`)
    context.catalog = context.catalog.without(source)
    context.setCollection({ ...source, name: to.name })
    context.changes.push({
      operation: 'rename',
      database: from.database,
      collection: from.name,
      to: { database: to.database, collection: to.name },
    })
    return { value: new Map() as Document }
  })
}

export async function listCollections(call: Call): Promise<Document> {
  const { command, now, database } = call
  refuseUnknownFields(command, 'listCollections', ['filter', 'nameOnly', 'authorizedCollections', 'cursor'])
  const predicate = parseQuery(documentOption(command, 'filter') ?? new Map(), { names: new Set(), now })
  const nameOnly = booleanOption(command, 'nameOnly')
  const rows = readContext(call)
    .catalog.inDatabase(database)
    .map((collection) => {
      const shown = document({ name: collection.name, type: 'collection', options: collection.options })
      shown.set('info', document({ readOnly: false, uuid: collection.uuid }))
      shown.set('idIndex', collection.indexes[0]?.specification ?? null)
      return shown
    })
    .filter((shown) => matches(predicate, shown))
    .map((shown) => Row.made(nameOnly ? document({ name: shown.get('name'), type: 'collection' }) : shown))
  return openCursor(call, `${database}.$cmd.listCollections`, rows.length + 1, true, false, () => rows)
}

export function listDatabases(call: Call): Document {
  const { command, now, server } = call
  refuseUnknownFields(command, 'listDatabases', ['filter', 'nameOnly', 'authorizedDatabases'])
  const predicate = parseQuery(documentOption(command, 'filter') ?? new Map(), { names: new Set(), now })
  const sizes = new Map<string, number>()
  for (const collection of readContext(call).catalog.all()) {
    const { bytes } = server.engine.statisticsOf(collection)
    sizes.set(collection.database, (sizes.get(collection.database) ?? 0) + bytes)
  }
  const nameOnly = booleanOption(command, 'nameOnly')
  const databases = [...sizes]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, bytes]) => document({ name, sizeOnDisk: new Double(bytes), empty: false }))
    .filter((entry) => matches(predicate, entry))
    .map((entry) => (nameOnly ? document({ name: entry.get('name') }) : entry))
  const reply = document({ databases })
  if (!nameOnly) reply.set('totalSize', new Double([...sizes.values()].reduce((sum, size) => sum + size, 0)))
  return reply
}

export function collStats(call: Call): Document {
  const collection = findCollection(call)
  const { count, bytes } = collection
    ? call.server.engine.statisticsOf(collection, readContext(call))
    : { count: 0, bytes: 0 }
  const ns: Value = `${call.database}.${collectionName(call)}`
  return document({
    ns,
    count,
    size: bytes,
    avgObjSize: count > 0 ? Math.round(bytes / count) : undefined,
    storageSize: bytes,
    nindexes: collection?.indexes.length ?? 0,
    capped: false,
  })
}

export function dbStats(call: Call): Document {
  const collections = readContext(call).catalog.inDatabase(call.database)
  const all = collections.map((collection) => call.server.engine.statisticsOf(collection))
  const sum = (pick: (entry: { count: number; bytes: number }) => number) =>
    all.reduce((total, entry) => total + pick(entry), 0)
  return document({
    db: call.database,
    collections: collections.length,
    objects: sum(({ count }) => count),
    dataSize: new Double(sum(({ bytes }) => bytes)),
    storageSize: new Double(sum(({ bytes }) => bytes)),
    indexes: collections.reduce((total, { indexes }) => total + indexes.length, 0),
  })
}
