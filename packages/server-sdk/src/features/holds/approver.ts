import { roleHolds } from '@sotto/contracts'
import { mailboxOf, members, sameness } from '../../access/index.ts'
import { SottoError } from '../../errors.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import { holds } from './declare.ts'
import type { HoldDependencies } from './dependencies.ts'
import { type HoldDocument, holdOf, type Outside, proposerOf, requireWaiting } from './store.ts'

/** Members of a team that are looked at when somebody has to be found who can decide. */
const most = 1000

/**
 * Asks somebody from outside to decide what waits: a one-person team has nobody else.
 *
 * @throws SottoError `hold_settled`, `approver_not_needed`, `same_person`
 */
export async function invite(
  scope: TeamScope,
  id: string,
  outside: Outside,
  dependencies: Pick<HoldDependencies, 'tokens' | 'publicUrl' | 'kick'>,
): Promise<void> {
  await scope.transaction(async (running) => {
    const hold = await holdOf(running, id)
    const waiting = requireWaiting(hold)
    const { memberId, at } = proposerOf(hold)
    const rows = running.collection(members)
    const people = await rows.openAll(await rows.find({}, { limit: most }))
    const proposer = people.find((one) => one.id === memberId)
    const asked = { memberId, email: proposer?.email ?? null, browser: null }
    const able = people.some(
      ({ id: member, email, role, createdAt }) =>
        roleHolds(role, 'holds:write') &&
        sameness(asked, { memberId: member, email, browser: null, since: createdAt }, at) === null,
    )
    if (able)
      throw new SottoError(
        'approver_not_needed',
        'An admin or owner of the team can approve it. Only a team in which nobody else can asks somebody from outside.',
      )
    if (people.some(({ email }) => mailboxOf(email) === mailboxOf(outside.email)))
      throw new SottoError('same_person', 'This mailbox is that of a member. Somebody from outside has to approve it.')
    const invitedAt = running.now()
    const set = waiting === 'release' ? { releaseApprover: outside } : { approver: outside }
    await running
      .collection(holds)
      .change(
        id,
        { ...set, invitedAt, code: null, codeUntil: null, tries: 0, codes: 0 },
        { action: 'hold.invited', details: { of: waiting } },
      )
    const { name } = await running.collection(teams).get(running.teamId)
    await writeToApprover(
      running,
      { to: outside.email, team: name },
      {
        subject: 'you are asked to decide about something',
        lines: [
          `Hello ${oneLine(outside.name)},`,
          `${proposer ? oneLine(proposer.name) : 'Somebody'} of ${oneLine(name)} asks you to approve or refuse a decision that two people have to make: about data that must not be deleted.`,
          `It is on this page. You get a code by mail first; what it is about is shown only then, and nothing else is:\n${await linkOf(running, { id, invitedAt }, dependencies)}`,
          'If you do not know what this is about, do nothing, or refuse it.',
        ],
      },
      dependencies.kick,
    )
  })
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200)

/** The page of an invitation. */
async function linkOf(
  scope: TeamScope,
  hold: Pick<HoldDocument, 'id' | 'invitedAt'>,
  { tokens, publicUrl }: Pick<HoldDependencies, 'tokens' | 'publicUrl'>,
): Promise<string> {
  const token = await tokens.seal(scope.teamId, ['link', hold.id, String(hold.invitedAt?.getTime())])
  return `${publicUrl().replace(/\/+$/, '')}/v1/hold-approval?token=${token}`
}

export async function writeToApprover(
  running: TeamScope,
  { to, team }: { to: string; team: string },
  { subject, lines, until }: { subject: string; lines: readonly string[]; until?: Date },
  kick: () => void,
): Promise<void> {
  await enqueueMail(
    running,
    {
      to,
      subject: `${oneLine(team)}: ${subject}`.slice(0, 200),
      text: `${lines.join('\n\n')}\n`,
      kind: 'hold-approval',
      sender: oneLine(team).slice(0, 100),
      ...(until ? { until } : {}),
    },
    kick,
  )
}
