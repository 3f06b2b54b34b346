import type { TeamKey, TeamKeys } from '../../keys/index.ts'
import { aboutOf, decodeEntry, entryIsAuthentic, type StoredEntry } from '../entry.ts'
import type { AuditEntryDocument } from '../trail.ts'

function readable({ bytes }: AuditEntryDocument): StoredEntry | undefined {
  try {
    return decodeEntry(bytes.buffer)
  } catch {
    return undefined
  }
}

/** Whether the copies beside the bytes, which lists are filtered and ordered by, say the same as the bytes. */
const copiesAgree = (row: AuditEntryDocument, entry: StoredEntry) =>
  row.at.toISOString() === entry.at &&
  row.action === entry.action &&
  row.actorId === entry.actor.id &&
  row.about === aboutOf(entry)

/** Tells entries that this system wrote from others. */
export class Authenticity {
  readonly #teamKeys: TeamKeys
  readonly #teamId: string
  readonly #keys = new Map<number, TeamKey | undefined>()

  constructor(teamKeys: TeamKeys, teamId: string) {
    this.#teamKeys = teamKeys
    this.#teamId = teamId
  }

  /** @returns the entry, or what is wrong with it */
  async check(row: AuditEntryDocument): Promise<StoredEntry | string> {
    const entry = readable(row)
    if (!entry) return 'it cannot be read'
    if (entry.id !== row._id || entry.team !== this.#teamId) return 'it is the entry of another place'
    if (!this.#keys.has(entry.key))
      this.#keys.set(entry.key, await this.#teamKeys.ofVersion(this.#teamId, 'log', entry.key))
    const log = this.#keys.get(entry.key)
    if (!log || !entryIsAuthentic(log.key, entry)) return 'it was not written by this system, or was changed'
    if (!copiesAgree(row, entry)) return 'what lists find it by was changed'
    return entry
  }
}
