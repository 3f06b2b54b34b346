import type { SealedOptions } from '../data-map/index.ts'
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
}

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
  const values = openedRow(declaration, row, unit) as Record<string, unknown>
  const identity: Identity & { unit: string } = {
    subject: root,
    email: null,
    phone: null,
    externalId: null,
    unit: unit.id,
  }
  if (declaration.about !== 'self') return identity
  for (const name of declaration.sealedNames) {
    const { find, as = 'text' } = declaration.fields[name] as SealedOptions
    const value = values[name]
    if (find !== 'exact' || typeof value !== 'string') continue
    if (as === 'email') identity.email = normalise.email(value)
    else if (as === 'phone') identity.phone = normalise.phone(value)
    else identity.externalId = normalise[as](value)
  }
  return identity
}
