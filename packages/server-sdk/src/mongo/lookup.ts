import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import { type LookupToken, normalise, prefixesOf, prefixQuery, type TeamKeys } from '../keys/index.ts'
import type { Binary, ClientSession, Db, RawCollection } from './driver.ts'
import { MongoServerError } from './driver.ts'
import type { StoredCollection } from './stored.ts'

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
  ): Promise<Wanted[]> {
    const wanted: Wanted[] = []
    for (const field of fields) {
      const { find, unique, everywhere: anyTeam, as = 'text' } = collection.fields[field] as SealedOptions
      const value = values[field]
      if (!find || typeof value !== 'string') continue
      const forms = find === 'prefix' ? prefixesOf(value) : [normalise[as](value)]
      const kind = `${collection.name}.${field}`
      for (const form of forms) {
        for (const token of await this.#teamKeys.lookupTokens(teamId, collection.name, field, form))
          wanted.push({ ...token, teamId, kind, unique })
        if (anyTeam)
          for (const token of await this.#teamKeys.lookupTokens(everywhere, collection.name, field, form))
            wanted.push({ ...token, teamId: everywhere, kind, unique: undefined })
      }
    }
    return wanted
  }

  /** The generation that a row has tokens of once it is written now. */
  async newest(): Promise<number> {
    return Math.max(...(await this.#teamKeys.control.get()).lookup.write)
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
    session: ClientSession,
    only?: number,
  ): Promise<void> {
    const all = await this.#wanted(teamId, collection, values, fields)
    const wanted = only === undefined ? all : all.filter(({ generation }) => generation === only)
    if (wanted.length === 0) return
    const { fence } = await this.#teamKeys.control.get()
    for (const { kind, token, generation, unique } of wanted) {
      if (!unique) continue
      const _id = `${teamId}:${kind}:${generation}:${token.toString('hex')}`
      await this.#claims.insertOne({ _id, teamId, row, generation, fence }, { session }).catch((error: unknown) => {
        if (error instanceof MongoServerError && error.code === 11000) throw new SottoError(unique)
        throw error
      })
    }
    await this.#tokens.insertMany(
      wanted.map(({ teamId: under, kind, token, generation }) => ({
        _id: `${row}:${kind}:${token.toString('hex')}`,
        teamId: under,
        kind,
        token,
        row,
        ...(under === teamId ? {} : { of: teamId }),
        generation,
        fence,
      })),
      { session },
    )
  }

  /** Removes the tokens and claims of the given fields of a row as it was before. */
  async remove(
    teamId: string,
    collection: AnyCollection,
    row: string,
    fields: readonly string[],
    session: ClientSession,
  ): Promise<void> {
    const searchable = fields.filter((field) => (collection.fields[field] as SealedOptions).find)
    if (searchable.length === 0) return
    const kinds = searchable.map((field) => `${collection.name}.${field}`)
    await this.#tokens.deleteMany({ teamId: { $in: [teamId, everywhere] }, row, kind: { $in: kinds } }, { session })
    const claims = await this.#claims.find({ teamId, row }, { session }).toArray()
    const own = claims
      .filter(({ _id }) => kinds.some((kind) => _id.startsWith(`${teamId}:${kind}:`)))
      .map(({ _id }) => _id)
    if (own.length > 0) await this.#claims.deleteMany({ _id: { $in: own } }, { session })
  }

  /** Removes everything about rows that are going. */
  async removeRows(teamId: string, rows: readonly string[], session: ClientSession): Promise<void> {
    await this.#tokens.deleteMany({ teamId: { $in: [teamId, everywhere] }, row: { $in: [...rows] } }, { session })
    await this.#claims.deleteMany({ teamId, row: { $in: [...rows] } }, { session })
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
