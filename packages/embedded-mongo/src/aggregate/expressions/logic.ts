import { compareValues } from '../../bson/compare.ts'
import { Int32, isDocument, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { argumentList, isNullish, namedFields, positional, unary, withNames, withVariable } from './arguments.ts'
import { compileExpression } from './compile.ts'
import type { OperatorCompiler, Operators } from './operators.ts'
import { isTruthy } from './truth.ts'

const comparison = (holds: (difference: number) => boolean): OperatorCompiler =>
  positional(2, 2, ([left, right]) => holds(compareValues(left, right)))

const condition: OperatorCompiler = (argument, context) => {
  const parts = isDocument(argument)
    ? ['if', 'then', 'else'].map(
        (name) => namedFields('$cond', argument, ['if', 'then', 'else'], []).get(name) as Value,
      )
    : argumentList(argument)
  if (parts.length !== 3)
    throw new CommandError(16020, `Expression $cond takes exactly 3 arguments. ${parts.length} were passed in.`)
  const [test, yes, no] = parts.map((part) => compileExpression(part, context))
  return (scope) => (isTruthy(test?.(scope)) ? yes?.(scope) : no?.(scope))
}

const ifNull: OperatorCompiler = (argument, context) => {
  const list = argumentList(argument)
  if (list.length < 2) throw new CommandError(1257300, `$ifNull needs at least two arguments, had: ${list.length}`)
  const compiled = list.map((value) => compileExpression(value, context))
  return (scope) => {
    for (const expression of compiled.slice(0, -1)) {
      const value = expression(scope)
      if (!isNullish(value)) return value
    }
    return compiled.at(-1)?.(scope)
  }
}

const switchOperator: OperatorCompiler = (argument, context) => {
  const fields = namedFields('$switch', argument, ['branches'], ['default'])
  const branches = fields.get('branches')
  if (!Array.isArray(branches) || branches.length === 0)
    throw new CommandError(40068, '$switch requires at least one branch.')
  const compiled = branches.map((branch) => {
    const parts = namedFields('$switch', branch, ['case', 'then'], [])
    return {
      test: compileExpression(parts.get('case') as Value, context),
      then: compileExpression(parts.get('then') as Value, context),
    }
  })
  const fallback = fields.get('default')
  const otherwise = fallback === undefined ? undefined : compileExpression(fallback, context)
  return (scope) => {
    for (const { test, then } of compiled) if (isTruthy(test(scope))) return then(scope)
    if (!otherwise)
      throw new CommandError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      )
    return otherwise(scope)
  }
}

const letOperator: OperatorCompiler = (argument, context) => {
  const fields = namedFields('$let', argument, ['vars', 'in'], [])
  const vars = fields.get('vars')
  if (!isDocument(vars)) throw new CommandError(10065, 'invalid parameter: expected an object (vars)')
  const compiled = [...vars].map(([name, value]) => [name, compileExpression(value, context)] as const)
  const body = compileExpression(fields.get('in') as Value, withNames(context, vars.keys()))
  return (scope) =>
    body(
      withVariable(
        scope,
        compiled.map(([name, expression]) => [name, expression(scope)]),
      ),
    )
}

function everyOrSome(mode: 'every' | 'some'): OperatorCompiler {
  return (argument, context) => {
    const compiled = argumentList(argument).map((value) => compileExpression(value, context))
    return (scope) => compiled[mode]((expression) => isTruthy(expression(scope)))
  }
}

export const logicOperators: Operators = {
  $and: everyOrSome('every'),
  $or: everyOrSome('some'),
  $not: unary((value) => !isTruthy(value)),
  $eq: comparison((difference) => difference === 0),
  $ne: comparison((difference) => difference !== 0),
  $lt: comparison((difference) => difference < 0),
  $lte: comparison((difference) => difference <= 0),
  $gt: comparison((difference) => difference > 0),
  $gte: comparison((difference) => difference >= 0),
  $cmp: positional(2, 2, ([left, right]) => new Int32(compareValues(left, right))),
  $cond: condition,
  $ifNull: ifNull,
  $switch: switchOperator,
  $let: letOperator,
  $literal: (argument) => () => argument,
}
