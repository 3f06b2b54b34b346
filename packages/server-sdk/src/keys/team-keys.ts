import {
  createHmac,
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { SottoError } from '../errors.ts'
import type { Db, RawCollection } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import type { StoredCollection } from '../mongo/stored.ts'
import { type Keyring, KeyringUnavailableError } from './keyring.ts'
import { open, seal } from './seal.ts'

/**
 * What a team has keys for. `wrap` wraps the keys of its units and the other keys of the team; it alone is wrapped by
 * the epoch key. `lookup` makes lookup tokens, `log` the MACs of audit entries, `signing` signs checkpoints.
 */
export type TeamKeyPurpose = 'wrap' | 'lookup' | 'log' | 'signing'

interface EpochDocument {
  _id: string
  createdAt: Date
  state: 'current' | 'retiring'
}

interface TeamKeyDocument {
  _id: string
  teamId: string
  purpose: TeamKeyPurpose
  version: number
  /** The epoch of the wrap key that lies above; for `wrap` itself, the epoch that wraps it. */
  epoch: string
  wrapped: Binary
  createdAt: Date
}

export interface TeamKey {
  key: KeyObject
  version: number
  epoch: string
}

export const teamKeyCollections: readonly StoredCollection[] = [
  { database: 'keys', name: 'teamKeys', indexes: [{ key: { teamId: 1, purpose: 1, version: -1 }, unique: true }] },
  {
    database: 'keys',
    name: 'epochs',
    // Of two instances that begin at once, one makes the epoch.
    indexes: [{ key: { state: 1 }, unique: true, partialFilterExpression: { state: 'current' } }],
  },
]

const leaseMilliseconds = 1000

/** The upper part of the key hierarchy: keyring → epoch key → the keys of each team. */
export class TeamKeys {
  readonly #keyring: Keyring
  readonly #epochs: RawCollection<EpochDocument>
  readonly #teamKeys: RawCollection<TeamKeyDocument>
  readonly #now: () => Date
  readonly #cache = new Map<string, { value: TeamKey; until: number }>()
  readonly #epochKeys = new Map<string, { key: KeyObject; until: number }>()
  readonly #making = new Map<string, Promise<TeamKey>>()

  constructor(options: { keyring: Keyring; database: Db; now: () => Date }) {
    this.#keyring = options.keyring
    this.#epochs = options.database.collection('epochs')
    this.#teamKeys = options.database.collection('teamKeys')
    this.#now = options.now
  }

  /** Makes the first epoch where there is none, and checks that the keyring has the key of the current one. */
  async start(): Promise<void> {
    const current = await this.#epochs.findOne({ state: 'current' })
    if (!current) {
      const now = this.#now()
      const epoch = `e${now.toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`
      await this.#keyring.create(epoch)
      try {
        await this.#epochs.insertOne({ _id: epoch, createdAt: now, state: 'current' })
      } catch (error) {
        // Another instance was first; its epoch is the one that counts. An error alone does not say that ours does not.
        const counting = await this.#epochs.findOne({ state: 'current' })
        if (!counting) throw error
        if (counting._id !== epoch) await this.#keyring.destroy(epoch)
      }
    }
    await this.#epochKey((await this.currentEpoch()) as string)
  }

  async currentEpoch(): Promise<string> {
    const current = await this.#epochs.findOne({ state: 'current' })
    if (!current)
      throw new SottoError('keyring_unavailable', 'The key database has no current epoch. Restore it from its backup.')
    return current._id
  }

  async #epochKey(epoch: string): Promise<KeyObject> {
    const now = this.#now().getTime()
    const cached = this.#epochKeys.get(epoch)
    if (cached && cached.until > now) return cached.key
    const bytes = await this.#keyring.read(epoch).catch((error: unknown) => {
      this.#epochKeys.delete(epoch)
      if (error instanceof KeyringUnavailableError)
        throw new SottoError('keyring_unavailable', error.message, { cause: error })
      throw error
    })
    if (!bytes)
      throw new SottoError(
        'keyring_unavailable',
        `The keyring (${this.#keyring.description}) does not have the key of epoch ${epoch}. Put the keyring that belongs to this database in its place.`,
      )
    const key = createSecretKey(bytes)
    this.#epochKeys.set(epoch, { key, until: now + leaseMilliseconds })
    return key
  }

  /** The newest key of a team for a purpose, made when there is none yet. */
  async get(teamId: string, purpose: TeamKeyPurpose): Promise<TeamKey> {
    const id = `${teamId}:${purpose}`
    const cached = this.#cache.get(id)
    if (cached && cached.until > this.#now().getTime()) return cached.value
    const making = this.#making.get(id) ?? this.#load(teamId, purpose).finally(() => this.#making.delete(id))
    this.#making.set(id, making)
    const value = await making
    this.#cache.set(id, { value, until: this.#now().getTime() + leaseMilliseconds })
    return value
  }

  /** A key of a team by its version; `undefined` when there is none. */
  async ofVersion(teamId: string, purpose: TeamKeyPurpose, version: number): Promise<TeamKey | undefined> {
    const newest = await this.get(teamId, purpose)
    if (newest.version === version) return newest
    const older = await this.#teamKeys.findOne({ teamId, purpose, version })
    return older ? this.#unwrap(older) : undefined
  }

  async #load(teamId: string, purpose: TeamKeyPurpose): Promise<TeamKey> {
    const there = await this.#teamKeys.findOne({ teamId, purpose }, { sort: { version: -1 } })
    if (there) return this.#unwrap(there)
    await this.#make(teamId, purpose, 1)
    const made = await this.#teamKeys.findOne({ teamId, purpose }, { sort: { version: -1 } })
    return this.#unwrap(made as TeamKeyDocument)
  }

  async #make(teamId: string, purpose: TeamKeyPurpose, version: number): Promise<void> {
    const secret =
      purpose === 'signing'
        ? generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
        : randomBytes(32)
    const above =
      purpose === 'wrap'
        ? await this.currentEpoch().then(async (epoch) => ({ epoch, key: await this.#epochKey(epoch) }))
        : await this.get(teamId, 'wrap')
    const document = { teamId, purpose, version, epoch: above.epoch, createdAt: this.#now() }
    const wrapped = new Binary(seal(above.key, 1, place(document), secret))
    // Two instances may make it at once: the unique index keeps the first, and both read that one.
    await this.#teamKeys
      .insertOne({ _id: `${teamId}:${purpose}:${version}`, ...document, wrapped })
      .catch((error: { code?: number }) => {
        if (error.code !== 11000) throw error
      })
  }

  async #unwrap(document: TeamKeyDocument): Promise<TeamKey> {
    const above =
      document.purpose === 'wrap' ? await this.#epochKey(document.epoch) : (await this.get(document.teamId, 'wrap')).key
    const secret = open(above, place(document), Buffer.from(document.wrapped.buffer))
    const key =
      document.purpose === 'signing'
        ? createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' })
        : createSecretKey(secret)
    secret.fill(0)
    return { key, version: document.version, epoch: document.epoch }
  }

  /** The lookup token of a value: 16 bytes of HMAC-SHA-256 over collection, field and normalised value. */
  async lookupToken(
    teamId: string,
    collection: string,
    field: string,
    value: string,
  ): Promise<{ token: Binary; generation: number }> {
    const { key, version } = await this.get(teamId, 'lookup')
    const mac = createHmac('sha256', key).update(`${collection}\0${field}\0${value}`).digest()
    return { token: new Binary(mac.subarray(0, 16)), generation: version }
  }

  /** Makes sure that all keys of a team exist before a transaction needs them. */
  async prepareTeam(teamId: string): Promise<void> {
    for (const purpose of ['wrap', 'lookup', 'log', 'signing'] as const) await this.get(teamId, purpose)
  }

  /** Forgets what is cached, so that the next use asks the database and the keyring. */
  forget(): void {
    this.#cache.clear()
    this.#epochKeys.clear()
  }
}

const place = (document: { teamId: string; purpose: string; version: number; epoch: string }) => ({
  team: document.teamId,
  collection: 'teamKeys',
  document: `${document.purpose}:${document.epoch}`,
  rowVersion: document.version,
})
