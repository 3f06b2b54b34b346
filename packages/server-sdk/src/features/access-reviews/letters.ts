import { members } from '../../access/index.ts'
import { dayIn, minuteIn } from '../../language/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { membersWhoHold, teams } from '../team/index.ts'

const kind = 'access-review'
const linesOf = (count: number) => (count === 1 ? '1 line' : `${count} lines`)

async function mailManagers(
  running: TeamScope,
  letterOf: (team: string) => { subject: string; text: string },
  kick: () => void,
): Promise<void> {
  const { name } = await running.collection(teams).get(running.teamId)
  const letter = letterOf(name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 100))
  const managers = await membersWhoHold(running, 'access:write')
  for (const { id, email } of await running.collection(members).openAll(managers))
    await enqueueMail(running, { ...letter, to: email, kind, concerns: id }, kick)
}

/** Asks those who manage access, or reminds them: in the transaction of the scope. */
export const askManagers = (
  running: TeamScope,
  { open, endsAt, isReminder, id }: { open: number; endsAt: Date; isReminder: boolean; id: string },
  kick: () => void,
): Promise<void> =>
  mailManagers(
    running,
    (team) => ({
      subject: isReminder
        ? `${team}: ${linesOf(open)} of the access review wait until ${dayIn(endsAt)}`
        : `${team}: who may still do what? Confirm it by ${dayIn(endsAt)}`,
      text: `${linesOf(open)} say who of ${team} has access to what: members, keys, exceptions, outside approvers, public bots.\n\nKeep or remove each in the dashboard, on the page Access. What nobody has confirmed by ${minuteIn(endsAt)} is taken away by itself: members are removed, keys revoked, public bots made private. The last owner stays.\n\nReference: ${id}\n`,
    }),
    kick,
  )

/** Tells those who are left what became of it. */
export const tellManagers = (
  running: TeamScope,
  { counts, id }: { counts: Readonly<Record<string, number>>; id: string },
  kick: () => void,
): Promise<void> =>
  mailManagers(
    running,
    (team) => ({
      subject: `${team}: the access review has ended`,
      text: `Kept: ${counts.kept}. Removed: ${counts.removed}. Ended before: ${counts.gone}. Could not be taken away: ${counts.stayed}.\n${counts.stayed ? '\nLook at what stayed: nobody has confirmed it. A last owner stays so that the team is not without one.\n' : ''}\nReference: ${id}\n`,
    }),
    kick,
  )
