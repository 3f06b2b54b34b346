import { roleHolds } from '@sotto/contracts'
import { type ExceptionDocument, givenBy, members } from '../../access/index.ts'
import { minuteIn } from '../../language/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { membersWhoHold, teams } from '../team/index.ts'

const kind = 'access-exception'
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 100)

const whatOf = ({ role, permissions }: Pick<ExceptionDocument, 'role' | 'permissions'>) =>
  role ? `what the role ${role} holds` : permissions.join(', ')

const teamOf = async (running: TeamScope) => oneLine((await running.collection(teams).get(running.teamId)).name)

/** Writes to those who can approve it, in the transaction of the scope. The reason stays where it is asked for. */
export async function mailApprovers(running: TeamScope, row: ExceptionDocument, kick: () => void): Promise<void> {
  const team = await teamOf(running)
  const given = givenBy(row)
  const able = (await membersWhoHold(running, 'exceptions:approve')).filter(
    ({ id, role }) =>
      id !== row.askedBy && id !== row.memberId && given.every((permission) => roleHolds(role, permission)),
  )
  for (const { id, email } of await running.collection(members).openAll(able))
    await enqueueMail(
      running,
      {
        to: email,
        subject: `${team}: somebody asks for access for a time`,
        text: `Somebody of ${team} asks for more than a role or key allows: ${whatOf(row)}, until ${minuteIn(row.until)}.\n\nWho, for what and why is in the dashboard, on the page Access. It counts only if you or somebody else approves it there. If nobody does, nothing happens.\n\nReference: ${row.id}\n`,
        kind,
        concerns: id,
        until: row.until,
      },
      kick,
    )
}

/** Tells whoever asked how it was decided. */
export async function mailAsker(running: TeamScope, row: ExceptionDocument, kick: () => void): Promise<void> {
  const member = await running.collection(members).findOne({ id: row.askedBy })
  if (!member?.unit) return
  const team = await teamOf(running)
  const { email } = await member.open()
  const isApproved = row.state === 'active'
  await enqueueMail(
    running,
    {
      to: email,
      subject: `${team}: what you asked for was ${isApproved ? 'approved' : 'refused'}`,
      text: isApproved
        ? `It counts from now on, and ends by itself: ${whatOf(row)}, until ${minuteIn(row.until)}.\n\nTake it back on the page Access when it is not needed any more.\n\nReference: ${row.id}\n`
        : `Nothing has changed: ${whatOf(row)} was not given.\n\nReference: ${row.id}\n`,
      kind,
      concerns: row.askedBy,
    },
    kick,
  )
}
