import { decodeDocument } from '../bson/decode.ts'
import {
  type Document,
  document,
  isDocument,
  numberValue,
  RawDocument,
  toBoolean,
  toNumber,
  typeName,
  type Value,
} from '../bson/values.ts'
import { badValue, CommandError, failedToParse, typeMismatch } from '../errors/command-error.ts'
import { parseQuery } from '../query/filter.ts'
import { compileProjection } from '../query/projection.ts'
import { parseSort } from '../query/sort.ts'
import type { WriteContext } from '../transactions/write-context.ts'
import { type Call, collectionName } from './call.ts'
import { letVariables } from './find.ts'
import { arrayOption, booleanOption, documentOption, refuseCollation, refuseUnknownFields } from './options.ts'
import { runStatements, withWriteErrors } from './run-statements.ts'
import { compileStatementUpdate, insertOne, runDelete, runUpdate, type UpdateStatement } from './write-statements.ts'

const longestBatch = 100_000

function statementsOf(call: Call, field: string): Document[] {
  const values = arrayOption(call.command, field)
  if (!values) throw new CommandError(40414, `BSON field '${call.name}.${field}' is missing but a required field`)
  if (values.length === 0 || values.length > longestBatch) {
    throw new CommandError(
      'InvalidLength',
      `Write batch sizes must be between 1 and ${longestBatch}. Got ${values.length} operations.`,
    )
  }
  return values.map((value) => {
    if (value instanceof RawDocument) return decodeDocument(value.bytes)
    if (!isDocument(value))
      throw typeMismatch(`BSON field '${call.name}.${field}' holds a '${typeName(value)}', expected type 'object'`)
    return value
  })
}

export async function insert(call: Call): Promise<Document> {
  const { command, database } = call
  refuseUnknownFields(command, 'insert', [
    'documents',
    'ordered',
    'bypassDocumentValidation',
    'stmtIds',
    'encryptionInformation',
  ])
  const name = collectionName(call)
  const documents = arrayOption(command, 'documents') ?? []
  if (documents.length === 0 || documents.length > longestBatch) {
    throw new CommandError(
      'InvalidLength',
      `Write batch sizes must be between 1 and ${longestBatch}. Got ${documents.length} operations.`,
    )
  }
  const options = { bypassValidation: booleanOption(command, 'bypassDocumentValidation') }
  let inserted = 0
  const nothing: Document = new Map()
  const errors = await runStatements(call, {
    count: documents.length,
    ordered: command.get('ordered') !== false,
    run: (index, context) => {
      insertOne(call, context, database, name, documents[index] as Value, options)
      return nothing
    },
    take: () => {
      inserted += 1
    },
  })
  return withWriteErrors(document({ n: inserted }), errors)
}

export async function update(call: Call): Promise<Document> {
  const { command, database } = call
  refuseUnknownFields(command, 'update', ['updates', 'ordered', 'bypassDocumentValidation', 'let', 'stmtIds'])
  const name = collectionName(call)
  const updates = statementsOf(call, 'updates')
  const counts = { matched: 0, modified: 0 }
  const upserted: Document[] = []
  const errors = await runStatements(call, {
    count: updates.length,
    ordered: command.get('ordered') !== false,
    run: (index, context) => {
      const outcome = runUpdate(call, context, database, name, updateStatement(call, updates[index] as Document))
      return document({
        n: outcome.upserted ? 1 : outcome.matched,
        nModified: outcome.modified,
        upserted: outcome.upserted && (outcome.upserted.get('_id') as Value),
      })
    },
    take: (index, outcome) => {
      counts.matched += toNumber(outcome.get('n')) ?? 0
      counts.modified += toNumber(outcome.get('nModified')) ?? 0
      const id = outcome.get('upserted')
      if (id !== undefined) upserted.push(document({ index: numberValue(index), _id: id }))
    },
  })
  const reply = document({ n: counts.matched, nModified: counts.modified })
  if (upserted.length > 0) reply.set('upserted', upserted)
  return withWriteErrors(reply, errors)
}

const updateFields = ['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation', 'upsertSupplied', 'sort']

function updateStatement(call: Call, statement: Document): UpdateStatement {
  refuseUnknownFields(statement, 'updates', updateFields)
  refuseCollation(statement)
  const query = statement.get('q')
  if (!isDocument(query))
    throw typeMismatch(`BSON field 'update.updates.q' is the wrong type '${typeName(query)}', expected type 'object'`)
  const scope = letVariables(call, documentOption(call.command, 'let'))
  const constants = letVariables(call, documentOption(statement, 'c'))
  const variables = {
    context: { now: call.now, names: new Set([...scope.context.names, ...constants.context.names]) },
    variables: new Map([...scope.variables, ...constants.variables]),
  }
  const multi = toBoolean(statement.get('multi'))
  const sort = parseSort(documentOption(statement, 'sort') ?? new Map())
  if (multi && sort.length > 0) throw failedToParse('Cannot specify sort with multi=true')
  return {
    predicate: parseQuery(query, variables.context, variables.variables),
    update: compileStatementUpdate(call, statement.get('u'), arrayOption(statement, 'arrayFilters') ?? [], variables),
    multi,
    upsert: toBoolean(statement.get('upsert')),
    sort,
    hint: statement.get('hint'),
    bypassValidation: booleanOption(call.command, 'bypassDocumentValidation'),
  }
}

export async function remove(call: Call): Promise<Document> {
  const { command, database } = call
  refuseUnknownFields(command, 'delete', ['deletes', 'ordered', 'let', 'stmtIds'])
  const name = collectionName(call)
  const deletes = statementsOf(call, 'deletes')
  let removed = 0
  const errors = await runStatements(call, {
    count: deletes.length,
    ordered: command.get('ordered') !== false,
    run: (index, context) =>
      document({ n: deleteStatement(call, context, database, name, deletes[index] as Document) }),
    take: (_index, outcome) => {
      removed += toNumber(outcome.get('n')) ?? 0
    },
  })
  return withWriteErrors(document({ n: removed }), errors)
}

function deleteStatement(
  call: Call,
  context: WriteContext,
  database: string,
  name: string,
  statement: Document,
): number {
  refuseUnknownFields(statement, 'deletes', ['q', 'limit', 'hint', 'collation'])
  refuseCollation(statement)
  const query = statement.get('q')
  if (!isDocument(query))
    throw typeMismatch(`BSON field 'delete.deletes.q' is the wrong type '${typeName(query)}', expected type 'object'`)
  const limit = toNumber(statement.get('limit'))
  if (limit !== 0 && limit !== 1) throw failedToParse('The limit field in delete objects must be 0 or 1')
  const { context: names, variables } = letVariables(call, documentOption(call.command, 'let'))
  const predicate = parseQuery(query, names, variables)
  const collection = context.catalog.find(database, name)
  if (!collection) return 0
  return runDelete(context, collection, predicate, {
    whole: false,
    multi: limit === 0,
    hint: statement.get('hint'),
    checkTime: call.checkTime,
  }).length
}

const findAndModifyFields = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'bypassDocumentValidation',
  'collation',
  'arrayFilters',
  'hint',
  'let',
  'stmtId',
]

export async function findAndModify(call: Call): Promise<Document> {
  const { command } = call
  refuseUnknownFields(command, call.name, findAndModifyFields)
  refuseCollation(command)
  const name = collectionName(call)
  if (booleanOption(command, 'remove')) {
    if (command.has('update')) throw failedToParse("Cannot specify both an 'update' and 'remove'=true")
    if (booleanOption(command, 'upsert')) throw failedToParse("Cannot specify both 'upsert'=true and 'remove'=true")
    if (booleanOption(command, 'new'))
      throw failedToParse(
        "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
      )
  } else if (!command.has('update')) throw failedToParse("Either an 'update' or 'remove'=true must be specified")
  let reply: Document = new Map()
  let failure: CommandError | undefined
  const errors = await runStatements(call, {
    count: 1,
    ordered: true,
    run: (_index, context) => {
      try {
        return runFindAndModify(call, context, name)
      } catch (error) {
        if (error instanceof CommandError) failure = error
        throw error
      }
    },
    take: (_index, outcome) => {
      reply = outcome
    },
  })
  if (errors.length > 0) throw failure ?? badValue('findAndModify failed')
  return new Map(reply)
}

function runFindAndModify(call: Call, context: WriteContext, name: string): Document {
  const { command, database } = call
  const scope = letVariables(call, documentOption(command, 'let'))
  const predicate = parseQuery(documentOption(command, 'query') ?? new Map(), scope.context, scope.variables)
  const sort = parseSort(documentOption(command, 'sort') ?? new Map())
  const hint = command.get('hint')
  const fields = documentOption(command, 'fields')
  const projection = fields && compileProjection(fields, { dialect: 'find', context: scope.context, predicate })
  const shown = (found: Document | undefined): Value =>
    found === undefined ? null : projection ? projection(found, scope.variables) : found
  if (booleanOption(command, 'remove')) {
    const collection = context.catalog.find(database, name)
    const [removed] = collection
      ? runDelete(context, collection, predicate, { multi: false, sort, hint, checkTime: call.checkTime, whole: true })
      : []
    return document({ lastErrorObject: document({ n: removed ? 1 : 0 }), value: shown(removed?.document) })
  }
  const outcome = runUpdate(call, context, database, name, {
    predicate,
    update: compileStatementUpdate(call, command.get('update'), arrayOption(command, 'arrayFilters') ?? [], scope),
    multi: false,
    upsert: booleanOption(command, 'upsert'),
    sort,
    hint,
    bypassValidation: booleanOption(command, 'bypassDocumentValidation'),
  })
  const lastErrorObject = document({
    n: outcome.upserted ? 1 : outcome.matched,
    updatedExisting: outcome.matched > 0,
    upserted: outcome.upserted?.get('_id'),
  })
  return document({ lastErrorObject, value: shown(booleanOption(command, 'new') ? outcome.after : outcome.before) })
}
