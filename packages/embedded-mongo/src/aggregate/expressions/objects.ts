import { type Document, isDocument, typeName, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { collect } from '../accumulators.ts'
import { argumentList, isNullish, namedFields } from './arguments.ts'
import { compileExpression } from './compile.ts'
import type { OperatorCompiler, Operators } from './operators.ts'

const getField: OperatorCompiler = (argument, context, operator) => {
  const isNamed = isDocument(argument) && argument.has('field')
  const fields: Document = isNamed
    ? namedFields(operator, argument, ['field'], ['input'])
    : new Map([['field', argument]])
  const name = compileExpression(fields.get('field') as Value, context)
  const inputValue = fields.get('input')
  const input = inputValue === undefined ? undefined : compileExpression(inputValue, context)
  return (scope) => {
    const wanted = name(scope)
    if (typeof wanted !== 'string')
      throw new CommandError(
        5654602,
        `${operator} requires 'field' to evaluate to type String, but got ${typeName(wanted)}`,
      )
    const source = input ? input(scope) : scope.current
    if (isDocument(source)) return source.get(wanted)
    return isNullish(source) && source !== undefined ? null : undefined
  }
}

/** `$setField` and `$unsetField`. A value of `$$REMOVE` removes. */
function changeField(removes: boolean): OperatorCompiler {
  return (argument, context, operator) => {
    const fields = namedFields(operator, argument, removes ? ['field', 'input'] : ['field', 'input', 'value'], [])
    const name = compileExpression(fields.get('field') as Value, context)
    const input = compileExpression(fields.get('input') as Value, context)
    const value = removes ? () => undefined : compileExpression(fields.get('value') as Value, context)
    return (scope) => {
      const source = input(scope)
      if (isNullish(source)) return null
      const wanted = name(scope)
      if (!isDocument(source))
        throw new CommandError(4161105, `${operator} requires 'input' to evaluate to type Object`)
      if (typeof wanted !== 'string') throw new CommandError(4161107, `${operator} requires 'field' to be a string`)
      const result: Document = new Map(source)
      const given = value(scope)
      if (given === undefined) result.delete(wanted)
      else result.set(wanted, given)
      return result
    }
  }
}

export const objectOperators: Operators = {
  $getField: getField,
  $setField: changeField(false),
  $unsetField: changeField(true),
  $mergeObjects: (argument, context, name) => {
    const list = argumentList(argument).map((value) => compileExpression(value, context))
    return (scope) => {
      const values = list.map((expression) => expression(scope))
      return collect(name, list.length === 1 && Array.isArray(values[0]) ? values[0] : values)
    }
  },
}
