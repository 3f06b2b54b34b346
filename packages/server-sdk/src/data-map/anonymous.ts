import { randomBytes } from 'node:crypto'
import { unlinkedId } from '../ids.ts'
import type { AnyCollection } from './collection.ts'
import type { Field, PlainField } from './field.ts'

/** What of a row statistics keep. */
export interface KeptField {
  field: string
  as: 'as is' | 'day'
}

/** The fields that remain when a row of it is anonymised. */
export const keptFields = ({ fields, plainNames }: AnyCollection): KeptField[] =>
  plainNames.flatMap((field) => {
    const { keepForStatistics: as } = fields[field] as PlainField
    return as === 'nothing' ? [] : [{ field, as }]
  })

/** Whether something of a row may outlive its person. Of others nothing would be left that says anything. */
export const isAnonymisable = (declaration: AnyCollection): boolean =>
  declaration.about !== 'nobody' &&
  declaration.retention.afterwards === 'anonymise' &&
  keptFields(declaration).length > 0

/** The day of an instant, in UTC. */
const dayOf = (time: Date) => new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()))

const nothings: readonly unknown[] = [null, '', 0, false, [], {}]

/** The value that says the least. */
function nothingOf(declaration: AnyCollection, name: string): unknown {
  const { schema } = declaration.fields[name] as Field
  const found = nothings.find((value) => schema.safeParse(value).success)
  if (found === undefined)
    throw new TypeError(
      `collection ${declaration.name}: ${name} has no value that says nothing; allow null, or say what statistics keep of it`,
    )
  return found
}

const copied = (value: unknown) => (typeof value === 'object' && value !== null ? structuredClone(value) : value)

const sealedNothings = new WeakMap<AnyCollection, Record<string, unknown>>()

/** What the sealed fields of a row say once it is anonymised: the same for everybody. */
export function erasedValues(declaration: AnyCollection): Record<string, unknown> {
  let values = sealedNothings.get(declaration)
  if (!values) {
    values = Object.fromEntries(
      declaration.sealedNames.map((name) => {
        const field = declaration.fields[name] as Field
        const isPseudonym = field.kind === 'personal' && field.onErase.do === 'pseudonym'
        return [name, isPseudonym ? field.onErase.text : nothingOf(declaration, name)]
      }),
    )
    sealedNothings.set(declaration, values)
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, copied(value)]))
}

type MakeField = (value: unknown) => unknown
const plainMakers = new WeakMap<AnyCollection, [name: string, make: MakeField][]>()

function makersOf(declaration: AnyCollection): [string, MakeField][] {
  const known = plainMakers.get(declaration)
  if (known) return known
  const { about, fields, plainNames } = declaration
  const makers = plainNames.map((name): [string, MakeField] => {
    const { keepForStatistics: keep, schema } = fields[name] as PlainField
    if (keep === 'as is') return [name, (value) => value]
    if (keep === 'day') return [name, (value) => (value instanceof Date ? dayOf(value) : value)]
    const leads = typeof about === 'object' && about.field === name ? about.of.id : undefined
    // Where it has to name somebody, it names nobody, and each row another one: none leads to the next.
    if (leads && leads !== 'own' && !schema.safeParse(null).success) return [name, () => unlinkedId(leads)]
    const nothing = nothingOf(declaration, name)
    return [name, () => copied(nothing)]
  })
  plainMakers.set(declaration, makers)
  return makers
}

/**
 * What remains of a row: closed vocabularies and numbers as they are, days instead of times, and an id of its own that
 * links to nothing. Nothing in it is sealed, and no unit holds it.
 *
 * @param row at least its `teamId`, its bot and the plain fields that are kept
 */
export function anonymousRow(
  declaration: AnyCollection,
  row: Readonly<Record<string, unknown>>,
): Record<string, unknown> & { _id: string } {
  const { id, silo } = declaration
  const remains: Record<string, unknown> & { _id: string } = {
    _id: id === 'own' ? randomBytes(16).toString('base64url') : unlinkedId(id),
    teamId: row.teamId,
    version: 1,
  }
  if (silo) remains.botId = row.botId
  for (const [name, make] of makersOf(declaration)) remains[name] = make(row[name])
  return remains
}
