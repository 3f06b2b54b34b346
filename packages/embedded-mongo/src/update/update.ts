import { equalValues } from '../bson/compare.ts'
import { type Document, isDocument, ObjectId, type Timestamp, typeName, type Value } from '../bson/values.ts'
import { badValue, CommandError, failedToParse } from '../errors/command-error.ts'
import { matches } from '../query/match.ts'
import { parseFilter } from '../query/parse.ts'
import { arrayPosition } from '../query/paths.ts'
import type { Predicate } from '../query/predicate.ts'
import { type Modification, remove } from './modification.ts'
import { updateOperators } from './operators.ts'
import { copyDocument, expandPath, setAt, unsetAt, valueAt } from './paths.ts'

export interface UpdateRun {
  /** The array index at which the query matched, for the positional `$`. */
  readonly position?: number | undefined
  /** The document is being made by an upsert. */
  readonly inserting: boolean
  readonly now: Date
  readonly timestamp: () => Timestamp
}

/** A compiled update. It answers a new document and leaves the given one as it is. */
export interface Update {
  readonly kind: 'replacement' | 'operators' | 'pipeline'
  /** Whether an operator refers to the position at which the query matched. */
  readonly positional: boolean
  apply(document: Document, run: UpdateRun): Document
}

export interface UpdateOptions {
  readonly arrayFilters?: readonly Value[]
  /** Makes the function of a pipeline; given from outside, as stages live with the aggregation. */
  readonly compilePipeline: (stages: readonly Value[]) => (document: Document) => Document
}

export function compileUpdate(specification: Value | undefined, options: UpdateOptions): Update {
  if (Array.isArray(specification)) {
    if (options.arrayFilters?.length) throw failedToParse('arrayFilters may not be specified for pipeline-syle updates')
    const transform = options.compilePipeline(specification)
    return { kind: 'pipeline', positional: false, apply: (document) => keepId(document, transform(document)) }
  }
  if (!isDocument(specification))
    throw failedToParse(`Update argument must be either an object or an array, not ${typeName(specification)}`)
  const [first] = specification.keys()
  if (first?.startsWith('$')) return compileOperators(specification, options.arrayFilters ?? [])
  if (options.arrayFilters?.length)
    throw failedToParse('arrayFilters may not be specified for replacement-style updates')
  for (const name of specification.keys()) {
    if (name.startsWith('$'))
      throw new CommandError(
        'DottedFieldName',
        `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document.`,
      )
  }
  return { kind: 'replacement', positional: false, apply: (document) => keepId(document, specification) }
}

/** `_id` stays, and stays first. */
function keepId(before: Document, after: Document): Document {
  const id = before.get('_id')
  const given = after.get('_id')
  if (id === undefined) return given === undefined ? after : new Map([['_id', given], ...after])
  if (given !== undefined && !equalValues(given, id)) throw immutableId()
  return new Map([['_id', id], ...[...after].filter(([name]) => name !== '_id')])
}

function immutableId(): CommandError {
  return new CommandError(
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  )
}

interface Step {
  readonly path: readonly string[]
  readonly onInsertOnly: boolean
  readonly modification: Modification
  readonly renameFrom?: readonly string[]
}

function compileOperators(specification: Document, arrayFilters: readonly Value[]): Update {
  const steps: Step[] = []
  for (const [operator, fields] of specification) {
    if (!operator.startsWith('$'))
      throw failedToParse(
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      )
    if (!isDocument(fields))
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: …}`,
      )
    for (const [name, operand] of fields) steps.push(...compileStep(operator, name, operand))
  }
  refuseConflicts(steps)
  steps.sort((left, right) => comparePaths(left.path, right.path))
  const filters = compileArrayFilters(arrayFilters, steps)
  return {
    kind: 'operators',
    positional: steps.some(({ path }) => path.includes('$')),
    apply: (document, run) => {
      const result = copyDocument(document)
      const context = { position: run.position, arrayFilters: filters }
      const id = document.get('_id')
      for (const step of steps) {
        if (step.onInsertOnly && !run.inserting) continue
        if (step.renameFrom) rename(result, step.renameFrom, step.path)
        else {
          for (const path of expandPath(result, step.path, context)) {
            const current = valueAt(result, path)
            const value = step.modification({ current, path, now: run.now, timestamp: run.timestamp, id })
            if (value === remove) unsetAt(result, path)
            else if (value !== undefined) setAt(result, path, value)
          }
        }
      }
      if (id !== undefined && !equalValues(result.get('_id'), id)) throw immutableId()
      return result
    },
  }
}

function compileStep(operator: string, name: string, operand: Value): Step[] {
  const path = updatePath(name)
  if (operator === '$rename') {
    if (typeof operand !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${name}`)
    const target = updatePath(operand)
    for (const part of [...path, ...target])
      if (part.startsWith('$')) throw badValue(`The fields of $rename may not be dynamic: ${name}`)
    if (name === operand) throw badValue(`The source and target field for $rename must differ: ${name}`)
    return [{ path: target, renameFrom: path, onInsertOnly: false, modification: () => undefined }]
  }
  const make = Object.hasOwn(updateOperators, operator) ? updateOperators[operator] : undefined
  if (!make)
    throw failedToParse(
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    )
  return [{ path, onInsertOnly: operator === '$setOnInsert', modification: make(operand, name) }]
}

function updatePath(name: string): string[] {
  if (name === '') throw new CommandError('EmptyFieldName', 'An empty update path is not valid.')
  const path = name.split('.')
  if (path.includes(''))
    throw new CommandError(
      'EmptyFieldName',
      `The update path '${name}' contains an empty field name, which is not allowed.`,
    )
  if (path[0]?.startsWith('$'))
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${name}'`)
  return path
}

function refuseConflicts(steps: readonly Step[]): void {
  const taken: { path: readonly string[] }[] = []
  for (const step of steps) {
    for (const path of step.renameFrom ? [step.renameFrom, step.path] : [step.path]) {
      for (const other of taken) {
        const shared = Math.min(path.length, other.path.length)
        if (!path.slice(0, shared).every((part, index) => part === other.path[index])) continue
        const name = path.join('.')
        throw new CommandError(
          'ConflictingUpdateOperators',
          `Updating the path '${name}' would create a conflict at '${path.slice(0, shared).join('.')}'`,
        )
      }
      taken.push({ path })
    }
  }
}

/** New fields appear in the order of their names, numbers by their value. */
function comparePaths(left: readonly string[], right: readonly string[]): number {
  for (let depth = 0; depth < Math.min(left.length, right.length); depth += 1) {
    const [first, second] = [left[depth] as string, right[depth] as string]
    if (first === second) continue
    const [firstNumber, secondNumber] = [arrayPosition(first), arrayPosition(second)]
    if (firstNumber !== undefined && secondNumber !== undefined) return firstNumber - secondNumber
    return first < second ? -1 : 1
  }
  return left.length - right.length
}

function rename(document: Document, from: readonly string[], to: readonly string[]): void {
  for (const path of [from, to]) {
    for (let depth = 1; depth < path.length; depth += 1) {
      if (Array.isArray(valueAt(document, path.slice(0, depth))))
        throw badValue(
          `The ${path === from ? 'source' : 'destination'} field cannot be an array element, '${path.join('.')}'`,
        )
    }
  }
  const value = valueAt(document, from)
  if (value === undefined) return
  unsetAt(document, from)
  setAt(document, to, value)
}

function compileArrayFilters(
  filters: readonly Value[],
  steps: readonly Step[],
): Map<string, (element: Value) => boolean> {
  const result = new Map<string, (element: Value) => boolean>()
  for (const filter of filters) {
    if (!isDocument(filter)) throw new CommandError('TypeMismatch', 'arrayFilters must hold documents')
    const identifiers = identifiersIn(filter)
    const [identifier] = identifiers
    if (identifier === undefined)
      throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters')
    if (identifiers.size > 1)
      throw failedToParse(
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${[...identifiers].join("' and '")}'`,
      )
    if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier))
      throw badValue(
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${identifier}'`,
      )
    if (result.has(identifier))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${identifier}`)
    if (!steps.some(({ path }) => path.includes(`$[${identifier}]`)))
      throw failedToParse(`The array filter for identifier '${identifier}' was not used in the update`)
    const predicate = parseFilter(filter)
    result.set(identifier, (element) => matches(predicate, new Map([[identifier, element]])))
  }
  return result
}

function identifiersIn(filter: Document): Set<string> {
  const found = new Set<string>()
  for (const [name, value] of filter) {
    if (!name.startsWith('$')) found.add(name.split('.')[0] as string)
    else if (Array.isArray(value))
      for (const part of value) if (isDocument(part)) for (const inner of identifiersIn(part)) found.add(inner)
  }
  return found
}

/** The document that an upsert inserts: the equalities of the query, then the update. */
export function upsertedDocument(predicate: Predicate, update: Update, run: UpdateRun): Document {
  const base: Document = new Map()
  const equalities: [readonly string[], Value][] = []
  collectEqualities(predicate, equalities)
  for (const [path, value] of equalities) {
    if (update.kind === 'replacement' && !(path.length === 1 && path[0] === '_id')) continue
    if (valueAt(base, path) !== undefined && !equalValues(valueAt(base, path), value)) {
      throw new CommandError(54, `cannot infer query fields to set, path '${path.join('.')}' is matched twice`)
    }
    setAt(base, path, value)
  }
  const result = update.apply(base, run)
  if (!result.has('_id')) return new Map<string, Value>([['_id', new ObjectId()], ...result])
  return new Map<string, Value>([['_id', result.get('_id') as Value], ...result])
}

function collectEqualities(predicate: Predicate, found: [readonly string[], Value][]): void {
  if (predicate.kind === 'all') for (const part of predicate.parts) collectEqualities(part, found)
  else if (predicate.kind === 'any' && predicate.parts.length === 1)
    collectEqualities(predicate.parts[0] as Predicate, found)
  else if (predicate.kind === 'compare' && predicate.operator === '$eq') found.push([predicate.path, predicate.operand])
  else if (predicate.kind === 'in' && predicate.values.length === 1 && predicate.patterns.length === 0)
    found.push([predicate.path, predicate.values[0] as Value])
}
