import { roleReaches } from '@sotto/contracts'
import { members, type Principal, sameness } from '../../access/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { membersWhoHold } from '../team/index.ts'
import { accessReviewLines, accessReviews } from './declare.ts'
import type { AccessReviewDependencies } from './dependencies.ts'
import { type GrantSources, isSame } from './grants.ts'
import { endIfDone, type Line, settle } from './settle.ts'

type Member = Extract<Principal, { kind: 'member' }>

/** @throws SottoError `not_found` */
export async function lineOf(scope: TeamScope, reviewId: string, lineId: string): Promise<Line> {
  const line = await scope.collection(accessReviewLines).findOne({ id: lineId, reviewId })
  if (!line) throw notFound('access review line')
  return line
}

/**
 * Keeps what a line says, or takes it away at once.
 *
 * @throws SottoError `not_found`, `access_review_ended`, `version_conflict`, `same_person`, `forbidden`, `last_owner`
 */
export async function decideLine(
  scope: TeamScope,
  { reviewId, lineId, decision }: { reviewId: string; lineId: string; decision: 'keep' | 'remove' },
  person: Member,
  sources: GrantSources,
  dependencies: AccessReviewDependencies,
): Promise<void> {
  const changed = await scope.transaction(async (running) => {
    const review = await running.collection(accessReviews).findOne({ id: reviewId })
    if (!review) throw notFound('access review')
    const line = await lineOf(running, reviewId, lineId)
    if (review.state !== 'running' || line.outcome !== 'open' || review.endsAt <= running.now())
      throw new SottoError(
        'access_review_ended',
        'The review has ended, or somebody has decided this line. Read it again.',
      )
    const now = await sources[line.kind].current(running, line.subjectId)
    if (now && decision === 'keep' && !isSame(line, now)) {
      const { role, permissions, memberId, until } = now
      return { role, permissions: [...permissions], memberId, until }
    }
    await requireReach(running, line, person)
    const ownLine = now !== null && decision === 'keep' && (await isOwnAndNobodyElses(running, line, person))
    if (now && decision === 'remove') await sources[line.kind].end(running, line.subjectId, dependencies)
    const outcome = now === null ? 'gone' : decision === 'keep' ? 'kept' : 'removed'
    await settle(running, line, outcome, { memberId: person.memberId, ownLine })
    await endIfDone(running, review, dependencies)
    return null
  })
  if (changed) {
    const action = 'access-review.line-changed'
    await scope.afterRefusal((apart) => apart.collection(accessReviewLines).change(lineId, changed, { action }))
    throw new SottoError(
      'version_conflict',
      'What this line says has changed since the review began. Read it again: it says what there is now.',
    )
  }
}

/** Nobody decides about a role above their own. @throws SottoError `forbidden` */
async function requireReach(running: TeamScope, { kind, subjectId }: Line, { role }: Member): Promise<void> {
  if (kind !== 'member') return
  const row = await running.collection(members).findOne({ id: subjectId })
  if (row && !roleReaches(role, row.role))
    throw new SottoError(
      'forbidden',
      `Only somebody who is ${row.role} themselves can decide about the role ${row.role}.`,
    )
}

/**
 * Whether somebody confirms what is their own, because nobody else can.
 *
 * @throws SottoError `same_person` where somebody else can
 */
async function isOwnAndNobodyElses(running: TeamScope, line: Line, { memberId, session }: Member): Promise<boolean> {
  if (line.memberId === null || line.kind === 'outside-approver') return false
  const rows = running.collection(members)
  const owner = await rows.findOne({ id: line.memberId })
  if (!owner?.unit) return false
  const [self] = await rows.find({ id: memberId }, { limit: 1 })
  const emailOf = async (row: typeof owner) => (await row.open()).email
  const whose = { memberId: owner.id, email: await emailOf(owner), browser: null }
  const who = {
    memberId,
    email: self ? await emailOf(self) : null,
    browser: session?.browser ?? null,
    since: null,
  }
  if (sameness(whose, who, line.createdAt) === null) return false
  for (const other of await membersWhoHold(running, 'access:write')) {
    const email = await emailOf(other)
    const since = other.createdAt
    const isAnother = sameness(whose, { memberId: other.id, email, browser: null, since }, line.createdAt) === null
    const reaches = line.kind !== 'member' || roleReaches(other.role, owner.role)
    if (isAnother && reaches)
      throw new SottoError('same_person', 'It is your own. Another manager of the team has to confirm it.')
  }
  return true
}
