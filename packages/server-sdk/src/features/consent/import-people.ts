import type { ConsentImportRow } from '@sotto/contracts'
import type { z } from 'zod'
import { isSottoError } from '../../errors.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { contactService, contacts } from '../contacts/index.ts'

type Names = Pick<z.output<typeof ConsentImportRow>, 'contactId' | 'externalId' | 'email'>
export type Refusal = { field: string; message: string }

/**
 * Whom rows of a list are about: the contact of each, or why there is none. Those whom the team knows are looked up
 * together; whoever is not known in every way in which a row names them is looked for, and made, one after the other,
 * since one row may make the contact that the next one names.
 *
 * @param strangers what becomes of a row about somebody unknown: an error, or a new contact
 */
export async function peopleOf(
  running: TeamScope,
  rows: readonly Names[],
  strangers: 'existing' | 'create',
): Promise<(string | Refusal)[]> {
  const known = await knownAmong(running, rows)
  const people = new Map<string, string | Refusal>()
  const personOf = async (row: Names): Promise<string | Refusal> => {
    const ids = namesOf(row).map(([field, value]) => known[field].get(value))
    if (strangers === 'create' && ids.includes(undefined)) return strangerOf(running, row)
    return onePerson(ids) ?? refusal(row, ids)
  }
  const each: (string | Refusal)[] = []
  for (const row of rows) {
    const named = JSON.stringify(namesOf(row))
    const person = people.get(named) ?? (await personOf(row))
    people.set(named, person)
    each.push(person)
  }
  return each
}

const fields = ['contactId', 'externalId', 'email'] as const
type Field = (typeof fields)[number]

const namesOf = (row: Names): [Field, string][] => fields.flatMap((field) => (row[field] ? [[field, row[field]]] : []))

/** Whoever names a person in two ways means one person; of those who are known by one of them alone, that one counts. */
function onePerson(ids: readonly (string | undefined)[]): string | undefined {
  const [id, ...more] = new Set(ids.filter((one) => one !== undefined))
  return more.length === 0 ? id : undefined
}

function refusal(row: Names, ids: readonly (string | undefined)[]): Refusal {
  const [field = 'contactId'] = namesOf(row)[0] ?? []
  const isNobody = ids.every((id) => id === undefined)
  return { field, message: isNobody ? 'names nobody whom the team knows' : 'names two different people' }
}

/** The contacts of all that rows name, by each of the names. */
async function knownAmong(running: TeamScope, rows: readonly Names[]): Promise<Record<Field, Map<string, string>>> {
  const known = running.collection(contacts)
  const all = (field: Field) => [...new Set(rows.flatMap((row) => row[field] ?? []))]
  const [ids, externalIds, emails] = fields.map(all) as [string[], string[], string[]]
  const contactId = new Map<string, string>()
  const found = ids.length > 0 ? await known.find({ id: oneOf(ids) }, { limit: ids.length }) : []
  for (const { id } of found) contactId.set(id, id)
  for (const id of ids) {
    // Whoever has become part of another contact is found as that one, under an id of its own.
    const one = contactId.has(id) ? null : await known.findOne({ id })
    if (one) contactId.set(id, one.id)
  }
  const byName = async (field: 'externalId' | 'email', values: string[]) =>
    new Map([...(await known.findEach(field, values))].map(([value, { id }]) => [value, id]))
  return { contactId, externalId: await byName('externalId', externalIds), email: await byName('email', emails) }
}

async function strangerOf(running: TeamScope, row: Names): Promise<string | Refusal> {
  const { contactId, email, externalId } = row
  const known = running.collection(contacts)
  const ids: (string | undefined)[] = []
  for (const [field, value] of namesOf(row))
    ids.push((await known.findOne({ [field === 'contactId' ? 'id' : field]: value }))?.id)
  const one = onePerson(ids)
  if (one) return one
  if (contactId || ids.some((id) => id !== undefined)) return refusal(row, ids)
  const made = contactService(running).create(
    { ...(email ? { email } : {}), ...(externalId ? { externalId } : {}) },
    'list',
  )
  return made.then(
    ({ id }) => id,
    (error: unknown) => {
      if (!isSottoError(error) || error.code !== 'contact_suppressed') throw error
      return { ...refusal(row, ids), message: 'names somebody who asked to be forgotten' }
    },
  )
}
