import { defaultHoldReasons, type HoldReason, type HoldState } from '@sotto/contracts'
import { type Deciding, members, requireAnotherPerson } from '../../access/index.ts'
import type { ChangeOf, DocumentOf } from '../../data-map/index.ts'
import { changeGuard, erasureRuns } from '../../erasure/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { enqueue } from '../../jobs/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { holdReasons, holds } from './declare.ts'

export type HoldDocument = DocumentOf<typeof holds>

/** Looks after one hold until it has ended. */
export const watchKind = 'holds.watch'
/** Lets erasures go on that holds had stopped. */
export const resumeKind = 'holds.resume'

export interface Outside {
  name: string
  email: string
}

/** Who decides: a member, or somebody from outside who was invited. */
export type Decider = Deciding & { outside: Outside | null }

/** @throws SottoError `not_found` */
export async function holdOf(scope: TeamScope, id: string): Promise<HoldDocument> {
  const hold = await scope.collection(holds).findById(id)
  if (!hold) throw notFound('hold')
  return hold
}

/** What waits for a second person; `null` where nothing does. */
export function waitsFor({ state, releaseBy }: Pick<HoldDocument, 'state' | 'releaseBy'>): 'hold' | 'release' | null {
  if (state === 'proposed') return 'hold'
  return state === 'active' && releaseBy !== null ? 'release' : null
}

/** Who proposed what waits. */
export const proposerOf = (hold: HoldDocument) => ({
  memberId: waitsFor(hold) === 'release' ? hold.releaseBy : hold.proposedBy,
  at: (waitsFor(hold) === 'release' ? hold.releaseAt : hold.proposedAt) ?? hold.proposedAt,
})

/** @throws SottoError `hold_settled` */
export function requireWaiting(hold: HoldDocument): 'hold' | 'release' {
  const waiting = waitsFor(hold)
  if (!waiting) throw new SottoError('hold_settled', 'Nothing of this hold waits for a decision. Read it again.')
  return waiting
}

/**
 * Whether somebody may approve what waits.
 *
 * @throws SottoError `same_person`
 */
export async function requireAnother(running: TeamScope, hold: HoldDocument, decider: Decider): Promise<void> {
  const { memberId, at } = proposerOf(hold)
  const email = memberId ? await emailOf(running, memberId) : null
  requireAnotherPerson({ memberId, email, browser: hold.browser }, decider, at)
}

export async function emailOf(scope: TeamScope, memberId: string): Promise<string | null> {
  const row = await scope.collection(members).findOne({ id: memberId })
  return row?.unit ? (await row.open()).email : null
}

/** A job of its own looks after the hold from now on, and the one before stops. */
export async function watch(running: TeamScope, { id, turn }: Pick<HoldDocument, 'id' | 'turn'>, kick: () => void) {
  await running.collection(holds).increment(id, { turn: 1 })
  await enqueue(running, watchKind, { hold: id, turn: String(turn + 1) }, kick)
}

/** Nothing is held by it any more: what it stopped goes on. In the transaction of the scope. */
export async function endHold(
  running: TeamScope,
  hold: HoldDocument,
  state: Extract<HoldState, 'released' | 'expired'>,
  { action, set = {} }: { action: string; set?: ChangeOf<typeof holds> },
  kick: () => void,
): Promise<void> {
  await changeGuard(running)
  const now = running.now()
  const details = state === 'released' ? { of: 'release' } : {}
  await running.collection(holds).change(hold.id, { ...set, state, endedAt: now }, { action, details })
  await enqueue(running, resumeKind, { hold: hold.id }, kick)
}

/**
 * Whether what a hold names is there to be held, in the transaction that has changed the guard.
 *
 * @returns the contact that it names, or that this one has become part of since
 * @throws SottoError `hold_too_late`
 */
export async function requireThere(
  running: TeamScope,
  { contactId, conversationId, botId }: Pick<HoldDocument, 'contactId' | 'conversationId' | 'botId'>,
): Promise<string | null> {
  const late = (what: string) =>
    new SottoError('hold_too_late', `The ${what} is gone, or is being erased since before this hold could be approved.`)
  const person = contactId === null ? null : await running.collection(contacts).findOne({ id: contactId })
  if (contactId !== null && !person?.unit) throw late('person')
  if (conversationId && !(await running.collection(conversations).findOne({ id: conversationId }))?.unit)
    throw late('conversation')
  if (botId && !(await running.collection(bots).findOne({ id: botId }))) throw late('bot')
  const held = person?.id ?? null
  const named = [contactId, held, conversationId].filter((id) => id !== null)
  if (named.length > 0 && (await erasureRuns(running, named))) throw late(contactId ? 'person' : 'conversation')
  return held
}

/** The reasons that a team may name. */
export async function reasonsOf(scope: TeamScope): Promise<HoldReason[]> {
  return (await scope.collection(holdReasons).findById(scope.teamId))?.reasons ?? [...defaultHoldReasons]
}
