import { type Document, isDocument, type Value } from '../../bson/values.ts'
import { CommandError, failedToParse, notImplemented } from '../../errors/command-error.ts'
import { operators } from './operators.ts'

/** What an expression is evaluated against: the document and the variables around it. */
export interface Scope {
  readonly root: Value | undefined
  readonly current: Value | undefined
  readonly variables: ReadonlyMap<string, Value | undefined>
}

/** A compiled expression. Undefined means: missing. */
export type Expression = (scope: Scope) => Value | undefined

export interface CompileContext {
  /** Names of the variables that may be referred to. */
  readonly names: ReadonlySet<string>
  /** The moment of `$$NOW`, the same for a whole command. */
  readonly now: Date
}

/** Stands for "leave this field out": the value of `$$REMOVE`. */
const systemVariables = new Set(['ROOT', 'CURRENT', 'REMOVE', 'NOW', 'CLUSTER_TIME', 'DESCEND', 'PRUNE', 'KEEP'])

export function compileExpression(value: Value, context: CompileContext): Expression {
  if (typeof value === 'string' && value.startsWith('$')) return compilePath(value, context)
  if (Array.isArray(value)) {
    const elements = value.map((element) => compileExpression(element, context))
    return (scope) => elements.map((element) => element(scope) ?? null)
  }
  if (isDocument(value)) return compileDocument(value, context)
  return () => value
}

function compileDocument(value: Document, context: CompileContext): Expression {
  const [first] = value.keys()
  if (first?.startsWith('$')) {
    if (value.size !== 1) {
      throw new CommandError(
        15983,
        `an object representing an expression must have exactly one field: found ${value.size}`,
      )
    }
    const compile = operators.get(first)
    if (compile) return compile(value.get(first) as Value, context, first)
    if (unsupported.has(first)) throw notImplemented(`The expression ${first}`)
    throw new CommandError('InvalidPipelineOperator', `Unrecognized expression '${first}'`)
  }
  const fields = [...value].map(([name, field]) => {
    if (name.startsWith('$')) throw new CommandError(16410, `FieldPath field names may not start with '$': ${name}`)
    if (name.includes('.')) throw new CommandError(16412, `FieldPath field names may not contain '.': ${name}`)
    return [name, compileExpression(field, context)] as const
  })
  return (scope) => {
    const result: Document = new Map()
    for (const [name, field] of fields) {
      const evaluated = field(scope)
      if (evaluated !== undefined) result.set(name, evaluated)
    }
    return result
  }
}

/** Operators that MongoDB has and this engine does not. */
const unsupported = new Set([
  '$function',
  '$accumulator',
  '$meta',
  '$toHashedIndexKey',
  '$encStrStartsWith',
  '$median',
  '$percentile',
])

function compilePath(text: string, context: CompileContext): Expression {
  if (!text.startsWith('$$')) {
    const path = fieldPath(text.slice(1))
    return (scope) => resolvePath(scope.current, path, 0)
  }
  const [name = '', ...path] = text.slice(2).split('.')
  if (path.length > 0) fieldPath(path.join('.'))
  const start = variable(name, context)
  return path.length === 0 ? start : (scope) => resolvePath(start(scope), path, 0)
}

function fieldPath(text: string): string[] {
  if (text === '') throw new CommandError(16872, "'$' by itself is not a valid FieldPath")
  const path = text.split('.')
  if (path.includes('')) throw new CommandError(15998, 'FieldPath field names may not be empty strings')
  if (path.some((name) => name.startsWith('$')))
    throw new CommandError(16410, `FieldPath field names may not start with '$': ${text}`)
  return path
}

function variable(name: string, context: CompileContext): Expression {
  if (context.names.has(name)) return (scope) => scope.variables.get(name)
  if (name === 'ROOT') return (scope) => scope.root
  if (name === 'CURRENT') return (scope) => scope.current
  if (name === 'REMOVE') return () => undefined
  if (name === 'NOW') return () => context.now
  if (name === 'DESCEND' || name === 'PRUNE' || name === 'KEEP') return () => `$$${name}`
  if (systemVariables.has(name)) throw notImplemented(`The variable $$${name}`)
  if (name === '') throw failedToParse("empty variable names are not allowed: '$$'")
  throw new CommandError(17276, `Use of undefined variable: ${name}`)
}

/** Follows a path; where it meets an array, it goes on in each element and collects what it finds. */
function resolvePath(value: Value | undefined, path: readonly string[], depth: number): Value | undefined {
  let at = value
  for (let place = depth; place < path.length; place += 1) {
    if (Array.isArray(at)) {
      const collected: Value[] = []
      for (const element of at) {
        if (!isDocument(element)) continue
        const found = resolvePath(element, path, place)
        if (found !== undefined) collected.push(found)
      }
      return collected
    }
    if (!isDocument(at)) return undefined
    at = at.get(path[place] as string)
  }
  return at
}

export function scopeOf(
  document: Value | undefined,
  variables: ReadonlyMap<string, Value | undefined> = new Map(),
): Scope {
  return { root: document, current: document, variables }
}
