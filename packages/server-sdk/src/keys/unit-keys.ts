import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { newUnitId } from '../ids.ts'
import type { ClientSession, Db, RawCollection } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import type { StoredCollection } from '../mongo/stored.ts'
import { open, seal } from './seal.ts'
import type { TeamKeys } from './team-keys.ts'

interface UnitKeyDocument {
  _id: string
  teamId: string
  version: number
  /** The epoch of the team key that wraps it. */
  epoch: string
  wrapped: Binary
}

export interface UnitKey {
  id: string
  key: KeyObject
  version: number
}

/** The unit was forgotten: what was sealed with its key cannot be read by anybody any more. */
export class UnitForgottenError extends Error {
  override readonly name = 'UnitForgottenError'
}

export const unitKeyCollections: readonly StoredCollection[] = [
  { database: 'keys', name: 'unitKeys', indexes: [{ key: { teamId: 1 } }] },
]

const leaseMilliseconds = 1000
const cacheSize = 20_000

/**
 * One key for each thing that is forgotten together. Keys are cached as leases of a second: after that the key
 * database is asked again, and when it does not answer or the key is gone, nothing is opened.
 */
export class UnitKeys {
  readonly #documents: RawCollection<UnitKeyDocument>
  readonly #teamKeys: TeamKeys
  readonly #now: () => Date
  // In order of use, so that the first entries are the ones to let go.
  readonly #cache = new Map<string, { value: UnitKey; until: number }>()
  /** Grows when keys end, so that what was read before is not remembered after. */
  #endings = 0

  constructor(options: { database: Db; teamKeys: TeamKeys; now: () => Date }) {
    this.#documents = options.database.collection('unitKeys')
    this.#teamKeys = options.teamKeys
    this.#now = options.now
  }

  /** Makes the key of a new unit. It counts from the commit of the session's transaction on. */
  async create(teamId: string, session: ClientSession): Promise<UnitKey> {
    const id = newUnitId()
    const secret = randomBytes(32)
    const above = await this.#teamKeys.get(teamId, 'wrap')
    const document = { teamId, version: 1, epoch: above.epoch }
    await this.#documents.insertOne(
      { _id: id, ...document, wrapped: new Binary(seal(above.key, 1, place(id, document), secret)) },
      { session },
    )
    const value = { id, key: createSecretKey(secret), version: 1 }
    secret.fill(0)
    return value
  }

  /**
   * The keys of units, those that are gone left out.
   *
   * @param session given inside a transaction, so that keys made in it are found
   */
  async get(teamId: string, ids: Iterable<string>, session?: ClientSession): Promise<Map<string, UnitKey>> {
    const now = this.#now().getTime()
    const found = new Map<string, UnitKey>()
    const missing: string[] = []
    for (const id of new Set(ids)) {
      const cached = this.#cache.get(`${teamId}:${id}`)
      if (cached && cached.until > now) found.set(id, cached.value)
      else missing.push(id)
    }
    if (missing.length === 0) return found
    const above = await this.#teamKeys.get(teamId, 'wrap')
    const endings = this.#endings
    const documents = await this.#documents
      .find({ _id: { $in: missing }, teamId }, session ? { session } : {})
      .toArray()
    for (const document of documents) {
      const cached = this.#cache.get(`${teamId}:${document._id}`)
      const value = cached?.value.version === document.version ? cached.value : this.#unwrap(above.key, document)
      found.set(document._id, value)
      // What a transaction reads may never be committed, so only others may learn from it later.
      if (!session && endings === this.#endings) this.#remember(teamId, value)
    }
    return found
  }

  #unwrap(above: KeyObject, document: UnitKeyDocument): UnitKey {
    const secret = open(above, place(document._id, document), Buffer.from(document.wrapped.buffer))
    const key = createSecretKey(secret)
    secret.fill(0)
    return { id: document._id, key, version: document.version }
  }

  #remember(teamId: string, value: UnitKey): void {
    const id = `${teamId}:${value.id}`
    this.#cache.delete(id)
    this.#cache.set(id, { value, until: this.#now().getTime() + leaseMilliseconds })
    if (this.#cache.size > cacheSize) this.#cache.delete(this.#cache.keys().next().value as string)
  }

  /**
   * Destroys keys. What they sealed is unreadable from the commit on, elsewhere within a second, and in this process at
   * once: the caller calls `letGo` after the commit.
   */
  async destroy(teamId: string, ids: readonly string[], session: ClientSession): Promise<number> {
    const { deletedCount } = await this.#documents.deleteMany({ _id: { $in: [...ids] }, teamId }, { session })
    return deletedCount
  }

  /** Forgets keys that this process may still hold. */
  letGo(teamId: string, ids: readonly string[]): void {
    this.#endings += 1
    for (const id of ids) this.#cache.delete(`${teamId}:${id}`)
  }
}

const place = (id: string, document: { teamId: string; version: number; epoch: string }) => ({
  team: document.teamId,
  collection: 'unitKeys',
  document: `${id}:${document.epoch}`,
  rowVersion: document.version,
})
