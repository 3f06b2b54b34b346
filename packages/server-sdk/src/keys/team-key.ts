import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto'
import { Binary } from '../mongo/driver.ts'
import type { StoredCollection } from '../mongo/stored.ts'
import { open, seal } from './seal.ts'

/**
 * What a team has keys for. `wrap` wraps the keys of its units and the other keys of the team; it alone is wrapped by
 * the epoch key, and there is one for each epoch. `lookup` makes lookup tokens, one key for each generation. `log` makes
 * the MACs of audit entries, `rows` those of rows that decide about access. `signing` signs checkpoints and certificates,
 * `receipts` what people are given for their consent. `suppression` finds addresses that must not be brought back.
 */
export type TeamKeyPurpose = 'wrap' | 'lookup' | 'log' | 'rows' | 'signing' | 'receipts' | 'suppression'

/** Those that others check with a public key. */
export const signs = (purpose: TeamKeyPurpose) => purpose === 'signing' || purpose === 'receipts'

export interface EpochDocument {
  _id: string
  ordinal: number
  createdAt: Date
  /** When its keys were destroyed; `null` as long as they are there. */
  destroyedAt: Date | null
}

export interface TeamKeyDocument {
  /** `<team>:<purpose>:<version>` */
  _id: string
  teamId: string
  purpose: TeamKeyPurpose
  /** For `wrap` the number of its epoch, for `lookup` the generation, else 1. */
  version: number
  /** For `wrap` the epoch that wraps it; else the epoch of the wrap key that lies above. */
  epoch: string
  fence: number
  wrapped: Binary
  createdAt: Date
}

export interface TeamKey {
  key: KeyObject
  version: number
  epoch: string
}

export const teamKeyCollections: readonly StoredCollection[] = [
  {
    database: 'keys',
    name: 'teamKeys',
    indexes: [{ key: { teamId: 1, purpose: 1, version: -1 }, unique: true }, { key: { epoch: 1, purpose: 1 } }],
  },
  { database: 'keys', name: 'epochs', indexes: [] },
]

/** The key that wrapped something was destroyed with its epoch: nobody opens it any more. */
export class WrapDestroyedError extends Error {
  override readonly name = 'WrapDestroyedError'
  constructor(epoch: string) {
    super(`The key of this team in epoch ${epoch} was destroyed. What it wrapped cannot be read by anybody any more.`)
  }
}

/** A key in the form in which it is wrapped. */
export const exported = (key: KeyObject): Buffer =>
  key.type === 'secret' ? key.export() : (key.export({ format: 'der', type: 'pkcs8' }) as Buffer)

/** A key as it is kept: sealed with the key above it, for its own place. `secret` is of no use afterwards. */
export function wrapTeamKey(above: KeyObject, document: PlaceOfKey, secret: Buffer): Binary {
  const wrapped = new Binary(seal(above, 1, place(document), secret))
  secret.fill(0)
  return wrapped
}

/** The key in a document. @throws SealBrokenError when it is not wrapped by the key above, was changed or moved */
export function unwrapTeamKey(above: KeyObject, document: TeamKeyDocument): TeamKey {
  const secret = open(above, place(document), Buffer.from(document.wrapped.buffer))
  const key = signs(document.purpose)
    ? createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' })
    : createSecretKey(secret)
  secret.fill(0)
  return { key, version: document.version, epoch: document.epoch }
}

type PlaceOfKey = Pick<TeamKeyDocument, 'teamId' | 'purpose' | 'version' | 'epoch'>

const place = (document: PlaceOfKey) => ({
  team: document.teamId,
  collection: 'teamKeys',
  document: `${document.purpose}:${document.epoch}`,
  rowVersion: document.version,
})
