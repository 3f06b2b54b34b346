import { describeDocument } from '../bson/describe.ts'
import type { KeyBytes } from '../bson/key-encoding.ts'
import { encodeKey, fitKey } from '../bson/key-encoding.ts'
import { type Document, document, type Value } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { indexKeys } from '../indexes/keys.ts'
import { partialPredicate } from '../indexes/partial.ts'
import type { ReadContext, WriteContext } from '../transactions/write-context.ts'
import { type CollectionInfo, type IndexInfo, namespaceOf } from './catalog.ts'
import { indexPrefix, recordIdBytes, recordIdOf, recordKey } from './keyspace.ts'

const present = Buffer.from([1])

export interface StoredRecord {
  readonly recordId: number
  readonly bytes: Buffer
  readonly document: Document
}

export function findById(context: ReadContext, collection: CollectionInfo, id: Value): number | undefined {
  const [index] = collection.indexes
  if (!index) return undefined
  const value = context.view.get(indexPrefix(index.id) + fitKey(encodeKey(id)))
  return value?.readUIntBE(0, 6)
}

/** Adds a document to a collection and its indexes, or throws `DuplicateKey` with nothing written. */
export function insertRecord(
  context: WriteContext,
  collection: CollectionInfo,
  recordId: number,
  bytes: Buffer,
  document: Document,
): void {
  const namespace = namespaceOf(collection)
  let current = collection
  for (const index of collection.indexes) {
    const { keys, ...marks } = indexKeys(index, document, partialPredicate(index))
    for (const key of keys) addIndexKey(context, collection, index, key, recordId, document)
    current = context.markIndex(current, index, marks)
  }
  const key = recordKey(collection.id, recordId)
  context.lock(key, namespace)
  context.view.put(key, bytes)
  context.count(collection, 1, bytes.length)
}

/** Puts a new version of a document in the place of the old one. */
export function replaceRecord(
  context: WriteContext,
  collection: CollectionInfo,
  before: StoredRecord,
  bytes: Buffer,
  document: Document,
): void {
  context.lock(recordKey(collection.id, before.recordId), namespaceOf(collection))
  let current = collection
  for (const index of collection.indexes) {
    const partial = partialPredicate(index)
    const old = indexKeys(index, before.document, partial)
    const { keys, ...marks } = indexKeys(index, document, partial)
    for (const key of old.keys) if (!keys.has(key)) removeIndexKey(context, collection, index, key, before.recordId)
    for (const key of keys)
      if (!old.keys.has(key)) addIndexKey(context, collection, index, key, before.recordId, document)
    current = context.markIndex(current, index, marks)
  }
  context.view.put(recordKey(collection.id, before.recordId), bytes)
  context.count(collection, 0, bytes.length - before.bytes.length)
}

export function deleteRecord(context: WriteContext, collection: CollectionInfo, before: StoredRecord): void {
  const key = recordKey(collection.id, before.recordId)
  context.lock(key, namespaceOf(collection))
  for (const index of collection.indexes) {
    const { keys } = indexKeys(index, before.document, partialPredicate(index))
    for (const indexKey of keys) removeIndexKey(context, collection, index, indexKey, before.recordId)
  }
  context.view.remove(key)
  context.count(collection, -1, -before.bytes.length)
}

/** A unique index has one record per key, in the value; in any other the record's number ends the key. */
export function addIndexKey(
  context: WriteContext,
  collection: CollectionInfo,
  index: IndexInfo,
  key: KeyBytes,
  recordId: number,
  document: Document,
): void {
  const stored = indexPrefix(index.id) + key
  if (!index.unique) {
    context.view.put(stored + recordIdBytes(recordId), present)
    return
  }
  context.lock(stored, namespaceOf(collection))
  const holder = context.view.get(stored)
  if (holder && holder.readUIntBE(0, 6) !== recordId) throw duplicateKey(collection, index, document)
  const value = Buffer.alloc(6)
  value.writeUIntBE(recordId, 0, 6)
  context.view.put(stored, value)
}

function removeIndexKey(
  context: WriteContext,
  collection: CollectionInfo,
  index: IndexInfo,
  key: KeyBytes,
  recordId: number,
): void {
  const stored = indexPrefix(index.id) + key
  if (!index.unique) {
    context.view.remove(stored + recordIdBytes(recordId))
    return
  }
  context.lock(stored, namespaceOf(collection))
  if (context.view.get(stored)?.readUIntBE(0, 6) === recordId) context.view.remove(stored)
}

/** The record that an index entry stands for. */
export function recordOfEntry(index: IndexInfo, key: KeyBytes, value: Buffer): number {
  return index.unique ? value.readUIntBE(0, 6) : recordIdOf(key)
}

function duplicateKey(collection: CollectionInfo, index: IndexInfo, source: Document): CommandError {
  const keyValue: Document = new Map()
  for (const { path } of index.fields) keyValue.set(path.join('.'), firstValue(source, path))
  const message = `E11000 duplicate key error collection: ${namespaceOf(collection)} index: ${index.name} dup key: ${describeDocument(keyValue)}`
  return new CommandError('DuplicateKey', message, { details: document({ keyPattern: index.key, keyValue }) })
}

function firstValue(source: Document, path: readonly string[]): Value {
  let value: Value | undefined = source
  for (const name of path) {
    if (Array.isArray(value)) value = value.find((element) => element instanceof Map)
    value = value instanceof Map ? value.get(name) : undefined
  }
  return (Array.isArray(value) ? value[0] : value) ?? null
}
