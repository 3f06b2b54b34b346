import { createSecretKey, type KeyObject, randomFillSync } from 'node:crypto'
import { newUnitId } from '../ids.ts'
import type { ClientSession, Db, RawCollection } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import type { StoredCollection } from '../mongo/stored.ts'
import type { Writing } from '../mongo/writes.ts'
import { Newest } from '../newest.ts'
import { Leases } from './lease.ts'
import { keyVersionOf, open, type SealedPlace, seal } from './seal.ts'
import { type TeamKey, WrapDestroyedError } from './team-key.ts'
import type { TeamKeys } from './team-keys.ts'

export interface UnitKeyDocument {
  _id: string
  teamId: string
  /** Of the key that seals rows. Grows when the unit is sealed anew. */
  version: number
  /** The epoch of the team key that wraps it. */
  epoch: string
  fence: number
  /** The newest generation of lookup tokens that all its rows have. */
  tokens: number
  /** 64 bytes: the key of its rows and the key of what the log says of it. */
  wrapped: Binary
  /** The key of rows before this one, as long as some rows are still sealed with it. */
  previous?: { version: number; wrapped: Binary; since: Date }
}

export interface UnitKey {
  id: string
  /** Seals the rows of the unit. */
  key: KeyObject
  version: number
  previous: { key: KeyObject; version: number } | null
  /** Seals what the log says of the unit. It stays when the rows are sealed anew, and ends with the unit. */
  log: KeyObject
}

export const unitKeyCollections: readonly StoredCollection[] = [
  // Of epochs and generations none: jobs that look for the old ones find nearly all of them, once in a rotation.
  { database: 'keys', name: 'unitKeys', indexes: [{ key: { teamId: 1 } }] },
]

const cacheSize = 20_000
const keyLength = 32

interface Kept {
  teamId: string
  epoch: string
  value: UnitKey
}

/**
 * One key for each thing that is forgotten together. Keys are cached as leases of a second: after that the key
 * database is asked again, and when it does not answer or the key is gone, nothing is opened.
 */
export class UnitKeys {
  readonly #documents: RawCollection<UnitKeyDocument>
  readonly #teamKeys: TeamKeys
  readonly elapsed: () => number
  readonly #cache: Leases<Kept>
  /** In which unit rows lie whose parts are being written, by whatever names them. It never changes. */
  readonly ofRows: Leases<string>
  /** A unit for each team that writes, which nobody has yet: it lies nowhere, and is of use in its epoch alone. */
  readonly #ready = new Newest<MadeUnit>(1000)
  readonly #preparing = new Set<string>()
  /** Grows when keys end, so that what was read before is not remembered after. */
  #endings = 0

  constructor(options: { database: Db; teamKeys: TeamKeys; elapsed: () => number }) {
    this.#documents = options.database.collection('unitKeys')
    this.#teamKeys = options.teamKeys
    this.elapsed = options.elapsed
    this.#cache = new Leases(options.elapsed, cacheSize)
    this.ofRows = new Leases(options.elapsed, cacheSize)
  }

  /** Grows when this instance learns that keys have ended. */
  get endings(): number {
    return this.#endings
  }

  /**
   * Makes the key of a new unit. It counts from the commit of the transaction on. The key of the team's next unit is made
   * when this one is on its way, so that whoever needs it does not wait for it.
   */
  async create(teamId: string, { writes, control }: Writing): Promise<UnitKey> {
    const above = await this.#teamKeys.wrap(teamId, control.epoch)
    const ready = this.#ready.get(teamId)
    this.#ready.delete(teamId)
    const { document, unit } = ready?.document.epoch === above.epoch ? ready : madeUnit(teamId, above)
    writes.insert(this.#documents, {
      ...document,
      fence: control.fence,
      tokens: Math.max(...control.lookup.write),
    })
    this.#prepare(teamId, above)
    return unit
  }

  #prepare(teamId: string, above: TeamKey): void {
    if (this.#preparing.has(teamId)) return
    this.#preparing.add(teamId)
    setImmediate(() => {
      this.#preparing.delete(teamId)
      this.#ready.set(teamId, madeUnit(teamId, above))
    })
  }

  /**
   * The keys of units, those that are gone left out.
   *
   * @param session given inside a transaction, so that keys made in it are found
   */
  async get(teamId: string, ids: Iterable<string>, session?: ClientSession): Promise<Map<string, UnitKey>> {
    const found = new Map<string, UnitKey>()
    const missing: string[] = []
    for (const id of new Set(ids)) {
      const kept = this.#cache.get(id)
      if (kept?.teamId === teamId) found.set(id, kept.value)
      else missing.push(id)
    }
    if (missing.length === 0) return found
    const endings = this.#endings
    const since = this.elapsed()
    const documents = await this.#documents
      .find({ _id: { $in: missing }, teamId }, session ? { session } : {})
      .toArray()
    for (const document of documents) {
      // What was wrapped in an epoch whose keys are gone came back from an old backup: it is as forgotten as if it had not.
      const value = await this.opened(document).catch((error: unknown) => {
        if (error instanceof WrapDestroyedError) return undefined
        throw error
      })
      if (!value) continue
      found.set(document._id, value)
      // What a transaction reads may never be committed, so only others may learn from it later.
      if (!session && endings === this.#endings)
        this.#cache.set(document._id, { teamId, epoch: document.epoch, value }, since)
    }
    return found
  }

  /** The keys in a document. @throws SealBrokenError when it was changed or moved */
  async opened(document: UnitKeyDocument): Promise<UnitKey> {
    const { _id: id, version, previous } = document
    // Also where the key is known: without the keyring nothing is opened.
    const above = await this.#teamKeys.wrap(document.teamId, document.epoch)
    const kept = this.#cache.last(id)
    if (
      kept?.teamId === document.teamId &&
      kept.epoch === document.epoch &&
      kept.value.version === version &&
      kept.value.previous?.version === previous?.version
    )
      return kept.value
    const secret = open(above.key, place(id, document), Buffer.from(document.wrapped.buffer))
    const before = previous && open(above.key, place(id, { ...document, ...previous }), bytesOf(previous.wrapped))
    return keyOf(id, version, secret, previous && before ? { secret: before, version: previous.version } : null)
  }

  /** The same keys, wrapped by the team's wrap key of the current epoch. */
  async rewrapped(
    document: UnitKeyDocument,
  ): Promise<Pick<UnitKeyDocument, 'epoch' | 'fence' | 'wrapped' | 'previous'>> {
    const { epoch, fence } = await this.#teamKeys.control.get()
    const old = await this.#teamKeys.wrap(document.teamId, document.epoch)
    const above = await this.#teamKeys.wrap(document.teamId, epoch)
    const anew = (of: { version: number; wrapped: Binary }) => {
      const at = { teamId: document.teamId, version: of.version }
      const secret = open(old.key, place(document._id, { ...at, epoch: document.epoch }), bytesOf(of.wrapped))
      const wrapped = new Binary(seal(above.key, 1, place(document._id, { ...at, epoch }), secret))
      secret.fill(0)
      return wrapped
    }
    const { previous } = document
    return {
      epoch,
      fence,
      wrapped: anew(document),
      ...(previous ? { previous: { ...previous, wrapped: anew(previous) } } : {}),
    }
  }

  /**
   * Gives a unit a new key for its rows. The one before stays beside it until all rows are sealed with the new one.
   *
   * @returns whether there is such a unit, and it is not being sealed anew already
   */
  async renew(teamId: string, id: string, now: Date, session: ClientSession): Promise<boolean> {
    const document = await this.#documents.findOne({ _id: id, teamId }, { session })
    if (!document || document.previous) return false
    const { epoch, fence } = await this.#teamKeys.control.get()
    const unit = await this.opened(document)
    const above = await this.#teamKeys.wrap(teamId, epoch)
    const version = unit.version + 1
    const wrap = (at: number, secret: Buffer) => {
      const wrapped = new Binary(seal(above.key, 1, place(id, { teamId, version: at, epoch }), secret))
      secret.fill(0)
      return wrapped
    }
    const wrapped = wrap(version, Buffer.concat([randomFillSync(Buffer.alloc(keyLength)), unit.log.export()]))
    const previous = { version: unit.version, wrapped: wrap(unit.version, unit.key.export()), since: now }
    const { modifiedCount } = await this.#documents.updateOne(
      { _id: id, teamId, version: unit.version },
      { $set: { version, epoch, fence, wrapped, previous } },
      { session },
    )
    return modifiedCount === 1
  }

  /** Destroys the key of rows before the current one. */
  async dropPrevious(teamId: string, id: string, session: ClientSession): Promise<void> {
    const { fence } = await this.#teamKeys.control.get()
    await this.#documents.updateOne({ _id: id, teamId }, { $unset: { previous: '' }, $set: { fence } }, { session })
  }

  /**
   * Destroys keys, with the other writes of a transaction. What they sealed is unreadable from the commit on, elsewhere
   * within a second, and in this process at once: the caller calls `letGo` after the commit.
   */
  destroy(teamId: string, ids: readonly string[], writes: Writing['writes']): void {
    writes.delete(this.#documents, { _id: { $in: [...ids] }, teamId })
  }

  /** Forgets keys that this process may still hold. */
  letGo(ids: readonly string[]): void {
    this.#endings += 1
    for (const id of ids) this.#cache.delete(id)
  }
}

/** A new unit, and its key as it will be stored. */
interface MadeUnit {
  document: Omit<UnitKeyDocument, 'fence' | 'tokens'>
  unit: UnitKey
}

function madeUnit(teamId: string, above: Pick<TeamKey, 'key' | 'epoch'>): MadeUnit {
  const id = newUnitId()
  const secret = randomFillSync(Buffer.alloc(2 * keyLength))
  const document = { _id: id, teamId, version: 1, epoch: above.epoch }
  const wrapped = new Binary(seal(above.key, 1, place(id, document), secret))
  return { document: { ...document, wrapped }, unit: keyOf(id, 1, secret, null) }
}

/** The key with which a row was sealed. A version that the unit does not have opens nothing. */
function rowKey(unit: UnitKey, sealed: Buffer): KeyObject {
  return unit.previous && keyVersionOf(sealed) === unit.previous.version ? unit.previous.key : unit.key
}

/** Opens what was sealed with the key of a unit, the current one or the one before. */
export const openWith = (unit: UnitKey, at: SealedPlace, sealed: Buffer): Buffer =>
  open(rowKey(unit, sealed), at, sealed)

function keyOf(
  id: string,
  version: number,
  secret: Buffer,
  before: { secret: Buffer; version: number } | null,
): UnitKey {
  const unit = {
    id,
    version,
    key: createSecretKey(secret.subarray(0, keyLength)),
    log: createSecretKey(secret.subarray(keyLength)),
    // Of the key before, what was wrapped was the key of its rows alone.
    previous: before && { version: before.version, key: createSecretKey(before.secret) },
  }
  secret.fill(0)
  before?.secret.fill(0)
  return unit
}

/** Opens the keys of a unit and lets go of them. @throws SealBrokenError as `UnitKeys.opened` does */
export function requireOpenable(above: KeyObject, document: UnitKeyDocument): void {
  open(above, place(document._id, document), bytesOf(document.wrapped)).fill(0)
}

const bytesOf = (binary: Binary): Buffer => Buffer.from(binary.buffer)

const place = (id: string, document: { teamId: string; version: number; epoch: string }) => ({
  team: document.teamId,
  collection: 'unitKeys',
  document: `${id}:${document.epoch}`,
  rowVersion: document.version,
})
