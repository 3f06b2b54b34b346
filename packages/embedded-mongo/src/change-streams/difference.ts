import { equalValues } from '../bson/compare.ts'
import { type Document, document, Int32, isDocument, typeName, type Value } from '../bson/values.ts'

/** What an update changed, as change streams describe it. */
export function describeUpdate(before: Document, after: Document): Document {
  const updated: Document = new Map()
  const removed: Value[] = []
  const truncated: Value[] = []
  compareDocuments(before, after, '')
  return document({ updatedFields: updated, removedFields: removed, truncatedArrays: truncated })

  function compareDocuments(old: Document, now: Document, prefix: string): void {
    for (const name of old.keys()) if (!now.has(name)) removed.push(prefix + name)
    for (const [name, value] of now) compareValue(old.get(name), value, prefix + name)
  }

  function compareValue(old: Value | undefined, now: Value, path: string): void {
    if (isDocument(old) && isDocument(now) && old.size > 0) compareDocuments(old, now, `${path}.`)
    else if (Array.isArray(old) && Array.isArray(now)) compareArrays(old, now, path)
    else if (typeName(old) !== typeName(now) || !equalValues(old, now)) updated.set(path, now)
  }

  function compareArrays(old: readonly Value[], now: readonly Value[], path: string): void {
    if (now.length === 0 && old.length > 0) {
      updated.set(path, [])
      return
    }
    if (now.length < old.length) truncated.push(document({ field: path, newSize: new Int32(now.length) }))
    for (const [index, value] of now.entries()) compareValue(old[index], value, `${path}.${index}`)
  }
}
