import { type CompileContext, compileExpression, scopeOf } from '../aggregate/expressions/compile.ts'
import { isTruthy } from '../aggregate/expressions/truth.ts'
import type { Document, Value } from '../bson/values.ts'
import { compileSchema } from '../validation/json-schema.ts'
import { parseFilter } from './parse.ts'
import type { Predicate } from './predicate.ts'

/** Parses a filter with everything that a query may use: `$expr`, `$jsonSchema` and variables. */
export function parseQuery(
  filter: Document,
  context: CompileContext,
  variables: ReadonlyMap<string, Value | undefined> = new Map(),
): Predicate {
  return parseFilter(filter, {
    jsonSchema: compileSchema,
    expression: (argument) => {
      const expression = compileExpression(argument, context)
      return (document) => isTruthy(expression(scopeOf(document, variables)))
    },
  })
}
