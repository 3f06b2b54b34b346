import type { Id, SupportArea, SupportCase, SupportLook } from '@sotto/contracts'
import type { openEntries } from '../audit/index.ts'
import { type SupportDocument, stateOf } from './store.ts'

const iso = (time: Date | null) => time?.toISOString() ?? null
const bot = (id: string | null) => id as Id<'bot'> | null
const conversation = (id: string | null) => id as Id<'conversation'> | null

export function presentCase(row: SupportDocument, now: Date): SupportCase {
  const granted = row.approvedBy !== null && row.approvedAt !== null && row.until !== null
  return {
    id: row.id as Id<'supportCase'>,
    state: stateOf(row, now),
    reference: row.reference,
    reason: row.reason,
    person: row.person,
    asked: {
      areas: row.askedAreas as SupportArea[],
      botId: bot(row.askedBot),
      conversationId: conversation(row.askedConversation),
      changes: row.askedChanges,
      minutes: row.askedMinutes,
      at: row.createdAt.toISOString(),
      until: row.askedUntil.toISOString(),
    },
    granted: granted
      ? {
          areas: row.areas as SupportArea[],
          botId: bot(row.botId),
          conversationId: conversation(row.conversationId),
          by: row.approvedBy as Id<'member'>,
          from: (row.approvedAt as Date).toISOString(),
          until: (row.until as Date).toISOString(),
        }
      : null,
    changes:
      row.changesBy && row.changesAt ? { by: row.changesBy as Id<'member'>, at: row.changesAt.toISOString() } : null,
    signedInAt: iso(row.signedInAt),
    end:
      row.endedBy && row.endedAt
        ? { at: row.endedAt.toISOString(), by: row.endedBy, memberId: row.endedMember as Id<'member'> | null }
        : null,
  }
}

type OpenedEntry = Awaited<ReturnType<typeof openEntries>>[number]

/** One entry of somebody of support, as the team is shown it: what it was about, and no value of it. */
export function presentLook({ entry, people, forgotten }: OpenedEntry): SupportLook {
  const { operation, rows } = entry.details ?? {}
  const target = people?.target ?? entry.target
  return {
    id: entry.id as Id<'auditEntry'>,
    at: entry.at,
    action: entry.action,
    operation: typeof operation === 'string' ? operation : null,
    target: entry.collection && target ? { collection: entry.collection, id: target } : null,
    forgotten,
    rows: typeof rows === 'number' ? rows : 1,
  }
}
