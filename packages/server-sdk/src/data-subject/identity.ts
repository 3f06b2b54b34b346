import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { notFound, nounOf } from '../errors.ts'
import { normalise } from '../keys/index.ts'
import { type Core, openedRow, type Stored, unitsOf, unlessBroken } from '../mongo/index.ts'
import { declarationOf } from './relations.ts'

/** Who somebody is: what has to be looked for where they are forgotten, and told from others where they are given their data. */
export interface Identity {
  subject: { collection: string; id: string }
  email: string | null
  phone: string | null
  externalId: string | null
  /** What those were known by who have become part of them, and who they are. */
  also?: readonly (Known & { id: string })[]
}

/** What somebody is known by. */
export type Known = Pick<Identity, 'email' | 'phone' | 'externalId'>

/**
 * What a person is known by: their searchable fields, in the form in which they are compared.
 *
 * @throws SottoError `not_found`; `row_not_authentic` where a row of theirs was changed outside of Sotto
 */
export async function identityOf(
  core: Core,
  teamId: string,
  root: { collection: string; id: string },
): Promise<Identity & { unit: string }> {
  const { unit, ...identity } = await identityBy(core, teamId, root, (opened) => opened())
  if (!unit) throw nobody(core, root)
  return { ...identity, unit }
}

/**
 * As `identityOf`, as far as it can still be read: a row that was changed outside of Sotto, or whose key was taken, says
 * nothing of the person, and must not keep them from ever being forgotten. They are then known by their id alone.
 *
 * @returns `unit` is `null` where its key is gone
 * @throws SottoError `not_found`, also where nothing but an anonymous row is left
 */
export const readableIdentityOf = (core: Core, teamId: string, root: { collection: string; id: string }) =>
  identityBy(core, teamId, root, (opened) => unlessBroken(opened, () => {}) ?? unknown)

const nobody = (core: Core, { collection }: { collection: string }) => {
  const { id, name } = declarationOf(core.map, collection)
  return notFound(id === 'own' ? name : nounOf(id))
}

async function identityBy(
  core: Core,
  teamId: string,
  root: { collection: string; id: string },
  known: (opened: () => Known) => Known,
): Promise<Identity & { unit: string | null }> {
  const declaration = declarationOf(core.map, root.collection)
  const rows = core.database.data.collection<Stored>(root.collection)
  const row = await rows.findOne({ _id: root.id, teamId })
  if (!row?.unit) throw nobody(core, root)
  const joins = declaration.joins
  const joining = joins === undefined ? [] : await rows.find({ teamId, [joins]: root.id }).toArray()
  const keys = await unitsOf(core, [row, ...joining])
  const of = (one: Stored): Known | undefined => {
    const key = keys.get(one.unit ?? '')
    return key && known(() => knownBy(declaration, openedRow(declaration, one, key)))
  }
  const also = joining.flatMap((one) => {
    const values = of(one)
    return values ? [{ id: one._id, ...values }] : []
  })
  return {
    subject: root,
    ...(of(row) ?? unknown),
    unit: keys.has(row.unit) ? row.unit : null,
    ...(also.length > 0 ? { also } : {}),
  }
}

const unknown: Known = { email: null, phone: null, externalId: null }

function knownBy(declaration: AnyCollection, values: Record<string, unknown>): Known {
  const known: Known = { ...unknown }
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
