import { wholeNumber } from '../../bson/numbers.ts'
import { document, isDocument, isNumber, toNumber, typeName, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { parseQuery } from '../../query/filter.ts'
import { matches } from '../../query/match.ts'
import { Row } from '../../query/row.ts'
import { parseSort, sortRows } from '../../query/sort.ts'
import { window } from '../../query/window.ts'
import { requireDocument, type StageCompiler } from '../stage.ts'

const match: StageCompiler = (specification, context) => {
  const filter = requireDocument('$match', specification, 15959)
  // Variables are only known when it runs, so that is when $expr meets them.
  parseQuery(filter, context)
  return function* (rows, variables) {
    const predicate = parseQuery(filter, context, variables)
    for (const row of rows) {
      context.checkTime()
      if (matches(predicate, row.document)) yield row
    }
  }
}

const sort: StageCompiler = (specification) => {
  const fields = parseSort(requireDocument('$sort', specification, 15973))
  if (fields.length === 0) throw new CommandError(15976, '$sort stage must have at least one sort key')
  return (rows) => sortRows(rows, fields)
}

function countOf(stage: string, specification: Value, least: bigint, code: number): number {
  const count = isNumber(specification) ? wholeNumber(specification) : undefined
  if (count === undefined || count < least) {
    throw new CommandError(
      code,
      `invalid argument to ${stage} stage: Expected a ${least === 0n ? 'non-negative' : 'positive'} number, found ${typeName(specification)}`,
    )
  }
  return Number(count)
}

const limit: StageCompiler = (specification) => {
  const count = countOf('$limit', specification, 1n, 15958)
  return (rows) => window(rows, 0, count)
}

const skip: StageCompiler = (specification) => {
  const count = countOf('$skip', specification, 0n, 5107200)
  return (rows) => window(rows, count, undefined)
}

const count: StageCompiler = (specification) => {
  if (
    typeof specification !== 'string' ||
    specification === '' ||
    specification.startsWith('$') ||
    specification.includes('.')
  ) {
    throw new CommandError(40156, 'the count field must be a non-empty string without $ and dots')
  }
  return function* (rows) {
    let found = 0
    for (const _ of rows) found += 1
    if (found > 0) yield Row.made(document({ [specification]: found }))
  }
}

const sample: StageCompiler = (specification) => {
  const size = isDocument(specification) ? toNumber(specification.get('size')) : undefined
  if (size === undefined || !Number.isInteger(size) || size <= 0)
    throw new CommandError(28747, 'size argument to $sample must be a positive integer')
  return function* (rows) {
    const chosen: Row[] = []
    let seen = 0
    for (const row of rows) {
      seen += 1
      if (chosen.length < size) chosen.push(row)
      else {
        const place = Math.floor(Math.random() * seen)
        if (place < size) chosen[place] = row
      }
    }
    yield* chosen
  }
}

export const selectStages: Readonly<Record<string, StageCompiler>> = {
  $match: match,
  $sort: sort,
  $limit: limit,
  $skip: skip,
  $count: count,
  $sample: sample,
}
