import type { Hold, Id } from '@sotto/contracts'
import { type HoldDocument, type Outside, waitsFor } from './store.ts'

const iso = (time: Date | null) => time?.toISOString() ?? null

function decider(by: string | null, at: Date | null, outside: Outside | null) {
  if (by === null || at === null) return null
  return by === 'outside'
    ? { memberId: null, outside, at: at.toISOString() }
    : { memberId: by as Id<'member'>, outside: null, at: at.toISOString() }
}

type Decision = NonNullable<ReturnType<typeof decider>>

export function presentHold(hold: HoldDocument, facts: { now: Date; ownerGone: boolean; stopped: number }): Hold {
  const waiting = waitsFor(hold)
  const invited = waiting === 'release' ? hold.releaseApprover : hold.approver
  return {
    id: hold.id as Id<'hold'>,
    state: hold.state,
    reason: hold.reason,
    ground: hold.ground,
    scope: {
      contactId: hold.contactId as Id<'contact'> | null,
      conversationId: hold.conversationId as Id<'conversation'> | null,
      botId: hold.botId as Id<'bot'> | null,
      team: hold.wholeTeam,
      categories: hold.categories,
      from: iso(hold.from),
      until: iso(hold.until),
    },
    matter: hold.matter,
    ownerId: hold.ownerId as Id<'member'>,
    ownerGone: facts.ownerGone,
    proposed: decider(hold.proposedBy, hold.proposedAt, null) as Decision,
    approved: decider(hold.approvedBy, hold.approvedAt, hold.approver),
    release:
      hold.releaseBy && hold.releaseAt
        ? {
            because: hold.because ?? '',
            proposed: decider(hold.releaseBy, hold.releaseAt, null) as Decision,
            approved: decider(hold.releaseApprovedBy, hold.releaseApprovedAt, hold.releaseApprover),
          }
        : null,
    outsideApprover:
      waiting && invited && hold.invitedAt ? { ...invited, invitedAt: hold.invitedAt.toISOString() } : null,
    reviewAt: hold.reviewAt.toISOString(),
    reviewOverdue: hold.state === 'active' && hold.reviewAt <= facts.now,
    expiresAt: iso(hold.expiresAt),
    endedAt: iso(hold.endedAt),
    stopped: facts.stopped,
  }
}
