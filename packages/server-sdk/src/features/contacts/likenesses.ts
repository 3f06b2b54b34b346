import type { ContactLikeness } from '@sotto/contracts'
import type { DocumentOf } from '../../data-map/index.ts'
import { normalise } from '../../keys/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from './declare.ts'
import { presentContact } from './present.ts'

const most = 20
/** More of one name say nothing: it is a name that many have. */
const mostOfOneWord = 200

type ContactDocument = DocumentOf<typeof contacts>

/** The words of a name, whatever their case, accents, marks and order. */
const wordsOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(' ')

/** `ada+shop@example.com` is, for those who look, `ada@example.com`. */
const withoutTag = (email: string): string => normalise.email(email).replace(/\+[^@]*(?=@)/, '')

/**
 * Contacts that are perhaps the same person: with the same name, or the same address without a tag. Nobody is compared
 * with everybody; what may be alike is looked up. What leads nowhere, such as a first name that very many have, is left out.
 *
 * @returns at most 20; those who are alike in more first
 * @throws SottoError `not_found`
 */
export async function likenesses(scope: TeamScope, id: string): Promise<{ data: ContactLikeness[] }> {
  const rows = scope.collection(contacts)
  const own = await rows.get(id)
  const found = new Map<string, ContactDocument>()
  const take = async (query: { name: string } | { email: string }) => {
    const closed = await rows.find(query, { limit: mostOfOneWord + 1 })
    if (closed.length > mostOfOneWord) return
    const unknown = closed.filter((row) => row.id !== own.id && !found.has(row.id))
    for (const one of await rows.openRemaining(unknown)) found.set(one.id, one)
  }
  const name = own.name === null ? '' : wordsOf(own.name)
  const [longest] = (own.name ?? '').split(/\s+/).toSorted((one, other) => other.length - one.length)
  if (longest && [...longest].length >= 2) await take({ name: longest })
  const address = own.email === null ? null : withoutTag(own.email)
  if (address && own.email && address !== normalise.email(own.email)) await take({ email: address })
  const alike = [...found.values()].flatMap((contact): ContactLikeness[] => {
    const same: ContactLikeness['same'] = []
    if (name && contact.name !== null && wordsOf(contact.name) === name) same.push('name')
    if (address && contact.email !== null && withoutTag(contact.email) === address) same.push('email')
    return same.length > 0 ? [{ contact: presentContact(contact), same }] : []
  })
  return { data: alike.sort((one, other) => other.same.length - one.same.length).slice(0, most) }
}
