import { createHmac } from 'node:crypto'
import type { DataUse } from '@sotto/contracts'
import type { ActingContext } from '../audit/acting.ts'
import type { AuditPageFilter } from '../audit/trail.ts'
import type { AnyCollection, DocumentOf } from '../data-map/index.ts'
import { notFound } from '../errors.ts'
import type { UnitKey } from '../keys/index.ts'
import { countLedTo, type Led, type Moving, moveLed } from './adopting.ts'
import { type ByClock, rowsByClock } from './by-clock.ts'
import type { Core, Holdable, Screened } from './core.ts'
import { type Door, doorOf, type LogEntry, type ScopeState, writeEntry, writeLooks } from './door.ts'
import { type Ended, type Ending, endRows, endUnits, type Tally, teamEnded } from './ending.ts'
import { headById } from './heads.ts'
import { holdableOf } from './holdable.ts'
import { neededOf } from './rows-going.ts'
import type { Stored } from './stored-row.ts'
import { TeamCollection } from './team-collection.ts'
import { inTransaction, reading, type Transaction } from './transaction.ts'

/** What scopes stand on, and what they ask of those who know more than rows. Made once, in `createSotto`. */
export interface ScopeCore extends Core {
  /**
   * Asked in the transaction in which something ends that may be held, and throws when it is. Absent where nothing can be
   * held: in commands of the operator.
   */
  guard?: (scope: TeamScope, things: readonly Holdable[]) => Promise<void>
  /** Told what has ended and as what, in the transaction in which it did. */
  gone?: (scope: TeamScope, things: readonly Holdable[], ending: Ending) => Promise<void>
  /**
   * Asked before anything is done with what is known of a person. Absent where nothing is done with it: in commands of the
   * operator.
   */
  uses?: (scope: TeamScope, contactId: string, use: DataUse) => Promise<boolean>
}

type State = ScopeState & { core: ScopeCore }

/**
 * The only way to a team's data, made from an authenticated credential. Whatever is got from it carries the team; there
 * is no way from it to another one.
 */
export class TeamScope {
  readonly #state: State
  readonly #door: Door

  constructor(state: State) {
    this.#state = state
    this.#door = doorOf(state)
  }

  get teamId(): string {
    return this.#state.teamId
  }

  get context(): ActingContext {
    return this.#state.context
  }

  now(): Date {
    return this.#state.core.now()
  }

  /** The rows of this team in a declared collection that is not walled in per bot. */
  collection<C extends AnyCollection>(declaration: C): TeamCollection<C> {
    if (declaration.silo)
      throw new TypeError(`${declaration.name} is walled in per bot: use scope.bot(id).collection(…)`)
    this.#state.core.map.require(declaration)
    return new TeamCollection(this.#door, declaration)
  }

  /** The silo of one bot. */
  bot(botId: string): BotScope {
    const { transaction: _none, ...state } = this.#state
    return new BotScope(
      this.#state.transaction ? { ...state, transaction: this.#state.transaction, botId } : { ...state, botId },
    )
  }

  /**
   * Runs work in one transaction over data, keys, index and log; nested calls join it. It may run several times, so
   * effects outside belong into `afterCommit`.
   */
  async transaction<T>(work: (scope: TeamScope) => Promise<T>): Promise<T> {
    if (this.#state.transaction) return work(this)
    return inTransaction(this.#state.core, this.teamId, (transaction) =>
      work(new TeamScope({ ...this.#state, transaction })),
    )
  }

  /** Whether whatever is written through this scope belongs to a transaction that somebody else commits. */
  get isRunning(): boolean {
    return this.#state.transaction !== undefined
  }

  /** This scope in the transaction of another one of its team: who acts in it, and from where, stays what it is. */
  within(running: TeamScope): TeamScope {
    const { transaction } = running.#state
    if (!transaction || running.teamId !== this.teamId)
      throw new TypeError('a scope joins a running transaction of its own team')
    return new TeamScope({ ...this.#state, transaction })
  }

  /**
   * Whether what is known of a person may be used for something: not where they restricted it, or objected. Whatever acts
   * asks this in the moment before it does. Somebody who is not known has said nothing.
   */
  async mayUse(contactId: string | null, use: DataUse): Promise<boolean> {
    const { uses } = this.#state.core
    return contactId === null || uses === undefined || uses(this, contactId, use)
  }

  /** Takes what is sensitive out of a document before it is stored; `null` where nothing was. Whoever asks logs it. */
  async screenDocument(texts: readonly string[], language: string | undefined): Promise<Screened | null> {
    const { core, context } = this.#state
    const whose = async () => ({ contactId: null, botId: null })
    return (await core.screen?.({ teamId: this.teamId, context, texts, kind: 'document', language, whose })) ?? null
  }

  /** This scope, with nothing in the log of where whoever acts came from. */
  withoutAddress(): TeamScope {
    return new TeamScope({ ...this.#state, context: { ...this.#state.context, ip: null } })
  }

  /** Runs once after the commit of the transaction of this scope, or at once where there is none. */
  afterCommit(run: () => void): void {
    if (this.#state.transaction) this.#state.transaction.afterCommit.push(run)
    else run()
  }

  /**
   * Does what stays although a request is refused, such as counting a wrong code: after the transaction of this scope has
   * come to nothing, or at once where there is none. For whoever throws next, since a request with an idempotency key is
   * one transaction as a whole.
   */
  async afterRefusal(work: (scope: TeamScope) => Promise<unknown>): Promise<void> {
    const { transaction, ...state } = this.#state
    if (transaction) transaction.afterRefusal.push(() => work(new TeamScope(state)))
    else await work(this)
  }

  /** Logs what no row shows: a sign-in, a model call. People are only named when their unit is given. */
  async log(entry: LogEntry): Promise<void> {
    await writeEntry(this.#door, entry)
  }

  /**
   * Forgets a unit: all its rows in every collection of the data map, their tokens and claims, and its key.
   *
   * @throws SottoError `not_found`, `legal_hold`
   */
  async forget(unit: string, options: { action: string; target: string; subject?: string | null }): Promise<void> {
    await this.transaction(async (running) => {
      const announces = { types: [options.action], ids: [options.target] }
      const ending = { units: [unit], action: options.action, remains: 'nothing', announces } as const
      const ended = await running.endUnits(ending)
      if (!ended || ended.rows === 0) throw notFound('thing')
      const { map, guard } = this.#state.core
      const held = holdableOf(map, ended)
      if (held.length > 0) await guard?.(running, held)
    })
  }

  /**
   * Refuses to let a part of something go that a hold covers, such as one message of a conversation: in the transaction of
   * the scope, and changes the guard, so that of this and a hold at the same moment one comes first.
   *
   * @param part the collection of what goes, where that is kept for other periods than the whole
   * @throws SottoError `legal_hold`
   */
  async requireNotHeld(declaration: AnyCollection, id: string, part = declaration): Promise<void> {
    const { core, teamId, transaction } = this.#state
    const head = await headById(core, teamId, { declaration, id }, transaction ? await reading(transaction) : {})
    if (head) await core.guard?.(this, [{ ...head, collection: part.name }])
  }

  /** Rows of this team in the order of their clock, of all its bots, closed. Not for product code: retention ends them. */
  async byClock(declaration: AnyCollection, wanted: ByClock): Promise<Stored[]> {
    const { core, teamId, transaction } = this.#state
    core.map.require(declaration)
    const session = transaction ? await reading(transaction) : {}
    return rowsByClock(core, teamId, declaration, wanted, neededOf(declaration), session)
  }

  /** Ends units whatever holds them; see `ending.ts`. Not for product code: it forgets, and erasure and retention ask first. */
  endUnits(ending: Ending, mostRows?: number): Promise<Ended | undefined> {
    const { core } = this.#state
    return this.transaction(async (running) => {
      const ended = await running.#door.write((transaction) => endUnits(core, running, ending, transaction, mostRows))
      if (ended && ended.heads.length > 0) await core.gone?.(running, ended.heads, ending)
      return ended
    })
  }

  /**
   * Lets what leads to one row lead to another of the same kind, through the data map, unless something of it is held:
   * changes the guard, so that of this and a hold or an erasure one comes first. Copies that can be made again end.
   *
   * @param only those alone, of rows that were moved before
   * @returns what was moved
   * @throws SottoError `legal_hold`; `invalid_request` where it is more than 10,000 rows
   */
  async moveSubject(of: AnyCollection, between: Omit<Moving, 'of'>, action: string): Promise<Led[]> {
    const moving = { ...between, of }
    const { guard } = this.#state.core
    return this.transaction((running) =>
      running.#door.write((transaction) =>
        moveLed(running.#door, moving, transaction, {
          guard: async (things) => guard?.(running, things),
          end: (units) => running.endUnits({ units, action, remains: 'nothing' }),
        }),
      ),
    )
  }

  /** How many rows `moveSubject` would move from a row of a kind, by collection. */
  countSubject(of: AnyCollection, id: string): Promise<{ collection: string; rows: number }[]> {
    const { core, teamId } = this.#state
    return countLedTo(core, teamId, { of, id })
  }

  /** Removes what is looked up of units that are going, ahead of their end. Not for product code. */
  async removeTokensAhead(unit: string): Promise<void> {
    await this.#state.core.lookup.removeAhead(unit)
  }

  /**
   * Ends rows that have no key of their own, by their ids; as `endUnits`. The log says it of those of which it knows the
   * bytes: nobody else may have taken them away.
   *
   * @returns how many went, and into what
   */
  async endRows(
    declaration: AnyCollection,
    ids: readonly string[],
    remains: Ending['remains'],
  ): Promise<{ rows: number; as: keyof Tally }> {
    const { core } = this.#state
    return this.#door.write((transaction) => endRows(core, this, { declaration, ids, remains }, transaction))
  }

  /**
   * Says for good that all of this team has ended: a backup that is put back later brings back nothing of it but this row,
   * whose declaration is about nobody.
   */
  async concludeTeam<C extends AnyCollection>(declaration: C, row: DocumentOf<C>): Promise<void> {
    const { core, teamId } = this.#state
    const { id: _id, ...fields } = row
    await this.#door.write(async (transaction) =>
      teamEnded(core, teamId, { collection: declaration.name, fields }, transaction),
    )
  }

  /** The entries of this team's log, newest first, as they are stored. Opening what they say of people needs the keys. */
  async auditEntries(
    by: AuditPageFilter,
    options: { limit: number; cursor?: string | undefined },
  ): Promise<{ rows: { id: string; bytes: Buffer }[]; nextCursor: string | null }> {
    return this.#state.core.audit.page(this.teamId, by, options)
  }

  /** The keys of units of this team, those that were forgotten left out. */
  unitKeys(ids: string[]): Promise<Map<string, UnitKey>> {
    return this.#door.units(ids)
  }

  /** A keyed hash of an address (HMAC-SHA-256, Base64url), by which it is found without being known. */
  async suppressionMark(text: string): Promise<string> {
    const { key } = await this.#state.core.teamKeys.get(this.teamId, 'suppression')
    return createHmac('sha256', key).update(text).digest('base64url')
  }

  /** The version of the key that seals the rows of a unit. @throws SottoError `not_found` */
  async versionOf(unit: string): Promise<number> {
    return (await this.#door.unit(unit, this.#state.transaction)).version
  }

  /** Writes the looks of this request into the log. The answer must not leave before. */
  async settle(): Promise<void> {
    const looks = this.#state.reads?.take() ?? []
    if (looks.length > 0) await writeLooks(this.#door, looks)
  }
}

/** The silo of one bot: what is walled in per bot, and nothing else of the team. */
export class BotScope {
  readonly #state: State & { botId: string }
  readonly #door: Door

  constructor(state: State & { botId: string }) {
    this.#state = state
    this.#door = doorOf(state)
  }

  get teamId(): string {
    return this.#state.teamId
  }

  get botId(): string {
    return this.#state.botId
  }

  now(): Date {
    return this.#state.core.now()
  }

  collection<C extends AnyCollection>(declaration: C): TeamCollection<C> {
    if (!declaration.silo)
      throw new TypeError(`${declaration.name} is not walled in per bot: use the scope of the team`)
    this.#state.core.map.require(declaration)
    return new TeamCollection(this.#door, declaration)
  }

  async transaction<T>(work: (bot: BotScope, team: TeamScope) => Promise<T>): Promise<T> {
    const { botId, ...state } = this.#state
    const run = (transaction: Transaction) =>
      work(new BotScope({ ...state, transaction, botId }), new TeamScope({ ...state, transaction }))
    return state.transaction ? run(state.transaction) : inTransaction(state.core, state.teamId, run)
  }
}
