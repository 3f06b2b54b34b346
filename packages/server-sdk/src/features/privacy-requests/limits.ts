import type { DataUse } from '@sotto/contracts'
import type { Suppression } from '../../erasure/index.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { useLimits } from './declare.ts'

export interface UseLimit {
  restricted: boolean
  objected: boolean
  noMarketing: boolean
}
const nothing: UseLimit = { restricted: false, objected: false, noMarketing: false }

/** What rests on legitimate interests, which a person can object to (Art. 21 GDPR). */
const byInterest: ReadonlySet<DataUse> = new Set(['marketing', 'sharing', 'automation', 'analytics'])

/** What a person restricted and objected to: of a contact, and of all that have become part of it. */
const limitsOf = (scope: TeamScope, contactId: string) =>
  scope.collection(useLimits).find({ contactId }, { limit: 1000 })

const joined = (limits: readonly UseLimit[]): UseLimit => ({
  restricted: limits.some(({ restricted }) => restricted),
  objected: limits.some(({ objected }) => objected),
  noMarketing: limits.some(({ noMarketing }) => noMarketing),
})

/** Whether the data of a person may be used for something, and why not. */
export async function usable(
  scope: TeamScope,
  contactId: string,
  use: DataUse,
): Promise<{ allowed: boolean; reason: 'restricted' | 'objected' | null }> {
  const { restricted, objected, noMarketing } = joined(await limitsOf(scope, contactId))
  if (restricted) return { allowed: false, reason: 'restricted' }
  if (objected && byInterest.has(use)) return { allowed: false, reason: 'objected' }
  if (noMarketing && use === 'marketing') return { allowed: false, reason: 'objected' }
  return { allowed: true, reason: null }
}

/** Fewer than this are all that there are. */
const mostAtOnce = 1000

/** Who of some people restricted what is done with their data. */
export async function restricted(scope: TeamScope, people: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = scope.collection(useLimits)
  const found = await rows.find({ restricted: true }, { limit: mostAtOnce })
  if (found.length === mostAtOnce)
    for (let start = 0; start < people.length; start += mostAtOnce) {
      const some = oneOf(people.slice(start, start + mostAtOnce))
      found.push(...(await rows.find({ contactId: some, restricted: true }, { limit: 10 * mostAtOnce })))
    }
  return new Set(found.map(({ contactId }) => contactId))
}

/** A contact and those that have become part of it: each has limits of its own. */
async function allOf(scope: TeamScope, contactId: string): Promise<readonly string[]> {
  const parts = await scope.collection(contacts).find({ mergedInto: contactId }, { limit: 1000 })
  return [contactId, ...parts.map(({ id }) => id)]
}

/**
 * Sets or lifts a limit, in the transaction of the scope, for a contact and for all that have become part of it. Whoever is
 * told from them again keeps it: which of both meant it, nobody knows.
 *
 * @param more what the log says besides
 * @returns whether anything changed
 */
export async function limit(
  running: TeamScope,
  contactId: string,
  set: Partial<UseLimit>,
  action: 'restriction.made' | 'restriction.lifted',
  more: Record<string, unknown> = {},
): Promise<boolean> {
  const rows = running.collection(useLimits)
  const all = new Map((await limitsOf(running, contactId)).map((row) => [row.id, row]))
  const names = Object.keys(nothing) as (keyof UseLimit)[]
  const details: Partial<UseLimit> = {}
  for (const id of new Set([...(await allOf(running, contactId)), ...all.keys()])) {
    const row = all.get(id)
    const before = row ?? nothing
    const changed = names.filter((name) => set[name] !== undefined && set[name] !== before[name])
    if (changed.length === 0) continue
    const values = Object.fromEntries(changed.map((name) => [name, set[name]])) as Partial<UseLimit>
    if (row) await rows.change(id, values)
    else await rows.insert({ ...nothing, ...values, contactId, since: running.now() }, { id })
    Object.assign(details, values)
  }
  if (Object.keys(details).length === 0) return false
  const unit = (await running.collection(contacts).findOne({ id: contactId }))?.unit ?? null
  await running.log({
    action,
    collection: useLimits.name,
    unit,
    target: contactId,
    subject: contactId,
    details: { ...details, ...more },
  })
  return true
}

/** Whoever restricted what is done with their data, of a contact and those that have become part of it. */
export const restrictedOf = async (scope: TeamScope, contactId: string): Promise<readonly string[]> =>
  (await limitsOf(scope, contactId)).filter((row) => row.restricted).map(({ id }) => id)

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
    const limited = joined(contactId ? await limitsOf(running, contactId) : [])
    if (contactId && limited.noMarketing && !limited.objected)
      await limit(running, contactId, { noMarketing: false }, 'restriction.lifted')
    return ended
  },
})
