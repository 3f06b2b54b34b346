import { Pseudonyms } from '../../models/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { pseudonyms } from '../conversations/index.ts'

/** What stands for what in a conversation, with all that is known of the person by now. */
export async function pseudonymsOf(
  scope: TeamScope,
  conversationId: string,
  about: {
    person: { name: string | null; email: string | null; phone: string | null; company: string | null } | null
    said: { name: string | null; email: string | null }
  },
): Promise<Pseudonyms> {
  const kept = await scope.collection(pseudonyms).findById(conversationId)
  const hidden = kept ? Pseudonyms.fromJSON(JSON.parse(kept.state)) : new Pseudonyms()
  const { person, said } = about
  const values = [
    { kind: 'name' as const, value: person?.name ?? said.name },
    { kind: 'email' as const, value: person?.email ?? said.email },
    { kind: 'phone' as const, value: person?.phone ?? null },
    { kind: 'company' as const, value: person?.company ?? null },
  ]
  hidden.know(values.flatMap(({ kind, value }) => (value ? [{ kind, value }] : [])))
  return hidden
}

/** Keeps them for the next answer, so that one thing has one placeholder for as long as the conversation lasts. */
export async function keepPseudonyms(scope: TeamScope, conversationId: string, hidden: Pseudonyms): Promise<void> {
  const own = scope.collection(pseudonyms)
  const state = JSON.stringify(hidden)
  const updatedAt = scope.now()
  if (await own.findOne({ id: conversationId })) await own.change(conversationId, { state, updatedAt })
  else await own.insert({ conversationId, state, updatedAt }, { id: conversationId })
}
