import { compareValues } from '../bson/compare.ts'
import { divideDecimals, readDecimal } from '../bson/decimal.ts'
import { encodeKey } from '../bson/key-encoding.ts'
import { arithmetic, asDouble, toDecimal } from '../bson/numbers.ts'
import {
  Decimal128,
  type Document,
  Double,
  Int32,
  isDocument,
  isNumber,
  Long,
  type NumberValue,
  toNumber,
  typeName,
  type Value,
} from '../bson/values.ts'
import { CommandError, notImplemented } from '../errors/command-error.ts'
import { documentComparator, parseSort } from '../query/sort.ts'
import { type CompileContext, compileExpression, type Scope } from './expressions/compile.ts'

/** Collects the values of one group. */
export interface Accumulator {
  add(scope: Scope): void
  result(): Value | undefined
}

export type AccumulatorFactory = () => Accumulator

type Collector = { take(value: Value | undefined): void; result(): Value | undefined }

const simple: Record<string, () => Collector> = {
  $sum: () => {
    let sum: NumberValue = new Int32(0)
    return {
      take: (value) => {
        if (isNumber(value)) sum = addNumbers(sum, value)
      },
      result: () => sum,
    }
  },
  $avg: () => {
    let sum: NumberValue = new Int32(0)
    let count = 0
    return {
      take: (value) => {
        if (!isNumber(value)) return
        sum = addNumbers(sum, value)
        count += 1
      },
      result: () => (count === 0 ? null : average(sum, count)),
    }
  },
  $min: () => extreme(-1),
  $max: () => extreme(1),
  $first: () => {
    let found: { value: Value | undefined } | undefined
    return {
      take: (value) => {
        found ??= { value }
      },
      result: () => found?.value ?? null,
    }
  },
  $last: () => {
    let last: Value | undefined
    return {
      take: (value) => {
        last = value
      },
      result: () => last ?? null,
    }
  },
  $push: () => {
    const values: Value[] = []
    return {
      take: (value) => {
        if (value !== undefined) values.push(value)
      },
      result: () => values,
    }
  },
  $addToSet: () => {
    const values = new Map<string, Value>()
    return {
      take: (value) => {
        if (value !== undefined) values.set(encodeKey(value), value)
      },
      result: () => [...values.values()],
    }
  },
  $mergeObjects: () => {
    const merged: Document = new Map()
    return {
      take: (value) => {
        if (value === undefined || value === null) return
        if (!isDocument(value))
          throw new CommandError(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`)
        for (const [name, field] of value) merged.set(name, field)
      },
      result: () => merged,
    }
  },
  $stdDevPop: () => deviation(0),
  $stdDevSamp: () => deviation(1),
}

function addNumbers(left: NumberValue, right: NumberValue): NumberValue {
  return arithmetic(left, right, 'add', () => new Double(asDouble(left) + asDouble(right)))
}

function average(sum: NumberValue, count: number): Value {
  if (sum instanceof Decimal128) return divideDecimals(readDecimal(sum), toDecimal(new Int32(count)))
  return new Double(asDouble(sum) / count)
}

function extreme(direction: 1 | -1): Collector {
  let best: Value | undefined
  return {
    take: (value) => {
      if (value === undefined || value === null) return
      if (best === undefined || compareValues(value, best) * direction > 0) best = value
    },
    result: () => best ?? null,
  }
}

function deviation(missing: 0 | 1): Collector {
  let count = 0
  let mean = 0
  let squares = 0
  return {
    take: (value) => {
      if (!isNumber(value)) return
      const number = asDouble(value)
      count += 1
      const distance = number - mean
      mean += distance / count
      squares += distance * (number - mean)
    },
    result: () => (count <= missing ? null : new Double(Math.sqrt(squares / (count - missing)))),
  }
}

/** Runs a collector over values that are all there: how `$sum` and others work as expressions. */
export function collect(name: string, values: Iterable<Value | undefined>): Value | undefined {
  const collector = simple[name]?.()
  for (const value of values) collector?.take(value)
  return collector?.result()
}

/** Compiles `{ $sum: … }`. */
export function compileAccumulator(specification: Value, context: CompileContext): AccumulatorFactory {
  if (!isDocument(specification) || specification.size !== 1) {
    throw new CommandError(40234, 'The field must be an accumulator object with exactly one field')
  }
  const [[name, argument]] = [...specification] as [[string, Value]]
  const make = Object.hasOwn(simple, name) ? simple[name] : undefined
  if (make) {
    const expression = compileExpression(argument, context)
    return () => {
      const collector = make()
      return { add: (scope) => collector.take(expression(scope)), result: collector.result }
    }
  }
  if (name === '$count') {
    return () => {
      let count = 0
      return {
        add: () => {
          count += 1
        },
        result: () => (count > 0x7fffffff ? Long.fromNumber(count) : new Int32(count)),
      }
    }
  }
  const sized = /^\$(first|last|min|max|top|bottom)(N?)$/.exec(name)
  if (sized) return compileSized(name, sized[1] as string, sized[2] === 'N', argument, context)
  if (name === '$accumulator' || name === '$median' || name === '$percentile')
    throw notImplemented(`The accumulator ${name}`)
  throw new CommandError(15952, `unknown group operator '${name}'`)
}

function compileSized(
  name: string,
  kind: string,
  many: boolean,
  argument: Value,
  context: CompileContext,
): AccumulatorFactory {
  if (!isDocument(argument)) throw new CommandError(5787900, `${name} needs an object`)
  const ordered = kind === 'top' || kind === 'bottom'
  const input = compileExpression(argument.get(ordered ? 'output' : 'input') ?? null, context)
  const size = many ? compileExpression(argument.get('n') ?? null, context) : undefined
  const sortBy = argument.get('sortBy')
  if (ordered && !isDocument(sortBy)) throw new CommandError(5788005, `${name} needs sortBy`)
  const compareDocuments = ordered ? documentComparator(parseSort(sortBy as Document)) : undefined
  return () => {
    const found: { value: Value; document: Document }[] = []
    let limit = many ? undefined : 1
    return {
      add: (scope) => {
        if (size && limit === undefined) {
          limit = toNumber(size(scope))
          if (limit === undefined || !Number.isInteger(limit) || limit < 1)
            throw new CommandError(5787902, `${name}: n has to be a whole number above 0`)
        }
        const value = input(scope)
        if ((kind === 'min' || kind === 'max') && (value === undefined || value === null)) return
        found.push({ value: value ?? null, document: isDocument(scope.root) ? scope.root : new Map() })
      },
      result: () => {
        if (compareDocuments) found.sort((left, right) => compareDocuments(left.document, right.document))
        if (kind === 'min') found.sort((left, right) => compareValues(left.value, right.value))
        if (kind === 'max') found.sort((left, right) => compareValues(right.value, left.value))
        const values = found.map(({ value }) => value)
        const chosen = kind === 'last' || kind === 'bottom' ? values.slice(-(limit ?? 1)) : values.slice(0, limit ?? 1)
        return many ? chosen : (chosen[0] ?? null)
      },
    }
  }
}
