import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import { type Control, type LookupToken, normalise, prefixesOf, prefixQuery, type TeamKeys } from '../keys/index.ts'
import type { Binary, ClientSession, Db, RawCollection } from './driver.ts'
import { MongoServerError } from './driver.ts'
import type { StoredCollection } from './stored.ts'
import type { Writes, Writing } from './writes.ts'

interface TokenDocument {
  _id: string
  teamId: string
  /** Collection and field, such as `contacts.email`. */
  kind: string
  token: Binary
  row: string
  /** For values that are found without knowing the team: the team of the row. `teamId` is `system` then. */
  of?: string
  generation: number
  fence: number
}

interface ClaimDocument {
  _id: string
  teamId: string
  row: string
  generation: number
  fence: number
}

/** In whose name values are kept that are found without knowing the team. */
const everywhere = 'system'

interface Wanted extends LookupToken {
  /** The team under whose key the token is, or `system`. */
  teamId: string
  kind: string
  unique: SealedOptions['unique']
}

export const lookupCollections: readonly StoredCollection[] = [
  {
    database: 'index',
    name: 'tokens',
    indexes: [{ key: { teamId: 1, kind: 1, token: 1 } }, { key: { teamId: 1, row: 1 } }, { key: { generation: 1 } }],
  },
  { database: 'index', name: 'claims', indexes: [{ key: { teamId: 1, row: 1 } }, { key: { generation: 1 } }] },
]

const tokenId = (row: string, { kind, token }: Wanted) => `${row}:${kind}:${token.toString('hex')}`
const claimId = ({ teamId, kind, generation, token }: Wanted) =>
  `${teamId}:${kind}:${generation}:${token.toString('hex')}`

/** The token of a row of a team, as it is stored. */
function tokenOf(teamId: string, row: string, one: Wanted, { fence }: Control): TokenDocument {
  const { kind, token, generation, teamId: under } = one
  const of = under === teamId ? {} : { of: teamId }
  return { _id: tokenId(row, one), teamId: under, kind, token, row, ...of, generation, fence }
}

const claimOf = (teamId: string, row: string, one: Wanted, { fence }: Control): ClaimDocument => ({
  _id: claimId(one),
  teamId,
  row,
  generation: one.generation,
  fence,
})

type Values = Readonly<Record<string, unknown>>

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

  async #wanted(
    teamId: string,
    collection: AnyCollection,
    values: Values,
    fields: readonly string[],
    control: Control,
  ): Promise<Wanted[]> {
    const wanted: Wanted[] = []
    for (const field of fields) {
      const { find, unique, everywhere: anyTeam, as = 'text' } = collection.fields[field] as SealedOptions
      const value = values[field]
      if (!find || typeof value !== 'string') continue
      const forms = find === 'prefix' ? prefixesOf(value) : [normalise[as](value)]
      const kind = `${collection.name}.${field}`
      for (const form of forms) {
        for (const token of await this.#teamKeys.lookupTokens(teamId, collection.name, field, form, control))
          wanted.push({ ...token, teamId, kind, unique })
        if (anyTeam)
          for (const token of await this.#teamKeys.lookupTokens(everywhere, collection.name, field, form, control))
            wanted.push({ ...token, teamId: everywhere, kind, unique: undefined })
      }
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
    const all = await this.#wanted(teamId, collection, values, fields, writing.control)
    const wanted = only === undefined ? all : all.filter(({ generation }) => generation === only)
    if (wanted.length === 0) return
    this.#add(teamId, row, wanted, writing)
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
    const wanted = await this.#wanted(teamId, collection, after, fields, control)
    const had = (await this.#wanted(teamId, collection, before, fields, control)).filter(
      ({ generation }) => generation <= known,
    )
    const idOf = (one: Wanted) => tokenId(row, one)
    const kept = new Set(had.map(idOf).filter((id) => wanted.some((one) => idOf(one) === id)))
    const gone = had.filter((one) => !kept.has(idOf(one)))
    if (gone.length > 0) writes.delete(this.#tokens, { _id: { $in: gone.map(idOf) } })
    const claims = gone.filter(({ unique }) => unique).map((one) => claimId(one))
    if (claims.length > 0) writes.delete(this.#claims, { _id: { $in: claims }, row })
    const added = wanted.filter((one) => !kept.has(idOf(one)))
    this.#add(teamId, row, added, writing)
  }

  #add(teamId: string, row: string, wanted: readonly Wanted[], { writes, control }: Writing): void {
    for (const one of wanted) {
      const { unique } = one
      if (unique) writes.insert(this.#claims, claimOf(teamId, row, one, control), () => new SottoError(unique))
      writes.insert(this.#tokens, tokenOf(teamId, row, one, control))
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
      for (const one of await this.#wanted(teamId, collection, values, collection.sealedNames, control)) {
        tokens.push(tokenOf(teamId, id, one, control))
        if (one.unique) claims.push(claimOf(teamId, id, one, control))
      }
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
    writes.delete(this.#tokens, { teamId: { $in: [teamId, everywhere] }, row: { $in: [...rows] } })
    writes.delete(this.#claims, { teamId, row: { $in: [...rows] } })
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
    const { find, as = 'text' } = collection.fields[field] as SealedOptions
    const form = find === 'prefix' ? prefixQuery(value) : normalise[as](value)
    if (form === undefined) return []
    const { token } = await this.#teamKeys.lookupToken(under, collection.name, field, form)
    return this.#tokens
      .find(
        { teamId: under, kind: `${collection.name}.${field}`, token },
        { projection: { row: 1, of: 1 }, limit: 1000, ...(session ? { session } : {}) },
      )
      .toArray()
  }
}
