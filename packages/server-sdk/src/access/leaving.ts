import { z } from 'zod'
import { collection, plain } from '../data-map/index.ts'
import { oneOf, ReadLog, type Row, type TeamScope } from '../mongo/index.ts'
import { members } from './declare.ts'
import { accessExceptions } from './exceptions.ts'
import { mailboxOf } from './same-person.ts'

/**
 * Who has left, by the id that log, approvals and papers keep. The profile is forgotten at once; what else was theirs goes
 * when the period of this row is over, and by then settings of the team say their address no more.
 */
export const formerMembers = collection('formerMembers', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Access',
  basis: 'contract',
  retention: { category: 'offboarding', since: 'leftAt', afterwards: 'delete' },
  log: { never: 'that a member was removed is logged by itself' },
  fields: {
    /** HMAC of their mailbox: an address of theirs is known again, and nobody can tell which it was. */
    mailbox: plain(z.string()),
    leftAt: plain(z.date()),
  },
})

/** Settings of a team in which addresses of its members may stand. */
export interface StaffAddresses {
  /** Where addresses stand for which it is so, in words for owners. */
  places(scope: TeamScope, isTheirs: IsTheirs): Promise<string[]>
  /** Takes them out, in the transaction of the scope. */
  remove(running: TeamScope, isTheirs: IsTheirs): Promise<void>
}

export type IsTheirs = (address: string) => Promise<boolean>

const markOf = (scope: TeamScope, address: string): Promise<string> =>
  scope.suppressionMark(`former member ${mailboxOf(address)}`)

/** Makes what a mark needs: outside of a transaction. */
export const prepareLeaving = async (scope: TeamScope): Promise<void> => void (await scope.suppressionMark(''))

/**
 * Notes that a member leaves: from now on the clock of what was theirs runs. In the transaction of the scope, before the
 * profile is forgotten.
 *
 * @returns where their address still stands
 */
export async function noteLeaving(
  running: TeamScope,
  member: Row<typeof members>,
  settings: readonly StaffAddresses[],
): Promise<string[]> {
  const leftAt = running.now()
  // Nobody looks at it: it goes.
  const { email } = await member.open(new ReadLog())
  const mailbox = await markOf(running, email)
  await running.collection(formerMembers).insert({ mailbox, leftAt }, { id: member.id })
  const exceptions = running.collection(accessExceptions)
  for (;;) {
    const some = await exceptions.find({ memberId: member.id, leftAt: null }, { limit: 100 })
    for (const { id } of some) await exceptions.increment(id, {}, { leftAt })
    if (some.length < 100) break
  }
  const places = await Promise.all(
    settings.map((one) => one.places(running, async (address) => (await markOf(running, address)) === mailbox)),
  )
  return places.flat()
}

/** Takes addresses of those whose time is over out of the settings, unless they are those of somebody of the team by now. */
export const endAddresses =
  (settings: readonly StaffAddresses[]) =>
  async (running: TeamScope, ids: readonly string[]): Promise<void> => {
    const rows = await running.collection(formerMembers).find({ id: oneOf(ids) }, { limit: 1000 })
    const marks = new Set(rows.map(({ mailbox }) => mailbox))
    const isTheirs: IsTheirs = async (address) =>
      marks.has(await markOf(running, address)) &&
      (await running.collection(members).findOne({ email: address })) === null
    for (const one of settings) await one.remove(running, isTheirs)
  }
