import { members } from '../../access/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { teams } from './declare.ts'

const mostOwners = 100

export const ownersOf = (scope: TeamScope) => scope.collection(members).find({ role: 'owner' }, { limit: mostOwners })

/** Writes to every owner of the team, in the transaction of the scope. */
export async function mailOwners(
  running: TeamScope,
  kind: string,
  letterOf: (team: string) => { subject: string; text: string },
): Promise<void> {
  const team = await running.collection(teams).findOne({ id: running.teamId })
  if (!team) return
  const letter = letterOf(team.name)
  for (const { email, id } of await running.collection(members).openAll(await ownersOf(running)))
    await enqueueMail(running, { ...letter, to: email, kind, concerns: id })
}
