import type { IdKind } from '@sotto/contracts'
import { z } from 'zod'
import type { Field, Fields, PlainField } from './field.ts'

/** The row belongs to the person whom the row named by this field is, or is itself one as long as it names nobody. */
export interface Subject {
  readonly relation: 'subject'
  readonly field: string
  readonly of: AnyCollection
}

/** The row is part of the row named by this field: same person, same unit. */
export interface Through {
  readonly relation: 'through'
  readonly field: string
  readonly of: AnyCollection
}

/** `about: subject('contactId', contacts)` */
export const subject = (field: string, of: AnyCollection): Subject => ({ relation: 'subject', field, of })

/** `about: through('conversationId', conversations)` */
export const through = (field: string, of: AnyCollection): Through => ({ relation: 'through', field, of })

export type LegalBasis = 'consent' | 'contract' | 'legitimate-interests' | 'legal-obligation'

export interface Retention {
  /** A category of the retention policy, or `technical` for copies that live 24 hours at most. */
  category:
    | 'contacts'
    | 'conversations'
    | 'appointments'
    | 'tickets'
    | 'files'
    | 'knowledge'
    | 'privacy-requests'
    | 'offboarding'
    | 'team'
    | 'technical'
  /** The field whose time starts the clock. */
  since: string
  /**
   * When what it belongs to is over, for those who keep nothing of it beyond that: a field says so, or a time has passed.
   * Without a word about it, half an hour after its clock.
   */
  over?: { field: string; is: string; orIdle?: true } | { passed: string }
  afterwards: 'anonymise' | 'delete'
  /** Of `technical` alone: how long facts without any content live instead of a day, in days. */
  days?: number
}

/**
 * How a person gets a copy of rows that are theirs. Without a word about it: whole, all but confidential fields, and what
 * is written there is taken for words of others, in which somebody else may be named.
 */
export type ExportDeclaration =
  | {
      /** They do not: the row repeats what they are given elsewhere, and where. */
      never: string
    }
  | {
      /** Fields that only the person writes: nobody is left out of their own words. */
      ownWords?: readonly string[]
      /** Rows in which `ownWords` are theirs. Default: in all. */
      ownWhen?: { field: string; is: string }
      /** Of a row about nobody: it tells what was done with data of whomever the row named by this field is about. */
      tells?: Through
    }

/** Keys and directions of an index. The team stands before them by itself. */
export type IndexDeclaration = Readonly<Record<string, 1 | -1>>

export interface CollectionOptions<F extends Fields> {
  /** What its ids begin with. Copies that nobody addresses by id may bring their own `_id`. */
  id: IdKind | 'own'
  /** Whose data a row is: a person itself, nobody, or the person that another row leads to. */
  about: 'self' | 'nobody' | Subject | Through
  /** `own`: the row begins a unit; `none`: nothing in it is sealed. Rows that are part of another lie in its unit. */
  unit?: 'own' | 'none'
  /** `bot`: rows are walled in per bot and only reached through a `BotScope`. */
  silo?: 'bot'
  purpose: string
  basis: LegalBasis
  retention: Retention
  fields: F
  indexes?: readonly IndexDeclaration[]
  /** Indexes of those rows alone whose last named field is a text: of what most rows lack. */
  partialIndexes?: readonly IndexDeclaration[]
  /** Indexes without the team before them, for the system scope's few questions across teams. */
  acrossTeams?: readonly IndexDeclaration[]
  export?: ExportDeclaration
  /**
   * The word in the log, such as `contact` in `contact.created`. `never` with a reason for copies and bookkeeping;
   * `hashesAs` where the log knows that a row came and went, and nothing of what it says.
   */
  log: string | { never: string; hashesAs?: string }
  /**
   * What remains of a row when the key of its unit is destroyed: a row of another collection, about nobody, whose id is a
   * plain field of this one; `row` gets the id of the row that goes. For proofs that must outlive the person whom they are about.
   */
  leaves?: { in: AnyCollection; id: string; row: (now: Date, of: string) => Record<string, unknown> }
  /**
   * The plain field, `null` as a rule, in which a row about somebody says that it has become part of another row of its
   * collection: whoever looks for it finds that one, and both are forgotten and given together.
   */
  joins?: string
  /** Plain fields with the id of a row of whatever kind. Where that row is erased, this one goes with it. */
  goesWith?: readonly string[]
  /**
   * Plain fields that decide about access. They carry a MAC, and a row whose MAC is not ours is refused when it is read:
   * whoever writes to the database without the keys gains nothing.
   */
  authenticated?: readonly string[]
  /**
   * What is decided in its rows counts also where an older copy of the data is put back: the plain fields stand in the key
   * database, too. None of them may say anything of a person. `lost` is what a row has in its sealed fields that came after
   * the copy; other fields are empty then.
   */
  besideCopies?: { lost: Readonly<Record<string, unknown>> }
}

/** A declared collection: the declaration, with what is derived from it. */
export interface Collection<Name extends string = string, F extends Fields = Fields> extends CollectionOptions<F> {
  readonly name: Name
  /** Checks a whole document before it is written. */
  readonly schema: z.ZodObject
  readonly sealedNames: readonly string[]
  readonly plainNames: readonly string[]
  /** Whether it has fields with lookup tokens. */
  readonly searchable: boolean
}

/** A declared collection, whichever its fields. */
// biome-ignore lint/suspicious/noExplicitAny: a declaration of any shape
export type AnyCollection = Collection<string, any>

type Output<F> = F extends { schema: infer S extends z.ZodType } ? z.output<S> : never
type Input<F> = F extends { schema: infer S extends z.ZodType } ? z.input<S> : never
type PlainNames<F extends Fields> = { [K in keyof F]: F[K] extends PlainField ? K : never }[keyof F]
type Simplify<T> = { [K in keyof T]: T[K] } & {}
type OptionalNames<F extends Fields> = {
  [K in keyof F]: undefined extends Input<F[K]> ? K : never
}[keyof F]

/** The fields that lie in the clear. */
export type PlainOf<C> =
  C extends Collection<string, infer F> ? Simplify<{ [K in PlainNames<F>]: Output<F[K]> }> : never

/** A whole document, opened: `id` and all fields. */
export type DocumentOf<C> =
  C extends Collection<string, infer F> ? Simplify<{ id: string } & { [K in keyof F]: Output<F[K]> }> : never

/** What is given to make a document: fields with defaults may be left out. */
export type InputOf<C> =
  C extends Collection<string, infer F>
    ? Simplify<{ [K in Exclude<keyof F, OptionalNames<F>>]: Input<F[K]> } & { [K in OptionalNames<F>]?: Input<F[K]> }>
    : never

/** What is given to change a document. */
export type ChangeOf<C> = C extends Collection<string, infer F> ? { [K in keyof F]?: Output<F[K]> } : never

/** Fields that can stand in a filter: plain ones, and sealed ones that have lookup tokens. */
export type FilterNames<C> =
  C extends Collection<string, infer F>
    ? { [K in keyof F]: F[K] extends PlainField ? K : F[K] extends { find: 'exact' | 'prefix' } ? K : never }[keyof F]
    : never

const reserved = new Set(['_id', 'id', 'teamId', 'unit', 'version', 'sealed', 'mac', 'lookup', 'led', 'open'])

/**
 * Declares a collection. All that the rest of the system does with it is derived from this.
 *
 * @throws TypeError when the declaration contradicts itself.
 */
export function collection<const Name extends string, const F extends Fields>(
  name: Name,
  options: CollectionOptions<F>,
): Collection<Name, F> {
  const entries = Object.entries(options.fields) as [string, Field][]
  const wrong = (what: string) => new TypeError(`collection ${name}: ${what}`)
  for (const [field] of entries)
    if (reserved.has(field) || (options.silo && field === 'botId'))
      throw wrong(`the field name ${field} is taken by the row itself`)
  const sealedNames = entries.filter(([, field]) => field.kind !== 'plain').map(([field]) => field)
  const plainNames = entries.filter(([, field]) => field.kind === 'plain').map(([field]) => field)
  const partOf = typeof options.about === 'object' && options.about.relation === 'through'
  if (partOf && options.unit) throw wrong('a row that is part of another lies in its unit; leave out `unit`')
  if (!partOf && !options.unit) throw wrong('say `unit: own` or `unit: none`')
  if (options.unit === 'none' && sealedNames.length > 0)
    throw wrong(`${sealedNames.join(', ')} need a unit to be sealed in`)
  if (options.about === 'nobody' && entries.some(([, field]) => field.kind === 'personal'))
    throw wrong('a row about nobody has no personal fields; use confidential(…) or say whose data it is')
  if (typeof options.about === 'object' && !plainNames.includes(options.about.field))
    throw wrong(`about: ${options.about.field} is not a plain field of it`)
  if (!plainNames.includes(options.retention.since))
    throw wrong(`retention: ${options.retention.since} is not a plain field of it`)
  for (const index of [...(options.indexes ?? []), ...(options.partialIndexes ?? []), ...(options.acrossTeams ?? [])])
    for (const key of Object.keys(index))
      if (key !== '_id' && !plainNames.includes(key.split('.')[0] as string))
        throw wrong(`index: ${key} is not a plain field of it`)
  for (const field of options.authenticated ?? [])
    if (!plainNames.includes(field)) throw wrong(`authenticated: ${field} is not a plain field of it`)
  if (options.joins !== undefined && (options.about !== 'self' || !plainNames.includes(options.joins)))
    throw wrong(`joins: ${options.joins} must be a plain field of a row about itself`)
  for (const field of options.goesWith ?? [])
    if (!plainNames.includes(field)) throw wrong(`goesWith: ${field} is not a plain field of it`)
  if (options.besideCopies && (options.about !== 'nobody' || options.silo))
    throw wrong('besideCopies: only rows about nobody may stand in the key database')
  const { leaves, export: exported = {} } = options
  if ('ownWords' in exported)
    for (const field of exported.ownWords ?? [])
      if (options.fields[field]?.kind !== 'personal') throw wrong(`export: ${field} is not a personal field of it`)
  if ('tells' in exported && (options.about !== 'nobody' || !plainNames.includes(exported.tells?.field ?? '')))
    throw wrong('export: only rows about nobody tell of others, by a plain field')
  if (leaves && (leaves.in.about !== 'nobody' || !plainNames.includes(leaves.id)))
    throw wrong(`leaves: ${leaves.id} must be a plain field of it, and ${leaves.in.name} about nobody`)
  return {
    ...options,
    name,
    searchable: entries.some(([, field]) => field.kind !== 'plain' && field.find !== undefined),
    schema: z.strictObject(Object.fromEntries(entries.map(([field, { schema }]) => [field, schema]))),
    sealedNames,
    plainNames,
  }
}
