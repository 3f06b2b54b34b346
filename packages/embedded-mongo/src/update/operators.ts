import { compareValues } from '../bson/compare.ts'
import { describe } from '../bson/describe.ts'
import { arithmetic } from '../bson/numbers.ts'
import {
  Decimal128,
  Double,
  Int32,
  isDocument,
  isLong,
  isNumber,
  Long,
  type NumberValue,
  typeName,
  type Value,
} from '../bson/values.ts'
import { badValue, typeMismatch } from '../errors/command-error.ts'
import { addToSet, pop, pull, pullAll, push } from './array-operators.ts'
import { type Modification, remove } from './modification.ts'

/** Update operators that work on the value at one path. `$rename` is the only one that needs two. */
export const updateOperators: Readonly<Record<string, (operand: Value, path: string) => Modification>> = {
  $set: (operand) => () => operand,
  $setOnInsert: (operand) => () => operand,
  $unset: () => () => remove,
  $inc: (operand, path) => numeric('$inc', operand, path),
  $mul: (operand, path) => numeric('$mul', operand, path),
  $min:
    (operand) =>
    ({ current }) =>
      current === undefined || compareValues(operand, current) < 0 ? operand : undefined,
  $max:
    (operand) =>
    ({ current }) =>
      current === undefined || compareValues(operand, current) > 0 ? operand : undefined,
  $currentDate: currentDate,
  $bit: bit,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
}

function numeric(operator: '$inc' | '$mul', operand: Value, path: string): Modification {
  if (!isNumber(operand)) {
    const verb = operator === '$inc' ? 'increment' : 'multiply'
    throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${describe(operand)}}`)
  }
  return ({ current, path: found, id }) => {
    if (current === undefined) return operator === '$inc' ? operand : zeroLike(operand)
    if (!isNumber(current)) {
      throw typeMismatch(
        `Cannot apply ${operator} to a value of non-numeric type. {_id: ${describe(id)}} has the field '${found.at(-1)}' of non-numeric type ${typeName(current)}`,
      )
    }
    return arithmetic(current, operand, operator === '$inc' ? 'add' : 'multiply', () => {
      throw badValue(
        `Failed to apply ${operator} operations to current value (${describe(current)}) for document {_id: ${describe(id)}}`,
      )
    })
  }
}

function zeroLike(operand: NumberValue): NumberValue {
  if (operand instanceof Decimal128) return Decimal128.fromString('0')
  if (operand instanceof Double) return new Double(0)
  return isLong(operand) ? Long.fromNumber(0) : new Int32(0)
}

function currentDate(operand: Value): Modification {
  const type = isDocument(operand) ? operand.get('$type') : operand
  if (typeof operand === 'boolean' || type === 'date') return ({ now }) => now
  if (type === 'timestamp') return ({ timestamp }) => timestamp()
  throw badValue("$currentDate takes true, {$type: 'date'} or {$type: 'timestamp'}")
}

function bit(operand: Value, path: string): Modification {
  if (!isDocument(operand))
    throw badValue(
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    )
  if (operand.size === 0)
    throw badValue(`You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}`)
  const steps = [...operand].map(([name, value]) => bitStep(name, value, path))
  return ({ current, path: found }) => {
    const start: Value = current ?? new Int32(0)
    if (!(start instanceof Int32) && !isLong(start)) {
      throw badValue(
        `Cannot apply $bit to a value of non-integral type. The field '${found.join('.')}' is of type ${typeName(start)}`,
      )
    }
    return steps.reduce((value, step) => step(value), start as Int32 | Long)
  }
}

function bitStep(name: string, operand: Value, path: string): (value: Int32 | Long) => Int32 | Long {
  if (!(operand instanceof Int32) && !isLong(operand))
    throw badValue(
      `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(operand)}' is not supported here: {${path}: …}`,
    )
  const operations: Record<string, (left: bigint, right: bigint) => bigint> = {
    and: (left, right) => left & right,
    or: (left, right) => left | right,
    xor: (left, right) => left ^ right,
  }
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (!operation) throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`)
  const wide = (value: Int32 | Long) => (isLong(value) ? value.toBigInt() : BigInt(value.value))
  return (value) => {
    const result = operation(wide(value), wide(operand))
    return isLong(value) || isLong(operand) ? Long.fromBigInt(result) : new Int32(Number(BigInt.asIntN(32, result)))
  }
}
