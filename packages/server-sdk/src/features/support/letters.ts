import type { SupportArea } from '@sotto/contracts'
import { members } from '../../access/index.ts'
import { minuteIn } from '../../language/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { membersWhoHold, teams } from '../team/index.ts'
import type { Granted } from './reach.ts'
import type { SupportDocument } from './store.ts'

/** What those who decide for a team are told of a case. */
export type News = 'asked' | 'approved' | 'ended' | 'over'

interface Letter {
  subject: string
  paragraphs: string[]
  /** From then on it is of no use. */
  until?: Date
}

interface Facts {
  running: TeamScope
  row: SupportDocument
  /** What the team is called. */
  team: string
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200)
const lasting = (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`)
const supporterOf = ({ person }: SupportDocument) => `${oneLine(person.name)} (${oneLine(person.email)}) of support`

/** What may be seen, for people. */
function reachInWords({
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

async function memberCalled(running: TeamScope, id: string): Promise<string> {
  const row = await running.collection(members).findOne({ id })
  return row?.unit ? oneLine((await row.open()).name) : 'somebody who has left the team'
}

function asked({ row, team }: Facts): Letter {
  const changes = row.askedChanges ? ' They also want to change something: that takes a decision of its own.' : ''
  const reach = { areas: row.askedAreas, botId: row.askedBot, conversationId: row.askedConversation }
  return {
    subject: `${team}: support asks to be let in`,
    paragraphs: [
      `${supporterOf(row)} asks to see data of ${team}.`,
      `Ticket: ${row.reference}\nWhy: ${row.reason}`,
      `What: ${reachInWords(reach)}. For ${lasting(row.askedMinutes)}, to look only.${changes}`,
      'Nobody of support sees anything unless you approve it. You can let less be seen, and end it at any time.',
      `Without a decision it lapses on ${minuteIn(row.askedUntil)}.`,
    ],
    until: row.askedUntil,
  }
}

async function approved({ running, row, team }: Facts): Promise<Letter> {
  const until = row.until as Date
  return {
    subject: `${team}: support is let in until ${minuteIn(until)}`,
    paragraphs: [
      `${await memberCalled(running, row.approvedBy as string)} let ${supporterOf(row)} see data of ${team}.`,
      `Ticket: ${row.reference}\nWhat: ${reachInWords(row)}\nUntil: ${minuteIn(until)}`,
      'All that they look at is listed there, and you can end it at any time.',
    ],
    until,
  }
}

async function endedBy({ running, row }: Facts): Promise<string> {
  const { endedBy: who, endedMember } = row
  if (who === 'support') return row.state === 'withdrawn' ? 'Support has taken it back' : 'Support has ended it'
  if (endedMember === null) return 'It ended in a review of access'
  return `${await memberCalled(running, endedMember)} has ${row.state === 'refused' ? 'refused' : 'ended'} it`
}

async function ended(facts: Facts): Promise<Letter> {
  const { row, team } = facts
  const how = `${await endedBy(facts)}.`
  if (row.approvedAt === null)
    return {
      subject: `${team}: support is not let in`,
      paragraphs: [`${supporterOf(row)} asked to see data of ${team} for ${row.reference}. ${how} Nothing was seen.`],
    }
  return over(facts, how)
}

function over({ row, team }: Facts, how: string): Letter {
  return {
    subject: `${team}: support is not let in any more`,
    paragraphs: [
      `${supporterOf(row)} was let in for ${row.reference}, and sees nothing of ${team} any more. ${how}`,
      row.signedInAt ? 'What they looked at stays listed there.' : 'They never signed in: nothing was seen.',
    ],
  }
}

const letterOf = (news: News, facts: Facts): Letter | Promise<Letter> => {
  switch (news) {
    case 'asked':
      return asked(facts)
    case 'approved':
      return approved(facts)
    case 'ended':
      return ended(facts)
    case 'over':
      return over(facts, `Its time was over on ${minuteIn(facts.row.until as Date)}.`)
  }
}

/** Writes to everybody who can decide whom the team lets in. In the transaction of the scope. */
export async function writeToTeam(
  running: TeamScope,
  row: SupportDocument,
  news: News,
  { publicUrl, kick }: { publicUrl: () => string; kick: () => void },
): Promise<void> {
  const { name } = await running.collection(teams).get(running.teamId)
  const { subject, paragraphs, until } = await letterOf(news, { running, row, team: oneLine(name) })
  const place = `In the dashboard, under Support access: ${baseOf(publicUrl)}/dashboard/support/${row.id}`
  const able = await membersWhoHold(running, 'support:write')
  for (const { id, email } of await running.collection(members).openAll(able))
    await enqueueMail(
      running,
      {
        to: email,
        subject: subject.slice(0, 200),
        text: `${[...paragraphs, place].join('\n\n')}\n`,
        kind: 'support',
        concerns: id,
        ...(until ? { until } : {}),
      },
      kick,
    )
}

/** Tells the one of support that they may sign in. The code is theirs since they asked. */
export async function writeToSupporter(
  running: TeamScope,
  row: SupportDocument,
  granted: Granted & { until: Date },
  { publicUrl, kick }: { publicUrl: () => string; kick: () => void },
): Promise<void> {
  await enqueueMail(
    running,
    {
      to: row.person.email,
      subject: `${row.reference}: you are let in until ${minuteIn(granted.until)}`.slice(0, 200),
      text: `${[
        `Hello ${oneLine(row.person.name)},`,
        `you may see ${reachInWords(granted)}.`,
        `Sign in at ${baseOf(publicUrl)}/dashboard/let-in with the code that you got when you asked; it works once.`,
        'All that you look at is in the log of the team, and shown to it.',
      ].join('\n\n')}\n`,
      kind: 'support',
      until: granted.until,
    },
    kick,
  )
}

const baseOf = (publicUrl: () => string) => publicUrl().replace(/\/+$/, '')
