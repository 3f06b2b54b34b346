import { compareValues } from '../../bson/compare.ts'
import { encodeKey } from '../../bson/key-encoding.ts'
import { type Document, document, Int32, isDocument, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { Row } from '../../query/row.ts'
import { type Accumulator, compileAccumulator } from '../accumulators.ts'
import { compileExpression, scopeOf } from '../expressions/compile.ts'
import { requireDocument, type StageCompiler, type StageContext, type Variables } from '../stage.ts'

interface Group {
  readonly id: Value | undefined
  readonly accumulators: Accumulator[]
}

function compileOutputs(specification: Iterable<readonly [string, Value]>, context: StageContext) {
  return [...specification].map(([name, value]) => {
    if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`)
    if (name.startsWith('$')) throw new CommandError(40236, `The field name '${name}' cannot be an operator name`)
    return [name, compileAccumulator(value, context)] as const
  })
}

function* gather(
  rows: Iterable<Row>,
  variables: Variables,
  context: StageContext,
  idOf: (scope: ReturnType<typeof scopeOf>) => Value | undefined,
  outputs: ReturnType<typeof compileOutputs>,
): Iterable<Document> {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    context.checkTime()
    const scope = scopeOf(row.document, variables)
    const id = idOf(scope)
    const key = encodeKey(id ?? null)
    let group = groups.get(key)
    if (!group) {
      group = { id, accumulators: outputs.map(([, make]) => make()) }
      groups.set(key, group)
    }
    for (const accumulator of group.accumulators) accumulator.add(scope)
  }
  for (const { id, accumulators } of groups.values()) {
    const result: Document = new Map([['_id', id ?? null]])
    for (const [place, [name]] of outputs.entries()) {
      const value = accumulators[place]?.result()
      if (value !== undefined) result.set(name, value)
    }
    yield result
  }
}

const group: StageCompiler = (specification, context) => {
  const fields = requireDocument('$group', specification, 15947)
  const idValue = fields.get('_id')
  if (idValue === undefined) throw new CommandError(15955, 'a group specification must include an _id')
  const id = compileExpression(idValue, context)
  const outputs = compileOutputs(
    [...fields].filter(([name]) => name !== '_id'),
    context,
  )
  return function* (rows, variables) {
    for (const result of gather(rows, variables, context, id, outputs)) yield Row.made(result)
  }
}

const sortByCount: StageCompiler = (specification, context) => {
  const id = compileExpression(specification, context)
  const outputs = compileOutputs([['count', document({ $sum: new Int32(1) })]], context)
  return function* (rows, variables) {
    const groups = [...gather(rows, variables, context, id, outputs)]
    groups.sort((left, right) => compareValues(right.get('count'), left.get('count')))
    for (const result of groups) yield Row.made(result)
  }
}

function bucketOutputs(specification: Document, context: StageContext) {
  const output = specification.get('output')
  return compileOutputs(
    isDocument(output) ? output : new Map<string, Value>([['count', document({ $sum: new Int32(1) })]]),
    context,
  )
}

const bucket: StageCompiler = (specification, context) => {
  const fields = requireDocument('$bucket', specification, 40201)
  for (const name of fields.keys())
    if (!['groupBy', 'boundaries', 'default', 'output'].includes(name))
      throw new CommandError(40197, `Unrecognized option to $bucket: ${name}.`)
  const boundaries = fields.get('boundaries')
  if (!Array.isArray(boundaries) || boundaries.length < 2)
    throw new CommandError(40192, 'The $bucket boundaries must hold at least two values')
  for (let place = 1; place < boundaries.length; place += 1) {
    if (compareValues(boundaries[place - 1], boundaries[place]) >= 0)
      throw new CommandError(40194, 'The $bucket boundaries must be in ascending order')
  }
  const by = compileExpression(fields.get('groupBy') ?? null, context)
  const fallback = fields.get('default')
  const outputs = bucketOutputs(fields, context)
  return function* (rows, variables) {
    const idOf = (scope: ReturnType<typeof scopeOf>): Value => {
      const value = by(scope) ?? null
      for (let place = boundaries.length - 2; place >= 0; place -= 1) {
        if (compareValues(value, boundaries[place]) < 0) continue
        if (compareValues(value, boundaries[place + 1]) < 0) return boundaries[place] as Value
        break
      }
      if (fallback === undefined)
        throw new CommandError(40066, '$bucket found a document outside of its boundaries and has no default')
      return fallback
    }
    const groups = [...gather(rows, variables, context, idOf, outputs)]
    groups.sort((left, right) => compareValues(left.get('_id'), right.get('_id')))
    for (const result of groups) yield Row.made(result)
  }
}

export const groupStages: Readonly<Record<string, StageCompiler>> = {
  $group: group,
  $sortByCount: sortByCount,
  $bucket: bucket,
}
