import { notFound } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'

/** The contact that a call is about, closed. @throws SottoError `not_found` */
export async function requireContact(scope: TeamScope, contactId: string) {
  const contact = await scope.collection(contacts).findOne({ id: contactId })
  if (!contact) throw notFound('contact')
  return contact
}
