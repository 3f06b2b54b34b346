import { auditCollections } from '../audit/index.ts'
import { controlCollections, teamKeyCollections, unitKeyCollections } from '../keys/index.ts'
import { lookupCollections, type StoredCollection, storedCollections } from '../mongo/index.ts'
import { everything } from './collections.ts'

/** Everything that a Sotto keeps in its three databases. */
export const everythingStored: readonly StoredCollection[] = [
  ...controlCollections,
  ...teamKeyCollections,
  ...unitKeyCollections,
  ...lookupCollections,
  ...auditCollections,
  ...storedCollections(everything),
]
