import { randomBytes } from 'node:crypto'
import { idAfter, newId, ulid } from '../ids.ts'
import { type Control, type Keys, seal, type TeamKeys, type UnitKey, type UnitKeys } from '../keys/index.ts'
import type { ActingContext } from '../mongo/core.ts'
import { decodeCursor, encodeCursor } from '../mongo/cursor.ts'
import type { Db, RawCollection, RawFilter } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import type { Writing } from '../mongo/writes.ts'
import { type EntryPeople, encodeEntry, leafHash, logged, type RowHashes, type StoredEntry } from './entry.ts'

/** An entry as it lies in the database: its bytes, and copies of what lists are filtered by. */
export interface AuditEntryDocument {
  _id: string
  teamId: string
  at: Date
  action: string
  actorId: string | null
  /** The row, where it stands in the clear in `bytes`. */
  target: string | null
  bytes: Binary
  leaf: Binary
}

export interface AuditTokenDocument {
  /** `<unit>:audit.person:<entry>:<generation>` */
  _id: string
  teamId: string
  kind: 'audit.person'
  /** Of everybody whom the entry names: one row for all of them is fewer keys to commit than one for each. */
  token: Binary | Binary[]
  /** The unit of the person: what goes with it takes this along. */
  row: string
  entry: string
  generation: number
  fence: number
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
  readonly #teamKeys: TeamKeys
  readonly #unitKeys: UnitKeys
  readonly #now: () => Date
  readonly #id = `w${randomBytes(9).toString('base64url')}`
  readonly #writers = new Map<string, Writer>()
  #lastId = ''

  constructor(options: { data: Db; index: Db; keys: Pick<Keys, 'teamKeys' | 'unitKeys'>; now: () => Date }) {
    this.#entries = options.data.collection('auditEntries')
    this.#tokens = options.index.collection('tokens')
    this.#teamKeys = options.keys.teamKeys
    this.#unitKeys = options.keys.unitKeys
    this.#now = options.now
  }

  /** @param writing where entries are put; whoever made it sends them */
  begin(teamId: string, writing: Writing): AuditAttempt {
    const happenings: Happening[] = []
    let numbers: number[] = []
    let carried: number[] = []
    const writer = this.#writers.get(teamId) ?? { n: 0, voided: [] }
    this.#writers.set(teamId, writer)
    return {
      happenings,
      add: (happening) => void happenings.push(happening),
      write: async () => {
        if (happenings.length === 0) return
        numbers = happenings.map(() => ++writer.n)
        carried = writer.voided.splice(0)
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
          )
          writing.writes.insert(this.#entries, document)
          for (const token of tokens) writing.writes.insert(this.#tokens, token)
        }
      },
      committed: () => {
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

  /** A page of a team's entries, newest first. A target that is sealed is found by its lookup token. */
  async page(
    teamId: string,
    by: AuditPageFilter,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<{ rows: { id: string; bytes: Buffer }[]; nextCursor: string | null }> {
    const conditions: RawFilter<AuditEntryDocument>[] = []
    for (const [name, value] of Object.entries(by))
      if (value !== undefined && typeof value !== 'string')
        throw new TypeError(`filter on the log: ${name} must be a text`)
    if (by.action) conditions.push({ action: by.action })
    if (by.since !== undefined) conditions.push({ at: { $gte: instant('since', by.since) } })
    if (by.until !== undefined) conditions.push({ at: { $lt: instant('until', by.until) } })
    if (by.actorId) conditions.push({ actorId: by.actorId })
    if (by.targetId) {
      const { token } = await this.#teamKeys.lookupToken(teamId, 'audit', 'person', by.targetId)
      const named = await this.#tokens
        .find({ teamId, kind: 'audit.person', token }, { projection: { entry: 1 } })
        .toArray()
      conditions.push({ $or: [{ target: by.targetId }, { _id: { $in: named.map(({ entry }) => entry) } }] })
    }
    if (cursor !== undefined) {
      const [at, id] = decodeCursor(cursor, 2)
      conditions.push({ $or: [{ at: { $lt: at as Date } }, { at: at as Date, _id: { $lt: id as string } }] })
    }
    const found = await this.#entries
      .find({ teamId, ...(conditions.length > 0 ? { $and: conditions } : {}) })
      .sort({ at: -1, _id: -1 })
      .limit(limit + 1)
      .toArray()
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    return {
      rows: rows.map(({ _id, bytes }) => ({ id: _id, bytes: Buffer.from(bytes.buffer) })),
      nextCursor: found.length > limit && last ? encodeCursor([last.at, last._id]) : null,
    }
  }

  /** The tokens by which an entry about people is found. */
  async tokensOf(
    teamId: string,
    unit: string,
    entry: string,
    people: Pick<EntryPeople, 'target' | 'subject'>,
    control: Control,
  ): Promise<AuditTokenDocument[]> {
    const { fence, lookup } = control
    const documents: AuditTokenDocument[] = []
    const persons = [...new Set([people.target, people.subject].filter((one) => one !== null))]
    const named = persons.map((form) => ({ collection: 'audit', field: 'person', form }))
    if (named.length === 0) return documents
    for (const generation of lookup.write) {
      const tokens = await this.#teamKeys.lookupTokens(teamId, generation, named)
      const token = tokens.length === 1 ? (tokens[0] as Binary) : tokens
      const _id = `${unit}:audit.person:${entry}:${generation}`
      documents.push({ _id, teamId, kind: 'audit.person', token, row: unit, entry, generation, fence })
    }
    return documents
  }

  /** Writes the tokens of one generation for an entry that is there already. */
  async writeTokens(
    teamId: string,
    unit: string,
    entry: string,
    people: Pick<EntryPeople, 'target' | 'subject'>,
    { writes, control }: Writing,
    only: number,
  ): Promise<void> {
    const tokens = (await this.tokensOf(teamId, unit, entry, people, control)).filter(
      ({ generation }) => generation === only,
    )
    // Entries that were written since the switch have them already.
    for (const token of tokens) {
      const { _id, ...set } = token
      writes.update(this.#tokens, { _id }, { $setOnInsert: set }, { upsert: true })
    }
  }

  /** Writes tokens of entries into an index that was emptied, while nobody else writes. */
  async writeTokensAnew(tokens: AuditTokenDocument[]): Promise<void> {
    if (tokens.length > 0) await this.#tokens.insertMany(tokens, { ordered: false })
  }

  /** Where somebody of the team acted from. It is theirs, and ends with their profile. */
  async #from(teamId: string, id: string, { actor, ip }: ActingContext): Promise<StoredEntry['from']> {
    if (!actor.unit || !ip) return null
    const own = (await this.#unitKeys.get(teamId, [actor.unit])).get(actor.unit)
    if (!own) return null
    const place = { team: teamId, collection: 'auditEntries.from', document: id, rowVersion: 0 }
    return { unit: own.id, sealed: seal(own.log, 1, place, Buffer.from(JSON.stringify({ ip }))).toString('base64url') }
  }

  async #encode(teamId: string, event: string, happening: Happening, writer: StoredEntry['writer'], control: Control) {
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
    const tokens = unit ? await this.tokensOf(teamId, unit.id, id, { target, subject }, control) : []
    const document: AuditEntryDocument = {
      _id: id,
      teamId,
      at,
      action: happening.action,
      actorId: context.actor.id,
      target: entry.target,
      bytes: new Binary(bytes),
      leaf: new Binary(leafHash(bytes)),
    }
    return { document, tokens }
  }
}
