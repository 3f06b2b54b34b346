import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { SottoError } from '../errors.ts'
import type { Binary, Db, RawCollection } from '../mongo/driver.ts'
import type { Control, KeyControl } from './control.ts'
import { EpochKeys } from './epoch-keys.ts'
import { refusedByFence } from './fence.ts'
import type { Keyring } from './keyring.ts'
import { Leases } from './lease.ts'
import { type LookedUp, type LookupToken, spreadTokensOf, tokenOf } from './lookup-tokens.ts'
import {
  type EpochDocument,
  exported,
  signs,
  type TeamKey,
  type TeamKeyDocument,
  type TeamKeyPurpose,
  unwrapTeamKey,
  WrapDestroyedError,
  wrapTeamKey,
} from './team-key.ts'

const cacheSize = 20_000

/** Keys that each team has from its first transaction on, besides those of epochs and generations. */
const alwaysThere = ['log', 'rows', 'signing', 'receipts'] as const

/** The upper part of the key hierarchy: keyring → epoch key → the keys of each team. */
export class TeamKeys {
  readonly control: KeyControl
  readonly #keyring: Keyring
  readonly #epochs: RawCollection<EpochDocument>
  readonly #documents: RawCollection<TeamKeyDocument>
  readonly #now: () => Date
  readonly #elapsed: () => number
  readonly #cache: Leases<TeamKey>
  readonly #epochKeys: EpochKeys
  readonly #making = new Map<string, Promise<TeamKey>>()
  readonly #preparing = new Map<string, Promise<void>>()

  constructor(options: {
    keyring: Keyring
    database: Db
    control: KeyControl
    now: () => Date
    elapsed: () => number
  }) {
    this.control = options.control
    this.#keyring = options.keyring
    this.#epochs = options.database.collection('epochs')
    this.#documents = options.database.collection('teamKeys')
    this.#now = options.now
    this.#elapsed = options.elapsed
    this.#cache = new Leases(options.elapsed, cacheSize)
    this.#epochKeys = new EpochKeys(options)
  }

  /** Makes the first epoch where there is none, and checks that the keyring has the key of the current one. */
  async start(): Promise<void> {
    const control = (await this.control.find()) ?? (await this.#begin())
    await this.#epochKeys.get(control.epoch)
  }

  /** What is wrong with the key of an epoch in the keyring, in words; `null` where it opens what it should. */
  async problemOf(epoch: string): Promise<string | null> {
    try {
      await this.#epochKeys.get(epoch)
      return null
    } catch (error) {
      if (error instanceof SottoError || error instanceof WrapDestroyedError) return error.message
      throw error
    }
  }

  async #begin(): Promise<Control> {
    const epoch = await this.newEpochId()
    await this.#keyring.create(epoch)
    await this.recordEpoch(epoch, 1)
    const control = await this.control.begin(epoch)
    if (control.epoch !== epoch) {
      // Another instance was first; its epoch is the one that counts.
      await this.#epochs.deleteOne({ _id: epoch })
      await this.#keyring.destroy(epoch)
    }
    return control
  }

  /** The name of an epoch that begins now: a new one, or that of a key that was brought from outside. */
  async newEpochId(): Promise<string> {
    if (this.#keyring.nextEpoch) return this.#keyring.nextEpoch(await this.#epochs.distinct('_id'))
    return `e${this.#now().toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`
  }

  /** Writes down that there is an epoch. Doing it twice changes nothing. */
  async recordEpoch(epoch: string, ordinal: number): Promise<void> {
    await this.#epochs.updateOne(
      { _id: epoch },
      { $setOnInsert: { ordinal, createdAt: this.#now(), destroyedAt: null } },
      { upsert: true },
    )
  }

  /** The key of a team that wraps other keys, of the current epoch or of one whose keys are not all wrapped anew yet. */
  async wrap(teamId: string, epoch?: string): Promise<TeamKey> {
    const control = await this.control.get()
    if (epoch === undefined || epoch === control.epoch) return this.#key(teamId, 'wrap', control.ordinal)
    const id = `${teamId}:wrap:${epoch}`
    const leased = this.#cache.get(id)
    if (leased) return leased
    const since = this.#elapsed()
    const found = await this.#documents.findOne({ teamId, purpose: 'wrap', epoch })
    if (!found) throw new WrapDestroyedError(epoch)
    const value = unwrapTeamKey(await this.#above(found), found)
    this.#cache.set(id, value, since)
    return value
  }

  /** The key of a team for a purpose, made when there is none yet. */
  async get(teamId: string, purpose: Exclude<TeamKeyPurpose, 'wrap' | 'lookup'>): Promise<TeamKey> {
    return this.#key(teamId, purpose, 1)
  }

  /** A key that made something once, by its version; `undefined` when there is none. */
  async ofVersion(teamId: string, purpose: 'log' | 'rows', version: number): Promise<TeamKey | undefined> {
    return version === 1 ? this.#key(teamId, purpose, 1) : undefined
  }

  async #key(teamId: string, purpose: TeamKeyPurpose, version: number): Promise<TeamKey> {
    const id = `${teamId}:${purpose}:${version}`
    const leased = this.#cache.get(id)
    if (leased) return leased
    const making = this.#making.get(id) ?? this.#load(id).finally(() => this.#making.delete(id))
    this.#making.set(id, making)
    return making
  }

  async #load(id: string): Promise<TeamKey> {
    const since = this.#elapsed()
    return this.#opened((await this.#documents.findOne({ _id: id })) ?? (await this.#make(id)), since)
  }

  async #opened(found: TeamKeyDocument, since: number): Promise<TeamKey> {
    const above = await this.#above(found)
    const before = this.#cache.last(found._id)
    const value = before?.epoch === found.epoch ? before : unwrapTeamKey(above, found)
    this.#cache.set(found._id, value, since)
    return value
  }

  async #make(id: string): Promise<TeamKeyDocument> {
    const [teamId, purpose, version] = id.split(':') as [string, TeamKeyPurpose, string]
    const control = await this.control.get()
    const secret = signs(purpose) ? exported(generateKeyPairSync('ed25519').privateKey) : randomBytes(32)
    const above =
      purpose === 'wrap' ? await this.#epochKeys.get(control.epoch) : (await this.wrap(teamId, control.epoch)).key
    const document = { teamId, purpose, version: Number(version), epoch: control.epoch }
    const wrapped = wrapTeamKey(above, document, secret)
    // Two instances may make it at once: the first counts, and both read that one.
    await this.#documents
      .insertOne({ _id: id, ...document, fence: control.fence, wrapped, createdAt: this.#now() })
      .catch((error: { code?: number }) => {
        if (error.code === 11000) return
        // The epoch has changed under our hands; whoever asks again gets the new one.
        if (refusedByFence(error)) this.forget()
        throw error
      })
    return (await this.#documents.findOne({ _id: id })) as TeamKeyDocument
  }

  /** The key that wraps a key. Asked for also where the key itself is known: without the keyring nothing is opened. */
  async #above(document: TeamKeyDocument): Promise<KeyObject> {
    return document.purpose === 'wrap'
      ? this.#epochKeys.get(document.epoch)
      : (await this.wrap(document.teamId, document.epoch)).key
  }

  /** The same key, wrapped by the team's wrap key of the current epoch. */
  async rewrapped(document: TeamKeyDocument): Promise<Pick<TeamKeyDocument, 'epoch' | 'fence' | 'wrapped'>> {
    const { epoch, fence } = await this.control.get()
    const secret = exported(unwrapTeamKey(await this.#above(document), document).key)
    const above = await this.wrap(document.teamId, epoch)
    return { epoch, fence, wrapped: wrapTeamKey(above.key, { ...document, epoch }, secret) }
  }

  /** The token under which a value is looked up. */
  async lookupToken(teamId: string, collection: string, field: string, form: string): Promise<LookupToken> {
    const { lookup } = await this.control.get()
    const [token] = await this.lookupTokens(teamId, lookup.read, [{ collection, field, form }])
    return { token: token as Binary, generation: lookup.read }
  }

  /** The tokens under which normalised values are kept in one generation, in their order. */
  async lookupTokens(teamId: string, generation: number, values: readonly LookedUp[]): Promise<Binary[]> {
    if (values.length === 0) return []
    const { key } = await this.#key(teamId, 'lookup', generation)
    return values.map((value) => tokenOf(key, value))
  }

  /** All tokens under which rows may have a value that is spread, in the generation that is read. */
  async spreadTokens(teamId: string, value: LookedUp): Promise<Binary[]> {
    const { lookup } = await this.control.get()
    const { key } = await this.#key(teamId, 'lookup', lookup.read)
    return spreadTokensOf(key, value)
  }

  /** Makes sure that all keys of a team exist before a transaction needs them. */
  async prepareTeam(teamId: string): Promise<void> {
    if (this.#isPrepared(teamId)) return
    const preparing = this.#preparing.get(teamId) ?? this.#prepare(teamId).finally(() => this.#preparing.delete(teamId))
    this.#preparing.set(teamId, preparing)
    await preparing
  }

  async #prepare(teamId: string): Promise<void> {
    const { ordinal, lookup } = await this.control.get()
    const keys: [purpose: TeamKeyPurpose, version: number][] = [
      // First the one that wraps the others.
      ['wrap', ordinal],
      ...alwaysThere.map((purpose) => [purpose, 1] as [TeamKeyPurpose, number]),
      ...lookup.write.map((generation) => ['lookup', generation] as [TeamKeyPurpose, number]),
    ]
    await this.#renew(keys.map(([purpose, version]) => `${teamId}:${purpose}:${version}`))
    for (const [purpose, version] of keys) await this.#key(teamId, purpose, version)
  }

  /** Asks for the keys whose lease has ended all at once, in their order; those that are not there yet are left out. */
  async #renew(ids: readonly string[]): Promise<void> {
    const ended = ids.filter((id) => this.#cache.get(id) === undefined)
    const since = this.#elapsed()
    const found = await this.#documents.find({ _id: { $in: ended } }).toArray()
    const byId = new Map(found.map((document) => [document._id, document]))
    for (const id of ended) {
      const document = byId.get(id)
      if (document) await this.#opened(document, since)
    }
  }

  /** Whether the lease of none of them has ended: this is asked before each transaction. */
  #isPrepared(teamId: string): boolean {
    const control = this.control.leased()
    const has = (purpose: TeamKeyPurpose, version: number) => this.#cache.get(`${teamId}:${purpose}:${version}`)
    return (
      control !== undefined &&
      has('wrap', control.ordinal) !== undefined &&
      alwaysThere.every((purpose) => has(purpose, 1)) &&
      control.lookup.write.every((generation) => has('lookup', generation))
    )
  }

  /** Forgets what is cached, so that the next use asks the database and the keyring. */
  forget(): void {
    this.control.forget()
    this.#cache.clear()
    this.#epochKeys.forget()
  }
}
