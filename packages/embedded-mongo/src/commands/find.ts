import { type CompileContext, compileExpression, scopeOf } from '../aggregate/expressions/compile.ts'
import { compareValues } from '../bson/compare.ts'
import { encodeKey } from '../bson/key-encoding.ts'
import { selectFields } from '../bson/select.ts'
import { type Document, document, isDocument, numberValue, type Value } from '../bson/values.ts'
import { CommandError, notImplemented } from '../errors/command-error.ts'
import { cursorReply, defaultFirstBatch, rowCursor } from '../query/cursors.ts'
import { parseQuery } from '../query/filter.ts'
import { visitPath } from '../query/paths.ts'
import { countRows, type Examined, execute, plan } from '../query/plan.ts'
import type { Predicate } from '../query/predicate.ts'
import { compileProjection, keptFields } from '../query/projection.ts'
import { Row } from '../query/row.ts'
import { parseSort, sortRows } from '../query/sort.ts'
import { window } from '../query/window.ts'
import type { CollectionInfo } from '../storage/catalog.ts'
import type { ReadContext } from '../transactions/write-context.ts'
import { type Call, collectionName, readContext } from './call.ts'
import {
  booleanOption,
  countOption,
  documentOption,
  refuseCollation,
  refuseOptions,
  refuseUnknownFields,
} from './options.ts'

const findFields = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'max',
  'min',
  'returnKey',
  'showRecordId',
  'tailable',
  'oplogReplay',
  'noCursorTimeout',
  'awaitData',
  'allowPartialResults',
  'collation',
  'allowDiskUse',
  'let',
]

/** Variables of `let`, evaluated once, and what expressions may refer to. */
export function letVariables(
  call: { now: Date },
  given: Document | undefined,
): { context: CompileContext; variables: Map<string, Value | undefined> } {
  const outer: CompileContext = { names: new Set(), now: call.now }
  const variables = new Map<string, Value | undefined>()
  for (const [name, value] of given ?? []) variables.set(name, compileExpression(value, outer)(scopeOf(undefined)))
  return { context: { names: new Set(variables.keys()), now: call.now }, variables }
}

interface Query {
  readonly predicate: Predicate
  readonly access: ReturnType<typeof plan>
  /** The rows of the query in a context, after sort, skip, limit and projection. */
  rows(context: ReadContext, examined: Examined): Iterable<Row>
}

function compileQuery(call: Call, collection: CollectionInfo | undefined): Query {
  const { command } = call
  const { context: compileContext, variables } = letVariables(call, documentOption(command, 'let'))
  const predicate = parseQuery(
    documentOption(command, 'filter') ?? documentOption(command, 'query') ?? new Map(),
    compileContext,
    variables,
  )
  const sort = parseSort(documentOption(command, 'sort') ?? new Map())
  const natural =
    sort.length === 1 && sort[0]?.path[0] === '$natural' ? document({ $natural: sort[0].direction }) : undefined
  const order = natural ? [] : sort
  const skip = countOption(command, 'skip') ?? 0
  const limit = countOption(command, 'limit') || undefined
  const specification = documentOption(command, 'projection') ?? documentOption(command, 'fields')
  const project =
    specification && compileProjection(specification, { dialect: 'find', context: compileContext, predicate })
  const kept = specification && keptFields(specification)
  const access = collection
    ? plan(collection, predicate, order, natural ?? command.get('hint'))
    : { access: { kind: 'nothing' as const }, sorted: true }
  return {
    predicate,
    access,
    *rows(context, examined) {
      if (!collection) return
      let rows = execute(context, collection, access.access, predicate, examined)
      if (!access.sorted) rows = sortRows(rows, order, limit === undefined ? undefined : limit + skip)
      for (const row of window(rows, skip, limit))
        if (kept) yield Row.encoded(selectFields(row.bytes, kept))
        else yield project ? Row.made(project(row.document, variables)) : row
    },
  }
}

export async function find(call: Call): Promise<Document> {
  const { command } = call
  refuseUnknownFields(command, 'find', findFields)
  refuseOptions(command, ['max', 'min', 'returnKey', 'showRecordId', 'tailable'])
  refuseCollation(command)
  const name = collectionName(call)
  const collection = readContext(call).catalog.find(call.database, name)
  const query = compileQuery(call, collection)
  const singleBatch = booleanOption(command, 'singleBatch')
  const limit = countOption(command, 'batchSize') ?? defaultFirstBatch
  return openCursor(
    call,
    `${call.database}.${name}`,
    limit,
    singleBatch,
    booleanOption(command, 'noCursorTimeout'),
    (context) => query.rows(context, examinedFor(call)),
  )
}

function examinedFor(call: Call): Examined {
  return { keys: 0, documents: 0, check: call.checkTime }
}

/** Answers the first batch, and keeps a cursor where there is more. */
export async function openCursor(
  call: Call,
  namespace: string,
  limit: number,
  singleBatch: boolean,
  keepForever: boolean,
  rows: (context: ReadContext) => Iterable<Row>,
): Promise<Document> {
  const { server, transaction } = call
  const snapshot = transaction ? undefined : server.environment.snapshot()
  const context = transaction?.context ?? {
    view: snapshot ?? server.environment.committed,
    catalog: server.engine.read().catalog,
  }
  const cursor = rowCursor(namespace, rows(context), () => snapshot?.release(), transaction)
  try {
    const { documents, exhausted } = await cursor.next({ limit, awaitMilliseconds: undefined, signal: call.signal })
    if (exhausted || singleBatch) {
      cursor.close()
      return cursorReply(0n, namespace, 'firstBatch', documents)
    }
    call.endTimeLimit()
    return cursorReply(server.cursors.add(cursor, !keepForever), namespace, 'firstBatch', documents)
  } catch (error) {
    cursor.close()
    throw error
  }
}

export function count(call: Call): Document {
  const { command, server } = call
  refuseUnknownFields(command, 'count', ['query', 'limit', 'skip', 'hint', 'fields', 'collation'])
  refuseCollation(command)
  const collection = readContext(call).catalog.find(call.database, collectionName(call))
  if (!collection) return document({ n: 0 })
  const { predicate, access } = compileQuery(call, collection)
  const skip = countOption(command, 'skip') ?? 0
  const limit = countOption(command, 'limit') || undefined
  if (predicate.kind === 'all' && predicate.parts.length === 0) {
    const rest = Math.max(0, server.engine.statisticsOf(collection, readContext(call)).count - skip)
    return document({ n: Math.min(rest, limit ?? rest) })
  }
  const most = limit === undefined ? Number.POSITIVE_INFINITY : limit + skip
  const found = countRows(readContext(call), collection, access.access, predicate, examinedFor(call), most)
  return document({ n: Math.max(0, found - skip) })
}

export function distinct(call: Call): Document {
  const { command } = call
  refuseUnknownFields(command, 'distinct', ['key', 'query', 'hint', 'collation'])
  refuseCollation(command)
  const key = command.get('key')
  if (typeof key !== 'string') throw new CommandError('TypeMismatch', "BSON field 'distinct.key' has to be a string")
  const collection = readContext(call).catalog.find(call.database, collectionName(call))
  if (!collection) return document({ values: [] })
  const { predicate, access } = compileQuery(call, collection)
  const values = new Map<string, Value>()
  for (const row of execute(readContext(call), collection, access.access, predicate, examinedFor(call))) {
    visitPath(row.document, key.split('.'), (value, index) => {
      // An array gives its elements; the array itself comes last and is left out.
      if (value !== undefined && (index !== undefined || !Array.isArray(value))) values.set(encodeKey(value), value)
      return false
    })
  }
  return document({ values: [...values.values()].sort(compareValues) })
}

export async function getMore(call: Call): Promise<Document> {
  const { command, server } = call
  refuseUnknownFields(command, 'getMore', ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'])
  const id = cursorId(command.get('getMore'))
  const name = command.get('collection')
  if (typeof name !== 'string')
    throw new CommandError('TypeMismatch', "BSON field 'getMore.collection' has to be a string")
  const namespace = `${call.database}.${name}`
  const limit = countOption(command, 'batchSize') || undefined
  const awaitMilliseconds = countOption(command, 'maxTimeMS')
  return server.cursors.use(id, namespace, call.transaction, async (cursor) => {
    const { documents, exhausted } = await cursor.next({ limit, awaitMilliseconds, signal: call.signal })
    const more = cursor.describe?.()
    if (exhausted) server.cursors.remove(id)
    return cursorReply(exhausted ? 0n : id, namespace, 'nextBatch', documents, more)
  })
}

function cursorId(value: Value | undefined): bigint {
  const id = BigInt(String(value ?? 0))
  return id
}

export function killCursors(call: Call): Document {
  const { command, server } = call
  refuseUnknownFields(command, 'killCursors', ['cursors'])
  const ids = command.get('cursors')
  if (!Array.isArray(ids)) throw new CommandError('TypeMismatch', "BSON field 'killCursors.cursors' has to be an array")
  const killed: Value[] = []
  const notFound: Value[] = []
  for (const id of ids) (server.cursors.kill(cursorId(id)) ? killed : notFound).push(id)
  return document({ cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [] })
}

export function explain(call: Call): Document {
  const inner = call.command.get('explain')
  if (!isDocument(inner)) throw new CommandError('TypeMismatch', 'explain needs a command')
  const [name] = inner.keys()
  const verbosity = call.command.get('verbosity')
  if (name !== 'find' && name !== 'count') throw notImplemented(`explain of ${name ?? 'nothing'}`)
  const innerCall: Call = { ...call, command: inner, name }
  const collection = readContext(call).catalog.find(call.database, collectionName(innerCall))
  const query = compileQuery(innerCall, collection)
  const reply = document({
    explainVersion: '1',
    queryPlanner: document({
      namespace: `${call.database}.${String(inner.get(name))}`,
      indexFilterSet: false,
      winningPlan: describeAccess(query.access.access, query.access.sorted),
      rejectedPlans: [],
    }),
  })
  if (verbosity === 'queryPlanner') return reply
  const examined: Examined = { keys: 0, documents: 0, check: call.checkTime }
  let returned = 0
  const start = performance.now()
  for (const _ of query.rows(readContext(call), examined)) returned += 1
  reply.set(
    'executionStats',
    document({
      executionSuccess: true,
      nReturned: returned,
      executionTimeMillis: numberValue(Math.round(performance.now() - start)),
      totalKeysExamined: examined.keys,
      totalDocsExamined: examined.documents,
    }),
  )
  return reply
}

function describeAccess(access: Query['access']['access'], sorted: boolean): Document {
  const found = describeSource(access)
  return sorted ? found : document({ stage: 'SORT', inputStage: found })
}

function describeSource(access: Query['access']['access']): Document {
  if (access.kind === 'nothing') return document({ stage: 'EOF' })
  if (access.kind === 'collection')
    return document({ stage: 'COLLSCAN', direction: access.reverse ? 'backward' : 'forward' })
  if (access.kind === 'union')
    return document({
      stage: 'SUBPLAN',
      inputStage: document({ stage: 'OR', inputStages: access.parts.map(describeSource) }),
    })
  const scan = document({
    stage: 'IXSCAN',
    keyPattern: access.index.key,
    indexName: access.index.name,
    isMultiKey: access.index.multikey,
    isUnique: access.index.unique,
    direction: access.reverse ? 'backward' : 'forward',
  })
  return document({ stage: 'FETCH', inputStage: scan })
}
