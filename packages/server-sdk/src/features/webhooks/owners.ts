import { members } from '../../access/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'

const reasons = {
  failing: `The last ten attempts to reach it had no success. Each event is tried ten times within three days; after that it
is given up. Nothing else has to be done once it answers again. You get this mail once until it does.`,
  gone: `It answered 410 Gone, which says that it wants nothing any more, so it was disabled. Enable it again where
that was a mistake; what happened in between is not sent later.`,
} as const

/** Writes to the owners of a team that one of its webhooks needs them. Its host stands in the mail, not its whole address. */
export async function mailOwners(
  scope: TeamScope,
  webhook: { url: string; description: string | null },
  reason: keyof typeof reasons,
  kick: () => void,
): Promise<void> {
  const team = await scope.collection(teams).findOne({ id: scope.teamId })
  if (!team) return
  const rows = scope.collection(members)
  const owners = await rows.openAll(await rows.find({ role: 'owner' }, { limit: 100 }))
  const name = team.name.replace(/[\r\n]+/g, ' ')
  const { host } = new URL(webhook.url)
  const called = webhook.description ? `${host} (${webhook.description})` : host
  for (const { email, id } of owners)
    await enqueueMail(
      scope,
      {
        to: email,
        subject: `A webhook of ${name} ${reason === 'gone' ? 'was disabled' : 'is failing'}`.slice(0, 200),
        text: `The webhook at ${called} of ${name} needs a look.\n\n${reasons[reason]}\n\nWhat was sent and what waits is listed in the settings of the team, under Webhooks.\n`,
        kind: 'webhook',
        concerns: id,
      },
      kick,
    )
}
