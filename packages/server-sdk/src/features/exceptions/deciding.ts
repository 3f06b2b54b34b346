import { type Role, roleHolds } from '@sotto/contracts'
import {
  accessExceptions,
  apiKeys,
  type Deciding,
  type ExceptionDocument,
  exceptionFacts,
  givenBy,
  members,
  noteException,
  requireAnotherPerson,
} from '../../access/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { stateAt } from './present.ts'

/** A member who decides. */
export type Decider = Deciding & { memberId: string; role: Role }

/** @throws SottoError `not_found` */
export async function exceptionOf(scope: TeamScope, id: string): Promise<ExceptionDocument> {
  const row = await scope.collection(accessExceptions).findById(id)
  if (!row) throw notFound('access exception')
  return row
}

/** @throws SottoError `exception_settled` */
export function requireState(row: ExceptionDocument, now: Date, ...wanted: readonly ('asked' | 'active')[]): void {
  const state = stateAt(row, now)
  if ((wanted as readonly string[]).includes(state)) return
  throw new SottoError('exception_settled', `The exception is ${state}. Read it again, or ask for a new one.`)
}

/**
 * Approves what was asked for: it counts from the next request on. Whoever approves is neither the one who asked nor the
 * one who gets it, and holds all of it by their own role.
 *
 * @throws SottoError `not_found`, `exception_settled`, `same_person`, `forbidden`
 */
export async function approve(running: TeamScope, id: string, decider: Decider): Promise<void> {
  const row = await exceptionOf(running, id)
  requireState(row, running.now(), 'asked')
  const emailOf = async (memberId: string) => {
    const member = await running.collection(members).findOne({ id: memberId })
    return member?.unit ? (await member.open()).email : null
  }
  const asker = { memberId: row.askedBy, email: await emailOf(row.askedBy), browser: row.browser }
  requireAnotherPerson(asker, decider, row.askedAt)
  if (row.memberId !== row.askedBy) {
    const receiver = { memberId: row.memberId, email: await emailOf(row.memberId), browser: null }
    requireAnotherPerson(receiver, decider, row.askedAt)
  }
  const beyond = givenBy(row).find((permission) => !roleHolds(decider.role, permission))
  if (beyond)
    throw new SottoError(
      'forbidden',
      `Nobody gives what their own role does not hold: it has ${beyond}. An owner can approve it.`,
    )
  await requireReceiver(running, row)
  // The row of whoever gets it changes, too: of this and their removal one comes first.
  await noteException(running, row)
  const set = { state: 'active', decidedBy: decider.memberId, decidedAt: running.now() } as const
  await running
    .collection(accessExceptions)
    .change(id, set, { action: 'exception.approved', details: exceptionFacts(row) })
}

async function requireReceiver(running: TeamScope, { memberId, apiKeyId }: ExceptionDocument): Promise<void> {
  const there = apiKeyId
    ? await running.collection(apiKeys).findOne({ id: apiKeyId })
    : await running.collection(members).findOne({ id: memberId })
  if (!there)
    throw new SottoError(
      'exception_settled',
      `The ${apiKeyId ? 'key' : 'member'} that it is for is not there any more.`,
    )
}

/** Refuses what was asked for. @throws SottoError `not_found`, `exception_settled` */
export async function refuse(running: TeamScope, id: string, memberId: string): Promise<void> {
  const row = await exceptionOf(running, id)
  requireState(row, running.now(), 'asked')
  const now = running.now()
  const set = { state: 'refused', decidedBy: memberId, decidedAt: now, endedAt: now } as const
  await running
    .collection(accessExceptions)
    .change(id, set, { action: 'exception.refused', details: exceptionFacts(row) })
}

/**
 * Takes back what was asked for, or ends what counts.
 *
 * @param memberId `null`: nobody of the team, but what ends access by itself
 * @throws SottoError `not_found`, `exception_settled`
 */
export async function withdraw(running: TeamScope, id: string, memberId: string | null): Promise<void> {
  const row = await exceptionOf(running, id)
  requireState(row, running.now(), 'asked', 'active')
  const now = running.now()
  const set = { state: 'withdrawn', decidedBy: memberId, decidedAt: now, endedAt: now } as const
  await running
    .collection(accessExceptions)
    .change(id, set, { action: 'exception.withdrawn', details: exceptionFacts(row) })
}
