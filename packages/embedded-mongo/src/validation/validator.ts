import { type Document, isDocument, document as makeDocument } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { parseQuery } from '../query/filter.ts'
import { matches } from '../query/match.ts'
import type { Predicate } from '../query/predicate.ts'
import type { CollectionInfo } from '../storage/catalog.ts'
import { explainSchemaFailure } from './json-schema.ts'

const parsed = new WeakMap<Document, Predicate>()

/** Parses a collection's validator; throws where it is malformed. */
export function validatorPredicate(validator: Document, now: Date): Predicate {
  let predicate = parsed.get(validator)
  if (!predicate) {
    predicate = parseQuery(validator, { names: new Set(), now })
    parsed.set(validator, predicate)
  }
  return predicate
}

/** Throws `DocumentValidationFailure` where the collection's rules do not allow the document. */
export function refuseInvalid(collection: CollectionInfo, document: Document, now: Date, before?: Document): void {
  const validator = collection.options.get('validator')
  if (!isDocument(validator) || validator.size === 0) return
  const level = collection.options.get('validationLevel')
  if (level === 'off' || collection.options.get('validationAction') === 'warn') return
  const predicate = validatorPredicate(validator, now)
  if (matches(predicate, document)) return
  // A document that was invalid before may stay so under the moderate level.
  if (level === 'moderate' && before && !matches(predicate, before)) return
  const schema = validator.get('$jsonSchema')
  const details = isDocument(schema)
    ? makeDocument({ operatorName: '$jsonSchema', schemaRulesNotSatisfied: explainSchemaFailure(schema, document) })
    : makeDocument({ operatorName: 'validator', reason: 'the document does not meet the filter' })
  const errInfo = makeDocument({ failingDocumentId: document.get('_id') ?? null, details })
  throw new CommandError('DocumentValidationFailure', 'Document failed validation', {
    details: makeDocument({ errInfo }),
  })
}
