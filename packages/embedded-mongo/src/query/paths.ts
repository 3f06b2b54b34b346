import { type Document, isDocument, type Value } from '../bson/values.ts'

/** `index` is the place in the outermost array that was entered on the way, if any was. */
export type PathVisitor = (value: Value | undefined, index: number | undefined) => boolean

/**
 * Shows a visitor each value that a query path reaches, until the visitor answers true. Arrays on the way are
 * entered, an array at the end shows its elements and then itself, and a branch that leads nowhere shows undefined.
 * Elements of an array that are no documents lead nowhere silently, as MongoDB has it.
 */
export function visitPath(document: Document, path: readonly string[], visit: PathVisitor, enterLeaf = true): boolean {
  return fromDocument(document, path, 0, undefined, visit, enterLeaf)
}

function fromDocument(
  document: Document,
  path: readonly string[],
  depth: number,
  outer: number | undefined,
  visit: PathVisitor,
  enterLeaf: boolean,
): boolean {
  const value = document.get(path[depth] as string)
  const last = depth === path.length - 1
  if (Array.isArray(value)) {
    if (!last) return fromArray(value, path, depth + 1, outer, visit, enterLeaf)
    if (enterLeaf) {
      for (let index = 0; index < value.length; index += 1) if (visit(value[index], outer ?? index)) return true
    }
    return visit(value, outer)
  }
  if (last) return visit(value, outer)
  return isDocument(value) ? fromDocument(value, path, depth + 1, outer, visit, enterLeaf) : visit(undefined, outer)
}

function fromArray(
  array: readonly Value[],
  path: readonly string[],
  depth: number,
  outer: number | undefined,
  visit: PathVisitor,
  enterLeaf: boolean,
): boolean {
  const position = arrayPosition(path[depth] as string)
  const last = depth === path.length - 1
  for (let index = 0; index < array.length; index += 1) {
    const element = array[index] as Value
    const place = outer ?? index
    if (isDocument(element) && fromDocument(element, path, depth, place, visit, enterLeaf)) return true
    if (position !== index) continue
    if (last) {
      if (visit(element, place)) return true
    } else if (isDocument(element)) {
      if (fromDocument(element, path, depth + 1, place, visit, enterLeaf)) return true
    } else if (Array.isArray(element) && fromArray(element, path, depth + 1, place, visit, enterLeaf)) {
      return true
    }
  }
  return false
}

/** The array index that a path component names, or undefined where it is a name only. */
export function arrayPosition(component: string): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(component) ? Number(component) : undefined
}
