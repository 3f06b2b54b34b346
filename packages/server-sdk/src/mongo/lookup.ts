import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import { normalise, prefixesOf, prefixQuery, type TeamKeys } from '../keys/index.ts'
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
  generation: number
}

interface ClaimDocument {
  _id: string
  teamId: string
  row: string
}

interface Wanted {
  field: string
  kind: string
  token: Binary
  generation: number
  unique: SealedOptions['unique']
}

export const lookupCollections: readonly StoredCollection[] = [
  {
    database: 'index',
    name: 'tokens',
    indexes: [{ key: { teamId: 1, kind: 1, token: 1 } }, { key: { teamId: 1, row: 1 } }],
  },
  { database: 'index', name: 'claims', indexes: [{ key: { teamId: 1, row: 1 } }] },
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
      const { find, unique, as = 'text' } = collection.fields[field] as SealedOptions
      const value = values[field]
      if (!find || typeof value !== 'string') continue
      const forms = find === 'prefix' ? prefixesOf(value) : [normalise[as](value)]
      for (const form of forms)
        wanted.push({
          field,
          kind: `${collection.name}.${field}`,
          unique,
          ...(await this.#teamKeys.lookupToken(teamId, collection.name, field, form)),
        })
    }
    return wanted
  }

  /**
   * Writes the tokens and claims of the given fields of a row, in the transaction of the row itself.
   *
   * @throws SottoError with the code of the field's `unique` when another row has the value.
   */
  async write(
    teamId: string,
    collection: AnyCollection,
    row: string,
    values: Values,
    fields: readonly string[],
    session: ClientSession,
  ): Promise<void> {
    const wanted = await this.#wanted(teamId, collection, values, fields)
    for (const { kind, token, generation, unique } of wanted) {
      if (!unique) continue
      await this.#claims
        .insertOne({ _id: `${teamId}:${kind}:${generation}:${token.toString('hex')}`, teamId, row }, { session })
        .catch((error: unknown) => {
          if (error instanceof MongoServerError && error.code === 11000) throw new SottoError(unique)
          throw error
        })
    }
    if (wanted.length === 0) return
    await this.#tokens.insertMany(
      wanted.map(({ kind, token, generation }) => ({
        _id: `${row}:${kind}:${token.toString('hex')}`,
        teamId,
        kind,
        token,
        row,
        generation,
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
    await this.#tokens.deleteMany({ teamId, row, kind: { $in: kinds } }, { session })
    const claims = await this.#claims.find({ teamId, row }, { session }).toArray()
    const own = claims
      .filter(({ _id }) => kinds.some((kind) => _id.startsWith(`${teamId}:${kind}:`)))
      .map(({ _id }) => _id)
    if (own.length > 0) await this.#claims.deleteMany({ _id: { $in: own } }, { session })
  }

  /** Removes everything about rows that are going. */
  async removeRows(teamId: string, rows: readonly string[], session: ClientSession): Promise<void> {
    await this.#tokens.deleteMany({ teamId, row: { $in: [...rows] } }, { session })
    await this.#claims.deleteMany({ teamId, row: { $in: [...rows] } }, { session })
  }

  /** The ids of the rows whose field has a value, or begins a word with it. */
  async find(
    teamId: string,
    collection: AnyCollection,
    field: string,
    value: string,
    session?: ClientSession,
  ): Promise<string[]> {
    const { find, as = 'text' } = collection.fields[field] as SealedOptions
    const form = find === 'prefix' ? prefixQuery(value) : normalise[as](value)
    if (form === undefined) return []
    const { token } = await this.#teamKeys.lookupToken(teamId, collection.name, field, form)
    const found = await this.#tokens
      .find(
        { teamId, kind: `${collection.name}.${field}`, token },
        { projection: { row: 1 }, limit: 1000, ...(session ? { session } : {}) },
      )
      .toArray()
    return found.map(({ row }) => row)
  }
}
