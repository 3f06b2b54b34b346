import type { NamedStage } from '../aggregate/pipeline.ts'
import { type Document, document, isDocument, type Value } from '../bson/values.ts'
import { CommandError, failedToParse, notImplemented } from '../errors/command-error.ts'
import { parseFilter } from '../query/parse.ts'
import { namespaceOf } from '../storage/catalog.ts'
import { indexPrefix, recordPrefix } from '../storage/keyspace.ts'
import type { WriteContext } from '../transactions/write-context.ts'
import { type Call, checkedName } from './call.ts'
import { removeAll } from './collections.ts'
import { ensureCollection } from './create-collection.ts'
import { compileStatementUpdate, insertOne, runUpdate } from './write-statements.ts'

/** Stores what a pipeline gave, as its last stage `$out` or `$merge` says. All of it becomes visible at once. */
export async function storeOutput(call: Call, stage: NamedStage, results: readonly Document[]): Promise<void> {
  if (call.transaction)
    throw new CommandError('OperationNotSupportedInTransaction', `${stage.name} cannot be used in a transaction`)
  const store = stage.name === '$out' ? outOf(call, stage.specification) : mergeOf(call, stage.specification)
  await call.server.engine.write((context) => {
    store(context, results)
    return { value: undefined }
  })
}

type Store = (context: WriteContext, results: readonly Document[]) => void

function targetOf(call: Call, value: Value | undefined): { database: string; name: string } {
  const [database, name] = isDocument(value)
    ? [value.get('db') ?? call.database, value.get('coll')]
    : [call.database, value]
  if (typeof database !== 'string' || typeof name !== 'string')
    throw failedToParse('the target has to be the name of a collection, or { db, coll }')
  return { database, name: checkedName(database, name) }
}

function outOf(call: Call, specification: Value): Store {
  const { database, name } = targetOf(call, specification)
  return (context, results) => {
    const collection = ensureCollection(call, context, database, name)
    call.server.engine.lockCollection(context, namespaceOf(collection))
    const { count, bytes } = call.server.engine.statisticsOf(collection, context)
    for (const prefix of [recordPrefix(collection.id), ...collection.indexes.map(({ id }) => indexPrefix(id))])
      removeAll(context, prefix)
    context.count(collection, -count, -bytes)
    for (const result of results) insertOne(call, context, database, name, result, { bypassValidation: false })
  }
}

function mergeOf(call: Call, specification: Value): Store {
  const options: Document = isDocument(specification) ? specification : new Map([['into', specification]])
  for (const field of options.keys())
    if (!['into', 'on', 'whenMatched', 'whenNotMatched', 'let'].includes(field))
      throw failedToParse(`unknown option to $merge: ${field}`)
  if (options.has('let')) throw notImplemented('$merge with let')
  const { database, name } = targetOf(call, options.get('into'))
  const on = options.get('on') ?? '_id'
  const keys = (Array.isArray(on) ? on : [on]) as string[]
  const whenMatched = options.get('whenMatched') ?? 'merge'
  const whenNotMatched = options.get('whenNotMatched') ?? 'insert'
  return (context, results) => {
    const collection = ensureCollection(call, context, database, name)
    const isUnique = collection.indexes.some(
      (index) => index.unique && index.key.size === keys.length && keys.every((key) => index.key.has(key)),
    )
    if (!isUnique) throw new CommandError(51183, 'Cannot find index to verify that join fields will be unique')
    for (const result of results) mergeOne(call, context, database, name, keys, whenMatched, whenNotMatched, result)
  }
}

function mergeOne(
  call: Call,
  context: WriteContext,
  database: string,
  name: string,
  keys: readonly string[],
  whenMatched: Value,
  whenNotMatched: Value,
  result: Document,
): void {
  const filter: Document = new Map(keys.map((key) => [key, new Map([['$eq', result.get(key) ?? null]])]))
  const withoutId: Document = new Map([...result].filter(([field]) => field !== '_id'))
  const updates: Record<string, Value> = {
    merge: document({ $set: keys.includes('_id') ? withoutId : result }),
    replace: result,
    keepExisting: document({ $set: new Map() }),
  }
  const exists = () => {
    const found = runUpdate(call, context, database, name, statement(updates.keepExisting as Value))
    return found.matched > 0
  }
  const statement = (update: Value) => ({
    predicate: parseFilter(filter),
    update: compileStatementUpdate(call, update, [], {
      context: { names: new Set(['new']), now: call.now },
      variables: new Map([['new', result]]),
    }),
    multi: false,
    upsert: false,
    sort: [],
    hint: undefined,
    bypassValidation: false,
  })
  const update = Array.isArray(whenMatched)
    ? whenMatched
    : typeof whenMatched === 'string'
      ? updates[whenMatched]
      : undefined
  if (update === undefined && whenMatched !== 'fail')
    throw failedToParse(`whenMatched cannot be ${String(whenMatched)}`)
  if (
    whenMatched === 'fail' ? exists() : runUpdate(call, context, database, name, statement(update as Value)).matched > 0
  ) {
    if (whenMatched === 'fail') throw new CommandError('DuplicateKey', '$merge found a document that exists already')
    return
  }
  if (whenNotMatched === 'insert') insertOne(call, context, database, name, result, { bypassValidation: false })
  else if (whenNotMatched === 'fail')
    throw new CommandError(13113, '$merge could not find a matching document in the target collection')
  else if (whenNotMatched !== 'discard') throw failedToParse(`whenNotMatched cannot be ${String(whenNotMatched)}`)
}
