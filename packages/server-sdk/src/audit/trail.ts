import { randomBytes } from 'node:crypto'
import type { DataMap } from '../data-map/index.ts'
import { idAfter, newId, ulid } from '../ids.ts'
import { type Control, type Keys, seal, type TeamKeys, type UnitKey, type UnitKeys } from '../keys/index.ts'
import { decodeCursor, encodeCursor } from '../mongo/cursor.ts'
import type { Db, RawCollection, RawFilter } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import type { Writing } from '../mongo/writes.ts'
import type { ActingContext } from './acting.ts'
import { aboutOf, type EntryPeople, encodeEntry, leafHash, logged, type RowHashes, type StoredEntry } from './entry.ts'
import { type AuditTokenDocument, NamedInEntries, names } from './named.ts'

/** An entry as it lies in the database: its bytes, and copies of what lists are filtered by. */
export interface AuditEntryDocument {
  _id: string
  teamId: string
  at: Date
  action: string
  actorId: string | null
  /** The unit under whose key `bytes` says whom it is about; of what says nothing of people the row, where it names one. */
  about: string | null
  bytes: Binary
  leaf: Binary
}

/** What happened, as the code that did it says it. */
export interface Happening {
  action: string
  context: ActingContext
  collection?: string | null
  target?: string | null
  /** The key under which what is said of people is sealed; without one nothing is said of them but who acted. */
  unit?: UnitKey | null
  subject?: string | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  transcript?: string | null
  row?: RowHashes | null
  details?: Record<string, unknown> | null
  /** What of it is told outside, by ids alone, where that is not simply the action. Not part of the entry. */
  announces?: Announced | undefined
}

/** Words for what happened, and ids that belong to it beside those of the entry. */
export interface Announced {
  types: readonly string[]
  ids?: readonly string[]
}

/** The entries of one attempt at a transaction. */
export interface AuditAttempt {
  readonly happenings: readonly Happening[]
  add(happening: Happening): void
  write(): Promise<void>
  committed(): void
  abandon(): void
}

/** What a page of entries is narrowed to; instants are ISO 8601, `until` is not included. */
export interface AuditPageFilter {
  action?: string | undefined
  actorId?: string | undefined
  /** The row or the person that entries are about. */
  targetId?: string | undefined
  since?: string | undefined
  until?: string | undefined
}

/** So many entries that may name somebody are opened together. */
const sealedAtOnce = 200
const unitsAtOnce = 200

interface Writer {
  n: number
  voided: number[]
}

function instant(name: string, text: string): Date {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new TypeError(`filter on the log: ${name} must be a time in ISO 8601`)
  return date
}

/** Appends to the log. There is no counter that transactions share: the order of the log is made by the sequencer. */
export class AuditTrail {
  readonly #entries: RawCollection<AuditEntryDocument>
  readonly #tokens: RawCollection<AuditTokenDocument>
  /** Finds entries by whom they name. */
  readonly named: NamedInEntries
  readonly #teamKeys: TeamKeys
  readonly #unitKeys: UnitKeys
  readonly #now: () => Date
  readonly #id = `w${randomBytes(9).toString('base64url')}`
  readonly #writers = new Map<string, Writer>()
  #lastId = ''

  constructor(options: {
    data: Db
    index: Db
    keys: Pick<Keys, 'teamKeys' | 'unitKeys'>
    map: Pick<DataMap, 'collections'>
    now: () => Date
  }) {
    this.#entries = options.data.collection('auditEntries')
    this.#tokens = options.index.collection('tokens')
    this.#teamKeys = options.keys.teamKeys
    this.#unitKeys = options.keys.unitKeys
    this.#now = options.now
    const { data, index, map } = options
    this.named = new NamedInEntries({ data, index, teamKeys: options.keys.teamKeys, map })
  }

  /** @param writing where entries are put; whoever made it sends them */
  begin(teamId: string, writing: Writing): AuditAttempt {
    const happenings: Happening[] = []
    let numbers: number[] = []
    let carried: number[] = []
    let fresh = new Set<string>()
    const writer = this.#writers.get(teamId) ?? { n: 0, voided: [] }
    this.#writers.set(teamId, writer)
    return {
      happenings,
      add: (happening) => void happenings.push(happening),
      write: async () => {
        if (happenings.length === 0) return
        numbers = happenings.map(() => ++writer.n)
        carried = writer.voided.splice(0)
        fresh = new Set()
        const event = ulid(this.#now())
        for (const [index, happening] of happenings.entries()) {
          const { document, tokens } = await this.#encode(
            teamId,
            event,
            happening,
            {
              id: this.#id,
              n: numbers[index] as number,
              voided: index === 0 ? carried : [],
            },
            writing.control,
            fresh,
          )
          writing.writes.insert(this.#entries, document)
          for (const token of tokens) writing.writes.insert(this.#tokens, token)
        }
      },
      committed: () => {
        this.named.keep(fresh)
        numbers = []
        carried = []
      },
      // Numbers that were used and not committed are named by the next entry, so that they are no gap.
      abandon: () => {
        writer.voided.push(...carried, ...numbers)
        numbers = []
        carried = []
      },
    }
  }

  /** A page of a team's entries, newest first. */
  async page(
    teamId: string,
    by: AuditPageFilter,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<{ rows: { id: string; bytes: Buffer }[]; nextCursor: string | null }> {
    for (const [name, value] of Object.entries(by))
      if (value !== undefined && typeof value !== 'string')
        throw new TypeError(`filter on the log: ${name} must be a text`)
    const filter: RawFilter<AuditEntryDocument> = { teamId }
    if (by.action) filter.action = by.action
    if (by.since !== undefined || by.until !== undefined)
      filter.at = {
        ...(by.since === undefined ? {} : { $gte: instant('since', by.since) }),
        ...(by.until === undefined ? {} : { $lt: instant('until', by.until) }),
      }
    if (by.actorId) filter.actorId = by.actorId
    const { targetId } = by
    if (targetId) filter.about = { $in: [targetId, ...(await this.named.unitsNaming(teamId, targetId))] }
    const rows: AuditEntryDocument[] = []
    let after = cursor === undefined ? undefined : (decodeCursor(cursor, 2) as [at: Date, id: string])
    const most = targetId ? Math.max(limit + 1, sealedAtOnce) : limit + 1
    // Which entries of a unit name somebody is only known when they are open.
    for (let found = most; found === most && rows.length <= limit; ) {
      const before = after ? { $or: [{ at: { $lt: after[0] } }, { at: after[0], _id: { $lt: after[1] } }] } : {}
      const page = await this.#entries
        .find({ ...filter, ...before })
        .sort({ at: -1, _id: -1 })
        .limit(most)
        .toArray()
      rows.push(...(targetId ? await this.#naming(teamId, page, targetId) : page))
      found = page.length
      const last = page.at(-1)
      if (last) after = [last.at, last._id]
    }
    const last = rows[limit - 1]
    return {
      rows: rows.slice(0, limit).map(({ _id, bytes }) => ({ id: _id, bytes: Buffer.from(bytes.buffer) })),
      nextCursor: rows.length > limit && last ? encodeCursor([last.at, last._id]) : null,
    }
  }

  /** Those of some entries that name somebody or something. */
  async #naming(teamId: string, page: readonly AuditEntryDocument[], id: string): Promise<AuditEntryDocument[]> {
    const about = [...new Set(page.flatMap((row) => (row.about && row.about !== id ? [row.about] : [])))]
    const units = await this.#unitKeys.get(teamId, about)
    return page.filter(({ bytes }) => names(bytes.buffer, units, id))
  }

  /** The ids of entries in which somebody stands sealed, as long as they are not forgotten. */
  async entriesNaming(teamId: string, id: string): Promise<Set<string>> {
    const entries = new Set<string>()
    const units = await this.named.unitsNaming(teamId, id)
    for (let start = 0; start < units.length; start += unitsAtOnce) {
      const about = units.slice(start, start + unitsAtOnce)
      const keys = await this.#unitKeys.get(teamId, about)
      const found = this.#entries.find({ teamId, about: { $in: about } }, { projection: { bytes: 1 } })
      for await (const { _id, bytes } of found) if (names(bytes.buffer, keys, id)) entries.add(_id)
    }
    return entries
  }

  /** Where somebody of the team acted from. It is theirs, and ends with their profile. */
  async #from(teamId: string, id: string, { actor, ip }: ActingContext): Promise<StoredEntry['from']> {
    if (!actor.unit || !ip) return null
    const own = (await this.#unitKeys.get(teamId, [actor.unit])).get(actor.unit)
    if (!own) return null
    const place = { team: teamId, collection: 'auditEntries.from', document: id, rowVersion: 0 }
    return { unit: own.id, sealed: seal(own.log, 1, place, Buffer.from(JSON.stringify({ ip }))).toString('base64url') }
  }

  async #encode(
    teamId: string,
    event: string,
    happening: Happening,
    writer: StoredEntry['writer'],
    control: Control,
    fresh: Set<string>,
  ) {
    const at = this.#now()
    const id = idAfter(this.#lastId, newId('auditEntry', at))
    this.#lastId = id
    const log = await this.#teamKeys.get(teamId, 'log')
    const { context, unit = null, subject = null } = happening
    const target = happening.target ?? null
    let sealed: string | null = null
    if (unit) {
      const people: EntryPeople = {
        target,
        subject,
        transcript: happening.transcript ?? null,
        ip: context.ip,
        before: happening.before ? logged(happening.before) : null,
        after: happening.after ? logged(happening.after) : null,
      }
      const place = { team: teamId, collection: 'auditEntries', document: id, rowVersion: 0 }
      sealed = seal(unit.log, 1, place, Buffer.from(JSON.stringify(people))).toString('base64url')
    }
    const open = unit ? null : { before: happening.before, after: happening.after }
    const details = {
      ...happening.details,
      ...(open?.before ? { before: logged(open.before) } : {}),
      ...(open?.after ? { after: logged(open.after) } : {}),
    }
    const entry: Omit<StoredEntry, 'mac'> = {
      v: 1,
      id,
      team: teamId,
      event,
      action: happening.action,
      at: at.toISOString(),
      actor: { kind: context.actor.kind, id: context.actor.id },
      from: unit ? null : await this.#from(teamId, id, context),
      collection: happening.collection ?? null,
      target: unit ? null : target,
      unit: unit?.id ?? null,
      sealed,
      row: happening.row ?? null,
      details: Object.keys(details).length > 0 ? details : null,
      request: context.requestId,
      writer,
      key: log.version,
    }
    const bytes = encodeEntry(log.key, entry)
    const naming = { target, subject, collection: entry.collection, row: entry.row }
    const tokens = unit ? await this.named.tokens(teamId, unit, id, naming, control, fresh) : []
    const document: AuditEntryDocument = {
      _id: id,
      teamId,
      at,
      action: happening.action,
      actorId: context.actor.id,
      about: aboutOf(entry),
      bytes: new Binary(bytes),
      leaf: new Binary(leafHash(bytes)),
    }
    return { document, tokens }
  }
}
