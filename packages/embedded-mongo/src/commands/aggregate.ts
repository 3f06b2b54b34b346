import { compilePipeline, parseStages } from '../aggregate/pipeline.ts'
import type { StageContext } from '../aggregate/stage.ts'
import { type Document, isDocument } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { cursorReply, defaultFirstBatch } from '../query/cursors.ts'
import { type Call, checkedName, readContext } from './call.ts'
import { watch } from './change-stream.ts'
import { letVariables, openCursor } from './find.ts'
import {
  arrayOption,
  countOption,
  documentOption,
  refuseCollation,
  refuseOptions,
  refuseUnknownFields,
} from './options.ts'
import { storeOutput } from './output.ts'

export async function aggregate(call: Call): Promise<Document> {
  const { command, database } = call
  refuseUnknownFields(command, 'aggregate', [
    'pipeline',
    'cursor',
    'explain',
    'allowDiskUse',
    'bypassDocumentValidation',
    'collation',
    'hint',
    'let',
  ])
  refuseOptions(command, ['explain'])
  refuseCollation(command)
  const stages = parseStages(arrayOption(command, 'pipeline') ?? [])
  const cursor = documentOption(command, 'cursor')
  if (!cursor)
    throw new CommandError(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    )
  const target = command.get('aggregate')
  const name = typeof target === 'string' ? checkedName(database, target) : '$cmd.aggregate'
  const { context: names, variables } = letVariables(call, documentOption(command, 'let'))
  const read = readContext(call)
  const context: StageContext = { ...names, database, read, checkTime: call.checkTime }
  if (stages[0]?.name === '$changeStream') return watch(call, stages, context, variables, `${database}.${name}`)
  const collection = typeof target === 'string' ? read.catalog.find(database, name) : undefined
  const limit = countOption(cursor, 'batchSize') ?? defaultFirstBatch
  const hint = command.get('hint')
  const output = stages.at(-1)
  if (output?.name === '$out' || output?.name === '$merge') {
    const source = compilePipeline(collection, stages.slice(0, -1), context)
    await storeOutput(
      call,
      output,
      [...source.rows(read, variables)].map((row) => row.document),
    )
    return cursorReply(0n, `${database}.${name}`, 'firstBatch', [])
  }
  return openCursor(call, `${database}.${name}`, limit, false, false, (snapshot) =>
    compilePipeline(
      collection,
      stages,
      { ...context, read: snapshot },
      isDocument(hint) || typeof hint === 'string' ? hint : undefined,
    ).rows(snapshot, variables),
  )
}
