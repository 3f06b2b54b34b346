import type { Document } from '../bson/values.ts'
import { notImplemented } from '../errors/command-error.ts'

export function compileSchema(_schema: Document): (document: Document) => boolean {
  throw notImplemented('$jsonSchema')
}

export function explainSchemaFailure(_schema: Document, _document: Document): Document[] {
  return []
}
