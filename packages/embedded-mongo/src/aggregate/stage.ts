import { type Document, isDocument, typeName, type Value } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import type { Row } from '../query/row.ts'
import type { CollectionInfo } from '../storage/catalog.ts'
import type { ReadContext } from '../transactions/write-context.ts'
import type { CompileContext } from './expressions/compile.ts'

export type Variables = ReadonlyMap<string, Value | undefined>

/** What a pipeline is compiled in. */
export interface StageContext extends CompileContext {
  readonly database: string
  readonly read: ReadContext
  readonly checkTime: () => void
}

/** Turns rows into rows. `variables` are those of the pipelines around this one. */
export type Stage = (rows: Iterable<Row>, variables: Variables) => Iterable<Row>

export type StageCompiler = (specification: Value, context: StageContext) => Stage

export function requireDocument(stage: string, specification: Value, code = 40272): Document {
  if (!isDocument(specification)) {
    throw new CommandError(code, `${stage} specification must be an object, found ${typeName(specification)}`)
  }
  return specification
}

export function foreignCollection(
  context: StageContext,
  name: Value | undefined,
  stage: string,
): CollectionInfo | undefined {
  if (typeof name !== 'string')
    throw new CommandError('FailedToParse', `${stage} needs the name of a collection in the same database`)
  return context.read.catalog.find(context.database, name)
}
