import type { Value } from '../../bson/values.ts'
import type { CompileContext, Expression } from './compile.ts'

/** Compiles the argument of one operator. */
export type OperatorCompiler = (argument: Value, context: CompileContext, name: string) => Expression

/** Every expression operator by its name. */
export const operators: ReadonlyMap<string, OperatorCompiler> = new Map()
