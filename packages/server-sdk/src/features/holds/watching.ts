import { roleHolds } from '@sotto/contracts'
import { members } from '../../access/index.ts'
import { isSottoError } from '../../errors.ts'
import type { JobHandler } from '../../jobs/index.ts'
import { dayIn } from '../../language/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import { holds } from './declare.ts'
import { endHold, type HoldDocument, holdOf } from './store.ts'

const day = 24 * 60 * 60 * 1000
/** Before the review, at its time, and then every week until somebody has looked. */
const before = 7 * day
const again = 7 * day

/** When its owner is reminded next: after the instant of the last reminder. */
function nextReminder({ reviewAt, remindedAt }: Pick<HoldDocument, 'reviewAt' | 'remindedAt'>): Date {
  const review = reviewAt.getTime()
  const last = remindedAt?.getTime() ?? Number.NEGATIVE_INFINITY
  if (last < review - before) return new Date(review - before)
  if (last < review) return new Date(review)
  return new Date(last + again)
}

/** Looks after a hold until it ends: reminds its owner of the review, and ends it at its own end. */
export const watchHandler = (kick: () => void): JobHandler => ({
  concurrency: 4,
  attempts: 15,
  async run({ job, scope, guard }) {
    const id = String(job.payload.hold)
    const hold = await holdOf(scope, id).catch(ifNotFound)
    if (hold?.state !== 'active' || String(hold.turn) !== job.payload.turn) return undefined
    const now = scope.now()
    if (hold.expiresAt && hold.expiresAt <= now) {
      await scope.transaction(async (running) => {
        await guard(running)
        const row = await holdOf(running, id)
        if (row.state === 'active') await endHold(running, row, 'expired', { action: 'hold.expired' }, kick)
      })
      return undefined
    }
    if (nextReminder(hold) <= now)
      await scope.transaction(async (running) => {
        await guard(running)
        const row = await holdOf(running, id)
        if (row.state !== 'active' || nextReminder(row) > now) return
        await remind(running, row, kick)
        await running.collection(holds).increment(id, {}, { remindedAt: now })
      })
    const { reviewAt, remindedAt, expiresAt } = await holdOf(scope, id)
    const next = nextReminder({ reviewAt, remindedAt })
    return expiresAt && expiresAt < next ? expiresAt : next
  },
})

/** Writes to the owner; where they have left or may not handle holds any more, to everybody who may. */
async function remind(running: TeamScope, hold: HoldDocument, kick: () => void): Promise<void> {
  const rows = running.collection(members)
  const people = await rows.openAll(await rows.find({}, { limit: 1000 }))
  const able = people.filter(({ role }) => roleHolds(role, 'holds:write'))
  const owner = able.filter(({ id }) => id === hold.ownerId)
  const { name } = await running.collection(teams).get(running.teamId)
  const isOver = hold.reviewAt <= running.now()
  const team = name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 100)
  for (const { id, email } of owner.length > 0 ? owner : able)
    await enqueueMail(
      running,
      {
        to: email,
        subject: isOver
          ? `${team}: a legal hold has to be reviewed`
          : `${team}: a legal hold has to be reviewed by ${dayIn(hold.reviewAt)}`,
        text: `Say that it is still needed, or propose its release.\n\nReason: ${hold.reason}\nReference: ${hold.id}\nReview: ${dayIn(hold.reviewAt)}\n${owner.length > 0 ? '' : '\nIts owner cannot look after it any more. Take it over.\n'}`,
        kind: 'hold-review',
        concerns: id,
      },
      kick,
    )
  await running.log({ action: 'hold.reminded', collection: holds.name, target: hold.id, details: { overdue: isOver } })
}

function ifNotFound(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}
