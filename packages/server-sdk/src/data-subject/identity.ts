import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { notFound, nounOf } from '../errors.ts'
import { normalise } from '../keys/index.ts'
import { type Core, openedRow, type Stored, unitsOf } from '../mongo/index.ts'
import { declarationOf } from './relations.ts'

/** Who somebody is: what has to be looked for where they are forgotten, and told from others where they are given their data. */
export interface Identity {
  subject: { collection: string; id: string }
  email: string | null
  phone: string | null
  externalId: string | null
  /** What those were known by who have become part of them. */
  also?: readonly Known[]
}

/** What somebody is known by. */
export type Known = Pick<Identity, 'email' | 'phone' | 'externalId'>

/**
 * What a person is known by: their searchable fields, in the form in which they are compared.
 *
 * @throws SottoError `not_found`
 */
export async function identityOf(
  core: Core,
  teamId: string,
  root: { collection: string; id: string },
): Promise<Identity & { unit: string }> {
  const declaration = declarationOf(core.map, root.collection)
  const row = await core.database.data.collection<Stored>(root.collection).findOne({ _id: root.id, teamId })
  const unit = row?.unit && (await unitsOf(core, [row as Stored & { unit: string }])).get(row.unit)
  if (!row || !unit) throw notFound(declaration.id === 'own' ? declaration.name : nounOf(declaration.id))
  const identity: Identity & { unit: string } = {
    subject: root,
    ...knownBy(declaration, openedRow(declaration, row, unit)),
    unit: unit.id,
  }
  if (declaration.joins === undefined) return identity
  const joining = await core.database.data
    .collection<Stored>(root.collection)
    .find({ teamId, [declaration.joins]: root.id })
    .toArray()
  if (joining.length === 0) return identity
  const keys = await unitsOf(
    core,
    joining.filter((one): one is Stored & { unit: string } => one.unit !== undefined),
  )
  const also = joining.flatMap((one) => {
    const key = keys.get(one.unit ?? '')
    return key ? [knownBy(declaration, openedRow(declaration, one, key))] : []
  })
  return { ...identity, also }
}

function knownBy(declaration: AnyCollection, values: Record<string, unknown>): Known {
  const known: Known = { email: null, phone: null, externalId: null }
  if (declaration.about !== 'self') return known
  for (const name of declaration.sealedNames) {
    const { find, as = 'text' } = declaration.fields[name] as SealedOptions
    const value = values[name]
    if (find !== 'exact' || typeof value !== 'string') continue
    if (as === 'email') known.email = normalise.email(value)
    else if (as === 'phone') known.phone = normalise.phone(value)
    else known.externalId = normalise[as](value)
  }
  return known
}

/** The row itself, or the one that it has become part of. */
export async function rootOf(
  core: Core,
  teamId: string,
  subject: { collection: string; id: string },
): Promise<{ collection: string; id: string }> {
  const { joins } = declarationOf(core.map, subject.collection)
  if (joins === undefined) return subject
  const row = await core.database.data
    .collection<Stored>(subject.collection)
    .findOne({ _id: subject.id, teamId }, { projection: { [joins]: 1 } })
  return { ...subject, id: (row?.[joins] as string | null | undefined) ?? subject.id }
}
