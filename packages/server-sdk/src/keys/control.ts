import { SottoError } from '../errors.ts'
import type { Db, RawCollection } from '../mongo/driver.ts'
import type { StoredCollection } from '../mongo/stored.ts'
import { Leases } from './lease.ts'

/** What counts for everybody who writes keys or lookup tokens. One document, followed by every instance. */
export interface Control {
  _id: 'control'
  /** The epoch under which keys are wrapped from now on. */
  epoch: string
  /** The number of that epoch: 1 for the first. Versions of the teams' wrap keys. */
  ordinal: number
  /**
   * Grows when something changes that a writer must know. Every key and token carries the number that its writer knew,
   * and the databases refuse smaller ones than the last that was demanded (see fence.ts).
   */
  fence: number
  /** Generations of lookup tokens: those that are written, and the one that is read. */
  lookup: { write: number[]; read: number }
}

export const controlCollections: readonly StoredCollection[] = [{ database: 'keys', name: 'control', indexes: [] }]

/** The control document, as a lease of a second. */
export class KeyControl {
  readonly #documents: RawCollection<Control>
  readonly #elapsed: () => number
  readonly #leases: Leases<Control>

  constructor(options: { database: Db; elapsed: () => number }) {
    this.#documents = options.database.collection('control')
    this.#elapsed = options.elapsed
    this.#leases = new Leases(options.elapsed)
  }

  /** @throws SottoError `keyring_unavailable` when the key database is empty */
  /** What is known without asking, as long as its lease lasts. */
  leased(): Control | undefined {
    return this.#leases.get('control')
  }

  async get(): Promise<Control> {
    const leased = this.leased()
    if (leased) return leased
    const since = this.#elapsed()
    const found = await this.find()
    if (!found)
      throw new SottoError('keyring_unavailable', 'The key database has no current epoch. Restore it from its backup.')
    this.#leases.set('control', found, since)
    return found
  }

  /** The document as it is now; `null` in a key database that was never used. */
  find(): Promise<Control | null> {
    return this.#documents.findOne({ _id: 'control' })
  }

  /** Writes the first one. Of several instances that begin at once, one does. @returns the one that counts */
  async begin(epoch: string): Promise<Control> {
    await this.#documents
      .insertOne({ _id: 'control', epoch, ordinal: 1, fence: 1, lookup: { write: [1], read: 1 } })
      .catch((error: { code?: number }) => {
        if (error.code !== 11000) throw error
      })
    return (await this.find()) as Control
  }

  /** Changes it and lets the fence grow. Nothing happens when it was changed since `known` was read. */
  async change(known: Control, set: Partial<Pick<Control, 'epoch' | 'ordinal' | 'lookup'>>): Promise<Control> {
    await this.#documents.updateOne({ _id: 'control', fence: known.fence }, { $set: set, $inc: { fence: 1 } })
    this.forget()
    return (await this.find()) as Control
  }

  forget(): void {
    this.#leases.clear()
  }
}
