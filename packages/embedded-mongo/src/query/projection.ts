import { type CompileContext, compileExpression, type Expression, scopeOf } from '../aggregate/expressions/compile.ts'
import { type Document, isDocument, isNumber, toBoolean, toNumber, type Value } from '../bson/values.ts'
import { badValue, CommandError, notImplemented } from '../errors/command-error.ts'
import { elementMeets, type MatchPosition, matches } from './match.ts'
import { parseFilter } from './parse.ts'
import type { Predicate } from './predicate.ts'

type Leaf =
  | { kind: 'include' }
  | { kind: 'exclude' }
  | { kind: 'compute'; expression: Expression }
  | { kind: 'slice'; skip: number; limit: number | undefined }
  | { kind: 'elementMatch'; part: Predicate }
  | { kind: 'positional' }

type Tree = Map<string, Leaf | Tree>

export type Projection = (document: Document, variables?: ReadonlyMap<string, Value | undefined>) => Document

interface ProjectionOptions {
  /** `find` knows `$slice`, `$elemMatch` and the positional `$`; the stage `$project` does not. */
  readonly dialect: 'find' | 'aggregate'
  readonly context: CompileContext
  /** The filter of the query, for the positional `$`. */
  readonly predicate?: Predicate
}

/** Compiles a projection. Undefined where it changes nothing. */
export function compileProjection(specification: Document, options: ProjectionOptions): Projection | undefined {
  if (specification.size === 0) {
    if (options.dialect === 'find') return undefined
    throw new CommandError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    )
  }
  const tree: Tree = new Map()
  const seen = { include: false, exclude: false, idOnly: undefined as Leaf | undefined, positional: false }
  addFields(tree, specification, [], options, seen)
  const idLeaf = tree.get('_id')
  const inclusive =
    seen.include || (!seen.exclude && idLeaf !== undefined && !(idLeaf instanceof Map) && idLeaf.kind !== 'exclude')
  if (inclusive && seen.exclude) throw new CommandError(31254, 'Cannot do exclusion on a field in inclusion projection')
  if (inclusive && !tree.has('_id')) tree.set('_id', { kind: 'include' })
  return (document, variables) => {
    const position: MatchPosition = {}
    if (seen.positional && options.predicate) matches(options.predicate, document, position)
    const scope = scopeOf(document, variables)
    const run: Run = { evaluate: (expression) => expression(scope), position: position.index }
    return inclusive ? include(document, tree, run) : exclude(document, tree, run)
  }
}

/** The fields that a projection keeps, where it keeps whole fields of the document itself and does nothing else. */
export function keptFields(specification: Document): ReadonlySet<string> | undefined {
  const kept = new Set(['_id'])
  for (const [name, value] of specification) {
    const included = typeof value === 'boolean' || isNumber(value) ? toBoolean(value) : undefined
    if (name.includes('.') || included === undefined) return undefined
    if (included) kept.add(name)
    else if (name === '_id') kept.delete(name)
    else return undefined
  }
  return [...kept].some((name) => name !== '_id') ? kept : undefined
}

interface Run {
  evaluate(expression: Expression): Value | undefined
  readonly position: number | undefined
}

function addFields(
  tree: Tree,
  specification: Document,
  prefix: readonly string[],
  options: ProjectionOptions,
  seen: { include: boolean; exclude: boolean; positional: boolean },
): void {
  for (const [name, value] of specification) {
    const path = [...prefix, ...name.split('.')]
    if (options.dialect === 'find' && path.at(-1) === '$' && path.length > 1) {
      seen.include = true
      seen.positional = true
      place(tree, path.slice(0, -1), { kind: 'positional' })
      continue
    }
    if (path.includes('')) throw new CommandError(40352, 'FieldPath cannot be constructed with empty string')
    if (path.some((part) => part.startsWith('$')))
      throw new CommandError(16410, `FieldPath field names may not start with '$': ${name}`)
    const leaf = leafOf(value, options)
    if (leaf === undefined) {
      if ((value as Document).size === 0)
        throw new CommandError(
          51270,
          `An empty sub-projection is not a valid value. Found empty object at path ${path.join('.')}`,
        )
      addFields(tree, value as Document, path, options, seen)
      continue
    }
    const isId = path.length === 1 && path[0] === '_id'
    if (leaf.kind === 'exclude') seen.exclude ||= !isId
    else if (leaf.kind === 'compute' || (leaf.kind === 'include' && !isId) || leaf.kind === 'elementMatch')
      seen.include = true
    place(tree, path, leaf)
  }
}

function leafOf(value: Value, options: ProjectionOptions): Leaf | undefined {
  if (typeof value === 'boolean' || isNumber(value)) return { kind: toBoolean(value) ? 'include' : 'exclude' }
  if (isDocument(value)) {
    const [operator] = value.keys()
    if (operator === undefined || !operator.startsWith('$')) return undefined
    if (options.dialect === 'find') {
      const operand = value.get(operator) as Value
      if (operator === '$elemMatch') return { kind: 'elementMatch', part: elementMatchPart(operand) }
      if (operator === '$slice' && !isExpressionSlice(operand)) return sliceOf(operand)
      if (operator === '$meta') throw notImplemented('$meta in a projection')
    }
  }
  return { kind: 'compute', expression: compileExpression(value, options.context) }
}

function elementMatchPart(operand: Value): Predicate {
  const [part] = [parseFilter(new Map([['element', new Map([['$elemMatch', operand]])]]))]
  return part
}

function isExpressionSlice(operand: Value): boolean {
  return Array.isArray(operand) && !isNumber(operand[0])
}

function sliceOf(operand: Value): Leaf {
  const [first, second] = Array.isArray(operand) ? operand : [undefined, operand]
  const skip = toNumber(first)
  const limit = toNumber(second)
  if (limit === undefined) throw badValue('$slice needs a number, or an array of two')
  if (skip === undefined)
    return limit < 0 ? { kind: 'slice', skip: limit, limit: undefined } : { kind: 'slice', skip: 0, limit }
  if (limit <= 0) throw new CommandError(28724, 'First argument to $slice must be positive')
  return { kind: 'slice', skip, limit }
}

function place(tree: Tree, path: readonly string[], leaf: Leaf): void {
  let node = tree
  for (const name of path.slice(0, -1)) {
    const next = node.get(name)
    if (next === undefined) {
      const made: Tree = new Map()
      node.set(name, made)
      node = made
    } else if (next instanceof Map) node = next
    else throw collision(path)
  }
  const last = path.at(-1) as string
  if (node.has(last)) throw collision(path)
  node.set(last, leaf)
}

function collision(path: readonly string[]): CommandError {
  return new CommandError(31249, `Path collision at ${path.join('.')}`)
}

function include(source: Document, tree: Tree, run: Run): Document {
  const result: Document = new Map()
  for (const [name, value] of source) {
    const node = tree.get(name)
    if (node === undefined) continue
    const kept = node instanceof Map ? includeBelow(value, node, run) : applyLeaf(value, node, run)
    if (kept !== undefined) result.set(name, kept)
  }
  addComputed(result, tree, run)
  return result
}

function addComputed(result: Document, tree: Tree, run: Run): void {
  for (const [name, node] of tree) {
    if (node instanceof Map) {
      if (!hasComputed(node)) continue
      const below = result.get(name)
      if (Array.isArray(below)) continue
      const target: Document = isDocument(below) ? below : new Map()
      addComputed(target, node, run)
      if (target.size > 0 || below !== undefined) result.set(name, target)
    } else if (node.kind === 'compute') {
      const value = run.evaluate(node.expression)
      if (value !== undefined) result.set(name, value)
      else result.delete(name)
    }
  }
}

function hasComputed(tree: Tree): boolean {
  return [...tree.values()].some((node) => (node instanceof Map ? hasComputed(node) : node.kind === 'compute'))
}

function includeBelow(value: Value, tree: Tree, run: Run): Value | undefined {
  if (isDocument(value)) return include(value, tree, run)
  if (!Array.isArray(value)) return undefined
  return value.map((element) => includeBelow(element, tree, run)).filter((element) => element !== undefined)
}

function exclude(source: Document, tree: Tree, run: Run): Document {
  const result: Document = new Map()
  for (const [name, value] of source) {
    const node = tree.get(name)
    if (node === undefined) result.set(name, value)
    else if (node instanceof Map) result.set(name, excludeBelow(value, node, run))
    else {
      const kept = applyLeaf(value, node, run)
      if (kept !== undefined) result.set(name, kept)
    }
  }
  return result
}

function excludeBelow(value: Value, tree: Tree, run: Run): Value {
  if (isDocument(value)) return exclude(value, tree, run)
  return Array.isArray(value) ? value.map((element) => excludeBelow(element, tree, run)) : value
}

function applyLeaf(value: Value, leaf: Leaf, run: Run): Value | undefined {
  switch (leaf.kind) {
    case 'include':
      return value
    case 'exclude':
    case 'compute':
      return undefined
    case 'slice':
      return Array.isArray(value) ? slice(value, leaf.skip, leaf.limit) : value
    case 'elementMatch': {
      if (!Array.isArray(value) || leaf.part.kind !== 'elementMatches') return undefined
      const { part } = leaf
      const found = value.find((element) => elementMeets(part, element))
      return found === undefined ? undefined : [found]
    }
    case 'positional': {
      if (!Array.isArray(value)) return value
      if (run.position === undefined)
        throw new CommandError(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
        )
      const element = value[run.position]
      return element === undefined ? [] : [element]
    }
  }
}

function slice(array: readonly Value[], skip: number, limit: number | undefined): Value[] {
  const start = skip < 0 ? Math.max(0, array.length + skip) : Math.min(skip, array.length)
  return array.slice(start, limit === undefined ? undefined : start + limit)
}
