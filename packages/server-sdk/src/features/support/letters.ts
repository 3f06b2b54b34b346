import { roleHolds, type SupportArea } from '@sotto/contracts'
import { members } from '../../access/index.ts'
import { isSottoError } from '../../errors.ts'
import type { JobHandler } from '../../jobs/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import type { Granted } from './reach.ts'
import { caseOf, type SupportDocument, stateOf } from './store.ts'

/** Tells a team that support asks to be let in. */
export const supportTellKind = 'support.tell'

const most = 1000
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200)
const minuteOf = (time: Date) => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** What may be seen, for people. */
export function reachInWords({
  areas,
  botId,
  conversationId,
}: {
  areas: readonly string[]
  botId: string | null
  conversationId: string | null
}): string {
  const what = (areas as readonly SupportArea[]).join(', ')
  if (conversationId) return `the conversation ${conversationId}, and nothing else`
  return botId ? `${what} of the bot ${botId}` : what
}

const lasting = (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`)

/** Writes to everybody who can decide, once. */
export const supportTellHandler = ({ publicUrl, kick }: { publicUrl: () => string; kick: () => void }): JobHandler => ({
  concurrency: 4,
  attempts: 15,
  async run({ job, scope, guard }) {
    await scope.transaction(async (running) => {
      await guard(running)
      const row = await caseOf(running, String(job.payload.case)).catch(ifNotFound)
      if (!row || stateOf(row, running.now()) !== 'asked') return
      await writeToTeam(running, row, publicUrl(), kick)
    })
  },
})

async function writeToTeam(running: TeamScope, row: SupportDocument, url: string, kick: () => void): Promise<void> {
  const team = await running.collection(teams).get(running.teamId)
  const rows = running.collection(members)
  const people = await rows.openAll(await rows.find({}, { limit: most }))
  const changes = row.askedChanges ? ' They also want to change something: that takes a decision of its own.' : ''
  const asked = { areas: row.askedAreas, botId: row.askedBot, conversationId: row.askedConversation }
  for (const { id, email, role } of people)
    if (roleHolds(role, 'support:write'))
      await enqueueMail(
        running,
        {
          to: email,
          subject: `${oneLine(team.name)}: support asks to be let in`.slice(0, 200),
          text: `${[
            `${oneLine(row.person.name)} (${oneLine(row.person.email)}) of support asks to see data of ${oneLine(team.name)}.`,
            `Ticket: ${row.reference}\nWhy: ${row.reason}`,
            `What: ${reachInWords(asked)}. For ${lasting(row.askedMinutes)}, to look only.${changes}`,
            `Nobody of support sees anything unless you approve it. You can let less be seen, and end it at any time: in the dashboard, under Support access.\n${url}`,
            `Without a decision it lapses on ${minuteOf(row.askedUntil)}.`,
          ].join('\n\n')}\n`,
          kind: 'support',
          concerns: id,
          until: row.askedUntil,
        },
        kick,
      )
}

/** Tells the one of support that they may sign in. The code is theirs since they asked. */
export async function writeToSupporter(
  running: TeamScope,
  row: SupportDocument,
  granted: Granted & { until: Date },
  kick: () => void,
): Promise<void> {
  await enqueueMail(
    running,
    {
      to: row.person.email,
      subject: `${row.reference}: you are let in until ${minuteOf(granted.until)}`.slice(0, 200),
      text: `${[
        `Hello ${oneLine(row.person.name)},`,
        `you may see ${reachInWords(granted)}. Sign in with the code that you got when you asked; it works once.`,
        'All that you look at is in the log of the team, and shown to it.',
      ].join('\n\n')}\n`,
      kind: 'support',
      until: granted.until,
    },
    kick,
  )
}

function ifNotFound(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}
