import { wholeNumber } from '../../bson/numbers.ts'
import { type Document, isDocument, isNumber, typeName, Undefined, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { type CompileContext, compileExpression, type Expression, type Scope } from './compile.ts'
import type { OperatorCompiler } from './operators.ts'

/** Missing, null and the deprecated undefined. */
export function isNullish(value: Value | undefined): value is undefined | null | Undefined {
  return value === undefined || value === null || value instanceof Undefined
}

/** The arguments of an operator: a list, or one that stands alone. */
export function argumentList(argument: Value): Value[] {
  return Array.isArray(argument) ? argument : [argument]
}

/** An operator whose arguments are evaluated one by one. */
export function positional(
  least: number,
  most: number,
  evaluate: (values: (Value | undefined)[], name: string) => Value | undefined,
): OperatorCompiler {
  return (argument, context, name) => {
    const list = argumentList(argument)
    if (list.length < least || list.length > most) {
      const wanted = least === most ? `exactly ${least}` : `${least} to ${most}`
      throw new CommandError(16020, `Expression ${name} takes ${wanted} arguments. ${list.length} were passed in.`)
    }
    const compiled = list.map((value) => compileExpression(value, context))
    return (scope) =>
      evaluate(
        compiled.map((expression) => expression(scope)),
        name,
      )
  }
}

export const unary = (evaluate: (value: Value | undefined, name: string) => Value | undefined): OperatorCompiler =>
  positional(1, 1, ([value], name) => evaluate(value, name))

/** Answers null where any argument is null or missing. */
export function nullSafe(
  count: number,
  evaluate: (values: Value[], name: string) => Value | undefined,
  most = count,
): OperatorCompiler {
  return positional(count, most, (values, name) => (values.some(isNullish) ? null : evaluate(values as Value[], name)))
}

export type Named = Readonly<Record<string, Expression | undefined>>

/** An operator whose arguments have names. */
export function named(
  fields: { readonly required?: readonly string[]; readonly optional?: readonly string[] },
  evaluate: (
    values: (name: string) => Value | undefined,
    has: (name: string) => boolean,
    operator: string,
  ) => Value | undefined,
): OperatorCompiler {
  return (argument, context, operator) => {
    const compiled = compileNamed(operator, argument, context, fields)
    return (scope) =>
      evaluate(
        (name) => compiled[name]?.(scope),
        (name) => compiled[name] !== undefined,
        operator,
      )
  }
}

export function compileNamed(
  operator: string,
  argument: Value,
  context: CompileContext,
  { required = [], optional = [] }: { readonly required?: readonly string[]; readonly optional?: readonly string[] },
): Record<string, Expression> {
  const fields = namedFields(operator, argument, required, optional)
  return Object.fromEntries([...fields].map(([name, value]) => [name, compileExpression(value, context)]))
}

export function namedFields(
  operator: string,
  argument: Value,
  required: readonly string[],
  optional: readonly string[],
): Document {
  if (!isDocument(argument))
    throw new CommandError(
      'FailedToParse',
      `${operator} requires an object as an argument, found: ${typeName(argument)}`,
    )
  for (const name of argument.keys()) {
    if (!required.includes(name) && !optional.includes(name))
      throw new CommandError('FailedToParse', `${operator} found an unknown argument: ${name}`)
  }
  for (const name of required)
    if (!argument.has(name)) throw new CommandError('FailedToParse', `${operator} requires an '${name}' argument`)
  return argument
}

export function withVariable(scope: Scope, entries: Iterable<readonly [string, Value | undefined]>): Scope {
  return { ...scope, variables: new Map([...scope.variables, ...entries]) }
}

export function withNames(context: CompileContext, names: Iterable<string>): CompileContext {
  return { ...context, names: new Set([...context.names, ...names]) }
}

/** A whole number that fits a JavaScript integer. */
export function integer(value: Value | undefined, what: string, code = 40096): number {
  const whole = isNumber(value) ? wholeNumber(value) : undefined
  if (whole === undefined) throw new CommandError(code, `${what} requires a whole number, found: ${typeName(value)}`)
  return Number(whole)
}

export function text(value: Value | undefined, what: string, code = 16702): string {
  if (typeof value !== 'string') throw new CommandError(code, `${what} requires a string, found: ${typeName(value)}`)
  return value
}

export function array(value: Value | undefined, what: string, code = 17040): Value[] {
  if (!Array.isArray(value)) throw new CommandError(code, `${what} requires an array, found: ${typeName(value)}`)
  return value
}
