import { equalValues } from '../../bson/compare.ts'
import { typeName, typeNumbers, type Value } from '../../bson/values.ts'
import { CommandError, failedToParse } from '../../errors/command-error.ts'
import { failure, type Keyword, listOf, type Rule } from './rule.ts'

function typeRule(allowed: (value: Value) => boolean, name: string, operand: Value): Rule {
  return {
    keeps: allowed,
    broken: (value) => failure(name, operand, { reason: 'type did not match', consideredType: typeName(value) }),
  }
}

const jsonTypes: Record<string, readonly string[]> = {
  object: ['object'],
  array: ['array'],
  string: ['string'],
  boolean: ['bool'],
  null: ['null'],
  number: ['int', 'long', 'double', 'decimal'],
}

function bsonTypes(operand: Value): Set<string> {
  const names = Array.isArray(operand) ? operand : [operand]
  return new Set(
    names.flatMap((name) => {
      if (name === 'number') return jsonTypes.number as string[]
      if (typeof name !== 'string' || !Object.hasOwn(typeNumbers, name))
        throw new CommandError('BadValue', `Unknown type name alias: ${String(name)}`)
      return [name]
    }),
  )
}

const bsonType: Keyword = (operand, { name }) => {
  const types = bsonTypes(operand)
  return typeRule((value) => types.has(typeName(value)), name, operand)
}
const type: Keyword = (operand, { name }) => {
  const names = (Array.isArray(operand) ? operand : [operand]).flatMap((type) => {
    const types = typeof type === 'string' && Object.hasOwn(jsonTypes, type) ? jsonTypes[type] : undefined
    if (!types) throw failedToParse(`$jsonSchema type '${String(type)}' is not supported`)
    return types
  })
  return typeRule((value) => names.includes(typeName(value)), name, operand)
}
const enumeration: Keyword = (operand, { name }) => {
  const values = listOf(operand, name)
  const texts = new Set<Value>(values.filter((allowed) => typeof allowed === 'string'))
  return {
    keeps: (value) => texts.has(value) || values.some((allowed) => equalValues(allowed, value)),
    broken: () => failure(name, operand, { reason: 'value was not found in enum' }),
  }
}

export const ofTypes = { bsonType, type, enum: enumeration }
