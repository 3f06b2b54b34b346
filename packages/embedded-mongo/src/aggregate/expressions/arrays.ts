import { compareValues, equalValues } from '../../bson/compare.ts'
import { encodeKey } from '../../bson/key-encoding.ts'
import { type Document, document, Int32, isDocument, toNumber, typeName, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { documentComparator, parseSort } from '../../query/sort.ts'
import {
  array,
  compileNamed,
  integer,
  isNullish,
  named,
  namedFields,
  nullSafe,
  positional,
  unary,
  withNames,
  withVariable,
} from './arguments.ts'
import { compileExpression } from './compile.ts'
import type { OperatorCompiler, Operators } from './operators.ts'
import { isTruthy } from './truth.ts'

function elementAt(values: readonly Value[], index: number): Value | undefined {
  return values[index < 0 ? values.length + index : index]
}

/** The name that an expression gives to each element. */
function variableName(argument: Document, operator: string): string {
  const name = argument.get('as') ?? 'this'
  if (typeof name !== 'string' || !/^[a-z\u0080-\uffff]\w*$/u.test(name))
    throw new CommandError('FailedToParse', `${operator}: '${String(name)}' is no valid name for a variable`)
  return name
}

const map: OperatorCompiler = (argument, context, operator) => {
  const fields = namedFields(operator, argument, ['input', 'in'], ['as'])
  const name = variableName(fields, operator)
  const input = compileExpression(fields.get('input') as Value, context)
  const body = compileExpression(fields.get('in') as Value, withNames(context, [name]))
  return (scope) => {
    const values = input(scope)
    if (isNullish(values)) return null
    return array(values, operator, 16883).map((element) => body(withVariable(scope, [[name, element]])) ?? null)
  }
}

const filter: OperatorCompiler = (argument, context, operator) => {
  const fields = namedFields(operator, argument, ['input', 'cond'], ['as', 'limit'])
  const name = variableName(fields, operator)
  const input = compileExpression(fields.get('input') as Value, context)
  const test = compileExpression(fields.get('cond') as Value, withNames(context, [name]))
  const limitValue = fields.get('limit')
  const limitOf = limitValue === undefined ? undefined : compileExpression(limitValue, context)
  return (scope) => {
    const values = input(scope)
    if (isNullish(values)) return null
    const given = limitOf?.(scope)
    const limit = isNullish(given) ? Number.POSITIVE_INFINITY : integer(given, operator, 327391)
    const found: Value[] = []
    for (const element of array(values, operator, 28651)) {
      if (found.length >= limit) break
      if (isTruthy(test(withVariable(scope, [[name, element]])))) found.push(element)
    }
    return found
  }
}

const reduce: OperatorCompiler = (argument, context, operator) => {
  const fields = namedFields(operator, argument, ['input', 'initialValue', 'in'], [])
  const input = compileExpression(fields.get('input') as Value, context)
  const initial = compileExpression(fields.get('initialValue') as Value, context)
  const body = compileExpression(fields.get('in') as Value, withNames(context, ['this', 'value']))
  return (scope) => {
    const values = input(scope)
    if (isNullish(values)) return null
    return array(values, operator, 40080).reduce<Value | undefined>(
      (value, element) =>
        body(
          withVariable(scope, [
            ['this', element],
            ['value', value],
          ]),
        ),
      initial(scope),
    )
  }
}

const zip: OperatorCompiler = (argument, context, operator) => {
  const fields = namedFields(operator, argument, ['inputs'], ['useLongestLength', 'defaults'])
  const { inputs, defaults } = compileNamed(
    operator,
    new Map([...fields].filter(([name]) => name !== 'useLongestLength')),
    context,
    {
      required: ['inputs'],
      optional: ['defaults'],
    },
  )
  const longest = fields.get('useLongestLength') === true
  return (scope) => {
    const lists = array(inputs?.(scope), operator, 34460)
    if (lists.some(isNullish)) return null
    const arrays = lists.map((list) => array(list, operator, 34468))
    const fill = defaults?.(scope)
    const lengths = arrays.map((list) => list.length)
    const length = longest ? Math.max(0, ...lengths) : Math.min(...lengths)
    return Array.from({ length }, (_, row) =>
      arrays.map((list, column) => list[row] ?? (Array.isArray(fill) ? (fill[column] ?? null) : null)),
    )
  }
}

const sortArray = (
  argument: Value,
  context: Parameters<OperatorCompiler>[1],
  operator: string,
): ReturnType<OperatorCompiler> => {
  const fields = namedFields(operator, argument, ['input', 'sortBy'], [])
  const input = compileExpression(fields.get('input') as Value, context)
  const sortBy = fields.get('sortBy') as Value
  const compare = isDocument(sortBy) ? byFields(documentComparator(parseSort(sortBy))) : byValue(toNumber(sortBy))
  return (scope) => {
    const values = input(scope)
    return isNullish(values) ? null : [...array(values, operator, 2942504)].sort(compare)
  }
}

function byFields(compare: (left: Document, right: Document) => number) {
  const asDocument = (value: Value) => (isDocument(value) ? value : new Map())
  return (left: Value, right: Value) => compare(asDocument(left), asDocument(right))
}

function byValue(direction: number | undefined) {
  if (direction !== 1 && direction !== -1)
    throw new CommandError(2942800, '$sortArray: sortBy has to be 1, -1 or an object')
  return (left: Value, right: Value) => compareValues(left, right) * direction
}

function slice([value, first, second]: (Value | undefined)[], name: string): Value {
  if (isNullish(value) || first === null || second === null) return null
  const values = array(value, name, 28724)
  const start = integer(first, name, 28725)
  if (second === undefined) return start < 0 ? values.slice(start) : values.slice(0, start)
  const count = integer(second, name, 28727)
  if (count <= 0) throw new CommandError(28729, `Third argument to $slice must be positive: ${count}`)
  const from = start < 0 ? Math.max(0, values.length + start) : start
  return values.slice(from, from + count)
}

function range([first, last, stepValue]: (Value | undefined)[], name: string): Value {
  const [start, end] = [integer(first, name, 34443), integer(last, name, 34445)]
  const step = stepValue === undefined ? 1 : integer(stepValue, name, 34447)
  if (step === 0) throw new CommandError(34449, '$range requires a non-zero step value')
  const length = Math.max(0, Math.ceil((end - start) / step))
  if (length > 4_000_000)
    throw new CommandError('QueryExceededMemoryLimitNoDiskUseAllowed', '$range would use too much memory')
  return Array.from({ length }, (_, index) => new Int32(start + index * step))
}

function toObject(values: Value[], name: string): Value {
  const result: Document = new Map()
  for (const entry of values) {
    const [key, value] = Array.isArray(entry) ? entry : isDocument(entry) ? [entry.get('k'), entry.get('v')] : []
    if (typeof key !== 'string')
      throw new CommandError(
        40395,
        `${name} requires an array of keys and values, where the key must be of type string. Found key type: ${typeName(key)}`,
      )
    result.set(key, value ?? null)
  }
  return result
}

/** `$firstN` and its kin. */
function several(choose: (values: Value[], count: number) => Value[]): OperatorCompiler {
  return named({ required: ['input', 'n'] }, (get, _has, operator) => {
    const count = integer(get('n'), operator, 5787902)
    if (count < 1) throw new CommandError(5787908, `${operator}: n must be greater than 0, found ${count}`)
    return choose(array(get('input'), operator, 5788200), count)
  })
}

export const arrayOperators: Operators = {
  $arrayElemAt: nullSafe(2, ([values, index], name) =>
    elementAt(array(values, name, 28689), integer(index, name, 28690)),
  ),
  $first: unary((value, name) => (isNullish(value) ? null : array(value, name, 28689)[0])),
  $last: unary((value, name) => (isNullish(value) ? null : array(value, name, 28689).at(-1))),
  $firstN: several((values, count) => values.slice(0, count)),
  $lastN: several((values, count) => values.slice(-count)),
  $minN: several((values, count) =>
    values
      .filter((value) => value !== null)
      .sort(compareValues)
      .slice(0, count),
  ),
  $maxN: several((values, count) =>
    values
      .filter((value) => value !== null)
      .sort((left, right) => compareValues(right, left))
      .slice(0, count),
  ),
  $concatArrays: positional(0, Number.POSITIVE_INFINITY, (values, name) =>
    values.some(isNullish) ? null : values.flatMap((value) => array(value, name, 28664)),
  ),
  $isArray: unary((value) => Array.isArray(value)),
  $size: unary((value, name) => new Int32(array(value, name, 17124).length)),
  $in: positional(2, 2, ([value, values], name) =>
    array(values, name, 40081).some((element) => equalValues(element, value ?? null)),
  ),
  $indexOfArray: positional(2, 4, ([values, wanted, from, to], name) => {
    if (isNullish(values)) return null
    const list = array(values, name, 40090)
    const start = from === undefined ? 0 : integer(from, name)
    const end = to === undefined ? list.length : integer(to, name)
    const found = list.findIndex(
      (element, index) => index >= start && index < end && equalValues(element, wanted ?? null),
    )
    return new Int32(found)
  }),
  $slice: positional(2, 3, slice),
  $reverseArray: nullSafe(1, ([values], name) => [...array(values, name, 34435)].reverse()),
  $range: positional(2, 3, range),
  $map: map,
  $filter: filter,
  $reduce: reduce,
  $zip: zip,
  $sortArray: sortArray,
  $arrayToObject: nullSafe(1, ([values], name) => toObject(array(values, name, 40386), name)),
  $objectToArray: nullSafe(1, ([value], name) => {
    if (!isDocument(value)) throw new CommandError(40390, `${name} requires an object, found: ${typeName(value)}`)
    return [...value].map(([k, v]) => document({ k, v }))
  }),
}

/** Without repetitions, in the order of first appearance. */
export function distinct(values: Iterable<Value>): Map<string, Value> {
  const result = new Map<string, Value>()
  for (const value of values) {
    const key = encodeKey(value)
    if (!result.has(key)) result.set(key, value)
  }
  return result
}
