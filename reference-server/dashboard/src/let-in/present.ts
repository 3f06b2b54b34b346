import type { Appointment, Bot, Contact, Conversation, KnowledgeDocument, Member, Ticket } from '@sotto/client-sdk'
import type { ConsentPolicySummary, ConsentRecord, RetentionRule, RetentionRun } from '@sotto/contracts'
import { plainText } from '@sotto/markdown'
import { fullTime } from '../design/time.ts'
import { count } from '../design/words.ts'
import { shownName } from '../inbox/groups.ts'
import { categoryNames, clockWords, endingWords, periodWords } from '../retention/words.ts'
import type { Shown } from './shown.ts'

const time = (instant: string | null) => (instant === null ? null : fullTime(instant))
const shortened = (text: string) => (text.length > 140 ? `${text.slice(0, 139)}…` : text)

export const conversation = (one: Conversation): Shown => ({
  id: one.id,
  title: one.subject ?? shownName(one),
  note: one.lastMessage ? shortened(plainText(one.lastMessage.text)) : 'Nothing was said yet',
  at: one.lastActivityAt,
  facts: [
    ['Status', one.status],
    ['Contact', one.contact ? (one.contact.name ?? one.contact.id) : null],
    ['Says of themselves', [one.said.name, one.said.email].filter(Boolean).join(', ') || null],
    ['Bot', one.botId],
    ['Page', one.page],
    ['Messages', String(one.messageCount)],
    ['Begun', time(one.createdAt)],
  ],
  inside: 'messages',
})

export const contact = (one: Contact): Shown => ({
  id: one.id,
  title: one.name ?? one.email ?? one.phone ?? one.externalId ?? 'Without a name',
  note: one.email ?? one.phone ?? one.externalId ?? '',
  at: one.lastActivityAt,
  facts: [
    ['E-mail', one.email],
    ['Phone', one.phone],
    ['Company', one.company],
    ['Their id', one.externalId],
    ['Time zone', one.timezone],
    ['Since', time(one.createdAt)],
    ['Last active', time(one.lastActivityAt)],
  ],
})

export const bot = (one: Bot): Shown => ({
  id: one.id,
  title: one.name,
  note: `${one.visibility}, ${count(one.documents, 'document')}`,
  at: one.createdAt,
  facts: [
    ['Visibility', one.visibility],
    ['Greeting', one.greeting],
    ['Suggested', one.starters.join(' · ') || null],
    ['Websites', one.allowedOrigins.join(', ') || null],
    ['Documents', String(one.documents)],
    ['Passages', String(one.passages)],
    ['Made', time(one.createdAt)],
  ],
  text: one.instructions,
})

export const library = (one: Bot): Shown => ({ ...bot(one), inside: 'documents' })

/** A bot of which the id is all that may be known. */
export const namedBot = (id: string): Shown => ({
  id,
  title: 'One bot',
  note: id,
  at: null,
  facts: [],
  inside: 'documents',
})

export const document = (one: KnowledgeDocument): Shown => ({
  id: one.id,
  title: one.title,
  note: one.state === 'ready' ? count(one.passages, 'passage') : one.state,
  at: one.createdAt,
  facts: [],
})

export const appointment = (one: Appointment): Shown => ({
  id: one.id,
  title: one.title ?? 'Without a title',
  note: `${one.status}, ${fullTime(one.startsAt)}`,
  at: one.startsAt,
  facts: [
    ['Status', one.status],
    ['Begins', time(one.startsAt)],
    ['Ends', time(one.endsAt)],
    ['Contact', one.contactId],
    ['Member', one.memberId],
    ['Made', time(one.createdAt)],
  ],
  text: one.notes,
})

export const ticket = (one: Ticket): Shown => ({
  id: one.id,
  title: `#${one.number} ${one.subject ?? 'Without a subject'}`,
  note: `${one.status}, ${one.priority}`,
  at: one.createdAt,
  facts: [
    ['Status', one.outcome ? `${one.status}: ${one.outcome}` : one.status],
    ['Priority', one.priority],
    ['Contact', one.contactId],
    ['Conversation', one.conversationId],
    ['Assigned to', one.assigneeId],
    ['Opened', time(one.createdAt)],
    ['Closed', time(one.closedAt)],
  ],
  text: one.description,
})

const choicesInWords = (choices: ConsentRecord['choices']) =>
  Object.entries(choices)
    .map(([purpose, state]) => `${purpose}: ${state}`)
    .join(', ')

export const consentRecord = (one: ConsentRecord): Shown => ({
  id: one.id,
  title: choicesInWords(one.choices) || 'No choice',
  note: one.source,
  at: one.at,
  facts: [
    ['Said', time(one.at)],
    ['Arrived', time(one.receivedAt)],
    ['How', one.source],
    ['Contact', one.contactId],
    ['Policy', one.policy.id === null ? null : `${one.policy.id}, version ${one.policy.version}`],
    ['Regime', one.regime],
    ['Region', one.region],
    ['Language', one.language],
    ['Global Privacy Control', one.gpc ? 'sent' : 'not sent'],
    ['Proof', one.proof],
    ['Receipt', one.receipt],
  ],
})

export const consentPolicy = (one: ConsentPolicySummary): Shown => ({
  id: one.id,
  title: one.name,
  note: one.id,
  at: one.createdAt,
  facts: [['Made', time(one.createdAt)]],
})

export const retentionRule = (one: RetentionRule): Shown => ({
  id: one.category,
  title: categoryNames[one.category] ?? one.category,
  note: `${periodWords(one.keep)}, then ${endingWords(one)}`,
  at: null,
  facts: [
    ['Kept', periodWords(one.keep)],
    ['Counted', clockWords(one)],
    ['Then', endingWords(one)],
    ['Set by', { preset: 'the preset', team: 'the team', fixed: 'nobody: it is fixed' }[one.from]],
    ['Holds for', one.rows.map(({ collection }) => collection).join(', ') || null],
  ],
})

export const retentionRun = (one: RetentionRun): Shown => ({
  id: one.id,
  title: one.dryRun ? 'Dry run' : 'Run',
  note: `${one.state}: ${count(one.totals.due, 'row')} due`,
  at: one.startedAt,
  facts: [
    ['State', one.state],
    ['Begun by', one.trigger],
    ['Due', String(one.totals.due)],
    ['Deleted', String(one.totals.deleted)],
    ['Made anonymous', String(one.totals.anonymised)],
    ['Withheld', String(one.totals.withheld)],
    ['Failed', String(one.totals.failed)],
    ['Started', time(one.startedAt)],
    ['Ended', time(one.endedAt)],
    ['Problem', one.problem],
  ],
})

export const member = (one: Member): Shown => ({
  id: one.id,
  title: one.name ?? one.email ?? 'Without a name',
  note: one.role,
  at: one.createdAt,
  facts: [
    ['Role', one.role],
    ['E-mail', one.email],
    ['Since', time(one.createdAt)],
  ],
})
