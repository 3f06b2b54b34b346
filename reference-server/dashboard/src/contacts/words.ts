import type { Contact } from '@sotto/client-sdk'
import type { ContactMergePlan } from '@sotto/contracts'
import { count } from '../design/words.ts'
import { collectionName } from '../privacy/words.ts'

/** What somebody is called, as far as that is known. */
export const calledOf = ({ name, email, phone, externalId }: Contact): string =>
  name ?? email ?? phone ?? externalId ?? 'Somebody without a name'

/** By what somebody is known, beside what they are called. */
export const knownBy = (contact: Contact): string =>
  [contact.email, contact.phone, contact.company, contact.externalId]
    .filter((value) => value !== null && value !== calledOf(contact))
    .join(' · ')

export const fieldNames: Record<ContactMergePlan['gets'][number], string> = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  externalId: 'Your id',
  company: 'Company',
  timezone: 'Time zone',
}

export const sameNames = { name: 'the same name', email: 'the same address, but for a tag' } as const

/** `2 conversations`, as a row of a plan says it. */
export const movesInWords = ({ collection, rows }: ContactMergePlan['moves'][number]): string => {
  const name = collectionName(collection)
  return `${name}: ${count(rows, 'row')}`
}
