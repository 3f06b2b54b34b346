import type { AnyCollection, DocumentOf, FilterNames, InputOf, PlainOf } from '../data-map/index.ts'
import { notFound, nounOf } from '../errors.ts'
import { newId } from '../ids.ts'
import { standsBeside } from './beside-copies.ts'
import { type Changing, changeRow } from './changing.ts'
import { closedRows, openedRemaining, openedTogether, type Row } from './closed-rows.ts'
import { countedUp, increment, incrementAlong } from './counting.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { rawCollection } from './database.ts'
import { deleteFound } from './deleting.ts'
import type { Door } from './door.ts'
import type { ClientSession, RawCollection, RawDocument } from './driver.ts'
import { compileFilter, type FilterOf } from './filter.ts'
import { filterNow, ledNow } from './leading.ts'
import { meantRows } from './meant-rows.ts'
import {
  type At,
  authentic,
  checked,
  happened,
  type InsertOptions,
  madeRow,
  tookOut,
  type WriteOptions,
} from './row-writing.ts'
import { rowsByValues } from './rows-by-values.ts'
import { screenedRow } from './screening.ts'
import type { Stored } from './stored-row.ts'
import { reading } from './transaction.ts'
import { type Parents, unitFor } from './units-of-rows.ts'

export interface FindOptions<C> {
  sort?: { [K in keyof PlainOf<C> | 'id']?: 1 | -1 }
  /** Default 100, at most 1,000. */
  limit?: number
}

/**
 * The rows of one collection that belong to one team (and bot). Every filter, insert and key carries the team; what is
 * personal is sealed, looked up by token, claimed and logged without the caller saying so.
 */
export class TeamCollection<C extends AnyCollection> {
  readonly #door: Door
  readonly #declaration: C
  readonly #raw: RawCollection<Stored>

  constructor(door: Door, declaration: C) {
    this.#door = door
    this.#declaration = declaration
    this.#raw = rawCollection<Stored>(door.core.database.data, declaration.name)
  }

  /** Makes a row. */
  async insert(input: InputOf<C>, options: InsertOptions = {}): Promise<DocumentOf<C>> {
    const [document] = await this.insertMany([input], options)
    return document as DocumentOf<C>
  }

  /** Makes rows in one transaction. */
  async insertMany(inputs: readonly InputOf<C>[], options: InsertOptions = {}): Promise<DocumentOf<C>[]> {
    return this.#door.write(async (transaction) => {
      const made: DocumentOf<C>[] = []
      const parents: Parents = new Map()
      const { core, teamId } = this.#door
      const subjects = await ledNow(core, teamId, this.#declaration, inputs, transaction)
      for (const [index, input] of inputs.entries()) {
        const { values, screened } = await screenedRow(
          this.#door,
          this.#declaration,
          checked(this.#declaration, subjects(input)),
        )
        const id = this.#newId(options.ids?.[index] ?? options.id)
        const unit = await unitFor(this.#door, this.#declaration, values, transaction, parents)
        const row = await madeRow(this.#at, { id, version: 1 }, values, unit, transaction)
        transaction.writes.insert(this.#raw, row, options.taken)
        standsBeside(core, this.#declaration, row, transaction)
        made.push({ id, ...values } as DocumentOf<C>)
        const { sealedNames } = this.#declaration
        await core.lookup.write(teamId, this.#declaration, id, values, sealedNames, transaction)
        happened(this.#at, 'created', options, transaction, { unit, stored: [null, row], values: [null, values] })
        if (screened) {
          tookOut(this.#at, screened, row, unit, transaction)
          options.screened?.(screened)
        }
      }
      return made
    })
  }

  /** One row by id, opened. @throws SottoError `not_found` */
  async get(id: string): Promise<DocumentOf<C>> {
    const document = await this.findById(id)
    if (!document) throw notFound(this.#noun)
    return document
  }

  /** One row by id, opened; `null` when there is none. */
  async findById(id: string): Promise<DocumentOf<C> | null> {
    const [row] = await this.find({ id } as FilterOf<C>, { limit: 1 })
    return row ? row.open() : null
  }

  /** The first row that fits, closed. */
  async findOne(filter: FilterOf<C>, options: Omit<FindOptions<C>, 'limit'> = {}): Promise<Row<C> | null> {
    return (await this.find(filter, { ...options, limit: 1 }))[0] ?? null
  }

  /** Rows that fit, closed. */
  async find(filter: FilterOf<C> = {}, options: FindOptions<C> = {}): Promise<Row<C>[]> {
    const query = await this.#query(await this.#led(filter))
    if (!query) return []
    const { id: byId, ...sort } = (options.sort ?? {}) as Record<string, 1 | -1>
    const found = await this.#raw
      .find(query, await this.#reading())
      .sort(byId ? { ...sort, _id: byId } : sort)
      .limit(Math.min(options.limit ?? 100, 1000))
      .toArray()
    const rows = await authentic(this.#at, await this.#joined(await meantRows(this.#at, found, filter), filter))
    if (rows.length === 1 && !this.#door.transaction) this.#door.core.recent.set(this.#declaration, rows[0] as Stored)
    return this.#closed(rows)
  }

  /** The first rows that `findOne` gives for each value of a field that no two rows share, by value. At most 1,000. */
  async findEach(field: FilterNames<C> & string, values: readonly string[]): Promise<Map<string, Row<C>>> {
    const found = await rowsByValues(this.#at, field, values, await this.#reading())
    const joins = this.#declaration.joins ?? ''
    const roots = new Map((await this.#joined([...found.values()], {})).map((row) => [row._id, row]))
    const closed = new Map<string, Row<C>>()
    for (const [value, row] of found) {
      const root = roots.get((row[joins] as string | null | undefined) ?? row._id)
      if (root) closed.set(value, this.#closed([root])[0] as Row<C>)
    }
    return closed
  }

  /** Where a row has become part of another one, that one; unless the filter itself asks for such rows. */
  async #joined(found: Stored[], filter: object): Promise<Stored[]> {
    const { joins } = this.#declaration
    if (joins === undefined || joins in filter || found.every((row) => !row[joins])) return found
    const ids = [...new Set(found.map((row) => (row[joins] as string | null) ?? row._id))]
    const roots = await this.#raw.find({ ...this.#base, _id: { $in: ids } }, await this.#reading()).toArray()
    const byId = new Map(roots.map((row) => [row._id, row]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  /**
   * One page of rows in the order of a field (then of ids), and the cursor of the next.
   *
   * @throws SottoError `invalid_cursor`
   */
  async page(
    filter: FilterOf<C>,
    options: { by: (keyof PlainOf<C> & string) | 'id'; order: 1 | -1; limit: number; cursor?: string | undefined },
  ): Promise<{ rows: Row<C>[]; nextCursor: string | null }> {
    const query = await this.#query(await this.#led(filter))
    if (!query) return { rows: [], nextCursor: null }
    const { by, order, limit, cursor } = options
    const key = by === 'id' ? '_id' : by
    if (cursor !== undefined) {
      const [value, id] = decodeCursor(cursor, 2)
      const beyond = order === 1 ? '$gt' : '$lt'
      query.$and = [
        key === '_id'
          ? { _id: { [beyond]: id } }
          : { $or: [{ [key]: { [beyond]: value } }, { [key]: value, _id: { [beyond]: id } }] },
      ]
    }
    const found = await this.#raw
      .find(query, await this.#reading())
      .sort(key === '_id' ? { _id: order } : { [key]: order, _id: order })
      .limit(limit + 1)
      .toArray()
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    return {
      rows: this.#closed(await authentic(this.#at, await meantRows(this.#at, rows, filter))),
      nextCursor: found.length > limit && last ? encodeCursor([last[key] as string | number | Date, last._id]) : null,
    }
  }

  /** Opens rows of this collection together: one look-up of keys for all of them, and one transaction of the log. */
  async openAll(rows: readonly Row<C>[]): Promise<DocumentOf<C>[]> {
    return openedTogether(this.#door, rows)
  }

  /**
   * Opens rows as `openAll` does, for those who look through many things: what was forgotten since it was found, or whose
   * key somebody took away, is not among them, as there is none when it is asked for by its id.
   */
  async openRemaining(rows: readonly Row<C>[]): Promise<DocumentOf<C>[]> {
    return openedRemaining(this.#door, rows)
  }

  async count(filter: FilterOf<C> = {}): Promise<number> {
    const query = await this.#query(await this.#led(filter))
    return query ? this.#raw.countDocuments(query, await this.#reading()) : 0
  }

  /**
   * Changes one row: fields that are given replace the old ones. A function gets the row as it is and may refuse by
   * throwing. Where a row has become part of another one, that one is changed; unless the change itself says of what it is
   * part.
   *
   * @throws SottoError `not_found`
   */
  async change(id: string, changing: Changing<C>, options: WriteOptions = {}): Promise<DocumentOf<C>> {
    return changeRow(this.#at, id, changing, options)
  }

  /**
   * Counts plain fields up in one atomic step and gives the row as it is then, closed. Bookkeeping, not logged.
   *
   * @throws SottoError `not_found`
   */
  async increment(
    id: string,
    by: { [K in keyof PlainOf<C>]?: number },
    set: Partial<PlainOf<C>> = {},
    only: FilterOf<C> = {},
  ): Promise<Row<C>> {
    const query = await this.#query({ ...only, id } as FilterOf<C>)
    const [stored] = query ? await increment(this.#at, query, countedUp(this.#declaration, by, set)) : []
    if (!stored) throw notFound(this.#noun)
    return this.#closed([stored])[0] as Row<C>
  }

  /**
   * The same together with the other writes of the scope's transaction, for who knows already what the row will be.
   *
   * @param only what was read of it in this transaction
   * @throws SottoError `not_found`, when the writes are sent
   */
  async incrementAlong(
    id: string,
    by: { [K in keyof PlainOf<C>]?: number },
    set: Partial<PlainOf<C>> = {},
    only: FilterOf<C> = {},
  ): Promise<void> {
    const query = await this.#query({ ...only, id } as FilterOf<C>)
    if (!query) throw notFound(this.#noun)
    const missing = () => notFound(this.#noun)
    await incrementAlong(this.#at, query, countedUp(this.#declaration, by, set), missing)
  }

  /** Deletes rows that are not a unit of their own, and what was derived from them. Gives their number. */
  async delete(filter: FilterOf<C>, options: WriteOptions = {}): Promise<number> {
    if (this.#declaration.unit === 'own')
      throw new TypeError(`${this.#declaration.name}: rows with a unit of their own are forgotten, not deleted`)
    return this.#door.write(async (transaction) => {
      const query = await this.#query(filter)
      return query ? deleteFound(this.#at, query, options, transaction) : 0
    })
  }

  get #noun(): string {
    // The same words as for an id of a wrong form, which is refused before anybody looks.
    return this.#declaration.id === 'own' ? this.#declaration.name : nounOf(this.#declaration.id)
  }

  get #at(): At<C> {
    return { door: this.#door, declaration: this.#declaration, raw: this.#raw }
  }

  get #base(): RawDocument {
    return this.#door.baseFilter(this.#declaration)
  }

  async #reading(): Promise<{ session?: ClientSession }> {
    const { transaction } = this.#door
    return transaction ? reading(transaction) : {}
  }

  #newId(given: string | undefined): string {
    const { id } = this.#declaration
    if (id === 'own' && !given) throw new TypeError(`${this.#declaration.name}: rows bring their own id`)
    return given ?? newId(id as Exclude<typeof id, 'own'>, this.#door.core.now())
  }

  /** What would be stored of a row: the same values, with what is sensitive taken out. */
  async screened(input: InputOf<C>): Promise<InputOf<C>> {
    return (await screenedRow(this.#door, this.#declaration, checked(this.#declaration, input))).values as InputOf<C>
  }

  #closed(found: readonly Stored[]): Row<C>[] {
    return closedRows(this.#door, this.#declaration, found, this.#noun)
  }

  /** A filter that names whom rows are about, as that one is known now. What is deleted is not asked for like this. */
  async #led(filter: FilterOf<C>): Promise<FilterOf<C>> {
    return filterNow(this.#door.core, this.#door.teamId, this.#declaration, filter, await this.#reading())
  }

  /** The query of a filter, or `undefined` when a look-up shows that nothing fits. */
  async #query(filter: FilterOf<C>): Promise<RawDocument | undefined> {
    const { query, lookups } = compileFilter(this.#declaration, filter as Record<string, unknown>)
    for (const { field, value } of lookups) {
      const ids = await this.#door.core.lookup.find(
        this.#door.teamId,
        this.#declaration,
        field,
        value,
        (await this.#reading()).session,
      )
      if (ids.length === 0) return undefined
      query.$and = [...((query.$and as unknown[]) ?? []), { _id: { $in: ids } }]
    }
    // The base comes last: no filter can name another team.
    const conditions = (query.$and as unknown[]) ?? []
    return { ...query, ...this.#base, ...(conditions.length > 0 ? { $and: conditions } : {}) }
  }
}
