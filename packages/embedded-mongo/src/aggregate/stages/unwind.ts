import { type Document, isDocument, Long, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { Row } from '../../query/row.ts'
import type { StageCompiler } from '../stage.ts'

export const unwind: StageCompiler = (specification) => {
  const options: Document = isDocument(specification) ? specification : new Map([['path', specification]])
  for (const name of options.keys()) {
    if (!['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(name))
      throw new CommandError(28811, `unrecognized option to $unwind stage: ${name}`)
  }
  const text = options.get('path')
  if (typeof text !== 'string' || !text.startsWith('$') || text.length < 2)
    throw new CommandError(28818, `path option to $unwind stage should be prefixed with a '$'`)
  const path = text.slice(1).split('.')
  const indexName = options.get('includeArrayIndex')
  if (indexName !== undefined && (typeof indexName !== 'string' || indexName === '' || indexName.startsWith('$'))) {
    throw new CommandError(
      28822,
      'includeArrayIndex option to $unwind stage should be a name that does not begin with $',
    )
  }
  const indexPath = indexName?.split('.')
  const preserve = options.get('preserveNullAndEmptyArrays') === true
  return function* (rows) {
    for (const row of rows) {
      const value = valueAt(row.document, path)
      const index = (at: number | undefined, document: Document): Row =>
        Row.made(indexPath ? withValue(document, indexPath, at === undefined ? null : Long.fromNumber(at)) : document)
      if (Array.isArray(value)) {
        for (const [at, element] of value.entries()) yield index(at, withValue(row.document, path, element))
        if (value.length === 0 && preserve) yield index(undefined, withValue(row.document, path, undefined))
      } else if ((value !== undefined && value !== null) || preserve) {
        yield index(undefined, row.document)
      }
    }
  }
}

function valueAt(document: Document, path: readonly string[]): Value | undefined {
  let value: Value | undefined = document
  for (const name of path) value = isDocument(value) ? value.get(name) : undefined
  return value
}

/** A copy with another value at a path; undefined removes it. */
export function withValue(document: Document, path: readonly string[], value: Value | undefined): Document {
  const [name, ...rest] = path as [string, ...string[]]
  const result: Document = new Map(document)
  if (rest.length > 0) {
    const below = document.get(name)
    result.set(name, withValue(isDocument(below) ? below : new Map(), rest, value))
  } else if (value === undefined) result.delete(name)
  else result.set(name, value)
  return result
}
