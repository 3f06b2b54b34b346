import type { ActingContext } from '../audit/acting.ts'
import type { AnyCollection, PlainOf } from '../data-map/index.ts'
import { besideCopies } from './beside-copies.ts'
import type { RawCollection, RawDocument } from './driver.ts'
import { type ScopeCore, TeamScope } from './scope.ts'
import { plainOf, requireAuthentic, type Stored } from './stored-row.ts'

type SystemRow<C> = PlainOf<C> & { id: string; teamId: string }

/**
 * The one scope without a team, for what cannot have one: finding the team of a credential, taking the next job,
 * sweeping copies that are older than they may be. It sees what lies in the clear and opens nothing.
 */
export class SystemScope {
  readonly #core: ScopeCore

  constructor(core: ScopeCore) {
    this.#core = core
  }

  now(): Date {
    return this.#core.now()
  }

  /** The scope of a team, for work that a job does in its name. */
  team(teamId: string, context: ActingContext): TeamScope {
    return new TeamScope({ core: this.#core, teamId, context, reads: undefined })
  }

  async findById<C extends AnyCollection>(declaration: C, id: string): Promise<SystemRow<C> | null> {
    return this.#row(declaration, await this.#raw(declaration).findOne({ _id: id }))
  }

  /** Rows whose plain fields are equal to the given values, at most 100. */
  async find<C extends AnyCollection>(declaration: C, equal: Partial<PlainOf<C>>): Promise<SystemRow<C>[]> {
    const found = await this.#raw(declaration)
      .find({ ...equal } as RawDocument)
      .limit(100)
      .toArray()
    return Promise.all(found.map(async (row) => (await this.#row(declaration, row)) as SystemRow<C>))
  }

  /** All rows, one after the other. */
  async *each<C extends AnyCollection>(declaration: C): AsyncGenerator<SystemRow<C>> {
    for await (const row of this.#raw(declaration).find({}).sort({ _id: 1 }))
      yield (await this.#row(declaration, row)) as SystemRow<C>
  }

  /** Rows that say themselves how long they count, and whose time is over, at most 100. */
  async over<C extends AnyCollection>(declaration: C, until: keyof PlainOf<C> & string): Promise<SystemRow<C>[]> {
    const found = await this.#raw(declaration)
      .find({ [until]: { $lte: this.#core.now() } } as RawDocument)
      .limit(100)
      .toArray()
    return Promise.all(found.map(async (row) => (await this.#row(declaration, row)) as SystemRow<C>))
  }

  /** The rows of all teams whose sealed field has a value, where the declaration allows it: what signing in needs. */
  async findEverywhere(
    declaration: AnyCollection,
    field: string,
    value: string,
  ): Promise<{ teamId: string; id: string }[]> {
    this.#core.map.require(declaration)
    return this.#core.lookup.findEverywhere(declaration, field, value)
  }

  /** Takes the first row that fits in one atomic step. `query` and `update` are our own code's, never a caller's. */
  async take<C extends AnyCollection>(
    declaration: C,
    query: RawDocument,
    update: RawDocument,
    sort: RawDocument,
  ): Promise<SystemRow<C> | null> {
    return this.#row(
      declaration,
      await this.#raw(declaration).findOneAndUpdate(query, update, { sort, returnDocument: 'after' }),
    )
  }

  /**
   * Deletes copies older than an instant. Only collections that are kept for technical reasons can be swept.
   *
   * @param only plain fields that the rows must have; work that waits is no copy
   * @returns how many went
   */
  async sweep<C extends AnyCollection>(
    declaration: C,
    olderThan: Date,
    only: Partial<PlainOf<C>> = {},
  ): Promise<number> {
    const { retention, name } = declaration
    if (retention.category !== 'technical')
      throw new TypeError(`${name} is kept for people, not for technical reasons; its end is a matter of retention`)
    const old = { ...only, [retention.since]: { $lt: olderThan } } as RawDocument
    if (declaration.unit !== 'own') return (await this.#raw(declaration).deleteMany(old)).deletedCount
    const { client, keys } = this.#core.database
    let gone = 0
    for (;;) {
      // Row and key end together: a row that was used anew meanwhile keeps both.
      const swept = await client.withSession((session) =>
        session.withTransaction(async () => {
          const rows = await this.#raw(declaration)
            .find(old, { session, projection: { unit: 1 }, limit: 1000 })
            .toArray()
          const ids = rows.map(({ _id }) => _id)
          if (ids.length === 0) return 0
          await this.#raw(declaration).deleteMany({ _id: { $in: ids } }, { session })
          const units = rows.map(({ unit }) => unit as string)
          await keys.collection<{ _id: string }>('unitKeys').deleteMany({ _id: { $in: units } }, { session })
          return ids.length
        }),
      )
      gone += swept
      if (swept < 1000) return gone
    }
  }

  /** Deletes rows about nobody that say themselves how long they count. @returns how many went */
  async endExpired<C extends AnyCollection>(declaration: C, until: keyof PlainOf<C> & string): Promise<number> {
    if (declaration.about !== 'nobody' || declaration.unit !== 'none')
      throw new TypeError(`${declaration.name} is about people or has keys; its end is a matter of retention`)
    const isOver = { $lte: this.now() }
    if (declaration.besideCopies)
      await besideCopies(this.#core).deleteMany({ collection: declaration.name, [`fields.${until}`]: isOver })
    const { deletedCount } = await this.#raw(declaration).deleteMany({ [until]: isOver } as RawDocument)
    return deletedCount
  }

  #raw(declaration: AnyCollection): RawCollection<RawDocument & { _id: string }> {
    this.#core.map.require(declaration)
    return this.#core.database.data.collection(declaration.name)
  }

  async #row<C extends AnyCollection>(declaration: C, stored: RawDocument | null): Promise<SystemRow<C> | null> {
    if (!stored) return null
    const row = stored as Stored
    if (declaration.authenticated) requireAuthentic(declaration, row, await this.#core.teamKeys.get(row.teamId, 'rows'))
    return { ...plainOf(declaration, row), id: row._id, teamId: row.teamId }
  }
}
