import type { Conversation } from '@sotto/client-sdk'
import { plainText } from '@sotto/markdown'
import type { InboxView } from '../app/paths.ts'

export type Rows = ReadonlyMap<string, Conversation>

const groupNames = ['reply', 'answering', 'theirs', 'answered', 'closed'] as const
/**
 * - `reply`: a person was asked for, and it is the team's turn
 * - `answering`: the bot answers, and something happened a moment ago
 * - `theirs`: somebody of the team wrote last
 * - `answered`: the bot answered, and it is quiet since
 * - `closed`
 */
export type GroupName = (typeof groupNames)[number]

/** The status of all conversations in a group. */
export const statusOf: Record<GroupName, Conversation['status']> = {
  reply: 'waiting',
  answering: 'open',
  theirs: 'waiting',
  answered: 'open',
  closed: 'closed',
}

export interface Group {
  name: GroupName
  rows: readonly Conversation[]
}

/** How long after its last message a conversation with a bot counts as going on. */
export const liveFor = 10 * 60_000

/** Which group a conversation belongs to at a time. */
export function groupOf(conversation: Conversation, now: Date): GroupName {
  if (conversation.status === 'closed') return 'closed'
  if (conversation.status === 'waiting') return conversation.lastMessage?.author === 'member' ? 'theirs' : 'reply'
  return now.getTime() - Date.parse(conversation.lastActivityAt) < liveFor ? 'answering' : 'answered'
}

const belongs: Record<InboxView, (conversation: Conversation, memberId: string) => boolean> = {
  open: ({ status }) => status !== 'closed',
  yours: ({ status, assigneeId }, memberId) => status !== 'closed' && assigneeId === memberId,
  unassigned: ({ status, assigneeId }) => status === 'waiting' && assigneeId === null,
  closed: ({ status }) => status === 'closed',
}

/** The rows of a view, the most recently active first. */
export const rowsOf = (rows: Rows, view: InboxView, memberId: string): Conversation[] =>
  [...rows.values()]
    .filter((conversation) => belongs[view](conversation, memberId))
    .sort((one, other) => Date.parse(other.lastActivityAt) - Date.parse(one.lastActivityAt))

/** The groups of a view, without the empty ones. */
export function groupsOf(rows: Rows, view: InboxView, memberId: string, now: Date): Group[] {
  const shown = rowsOf(rows, view, memberId)
  return groupNames
    .map((name) => ({ name, rows: shown.filter((conversation) => groupOf(conversation, now) === name) }))
    .filter((group) => group.rows.length > 0)
}

/** What a group is called: by its bot, where all of it is of one. */
export function groupLabel(
  name: GroupName,
  rows: readonly Pick<Conversation, 'botId'>[],
  nameOfBot: (botId: string) => string | null,
): string {
  const [first, ...others] = new Set(rows.map(({ botId }) => botId))
  const bot = first && others.length === 0 ? nameOfBot(first) : null
  const labels: Record<GroupName, string> = {
    reply: 'Needs a reply',
    answering: bot ? `${bot} is answering` : 'Bots are answering',
    theirs: 'Waiting for them',
    answered: bot ? `Answered by ${bot}` : 'Answered by bots',
    closed: 'Closed',
  }
  return labels[name]
}

/** What a person is called here: as the team knows them, as they say themselves, or as nobody. */
export const nameOf = ({ contact, said }: Pick<Conversation, 'contact' | 'said'>): string | null =>
  contact?.name ?? said.name ?? contact?.email ?? said.email ?? contact?.phone ?? null

export const shownName = (conversation: Pick<Conversation, 'contact' | 'said'>) => nameOf(conversation) ?? 'Visitor'

/** What was said last, on one line, without the signs of Markdown. */
export function lastWords({ lastMessage }: Pick<Conversation, 'lastMessage'>, botName: string | null): string {
  if (!lastMessage) return 'Nothing written yet'
  const { author, text } = lastMessage
  if (author === 'visitor') return text
  if (author === 'member') return `Team: ${text}`
  const said = plainText(text).replace(/\s+/g, ' ').trim()
  return `${botName ?? 'Bot'}: ${said || '…'}`
}
