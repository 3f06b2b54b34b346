import type { DataUse } from '@sotto/contracts'
import type { Suppression } from '../../erasure/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { useLimits } from './declare.ts'

const nothing = { restricted: false, objected: false, noMarketing: false }
export type UseLimit = typeof nothing

/** What rests on legitimate interests, which a person can object to (Art. 21 GDPR). */
const byInterest: ReadonlySet<DataUse> = new Set(['marketing', 'sharing', 'automation', 'analytics'])

async function limitOf(scope: TeamScope, contactId: string) {
  return scope.collection(useLimits).findOne({ id: contactId })
}

/** Whether the data of a person may be used for something, and why not. */
export async function usable(
  scope: TeamScope,
  contactId: string,
  use: DataUse,
): Promise<{ allowed: boolean; reason: 'restricted' | 'objected' | null }> {
  const limit = await limitOf(scope, contactId)
  if (limit?.restricted) return { allowed: false, reason: 'restricted' }
  if (limit?.objected && byInterest.has(use)) return { allowed: false, reason: 'objected' }
  if (limit?.noMarketing && use === 'marketing') return { allowed: false, reason: 'objected' }
  return { allowed: true, reason: null }
}

/** Sets or lifts a limit, in the transaction of the scope. @returns whether anything changed */
export async function limit(
  running: TeamScope,
  contactId: string,
  set: Partial<UseLimit>,
  action: 'restriction.made' | 'restriction.lifted',
): Promise<boolean> {
  const rows = running.collection(useLimits)
  const row = await limitOf(running, contactId)
  const next = { ...nothing, ...(row ?? {}), ...set }
  if (
    row &&
    row.restricted === next.restricted &&
    row.objected === next.objected &&
    row.noMarketing === next.noMarketing
  )
    return false
  const { restricted, objected, noMarketing } = next
  if (row) await rows.change(contactId, { restricted, objected, noMarketing }, { action })
  else
    await rows.insert({ contactId, restricted, objected, noMarketing, since: running.now() }, { id: contactId, action })
  return true
}

/**
 * Whoever says yes to advertising again by the link of a mail has taken their objection to it back. What they object to as
 * a whole, and what they restricted, stays.
 */
export const withReturns = (suppression: Suppression): Suppression => ({
  ...suppression,
  async end(running, address) {
    const ended = await suppression.end(running, address)
    const { email } = address
    const contactId = email ? (await running.collection(contacts).findOne({ email }))?.id : undefined
    const limited = contactId ? await limitOf(running, contactId) : null
    if (contactId && limited?.noMarketing && !limited.objected)
      await limit(running, contactId, { noMarketing: false }, 'restriction.lifted')
    return ended
  },
})
