import { auditCollections } from '../audit/index.ts'
import {
  backupCollections,
  controlCollections,
  rotationCollections,
  teamKeyCollections,
  unitKeyCollections,
} from '../keys/index.ts'
import { generationCollections, lookupCollections, type StoredCollection, storedCollections } from '../mongo/index.ts'
import { everything } from './collections.ts'

/** Everything that a Sotto keeps in its three databases. */
export const everythingStored: readonly StoredCollection[] = [
  ...generationCollections,
  ...controlCollections,
  ...rotationCollections,
  ...backupCollections,
  ...teamKeyCollections,
  ...unitKeyCollections,
  { database: 'keys', name: 'erasures', indexes: [{ key: { teamId: 1 } }] },
  { database: 'keys', name: 'besideCopies', indexes: [{ key: { teamId: 1 } }] },
  ...lookupCollections,
  ...auditCollections,
  ...storedCollections(everything),
]
