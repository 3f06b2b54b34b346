import { compileDocumentPipeline } from '../aggregate/document-pipeline.ts'
import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument, encodeStored, maximumDocumentSize, tooLarge } from '../bson/encode.ts'
import { type Document, isDocument, ObjectId, RawDocument, typeName, Undefined, type Value } from '../bson/values.ts'
import { describeUpdate } from '../change-streams/difference.ts'
import { badValue, CommandError, typeMismatch } from '../errors/command-error.ts'
import { fieldsOfKeys } from '../indexes/keys.ts'
import { type MatchPosition, matches } from '../query/match.ts'
import { execute, plan } from '../query/plan.ts'
import type { Predicate } from '../query/predicate.ts'
import { type SortField, sortRows } from '../query/sort.ts'
import { toTimestamp } from '../server/clock.ts'
import type { CollectionInfo } from '../storage/catalog.ts'
import { deleteRecord, insertRecord, replaceRecord, type StoredRecord } from '../storage/records.ts'
import type { WriteContext } from '../transactions/write-context.ts'
import { compileUpdate, type Update, type UpdateRun, upsertedDocument } from '../update/update.ts'
import { refuseInvalid } from '../validation/validator.ts'
import type { Call } from './call.ts'
import { ensureCollection } from './create-collection.ts'

/** Decodes what a client sent as a document to store, and gives it an `_id` that stands first. */
function documentToInsert(value: Value): { bytes: Buffer; document: Document } {
  if (!(value instanceof RawDocument) && !isDocument(value)) throw typeMismatch('documents to insert must be objects')
  const document = value instanceof RawDocument ? decodeDocument(value.bytes) : value
  const id = document.get('_id')
  checkId(id)
  const [first] = document.keys()
  if (value instanceof RawDocument && first === '_id') {
    if (value.bytes.length > maximumDocumentSize) throw tooLarge(value.bytes.length)
    return { bytes: Buffer.from(value.bytes), document }
  }
  const complete: Document =
    first === '_id'
      ? document
      : new Map<string, Value>([['_id', id ?? new ObjectId()], ...[...document].filter(([name]) => name !== '_id')])
  return { bytes: encodeStored(complete), document: complete }
}

function checkId(id: Value | undefined): void {
  if (Array.isArray(id) || id instanceof Undefined || typeName(id) === 'regex') {
    throw new CommandError('InvalidIdField', `The '_id' value cannot be of type ${typeName(id)}`)
  }
  if (isDocument(id))
    for (const name of id.keys())
      if (name.startsWith('$'))
        throw new CommandError(
          'DottedFieldName',
          `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`,
        )
}

export interface InsertOptions {
  readonly bypassValidation: boolean
}

/** Inserts one document, and makes the collection where there is none yet. */
export function insertOne(
  call: Call,
  context: WriteContext,
  database: string,
  name: string,
  value: Value,
  options: InsertOptions,
): Document {
  const { bytes, document } = documentToInsert(value)
  const collection = ensureCollection(call, context, database, name)
  insertPrepared(call, context, collection, bytes, document, options)
  return document
}

function insertPrepared(
  call: Call,
  context: WriteContext,
  collection: CollectionInfo,
  bytes: Buffer,
  document: Document,
  options: InsertOptions,
): void {
  if (!options.bypassValidation) refuseInvalid(collection, document, call.now)
  insertRecord(context, collection, call.server.engine.allocateRecordId(collection), bytes, document)
  context.changes.push({
    operation: 'insert',
    database: collection.database,
    collection: collection.name,
    documentKey: keyOf(document),
    document: bytes,
  })
}

function keyOf(document: Document): Value {
  return new Map([['_id', document.get('_id') as Value]])
}

interface Targeting {
  multi: boolean
  sort?: readonly SortField[]
  hint?: Value | undefined
  checkTime: () => void
  /** Which fields of them are needed. Default: all. */
  names?: ReadonlySet<string> | undefined
}

/** Documents that a write is about, in the order in which it will take them. */
function targets(
  context: WriteContext,
  collection: CollectionInfo,
  predicate: Predicate,
  options: Targeting,
): StoredRecord[] {
  const sort = options.sort ?? []
  const { access, sorted } = plan(collection, predicate, sort, options.hint)
  const found = execute(context, collection, access, predicate, { keys: 0, documents: 0, check: options.checkTime })
  const rows = sorted ? found : sortRows(found, sort, options.multi ? undefined : 1)
  const result: StoredRecord[] = []
  for (const row of rows) {
    result.push({ recordId: row.recordId as number, bytes: row.bytes, document: row.withFields(options.names) })
    if (!options.multi) break
  }
  return result
}

export interface UpdateStatement {
  readonly predicate: Predicate
  readonly update: Update
  readonly multi: boolean
  readonly upsert: boolean
  readonly sort: readonly SortField[]
  readonly hint: Value | undefined
  readonly bypassValidation: boolean
}

export interface UpdateOutcome {
  readonly matched: number
  readonly modified: number
  /** The document that was inserted as nothing matched. */
  readonly upserted: Document | undefined
  readonly before: Document | undefined
  readonly after: Document | undefined
}

export function compileStatementUpdate(
  _call: Call,
  specification: Value | undefined,
  arrayFilters: readonly Value[],
  variables: {
    context: import('../aggregate/expressions/compile.ts').CompileContext
    variables: ReadonlyMap<string, Value | undefined>
  },
): Update {
  return compileUpdate(specification, {
    arrayFilters,
    compilePipeline: (stages) => compileDocumentPipeline(stages, variables.context, variables.variables),
  })
}

export function runUpdate(
  call: Call,
  context: WriteContext,
  database: string,
  name: string,
  statement: UpdateStatement,
): UpdateOutcome {
  const { predicate, update, multi, upsert } = statement
  if (multi && update.kind === 'replacement')
    throw badValue('multi update is not supported for replacement-style update')
  const run: Omit<UpdateRun, 'position'> = {
    inserting: false,
    now: call.now,
    timestamp: () => toTimestamp(call.server.engine.clock.next()),
  }
  const collection = context.catalog.find(database, name)
  const found = collection
    ? targets(context, collection, predicate, {
        multi,
        sort: statement.sort,
        hint: statement.hint,
        checkTime: call.checkTime,
      })
    : []
  if (found.length === 0) {
    if (!upsert) return { matched: 0, modified: 0, upserted: undefined, before: undefined, after: undefined }
    const document = upsertedDocument(predicate, update, { ...run, inserting: true })
    checkId(document.get('_id'))
    insertPrepared(
      call,
      context,
      ensureCollection(call, context, database, name),
      encodeStored(document),
      document,
      statement,
    )
    return { matched: 0, modified: 0, upserted: document, before: undefined, after: document }
  }
  let modified = 0
  let after: Document | undefined
  for (const before of found) {
    const position: MatchPosition = {}
    if (update.positional) matches(predicate, before.document, position)
    after = update.apply(before.document, { ...run, position: position.index })
    // The catalog may have learnt something about the indexes from the document before.
    const current = context.catalog.find(database, name) as CollectionInfo
    if (storeUpdated(call, context, current, before, after, update, statement)) modified += 1
  }
  return { matched: found.length, modified, upserted: undefined, before: found[0]?.document, after }
}

function storeUpdated(
  call: Call,
  context: WriteContext,
  collection: CollectionInfo,
  before: StoredRecord,
  after: Document,
  update: Update,
  options: InsertOptions,
): boolean {
  const bytes = encodeDocument(after)
  if (bytes.equals(before.bytes)) return false
  if (bytes.length > maximumDocumentSize) throw tooLarge(bytes.length)
  if (!options.bypassValidation) refuseInvalid(collection, after, call.now, before.document)
  replaceRecord(context, collection, before, bytes, after)
  const named = { database: collection.database, collection: collection.name, documentKey: keyOf(after) }
  context.changes.push(
    update.kind === 'replacement'
      ? { operation: 'replace', ...named, document: bytes }
      : { operation: 'update', ...named, updateDescription: describeUpdate(before.document, after) },
  )
  return true
}

/** @param options.whole the documents are wanted, and not only their keys */
export function runDelete(
  context: WriteContext,
  collection: CollectionInfo,
  predicate: Predicate,
  { whole, ...options }: Omit<Targeting, 'names'> & { whole: boolean },
): StoredRecord[] {
  const names = whole ? undefined : fieldsOfKeys(collection.indexes)
  const found = targets(context, collection, predicate, { ...options, names })
  for (const record of found) deleteOne(context, collection, record)
  return found
}

export function deleteOne(context: WriteContext, collection: CollectionInfo, record: StoredRecord): void {
  deleteRecord(context, collection, record)
  context.changes.push({
    operation: 'delete',
    database: collection.database,
    collection: collection.name,
    documentKey: keyOf(record.document),
  })
}
