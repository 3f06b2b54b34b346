import { compareValues, equalValues } from '../bson/compare.ts'
import { wholeNumber } from '../bson/numbers.ts'
import { type Document, isDocument, isNumber, toNumber, typeName, type Value } from '../bson/values.ts'
import { badValue, CommandError, failedToParse } from '../errors/command-error.ts'
import { matches, matchesElement } from '../query/match.ts'
import { parseFilter } from '../query/parse.ts'
import { documentComparator, parseSort } from '../query/sort.ts'
import type { Modification } from './modification.ts'

function arrayFor(operator: string, path: readonly string[], value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value
  throw badValue(`The field '${path.join('.')}' must be an array but is of type ${typeName(value)} (${operator})`)
}

export function push(operand: Value): Modification {
  const isModified = isDocument(operand) && operand.has('$each')
  const each = isModified ? operand.get('$each') : [operand]
  if (!Array.isArray(each))
    throw badValue(`The argument to $each in $push must be an array but it was of type: ${typeName(each)}`)
  const modifiers: Document = isModified ? operand : new Map()
  for (const name of modifiers.keys()) {
    if (!['$each', '$slice', '$sort', '$position'].includes(name))
      throw badValue(`Unrecognized clause in $push: ${name}`)
  }
  const slice = integerModifier(modifiers, '$slice')
  const position = integerModifier(modifiers, '$position')
  const compare = sortModifier(modifiers.get('$sort'))
  return ({ current, path }) => {
    const array = current === undefined ? [] : [...arrayFor('$push', path, current)]
    array.splice(
      position === undefined ? array.length : position < 0 ? Math.max(0, array.length + position) : position,
      0,
      ...each,
    )
    if (compare) array.sort(compare)
    if (slice === undefined) return array
    return slice >= 0 ? array.slice(0, slice) : array.slice(slice)
  }
}

function integerModifier(modifiers: Document, name: string): number | undefined {
  const value = modifiers.get(name)
  if (value === undefined) return undefined
  const whole = isNumber(value) ? wholeNumber(value) : undefined
  if (whole === undefined)
    throw badValue(`The value for ${name} must be an integer value but was given type: ${typeName(value)}`)
  return Number(whole)
}

function sortModifier(value: Value | undefined): ((left: Value, right: Value) => number) | undefined {
  if (value === undefined) return undefined
  if (isDocument(value)) {
    const compare = documentComparator(parseSort(value))
    const asDocument = (element: Value): Document => (isDocument(element) ? element : new Map())
    return (left, right) => compare(asDocument(left), asDocument(right))
  }
  const direction = toNumber(value)
  if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1')
  return (left, right) => compareValues(left, right) * direction
}

export function addToSet(operand: Value): Modification {
  const isEach = isDocument(operand) && operand.keys().next().value === '$each'
  const each = isEach ? (operand as Document).get('$each') : [operand]
  if (!Array.isArray(each))
    throw new CommandError(
      'TypeMismatch',
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(each)}`,
    )
  return ({ current, path }) => {
    const array = current === undefined ? [] : [...arrayFor('$addToSet', path, current)]
    for (const value of each) if (!array.some((element) => equalValues(element, value))) array.push(value)
    return array
  }
}

export function pull(operand: Value): Modification {
  const test = pullCondition(operand)
  return ({ current, path }) => {
    if (current === undefined) return undefined
    return arrayFor('$pull', path, current).filter((element) => !test(element))
  }
}

function pullCondition(operand: Value): (element: Value) => boolean {
  if (isDocument(operand) && !operand.keys().next().value?.startsWith('$')) {
    const predicate = parseFilter(operand)
    return (element) => isDocument(element) && matches(predicate, element)
  }
  const isCondition = isDocument(operand) || typeName(operand) === 'regex'
  if (!isCondition) return (element) => equalValues(element, operand)
  const predicate = parseFilter(new Map([['', operand]]))
  return (element) => matchesElement(predicate, element)
}

export function pullAll(operand: Value): Modification {
  if (!Array.isArray(operand))
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`)
  return ({ current, path }) => {
    if (current === undefined) return undefined
    return arrayFor('$pullAll', path, current).filter(
      (element) => !operand.some((value) => equalValues(value, element)),
    )
  }
}

export function pop(operand: Value): Modification {
  const end = toNumber(operand)
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${end ?? typeName(operand)}`)
  return ({ current, path }) => {
    if (current === undefined) return undefined
    if (!Array.isArray(current))
      throw new CommandError(
        'TypeMismatch',
        `Path '${path.join('.')}' contains an element of non-array type '${typeName(current)}'`,
      )
    return end === 1 ? current.slice(0, -1) : current.slice(1)
  }
}
