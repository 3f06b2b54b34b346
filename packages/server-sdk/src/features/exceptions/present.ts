import type { AccessException, ExceptionState, Id } from '@sotto/contracts'
import { type ExceptionDocument, givenBy } from '../../access/index.ts'

/** How it stands at an instant: its end counts by the clock, whether the job has written it down or not. */
export function stateAt({ state, until }: Pick<ExceptionDocument, 'state' | 'until'>, now: Date): ExceptionState {
  if (until > now) return state
  if (state === 'asked') return 'lapsed'
  return state === 'active' ? 'expired' : state
}

export function presentException(row: ExceptionDocument, now: Date): AccessException {
  const state = stateAt(row, now)
  const isOver = state !== 'asked' && state !== 'active'
  return {
    id: row.id as Id<'accessException'>,
    state,
    memberId: row.memberId as Id<'member'>,
    apiKeyId: row.apiKeyId as Id<'apiKey'> | null,
    role: row.role,
    permissions: givenBy(row),
    within: {
      botId: row.botId as Id<'bot'> | null,
      conversationId: row.conversationId as Id<'conversation'> | null,
      privacyRequestId: row.privacyRequestId as Id<'privacyRequest'> | null,
    },
    reason: row.reason,
    until: row.until.toISOString(),
    asked: { memberId: row.askedBy as Id<'member'>, at: row.askedAt.toISOString() },
    decided:
      row.decidedBy && row.decidedAt
        ? { memberId: row.decidedBy as Id<'member'>, at: row.decidedAt.toISOString() }
        : null,
    endedAt: isOver ? (row.endedAt ?? row.until).toISOString() : null,
  }
}
