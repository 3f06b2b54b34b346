import { BSONRegExp, type Document, isDocument, type Value } from '../../bson/values.ts'
import { CommandError, typeMismatch } from '../../errors/command-error.ts'
import { visitPath } from '../../query/paths.ts'
import { Row } from '../../query/row.ts'
import { withNames } from '../expressions/arguments.ts'
import { compileExpression, scopeOf } from '../expressions/compile.ts'
import { compilePipeline, compileStages, parseStages } from '../pipeline.ts'
import { foreignCollection, requireDocument, type StageCompiler, type StageContext, type Variables } from '../stage.ts'
import { withValue } from './unwind.ts'

function stagesOf(value: Value | undefined, stage: string): Value[] {
  if (!Array.isArray(value)) throw typeMismatch(`${stage}: the pipeline has to be an array`)
  return value
}

/** `$lookup` by equal fields, by a pipeline, or by both. */
export const lookup: StageCompiler = (specification, context) => {
  const options = requireDocument('$lookup', specification, 9)
  for (const name of options.keys()) {
    if (!['from', 'as', 'localField', 'foreignField', 'let', 'pipeline'].includes(name))
      throw new CommandError('FailedToParse', `unknown argument to $lookup: ${name}`)
  }
  const as = options.get('as')
  if (typeof as !== 'string' || as === '')
    throw new CommandError('FailedToParse', "must specify 'as' field for a $lookup")
  const collection = options.has('from') ? foreignCollection(context, options.get('from'), '$lookup') : undefined
  const [localField, foreignField] = [options.get('localField'), options.get('foreignField')]
  const byFields = typeof localField === 'string' && typeof foreignField === 'string'
  if (!byFields && (localField !== undefined || foreignField !== undefined || !options.has('pipeline'))) {
    throw new CommandError(
      'FailedToParse',
      "$lookup requires both or neither of 'localField' and 'foreignField', or a 'pipeline'",
    )
  }
  const variables = lookupVariables(options.get('let'), context)
  const inner: StageContext = {
    ...context,
    ...withNames(
      context,
      variables.map(([name]) => name),
    ),
  }
  const pipeline = options.has('pipeline') ? parseStages(stagesOf(options.get('pipeline'), '$lookup')) : []
  const local = byFields ? localField.split('.') : undefined
  const target = as.split('.')
  // What does not depend on the document is compiled once.
  const constant = byFields ? undefined : compilePipeline(collection, pipeline, inner)
  return function* (rows, outer) {
    for (const row of rows) {
      context.checkTime()
      const scope = scopeOf(row.document, outer)
      const around: Variables = new Map([
        ...outer,
        ...variables.map(([name, expression]) => [name, expression(scope)] as const),
      ])
      const found = constant
        ? constant.rows(context.read, around)
        : compilePipeline(
            collection,
            [
              { name: '$match', specification: joinFilter(row.document, local as string[], foreignField as string) },
              ...pipeline,
            ],
            inner,
          ).rows(context.read, around)
      const documents: Value[] = []
      for (const match of found) documents.push(match.document)
      yield Row.made(withValue(row.document, target, documents))
    }
  }
}

function lookupVariables(given: Value | undefined, context: StageContext) {
  if (given === undefined) return []
  if (!isDocument(given)) throw new CommandError('FailedToParse', '$lookup argument let must be an object')
  return [...given].map(([name, value]) => [name, compileExpression(value, context)] as const)
}

/** An array joins by each of its elements; what is missing joins what is null or missing. */
function joinFilter(document: Document, local: readonly string[], foreign: string): Document {
  const values: Value[] = []
  visitPath(document, local, (value, index) => {
    if (index !== undefined || !Array.isArray(value)) values.push(value ?? null)
    return false
  })
  if (values.length === 0) values.push(null)
  const [only] = values
  const condition: Document = values.length === 1 ? new Map([['$eq', only as Value]]) : new Map([['$in', values]])
  // A regular expression is a value here, not a pattern.
  const hasPattern = values.some((value) => value instanceof BSONRegExp)
  if (!hasPattern) return new Map([[foreign, condition]])
  return new Map([['$or', values.map((value) => new Map<string, Value>([[foreign, new Map([['$eq', value]])]]))]])
}

export const unionWith: StageCompiler = (specification, context) => {
  const options: Document =
    typeof specification === 'string'
      ? new Map([['coll', specification]])
      : requireDocument('$unionWith', specification, 9)
  const collection = options.has('coll') ? foreignCollection(context, options.get('coll'), '$unionWith') : undefined
  const pipeline = parseStages(options.has('pipeline') ? stagesOf(options.get('pipeline'), '$unionWith') : [])
  const other = compilePipeline(collection, pipeline, context)
  return function* (rows, variables) {
    yield* rows
    yield* other.rows(context.read, variables)
  }
}

export const facet: StageCompiler = (specification, context) => {
  const facets = requireDocument('$facet', specification, 40169)
  if (facets.size === 0) throw new CommandError(40169, 'the $facet specification must be a non-empty object')
  const compiled = [...facets].map(([name, stages]) => {
    const parsed = parseStages(stagesOf(stages, '$facet'))
    for (const stage of parsed) {
      if (['$facet', '$out', '$merge', '$changeStream'].includes(stage.name))
        throw new CommandError(40600, `${stage.name} is not allowed to be used within a $facet stage`)
    }
    return [name, compileStages(parsed, context)] as const
  })
  return function* (rows, variables) {
    const input = [...rows]
    const result: Document = new Map()
    for (const [name, run] of compiled) {
      const documents: Value[] = []
      for (const row of run(input, variables)) documents.push(row.document)
      result.set(name, documents)
    }
    yield Row.made(result)
  }
}

/** Rows that stand in the pipeline itself. */
export const documents: StageCompiler = (specification, context) => {
  const expression = compileExpression(specification, context)
  return function* (_rows, variables) {
    const values = expression(scopeOf(undefined, variables))
    if (!Array.isArray(values)) throw new CommandError(5858203, '$documents has to be an array')
    for (const value of values) {
      if (!isDocument(value)) throw new CommandError(40228, '$documents has to hold objects')
      yield Row.made(value)
    }
  }
}
