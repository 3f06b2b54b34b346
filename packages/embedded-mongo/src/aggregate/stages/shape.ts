import { type Document, isDocument, typeName, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { compileProjection } from '../../query/projection.ts'
import { Row } from '../../query/row.ts'
import { type CompileContext, compileExpression, type Expression, type Scope, scopeOf } from '../expressions/compile.ts'
import { requireDocument, type StageCompiler, type Variables } from '../stage.ts'

/** A stage that makes one document of each. */
export type Reshape = (document: Document, variables: Variables) => Document

export type ReshapeCompiler = (specification: Value, context: CompileContext) => Reshape

const project: ReshapeCompiler = (specification, context) => {
  const compiled = compileProjection(requireDocument('$project', specification, 15969), {
    dialect: 'aggregate',
    context,
  })
  return (document, variables) => (compiled ? compiled(document, variables) : document)
}

type Assignments = Map<string, Expression | Assignments>

const addFields: ReshapeCompiler = (specification, context) => {
  const tree: Assignments = new Map()
  fill(tree, requireDocument('$addFields', specification), context)
  if (tree.size === 0)
    throw new CommandError(40177, 'Invalid $addFields :: caused by :: specification must have at least one field')
  return (document, variables) => assign(document, tree, scopeOf(document, variables))
}

function fill(tree: Assignments, specification: Document, context: CompileContext): void {
  for (const [name, value] of specification) {
    const path = name.split('.')
    if (path.includes('')) throw new CommandError(40352, 'FieldPath cannot be constructed with empty string')
    if (path.some((part) => part.startsWith('$')))
      throw new CommandError(16410, `FieldPath field names may not start with '$': ${name}`)
    let node = tree
    for (const part of path.slice(0, -1)) {
      const next = node.get(part) ?? new Map()
      if (!(next instanceof Map)) throw collision(name)
      node.set(part, next)
      node = next
    }
    const last = path.at(-1) as string
    const nested = isDocument(value) && value.size > 0 && !value.keys().next().value?.startsWith('$')
    if (nested) {
      const next = node.get(last) ?? new Map()
      if (!(next instanceof Map)) throw collision(name)
      node.set(last, next)
      fill(next, value, context)
    } else {
      if (node.has(last)) throw collision(name)
      node.set(last, compileExpression(value, context))
    }
  }
}

function collision(name: string): CommandError {
  return new CommandError(
    40176,
    `Invalid $addFields :: caused by :: specification contains two conflicting paths: ${name}`,
  )
}

function assign(document: Document, tree: Assignments, scope: Scope): Document {
  const result: Document = new Map(document)
  for (const [name, node] of tree) {
    if (node instanceof Map) result.set(name, assignBelow(document.get(name), node, scope))
    else {
      const value = node(scope)
      if (value === undefined) result.delete(name)
      else result.set(name, value)
    }
  }
  return result
}

function assignBelow(value: Value | undefined, tree: Assignments, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((element) => assignBelow(element, tree, scope))
  return assign(isDocument(value) ? value : new Map(), tree, scope)
}

const unset: ReshapeCompiler = (specification, context) => {
  const names = Array.isArray(specification) ? specification : [specification]
  if (names.length === 0 || names.some((name) => typeof name !== 'string' || name === '')) {
    throw new CommandError(31120, '$unset specification must be a string or an array of strings')
  }
  return project(new Map(names.map((name) => [name as string, false])), context)
}

const replaceWith: ReshapeCompiler = (specification, context) => {
  const expression = compileExpression(specification, context)
  return (document, variables) => {
    const value = expression(scopeOf(document, variables))
    if (isDocument(value)) return value
    throw new CommandError(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was of type ${typeName(value)}`,
    )
  }
}

const replaceRoot: ReshapeCompiler = (specification, context) => {
  const root = requireDocument('$replaceRoot', specification, 40229).get('newRoot')
  if (root === undefined) throw new CommandError(40231, 'no newRoot specified for the $replaceRoot stage')
  return replaceWith(root, context)
}

export const reshapes: Readonly<Record<string, ReshapeCompiler>> = {
  $project: project,
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
  $replaceWith: replaceWith,
  $replaceRoot: replaceRoot,
}

export const shapeStages: Readonly<Record<string, StageCompiler>> = Object.fromEntries(
  Object.entries(reshapes).map(([name, compile]): [string, StageCompiler] => [
    name,
    (specification, context) => {
      const reshape = compile(specification, context)
      return function* (rows, variables) {
        for (const row of rows) yield Row.made(reshape(row.document, variables))
      }
    },
  ]),
)
