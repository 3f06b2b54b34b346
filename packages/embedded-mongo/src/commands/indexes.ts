import { equalValues } from '../bson/compare.ts'
import { asDouble } from '../bson/numbers.ts'
import {
  type Document,
  document,
  Int32,
  isDocument,
  isNumber,
  numberValue,
  toBoolean,
  toNumber,
  typeName,
  type Value,
} from '../bson/values.ts'
import { CommandError, notImplemented } from '../errors/command-error.ts'
import { indexKeys } from '../indexes/keys.ts'
import { partialPredicate } from '../indexes/partial.ts'
import { execute } from '../query/plan.ts'
import { Row } from '../query/row.ts'
import { type CollectionInfo, type IndexInfo, isIdKey, makeIndex, namespaceOf } from '../storage/catalog.ts'
import { indexPrefix } from '../storage/keyspace.ts'
import { addIndexKey } from '../storage/records.ts'
import type { WriteContext } from '../transactions/write-context.ts'
import { type Call, collectionName, requireCollection } from './call.ts'
import { removeAll } from './collections.ts'
import { ensureCollection } from './create-collection.ts'
import { openCursor } from './find.ts'
import { arrayOption, refuseCollation, refuseUnknownFields } from './options.ts'

const specificationFields = [
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'hidden',
  'background',
  'collation',
  'ns',
  'prepareUnique',
]

export async function createIndexes(call: Call): Promise<Document> {
  const { command, server, transaction, database } = call
  refuseUnknownFields(command, 'createIndexes', ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'])
  const name = collectionName(call)
  const specifications = (arrayOption(command, 'indexes') ?? []).map(checkedSpecification)
  if (specifications.length === 0) throw new CommandError('BadValue', 'Must specify at least one index to create')
  const run = (context: WriteContext) => {
    const existed = context.catalog.find(database, name) !== undefined
    let collection = ensureCollection(call, context, database, name)
    const before = collection.indexes.length
    for (const specification of specifications) collection = addIndex(call, context, collection, specification)
    const reply = document({
      numIndexesBefore: numberValue(before),
      numIndexesAfter: numberValue(collection.indexes.length),
      createdCollectionAutomatically: !existed,
    })
    if (collection.indexes.length === before) reply.set('note', 'all indexes already exist')
    return { value: reply }
  }
  if (!transaction) return server.engine.write(run)
  const collection = transaction.context.catalog.find(database, name)
  if (collection && server.engine.statisticsOf(collection, transaction.context).count > 0) {
    throw new CommandError(
      'OperationNotSupportedInTransaction',
      `Cannot create new indexes on existing collection ${database}.${name} in a multi-document transaction.`,
    )
  }
  return run(transaction.context).value
}

function checkedSpecification(value: Value): Document {
  if (!isDocument(value))
    throw new CommandError('TypeMismatch', `An index has to be described by an object, not by a ${typeName(value)}`)
  for (const field of value.keys()) {
    if (!specificationFields.includes(field))
      throw new CommandError('InvalidOptions', `The field '${field}' is not valid for an index specification here`)
  }
  refuseCollation(value)
  const key = value.get('key')
  if (!isDocument(key) || key.size === 0) throw new CommandError('CannotCreateIndex', 'Index keys cannot be empty.')
  for (const [path, direction] of key) checkKeyField(path, direction)
  const result = document({ v: new Int32(2), key, name: indexName(value.get('name'), key) })
  for (const flag of ['unique', 'sparse', 'hidden']) if (toBoolean(value.get(flag))) result.set(flag, true)
  checkExpiry(value, key, result)
  const partial = value.get('partialFilterExpression')
  if (partial !== undefined) {
    if (!isDocument(partial)) throw new CommandError('CannotCreateIndex', 'partialFilterExpression must be an object')
    if (result.has('sparse'))
      throw new CommandError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options')
    result.set('partialFilterExpression', partial)
    partialPredicate({ partialFilter: partial } as IndexInfo)
  }
  return result
}

function checkKeyField(path: string, direction: Value): void {
  if (path === '' || path.split('.').includes(''))
    throw new CommandError('CannotCreateIndex', 'Index keys cannot contain an empty field.')
  if (path.includes('$**')) throw notImplemented('A wildcard index')
  if (path.split('.').some((part) => part.startsWith('$')))
    throw new CommandError('CannotCreateIndex', `Index key contains an illegal field name: field name starts with '$'.`)
  if (typeof direction === 'string') {
    if (direction === 'hashed') return
    throw ['text', '2d', '2dsphere'].includes(direction)
      ? notImplemented(`A ${direction} index`)
      : new CommandError('CannotCreateIndex', `Unknown index plugin '${direction}'`)
  }
  if (!isNumber(direction) || !(Math.abs(asDouble(direction)) > 0)) {
    throw new CommandError(
      'CannotCreateIndex',
      'Values in the index key pattern must be numbers other than 0, or strings',
    )
  }
}

function checkExpiry(value: Document, key: Document, result: Document): void {
  const seconds = value.get('expireAfterSeconds')
  if (seconds === undefined) return
  const number = toNumber(seconds)
  if (number === undefined || !(number >= 0 && number <= 0x7fffffff))
    throw new CommandError('CannotCreateIndex', 'expireAfterSeconds has to be a number of seconds from 0 to 2147483647')
  if (key.size !== 1 || isIdKey(key))
    throw new CommandError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL.',
    )
  result.set('expireAfterSeconds', seconds)
}

function indexName(value: Value | undefined, key: Document): string {
  if (typeof value === 'string' && value !== '') return value
  if (value !== undefined) throw new CommandError('CannotCreateIndex', 'An index needs a name that is not empty')
  return [...key]
    .map(([path, direction]) => `${path}_${typeof direction === 'string' ? direction : toNumber(direction)}`)
    .join('_')
}

function addIndex(
  call: Call,
  context: WriteContext,
  collection: CollectionInfo,
  specification: Document,
): CollectionInfo {
  const name = specification.get('name') as string
  const key = specification.get('key') as Document
  if (isIdKey(key)) return collection
  const sameName = collection.indexes.find((index) => index.name === name)
  const sameKey = collection.indexes.find((index) => sameDefinition(index.specification, specification))
  if (sameName) {
    if (equalValues(withoutName(sameName.specification), withoutName(specification))) return collection
    const code = equalValues(sameName.key, key) ? 'IndexOptionsConflict' : 'IndexKeySpecsConflict'
    throw new CommandError(code, `An existing index has the same name as the requested index: ${name}`)
  }
  if (sameKey)
    throw new CommandError('IndexOptionsConflict', `Index already exists with a different name: ${sameKey.name}`)
  const index = makeIndex(call.server.engine.allocateId(), specification)
  if (!call.transaction) call.server.engine.lockCollection(context, namespaceOf(collection))
  return build(context, collection, index)
}

/** Indexes are the same where they would hold the same entries. */
function sameDefinition(left: Document, right: Document): boolean {
  return ['key', 'unique', 'sparse', 'partialFilterExpression'].every((field) =>
    equalValues(left.get(field), right.get(field)),
  )
}

function withoutName(specification: Document): Document {
  const fields = [...specification].filter(([name]) => name !== 'name' && name !== 'v')
  return new Map(fields.sort(([left], [right]) => (left < right ? -1 : 1)))
}

function build(context: WriteContext, collection: CollectionInfo, index: IndexInfo): CollectionInfo {
  const marks = { multikey: false, shortened: false }
  const everything = { kind: 'all' as const, parts: [] }
  for (const row of execute(context, collection, { kind: 'collection', reverse: false }, everything)) {
    const { keys, multikey, shortened } = indexKeys(index, row.document, partialPredicate(index))
    for (const key of keys) addIndexKey(context, collection, index, key, row.recordId as number, row.document)
    marks.multikey ||= multikey
    marks.shortened ||= shortened
  }
  const result = { ...collection, indexes: [...collection.indexes, { ...index, ...marks }] }
  context.setCollection(result)
  return result
}

export async function listIndexes(call: Call): Promise<Document> {
  refuseUnknownFields(call.command, 'listIndexes', ['cursor'])
  const collection = requireCollection(call)
  const rows = collection.indexes.map((index) => Row.made(index.specification))
  return openCursor(call, namespaceOf(collection), rows.length + 1, true, false, () => rows)
}

export async function dropIndexes(call: Call): Promise<Document> {
  const { command, server, database } = call
  refuseUnknownFields(command, call.name, ['index'])
  const name = collectionName(call)
  const wanted = command.get('index')
  return server.engine.write((context) => {
    const collection = context.catalog.find(database, name)
    if (!collection) throw new CommandError('NamespaceNotFound', `ns not found ${database}.${name}`)
    server.engine.lockCollection(context, namespaceOf(collection))
    const doomed = chosenIndexes(collection, wanted)
    for (const index of doomed) removeAll(context, indexPrefix(index.id))
    context.setCollection({ ...collection, indexes: collection.indexes.filter((index) => !doomed.includes(index)) })
    return { value: document({ nIndexesWas: numberValue(collection.indexes.length) }) }
  })
}

function chosenIndexes(collection: CollectionInfo, wanted: Value | undefined): IndexInfo[] {
  if (wanted === '*') return collection.indexes.filter((index) => !isIdKey(index.key))
  const names = Array.isArray(wanted) ? wanted : [wanted]
  return names.map((choice) => {
    const found = collection.indexes.find(({ name, key }) =>
      isDocument(choice) ? equalValues(key, choice) : name === choice,
    )
    if (!found)
      throw new CommandError(
        'IndexNotFound',
        typeof choice === 'string' ? `index not found with name [${choice}]` : "can't find index with that key",
      )
    if (isIdKey(found.key)) throw new CommandError('InvalidOptions', 'cannot drop _id index')
    return found
  })
}
