import type { Contact, Id } from '@sotto/contracts'
import type { DocumentOf } from '../../data-map/index.ts'
import type { contacts } from './declare.ts'

export function presentContact(document: DocumentOf<typeof contacts>): Contact {
  const { createdAt, lastActivityAt, id, mergedInto: _own, ...rest } = document
  return {
    ...rest,
    id: id as Id<'contact'>,
    createdAt: createdAt.toISOString(),
    lastActivityAt: lastActivityAt.toISOString(),
  }
}
