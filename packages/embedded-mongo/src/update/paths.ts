import { describe } from '../bson/describe.ts'
import { type Document, isDocument, type Value } from '../bson/values.ts'
import { badValue, CommandError } from '../errors/command-error.ts'
import { arrayPosition } from '../query/paths.ts'

/** What `$`, `$[]` and `$[name]` in an update's paths stand for. */
export interface PathContext {
  /** The array index at which the query matched. */
  readonly position: number | undefined
  readonly arrayFilters: ReadonlyMap<string, (element: Value) => boolean>
}

const farthestBackfill = 1_500_000

/** The concrete paths that a path with placeholders means in one document. */
export function expandPath(document: Document, path: readonly string[], context: PathContext): string[][] {
  let branches: { value: Value | undefined; path: string[] }[] = [{ value: document, path: [] }]
  for (const [depth, name] of path.entries()) {
    branches = branches.flatMap(({ value, path: walked }) =>
      resolveName(name, value, path, depth, context).map((resolved) => ({
        value: childOf(value, resolved),
        path: [...walked, resolved],
      })),
    )
  }
  return branches.map((branch) => branch.path)
}

function resolveName(
  name: string,
  value: Value | undefined,
  path: readonly string[],
  depth: number,
  context: PathContext,
): string[] {
  if (name === '$') {
    if (context.position === undefined)
      throw badValue('The positional operator did not find the match needed from the query.')
    return [String(context.position)]
  }
  if (!name.startsWith('$[')) return [name]
  const shown = path.slice(0, depth).join('.')
  if (value === undefined)
    throw badValue(`The path '${shown}' must exist in the document in order to apply array updates.`)
  if (!Array.isArray(value))
    throw badValue(`Cannot apply array updates to non-array element ${shown}: ${describe(value)}`)
  const identifier = name.slice(2, -1)
  const filter = identifier === '' ? undefined : context.arrayFilters.get(identifier)
  if (identifier !== '' && !filter)
    throw badValue(`No array filter found for identifier '${identifier}' in path '${path.join('.')}'`)
  return [...value.keys()].filter((index) => !filter || filter(value[index] as Value)).map(String)
}

function childOf(value: Value | undefined, name: string): Value | undefined {
  if (isDocument(value)) return value.get(name)
  const position = arrayPosition(name)
  return Array.isArray(value) && position !== undefined ? value[position] : undefined
}

export function valueAt(document: Document, path: readonly string[]): Value | undefined {
  let value: Value | undefined = document
  for (const name of path) value = childOf(value, name)
  return value
}

/** Puts a value at a path and makes the documents that lead to it. */
export function setAt(document: Document, path: readonly string[], value: Value): void {
  let container: Document | Value[] = document
  for (const [depth, name] of path.slice(0, -1).entries()) {
    let next = childOf(container, name)
    if (next === undefined) {
      next = new Map()
      assign(container, name, next, path, depth)
    }
    if (!isDocument(next) && !Array.isArray(next)) throw notViable(path, depth + 1, next)
    container = next
  }
  assign(container, path.at(-1) as string, value, path, path.length - 1)
}

function assign(
  container: Document | Value[],
  name: string,
  value: Value,
  path: readonly string[],
  depth: number,
): void {
  if (!Array.isArray(container)) {
    container.set(name, value)
    return
  }
  const position = arrayPosition(name)
  if (position === undefined) throw notViable(path, depth, container)
  if (position - container.length > farthestBackfill) {
    throw new CommandError('CannotBackfillArray', `Cannot backfill array to contain position ${position}`)
  }
  while (container.length < position) container.push(null)
  container[position] = value
}

function notViable(path: readonly string[], depth: number, found: Value): CommandError {
  const holder = path[depth - 1] ?? ''
  return new CommandError(
    'PathNotViable',
    `Cannot create field '${path[depth]}' in element {${holder}: ${describe(found)}}`,
  )
}

/** Removes the field; an array element becomes null, so that the others keep their places. */
export function unsetAt(document: Document, path: readonly string[]): void {
  const container = valueAt(document, path.slice(0, -1))
  const name = path.at(-1) as string
  if (isDocument(container)) container.delete(name)
  else if (Array.isArray(container)) {
    const position = arrayPosition(name)
    if (position !== undefined && position < container.length) container[position] = null
  }
}

/** A copy whose documents and arrays can be changed without changing the original's. */
export function copyDocument(document: Document): Document {
  return new Map([...document].map(([name, value]) => [name, copyValue(value)]))
}

function copyValue(value: Value): Value {
  if (isDocument(value)) return copyDocument(value)
  return Array.isArray(value) ? value.map(copyValue) : value
}
