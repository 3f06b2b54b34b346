import type { Db, RawCollection } from '../mongo/driver.ts'
import type { StoredCollection } from '../mongo/stored.ts'

/** A backup of the key database that somebody vouches for. */
export interface BackupRecord {
  _id: string
  /** When copying the key database began. */
  begunAt: Date
  confirmedAt: Date
  /** `sotto`: made and read back by `sotto backup`; `external`: by another tool, and confirmed by a person. */
  by: 'sotto' | 'external'
  /**
   * The fence of the key database that the copy has. A person who made a copy with other means knows only the time.
   */
  fence: number | null
  /** Of a backup of the keys alone. */
  only?: 'keys'
}

export const backupCollections: readonly StoredCollection[] = [
  { database: 'keys', name: 'backups', indexes: [{ key: { confirmedAt: -1 } }] },
]

/** Which backups of the key database were confirmed. */
export class Backups {
  readonly #documents: RawCollection<BackupRecord>

  constructor(keys: Db) {
    this.#documents = keys.collection('backups')
  }

  /** Writes down that a backup is there and can be read. */
  async confirm(record: BackupRecord): Promise<void> {
    await this.#documents.updateOne({ _id: record._id }, { $setOnInsert: record }, { upsert: true })
  }

  newest(): Promise<BackupRecord | null> {
    return this.#documents.findOne({}, { sort: { confirmedAt: -1 } })
  }

  /** The newest of data and keys that was read back. One that was begun by a clock that went ahead tells nothing. */
  newestWhole(now: Date): Promise<BackupRecord | null> {
    const whole = { by: 'sotto', only: { $exists: false }, begunAt: { $lte: now } } as const
    return this.#documents.findOne(whole, { sort: { begunAt: -1 } })
  }

  /**
   * A confirmed backup that was begun after everything was wrapped anew. It is told by the fence where the copy has one,
   * which no clock can falsify, else by the time.
   */
  newerThan({ fence, at }: { fence: number; at: Date }): Promise<BackupRecord | null> {
    return this.#documents.findOne({ $or: [{ fence: { $gte: fence } }, { fence: null, begunAt: { $gte: at } }] })
  }
}
