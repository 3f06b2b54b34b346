import { decodeDocument } from '../bson/decode.ts'
import {
  type Document,
  Double,
  document,
  isDocument,
  numberValue,
  RawDocument,
  toNumber,
  typeName,
  type Value,
} from '../bson/values.ts'
import { CommandError, typeMismatch } from '../errors/command-error.ts'
import { parseQuery } from '../query/filter.ts'
import { Row } from '../query/row.ts'
import { parseSort } from '../query/sort.ts'
import type { WriteContext } from '../transactions/write-context.ts'
import { type Call, checkedName } from './call.ts'
import { letVariables, openCursor } from './find.ts'
import {
  arrayOption,
  booleanOption,
  countOption,
  documentOption,
  refuseCollation,
  refuseUnknownFields,
} from './options.ts'
import { runStatements } from './run-statements.ts'
import { compileStatementUpdate, insertOne, runDelete, runUpdate } from './write-statements.ts'

interface Target {
  readonly database: string
  readonly name: string
}

/** `client.bulkWrite()`: writes to several collections in one command. */
export async function bulkWrite(call: Call): Promise<Document> {
  const { command } = call
  if (call.database !== 'admin')
    throw new CommandError('Unauthorized', 'bulkWrite may only be run against the admin database.')
  refuseUnknownFields(command, 'bulkWrite', [
    'ops',
    'nsInfo',
    'ordered',
    'bypassDocumentValidation',
    'let',
    'errorsOnly',
    'cursor',
    'stmtIds',
  ])
  const operations = documentsOf(command, 'ops')
  const targets = documentsOf(command, 'nsInfo').map(targetOf)
  if (operations.length === 0 || operations.length > 100_000)
    throw new CommandError('InvalidLength', 'Write batch sizes must be between 1 and 100000')
  const totals = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 }
  const results: Document[] = []
  const errorsOnly = booleanOption(command, 'errorsOnly')
  const errors = await runStatements(call, {
    count: operations.length,
    ordered: command.get('ordered') !== false,
    run: (index, context) => runOperation(call, context, operations[index] as Document, targets),
    take: (index, outcome) => {
      for (const name of Object.keys(totals) as (keyof typeof totals)[])
        totals[name] += toNumber(outcome.get(name)) ?? 0
      if (errorsOnly) return
      const shown = document({
        ok: new Double(1),
        idx: numberValue(index),
        n: outcome.get('n'),
        nModified: outcome.get('shownModified'),
      })
      const upserted = outcome.get('upserted')
      if (upserted !== undefined) shown.set('upserted', document({ _id: upserted }))
      results.push(shown)
    },
  })
  totals.nErrors = errors.length
  const failures = errors.map((error) => {
    const { index, code, errmsg, ...more } = Object.fromEntries(error)
    return document({ ok: new Double(0), idx: index, code, errmsg, n: 0, ...more })
  })
  const shown = [...results, ...failures]
  shown.sort((left, right) => (toNumber(left.get('idx')) ?? 0) - (toNumber(right.get('idx')) ?? 0))
  const rows = shown.map((result) => Row.made(result))
  const limit = countOption(documentOption(command, 'cursor') ?? new Map(), 'batchSize') ?? rows.length + 1
  const reply = await openCursor(call, 'admin.$cmd.bulkWrite', limit, false, false, () => rows)
  for (const [name, value] of Object.entries(totals)) reply.set(name, numberValue(value))
  return reply
}

function documentsOf(command: Document, field: string): Document[] {
  return (arrayOption(command, field) ?? []).map((value) => {
    if (value instanceof RawDocument) return decodeDocument(value.bytes)
    if (!isDocument(value))
      throw typeMismatch(`BSON field 'bulkWrite.${field}' holds a '${typeName(value)}', expected type 'object'`)
    return value
  })
}

function targetOf(info: Document): Target {
  const namespace = info.get('ns')
  const dot = typeof namespace === 'string' ? namespace.indexOf('.') : -1
  if (typeof namespace !== 'string' || dot < 1)
    throw new CommandError('InvalidNamespace', 'Invalid namespace specified for bulkWrite')
  const database = namespace.slice(0, dot)
  return { database, name: checkedName(database, namespace.slice(dot + 1)) }
}

function runOperation(call: Call, context: WriteContext, operation: Document, targets: readonly Target[]): Document {
  const [kind, place] = [...operation][0] ?? []
  const target = targets[toNumber(place) ?? -1]
  if (!target) throw new CommandError('BadValue', `BulkWrite ops entry has an invalid nsInfo index.`)
  const options = { bypassValidation: booleanOption(call.command, 'bypassDocumentValidation') }
  if (kind === 'insert') {
    refuseUnknownFields(operation, 'insert', ['document'])
    insertOne(call, context, target.database, target.name, operation.get('document') ?? null, options)
    return document({ n: 1, nInserted: 1 })
  }
  const scope = letVariables(call, documentOption(call.command, 'let'))
  refuseCollation(operation)
  const predicate = parseQuery(documentOption(operation, 'filter') ?? new Map(), scope.context, scope.variables)
  const multi = booleanOption(operation, 'multi')
  const hint = operation.get('hint')
  if (kind === 'delete') {
    refuseUnknownFields(operation, 'delete', ['filter', 'multi', 'hint', 'collation'])
    const collection = context.catalog.find(target.database, target.name)
    const removed = collection
      ? runDelete(context, collection, predicate, { multi, hint, checkTime: call.checkTime, whole: false }).length
      : 0
    return document({ n: removed, nDeleted: removed })
  }
  if (kind !== 'update')
    throw new CommandError('FailedToParse', `bulkWrite does not know the operation '${kind ?? ''}'`)
  refuseUnknownFields(operation, 'update', [
    'filter',
    'updateMods',
    'multi',
    'upsert',
    'arrayFilters',
    'hint',
    'collation',
    'constants',
    'sort',
  ])
  const outcome = runUpdate(call, context, target.database, target.name, {
    predicate,
    update: compileStatementUpdate(
      call,
      operation.get('updateMods'),
      arrayOption(operation, 'arrayFilters') ?? [],
      scope,
    ),
    multi,
    upsert: booleanOption(operation, 'upsert'),
    sort: parseSort(documentOption(operation, 'sort') ?? new Map()),
    hint,
    ...options,
  })
  return document({
    n: outcome.upserted ? 1 : outcome.matched,
    nMatched: outcome.matched,
    nModified: outcome.modified,
    shownModified: outcome.modified,
    nUpserted: outcome.upserted ? 1 : 0,
    upserted: outcome.upserted && (outcome.upserted.get('_id') as Value),
  })
}
