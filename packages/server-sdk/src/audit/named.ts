import { idPrefixes } from '@sotto/contracts'
import type { AnyCollection, DataMap } from '../data-map/index.ts'
import { type Control, open, SealBrokenError, seal, type TeamKeys, type UnitKey } from '../keys/index.ts'
import type { Db, RawCollection } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import { Newest } from '../newest.ts'
import { decodeEntry, type EntryPeople, peopleIn, type StoredEntry } from './entry.ts'

/** That entries of a unit name somebody: from a token of who it is to the unit. */
export interface AuditTokenDocument {
  /** `<unit>:audit.person:<the entry that named them first, or `all`>:<generation>` */
  _id: string
  teamId: string
  kind: 'audit.person'
  /** Of everybody whom the entry was the first to name. */
  token: Binary | Binary[]
  /** The unit of the person: what goes with it takes this along. */
  row: string
  /** Their ids, a JSON array, sealed with the unit's log key at {team, tokens, _id, 0}: the tokens are made anew of them. */
  named: Binary
  generation: number
  fence: number
}

/** Who is named in an entry that is sealed, and by what else it can be found. */
export type Naming = Pick<EntryPeople, 'target' | 'subject'> & Pick<StoredEntry, 'collection' | 'row'>

/** So many that were named lately are remembered. Whoever is not gets a token again, which finds nothing twice. */
const remembered = 50_000

const idsOf = (documents: readonly AuditTokenDocument[], unit: UnitKey): string[] =>
  documents.flatMap(({ _id, teamId, named }) => {
    const place = { team: teamId, collection: 'tokens', document: _id, rowVersion: 0 }
    try {
      return JSON.parse(open(unit.log, place, Buffer.from(named.buffer)).toString('utf8')) as string[]
    } catch (error) {
      // What was changed outside of Sotto names nobody.
      if (error instanceof SealBrokenError) return []
      throw error
    }
  })

/**
 * Finds the entries that name somebody in their sealed part, in two steps. A token of who it is leads to the units whose
 * entries name them, one for each unit and person and not one for each entry; it ends with the unit. Which entries of a unit
 * those are they say themselves, once they are opened with its key.
 */
export class NamedInEntries {
  readonly #data: Db
  readonly #tokens: RawCollection<AuditTokenDocument>
  readonly #teamKeys: TeamKeys
  /** Collections whose rows lie in units: a row leads to its unit until it ends, and then a token does. */
  readonly #inUnits: ReadonlyMap<string, AnyCollection>
  readonly #known = new Newest<true>(remembered)

  constructor(options: { data: Db; index: Db; teamKeys: TeamKeys; map: Pick<DataMap, 'collections'> }) {
    this.#data = options.data
    this.#tokens = options.index.collection('tokens')
    this.#teamKeys = options.teamKeys
    const inUnits = options.map.collections.filter(({ unit }) => unit !== 'none')
    this.#inUnits = new Map(inUnits.map((declaration) => [declaration.name, declaration]))
  }

  /** Whom an entry names that is found by a token, and not by a row of its own. */
  #needing({ target, subject, collection, row }: Naming): string[] {
    const persons = [...new Set([target, subject].filter((one) => one !== null))]
    const ends = row !== null && row.after === null
    const declaration = collection !== null && !ends ? this.#inUnits.get(collection) : undefined
    if (!declaration) return persons
    const leading = [target, leadingField(declaration) ? subject : null]
    return persons.filter((one) => !leading.includes(one))
  }

  /**
   * The tokens that an entry needs so that it is found: none for whom an earlier one has named in the same unit.
   *
   * @param fresh named in the same transaction; what is new is added, and `keep` remembers it
   */
  async tokens(
    teamId: string,
    unit: UnitKey,
    entry: string,
    naming: Naming,
    { fence, lookup }: Control,
    fresh: Set<string>,
  ): Promise<AuditTokenDocument[]> {
    const persons = this.#needing(naming)
    const documents: AuditTokenDocument[] = []
    for (const generation of lookup.write) {
      const nameOf = (person: string) => `${generation}:${unit.id}:${person}`
      const lacking = persons.filter((person) => !this.#known.get(nameOf(person)) && !fresh.has(nameOf(person)))
      if (lacking.length === 0) continue
      documents.push(await this.#document(teamId, unit, entry, lacking, generation, fence))
      for (const person of lacking) fresh.add(nameOf(person))
    }
    return documents
  }

  /** Remembers whose tokens are stored. */
  keep(fresh: Iterable<string>): void {
    for (const one of fresh) this.#known.set(one, true)
  }

  async #document(
    teamId: string,
    unit: UnitKey,
    entry: string,
    persons: readonly string[],
    generation: number,
    fence: number,
  ): Promise<AuditTokenDocument> {
    const forms = persons.map((form) => ({ collection: 'audit', field: 'person', form }))
    const tokens = await this.#teamKeys.lookupTokens(teamId, generation, forms)
    const token = tokens.length === 1 ? (tokens[0] as Binary) : tokens
    const _id = `${unit.id}:audit.person:${entry}:${generation}`
    const place = { team: teamId, collection: 'tokens', document: _id, rowVersion: 0 }
    const named = new Binary(seal(unit.log, 1, place, Buffer.from(JSON.stringify(persons))))
    return { _id, teamId, kind: 'audit.person', token, row: unit.id, named, generation, fence }
  }

  /** One token document of a generation for all whom those of earlier ones name. */
  async ofGeneration(
    teamId: string,
    unit: UnitKey,
    before: readonly AuditTokenDocument[],
    generation: number,
    { fence }: Control,
  ): Promise<AuditTokenDocument | undefined> {
    const persons = [...new Set(idsOf(before, unit))]
    return persons.length === 0 ? undefined : this.#document(teamId, unit, 'all', persons, generation, fence)
  }

  /** To be called when all tokens are gone. */
  forget(): void {
    this.#known.clear()
  }

  /** Writes tokens into an index that was emptied, while nobody else writes. */
  async writeAnew(tokens: AuditTokenDocument[]): Promise<void> {
    if (tokens.length > 0) await this.#tokens.insertMany(tokens, { ordered: false })
  }

  /** The units whose entries may name somebody or something. */
  async unitsNaming(teamId: string, id: string): Promise<string[]> {
    const { token } = await this.#teamKeys.lookupToken(teamId, 'audit', 'person', id)
    const found = this.#tokens.distinct('row', { teamId, kind: 'audit.person', token })
    const rows = [...this.#inUnits.values()].flatMap((declaration) => {
      const field = leadingField(declaration)
      return [
        ...(mayBeOf(declaration, id) ? [this.#unitsOf(declaration, { _id: id, teamId })] : []),
        ...(field ? [this.#unitsOf(declaration, { teamId, [field]: id })] : []),
      ]
    })
    return [...new Set([...(await found), ...(await Promise.all(rows)).flat()])]
  }

  #unitsOf({ name }: AnyCollection, filter: Record<string, string>): Promise<string[]> {
    return this.#data.collection<{ _id: string; unit: string }>(name).distinct('unit', filter)
  }
}

/** An id says of which kind it is, where its collection gives ids. */
const mayBeOf = ({ id: kind }: AnyCollection, id: string) => kind === 'own' || id.startsWith(`${idPrefixes[kind]}_`)

/**
 * The field of a row that names whom it is about, where that is not yet a person: it never changes, while a person may
 * become part of another.
 */
const leadingField = ({ about }: AnyCollection): string | undefined =>
  typeof about === 'object' && about.relation === 'subject' && about.of.about !== 'self' ? about.field : undefined

/** Whether a stored entry names somebody; one that cannot be opened names nobody. */
export function names(bytes: Uint8Array, units: ReadonlyMap<string, UnitKey>, id: string): boolean {
  const entry = decodeEntry(bytes)
  if (entry.target === id) return true
  const unit = entry.unit === null ? undefined : units.get(entry.unit)
  try {
    const people = unit && peopleIn(entry, unit)
    return people !== undefined && (people.target === id || people.subject === id)
  } catch (error) {
    if (error instanceof SealBrokenError) return false
    throw error
  }
}
