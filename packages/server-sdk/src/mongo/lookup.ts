import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import { type Control, normalise, prefixQuery, type TeamKeys } from '../keys/index.ts'
import type { Binary, ClientSession, Db, RawCollection } from './driver.ts'
import { MongoServerError } from './driver.ts'
import {
  type ClaimDocument,
  claimId,
  claimOf,
  everywhere,
  type Form,
  formsOf,
  kindOf,
  named,
  type TokenDocument,
  tokenId,
  tokenOf,
  tokensOfRow,
  type Values,
  type Wanted,
} from './lookup-forms.ts'
import type { StoredCollection } from './stored.ts'
import type { Writes, Writing } from './writes.ts'

const tokensAtOnce = 5000

// No index by generation: those of a whole generation go at once, and half of all rows are read for it in any case.
export const lookupCollections: readonly StoredCollection[] = [
  { database: 'index', name: 'tokens', indexes: [{ key: { teamId: 1, kind: 1, token: 1 } }] },
  { database: 'index', name: 'claims', indexes: [{ key: { teamId: 1, row: 1 } }] },
]

/**
 * What makes sealed fields findable: tokens and uniqueness claims in the index database. A token is an HMAC under a key
 * of the team that rotates; the database never sees a value, and no backup holds a token.
 */
export class Lookup {
  readonly #tokens: RawCollection<TokenDocument>
  readonly #claims: RawCollection<ClaimDocument>
  readonly #teamKeys: TeamKeys

  constructor(index: Db, teamKeys: TeamKeys) {
    this.#tokens = index.collection('tokens')
    this.#claims = index.collection('claims')
    this.#teamKeys = teamKeys
  }

  async #wanted(forms: readonly Form[], generations: readonly number[]): Promise<Wanted[]> {
    const wanted: Wanted[] = []
    for (const generation of generations)
      for (const [under, ofOne] of Map.groupBy(forms, (form) => form.under)) {
        const tokens = await this.#teamKeys.lookupTokens(under, generation, ofOne)
        for (const [index, of] of ofOne.entries()) wanted.push({ of, token: tokens[index] as Binary, generation })
      }
    return wanted
  }

  /**
   * Writes the tokens and claims of the given fields of a row, in the transaction of the row itself.
   *
   * @param only the generation that the row lacks; default all that are written now
   * @throws SottoError with the code of the field's `unique` when another row has the value.
   */
  async write(
    teamId: string,
    collection: AnyCollection,
    row: string,
    values: Values,
    fields: readonly string[],
    writing: Writing,
    only?: number,
  ): Promise<void> {
    const { write } = writing.control.lookup
    const generations = only === undefined ? write : write.filter((generation) => generation === only)
    this.#add(teamId, row, await this.#wanted(formsOf(teamId, collection, row, values, fields), generations), writing)
  }

  /**
   * Writes what changes when a row gets other values: tokens that it had and keeps are left alone.
   *
   * @param known the newest generation of tokens that the row had
   */
  async change(
    teamId: string,
    collection: AnyCollection,
    row: string,
    [before, after]: readonly [Values, Values],
    fields: readonly string[],
    known: number,
    writing: Writing,
  ): Promise<void> {
    const { writes, control } = writing
    const generations = control.lookup.write
    const had = new Map(formsOf(teamId, collection, row, before, fields).map((form) => [named(form), form]))
    const has = new Map(formsOf(teamId, collection, row, after, fields).map((form) => [named(form), form]))
    const isKnown = (generation: number) => generation <= known
    const gone = await this.#wanted(
      [...had.values()].filter((form) => !has.has(named(form))),
      generations.filter(isKnown),
    )
    const [claimed, plain] = [gone.filter(({ of }) => of.unique), gone.filter(({ of }) => !of.unique)]
    if (plain.length > 0)
      writes.delete(this.#tokens, { _id: { $in: plain.map(({ of, token }) => tokenId(row, kindOf(of), token)) } })
    if (claimed.length > 0)
      writes.delete(this.#claims, { _id: { $in: claimed.map((one) => claimId(teamId, kindOf(one.of), one)) }, row })
    const [kept, added] = [[...has].filter(([name]) => had.has(name)), [...has].filter(([name]) => !had.has(name))]
    const lacking = generations.filter((generation) => !isKnown(generation))
    this.#add(
      teamId,
      row,
      await this.#wanted(
        kept.map(([, form]) => form),
        lacking,
      ),
      writing,
    )
    this.#add(
      teamId,
      row,
      await this.#wanted(
        added.map(([, form]) => form),
        generations,
      ),
      writing,
    )
  }

  #add(teamId: string, row: string, wanted: readonly Wanted[], { writes, control }: Writing): void {
    for (const one of wanted) {
      const { unique } = one.of
      if (unique) writes.insert(this.#claims, claimOf(teamId, row, one, control), () => new SottoError(unique))
      else writes.insert(this.#tokens, tokenOf(teamId, row, one, control))
    }
  }

  /**
   * Writes tokens and claims of rows into an index that was emptied, while nobody else writes.
   *
   * @returns how many values were refused because an earlier row claims them
   */
  async writeAnew(
    rows: readonly { teamId: string; collection: AnyCollection; id: string; values: Values }[],
    control: Control,
  ): Promise<number> {
    const tokens: TokenDocument[] = []
    const claims: ClaimDocument[] = []
    for (const { teamId, collection, id, values } of rows)
      for (const one of await this.#wanted(
        formsOf(teamId, collection, id, values, collection.sealedNames),
        control.lookup.write,
      ))
        if (one.of.unique) claims.push(claimOf(teamId, id, one, control))
        else tokens.push(tokenOf(teamId, id, one, control))
    if (tokens.length > 0) await this.#tokens.insertMany(tokens, { ordered: false })
    if (claims.length === 0) return 0
    try {
      await this.#claims.insertMany(claims, { ordered: false })
      return 0
    } catch (error) {
      if (!(error instanceof MongoServerError && error.code === 11000)) throw error
      const taken = await this.#claims.find({ _id: { $in: claims.map(({ _id }) => _id) } }).toArray()
      const owners = new Map(taken.map(({ _id, row }) => [_id, row]))
      return claims.filter(({ _id, row }) => owners.get(_id) !== row).length
    }
  }

  /** Removes everything about rows that are going. */
  removeRows(teamId: string, rows: readonly string[], writes: Writes): void {
    for (const row of rows) writes.delete(this.#tokens, { _id: tokensOfRow(row) })
    writes.delete(this.#claims, { teamId, row: { $in: [...rows] } })
  }

  /**
   * Removes tokens of a unit with many rows while it is going, part by part. What is few is left to `removeRows`: the
   * transaction in which the unit ends then has little to do.
   */
  async removeAhead(unit: string): Promise<void> {
    const _id = tokensOfRow(unit)
    const last = this.#tokens.find({ _id }, { projection: { _id: 1 } }).sort({ _id: 1 })
    for (;;) {
      const [row] = await last
        .clone()
        .skip(tokensAtOnce - 1)
        .limit(1)
        .toArray()
      if (!row) return
      await this.#tokens.deleteMany({ _id: { $gte: _id.$gte, $lte: row._id } })
    }
  }

  /** Deletes all tokens and claims up to a generation, when nobody reads or writes them any more. */
  async dropGenerations(upTo: number): Promise<void> {
    const old = { generation: { $lte: upTo } }
    await this.#tokens.deleteMany(old)
    await this.#claims.deleteMany(old)
  }

  /** The ids of the rows whose field has a value, or begins a word with it. */
  async find(
    teamId: string,
    collection: AnyCollection,
    field: string,
    value: string,
    session?: ClientSession,
  ): Promise<string[]> {
    return (await this.#found(teamId, collection, field, value, session)).map(({ row }) => row)
  }

  /** The ids of the rows that have forms of a field of which no two rows have the same, by form. */
  async owners(
    teamId: string,
    collection: AnyCollection,
    field: string,
    forms: readonly string[],
    session?: ClientSession,
  ): Promise<Map<string, string>> {
    const generation = (await this.#teamKeys.control.get()).lookup.read
    const kind = kindOf({ collection: collection.name, field })
    const looked = forms.map((form) => ({ collection: collection.name, field, form }))
    const tokens = await this.#teamKeys.lookupTokens(teamId, generation, looked)
    const ids = new Map(
      tokens.map((token, index) => [claimId(teamId, kind, { token, generation }), forms[index] as string]),
    )
    const options = { projection: { row: 1 }, ...(session ? { session } : {}) }
    const found = await this.#claims.find({ _id: { $in: [...ids.keys()] } }, options).toArray()
    return new Map(found.map(({ _id, row }) => [ids.get(_id) as string, row]))
  }

  /** The rows of all teams whose field has a value, for fields that are declared to be found `everywhere`. */
  async findEverywhere(
    collection: AnyCollection,
    field: string,
    value: string,
  ): Promise<{ teamId: string; id: string }[]> {
    const found = await this.#found(everywhere, collection, field, value)
    return found.map(({ of, row }) => ({ teamId: of as string, id: row }))
  }

  async #found(
    under: string,
    collection: AnyCollection,
    field: string,
    value: string,
    session?: ClientSession,
  ): Promise<Pick<TokenDocument, 'row' | 'of'>[]> {
    const { find, unique, as = 'text' } = collection.fields[field] as SealedOptions
    const form = find === 'prefix' ? prefixQuery(value) : normalise[as](value)
    if (form === undefined) return []
    const kind = `${collection.name}.${field}`
    const options = { projection: { row: 1, of: 1 }, limit: 1000, ...(session ? { session } : {}) }
    if (find === 'prefix') {
      const tokens = await this.#teamKeys.spreadTokens(under, { collection: collection.name, field, form })
      return this.#tokens.find({ teamId: under, kind, token: { $in: tokens } }, options).toArray()
    }
    const token = await this.#teamKeys.lookupToken(under, collection.name, field, form)
    return unique && under !== everywhere
      ? this.#claims.find({ _id: claimId(under, kind, token) }, options).toArray()
      : this.#tokens.find({ teamId: under, kind, token: token.token }, options).toArray()
  }
}
