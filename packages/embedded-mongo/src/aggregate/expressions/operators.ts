import type { Value } from '../../bson/values.ts'
import { arithmeticOperators } from './arithmetic.ts'
import { arrayOperators } from './arrays.ts'
import type { CompileContext, Expression } from './compile.ts'
import { conversionOperators } from './conversion.ts'
import { dateOperators } from './dates.ts'
import { logicOperators } from './logic.ts'
import { objectOperators } from './objects.ts'
import { setOperators } from './sets.ts'
import { stringOperators } from './strings.ts'

/** Compiles the argument of one operator. */
export type OperatorCompiler = (argument: Value, context: CompileContext, name: string) => Expression

export type Operators = Readonly<Record<string, OperatorCompiler>>

/** Every expression operator by its name. */
export const operators: ReadonlyMap<string, OperatorCompiler> = new Map(
  [
    arithmeticOperators,
    logicOperators,
    stringOperators,
    arrayOperators,
    setOperators,
    objectOperators,
    conversionOperators,
    dateOperators,
  ].flatMap((group) => Object.entries(group)),
)
