import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { SottoError } from '../errors.ts'
import type { Db, RawCollection } from '../mongo/driver.ts'
import type { KeyControl } from './control.ts'
import { type Keyring, KeyringUnavailableError } from './keyring.ts'
import { Leases } from './lease.ts'
import { SealBrokenError } from './seal.ts'
import { type EpochDocument, type TeamKeyDocument, unwrapTeamKey, WrapDestroyedError } from './team-key.ts'

/** How many keys are tried before a key of the keyring counts as another one: some may have been changed. */
const mostTried = 5

/** The keys in the keyring, as leases of a second. */
export class EpochKeys {
  readonly #keyring: Keyring
  readonly #control: KeyControl
  readonly #epochs: RawCollection<EpochDocument>
  readonly #wraps: RawCollection<TeamKeyDocument>
  readonly #elapsed: () => number
  readonly #leases: Leases<KeyObject>
  /** Of which keys it is known that they are those of this database: SHA-256, so that none outlives its lease here. */
  readonly #proven = new Map<string, string>()

  constructor(options: { keyring: Keyring; database: Db; control: KeyControl; elapsed: () => number }) {
    this.#keyring = options.keyring
    this.#control = options.control
    this.#epochs = options.database.collection('epochs')
    this.#wraps = options.database.collection('teamKeys')
    this.#elapsed = options.elapsed
    this.#leases = new Leases(options.elapsed)
  }

  /** @throws WrapDestroyedError, SottoError `keyring_unavailable` */
  async get(epoch: string): Promise<KeyObject> {
    const leased = this.#leases.get(epoch)
    if (leased) return leased
    const since = this.#elapsed()
    const bytes = await this.#keyring.read(epoch).catch((error: unknown) => {
      this.#leases.delete(epoch)
      if (error instanceof KeyringUnavailableError)
        throw new SottoError('keyring_unavailable', error.message, { cause: error })
      throw error
    })
    // One that was not destroyed is a key that is missing, of whichever epoch: what it opens must not look forgotten.
    if (!bytes && !(await this.#isLive(epoch))) throw new WrapDestroyedError(epoch)
    if (!bytes)
      throw new SottoError(
        'keyring_unavailable',
        `The keyring (${this.#keyring.description}) does not have the key of epoch ${epoch}. Put the keyring that belongs to this database in its place.`,
      )
    const hash = createHash('sha256').update(bytes).digest('base64')
    const key = createSecretKey(bytes)
    if (this.#proven.get(epoch) !== hash && (await this.#isOurs(epoch, key))) this.#proven.set(epoch, hash)
    this.#leases.set(epoch, key, since)
    return key
  }

  forget(): void {
    this.#leases.clear()
  }

  async #isLive(epoch: string): Promise<boolean> {
    if (epoch === (await this.#control.get()).epoch) return true
    return (await this.#epochs.findOne({ _id: epoch, destroyedAt: null })) !== null
  }

  /**
   * Whether it has wrapped what this database says. What another key of the same name wrapped, nobody would open later.
   *
   * @returns `false` where nothing lies under it yet
   * @throws SottoError `keyring_unavailable` where it is another one
   */
  async #isOurs(epoch: string, key: KeyObject): Promise<boolean> {
    const wrapped = await this.#wraps.find({ purpose: 'wrap', epoch }).limit(mostTried).toArray()
    if (wrapped.some((document) => opens(key, document))) return true
    if (wrapped.length === 0) return false
    this.#leases.delete(epoch)
    throw new SottoError(
      'keyring_unavailable',
      `The keyring (${this.#keyring.description}) has a key for epoch ${epoch}, but not the one that wrapped the keys in this database. Put the keyring that belongs to this database in its place.`,
    )
  }
}

function opens(key: KeyObject, document: TeamKeyDocument): boolean {
  try {
    unwrapTeamKey(key, document)
    return true
  } catch (error) {
    if (error instanceof SealBrokenError) return false
    throw error
  }
}
