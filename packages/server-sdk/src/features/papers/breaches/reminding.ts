import { members } from '../../../access/index.ts'
import { isSottoError } from '../../../errors.ts'
import { enqueue, type JobHandler } from '../../../jobs/index.ts'
import { minuteIn } from '../../../language/index.ts'
import { enqueueMail } from '../../../mail/index.ts'
import type { SystemScope, TeamScope } from '../../../mongo/index.ts'
import { membersWhoHold, teams } from '../../team/index.ts'
import { breaches } from './declare.ts'
import { type BreachRow, clocksOf } from './present.ts'

/** Reminds of the clocks of one breach, until none runs. */
export const breachClockKind = 'breaches.clock'

const hour = 60 * 60 * 1000
/** How many hours before a clock runs out its reminders come: with a day to write in, and when it has to be sent now. */
const hoursBefore = [24, 6] as const

interface Reminder {
  of: BreachRow['reminded'][number]
  clock: 'team' | 'authority'
  at: number
  dueAt: Date
}

/** The reminders that are still to come or to be sent, the earliest first. */
function remindersOf(row: BreachRow, now: Date): Reminder[] {
  if (row.closedAt) return []
  return clocksOf(row, now)
    .filter(({ isNeeded, doneAt }) => isNeeded && doneAt === null)
    .flatMap(({ of: clock, dueAt }) =>
      hoursBefore.map((left) => {
        const due = new Date(dueAt)
        return { of: `${clock}:${left}`, clock, at: due.getTime() - left * hour, dueAt: due }
      }),
    )
    .filter(({ of }) => !(row.reminded ?? []).includes(of))
    .sort((one, other) => one.at - other.at)
}

/** A job of its own looks after the clocks from now on, and the one before stops. In the transaction of the scope. */
export async function watchClocks(
  running: TeamScope,
  { id, turn, reminded }: Pick<BreachRow, 'id' | 'turn' | 'reminded'>,
  kick: () => void,
) {
  const next = (turn ?? 0) + 1
  await running.collection(breaches).increment(id, {}, { turn: next, reminded: reminded ?? [] })
  await enqueue(running, breachClockKind, { breach: id, turn: String(next) }, kick)
}

/** Looks after the clocks of breaches that were opened before anything did. It can be done again, and by several. */
export async function watchUnwatchedBreaches(system: SystemScope, kick: () => void): Promise<void> {
  for await (const { id, teamId, closedAt, turn } of system.each(breaches)) {
    if (closedAt || turn) continue
    const scope = system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    await scope.transaction(async (running) => {
      const row = await running.collection(breaches).findOne({ id })
      if (row?.unit && !row.closedAt && !row.turn) await watchClocks(running, row, kick)
    })
  }
}

export const breachClockHandler = (dependencies: { publicUrl: () => string; kick: () => void }): JobHandler => ({
  concurrency: 2,
  attempts: 15,
  async run({ job, scope, guard }) {
    const id = String(job.payload.breach)
    return scope.transaction(async (running) => {
      await guard(running)
      const rows = running.collection(breaches)
      const row = await rows.get(id).catch((error: unknown) => {
        if (isSottoError(error) && error.code === 'not_found') return null
        throw error
      })
      if (!row || String(row.turn) !== job.payload.turn) return undefined
      const now = running.now()
      const reminders = remindersOf(row, now)
      const come = reminders.filter(({ at }) => at <= now.getTime())
      // Of several that are due at once, after a server was away, one mail says how little is left.
      const latest = [...new Map(come.map((one) => [one.clock, one])).values()]
      for (const one of latest) await remind(running, row, one, dependencies)
      if (come.length > 0)
        await rows.increment(id, {}, { reminded: [...(row.reminded ?? []), ...come.map(({ of }) => of)] })
      const next = reminders.find(({ at }) => at > now.getTime())
      return next ? new Date(next.at) : undefined
    })
  },
})

const told = { team: 'the team', authority: 'the supervisory authority' } as const
const articles = { team: 'Art. 33(2) GDPR', authority: 'Art. 33(1) GDPR' } as const

/** Writes to everybody who may see to breaches. What it is about stands in the register alone. */
async function remind(
  running: TeamScope,
  { id }: BreachRow,
  { clock, of, dueAt }: Reminder,
  { publicUrl, kick }: { publicUrl: () => string; kick: () => void },
): Promise<void> {
  const { name } = await running.collection(teams).get(running.teamId)
  const team = name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 100)
  const minutes = Math.floor((dueAt.getTime() - running.now().getTime()) / 60_000)
  const until = minuteIn(dueAt)
  const left =
    minutes < 0
      ? 'its time is over'
      : minutes < 60
        ? `${minutes} minutes are left`
        : minutes < 120
          ? '1 hour is left'
          : `${Math.floor(minutes / 60)} hours are left`
  const able = await membersWhoHold(running, 'breaches:write')
  for (const { id: memberId, email } of await running.collection(members).openAll(able))
    await enqueueMail(
      running,
      {
        to: email,
        subject: `${team}: ${told[clock]} has to be told of a breach, ${left}`,
        text: `${told[clock][0]?.toUpperCase()}${told[clock].slice(1)} has to be told by ${until} (${articles[clock]}); ${left}. Not everything has to be known: what is missing is sent later, in phases.

${publicUrl()}/dashboard/papers/breaches/${id}

Write down there that it was told, or why nobody is at risk, and no further reminder comes.
`,
        kind: 'breach-clock',
        concerns: memberId,
      },
      kick,
    )
  await running.log({ action: 'breach.reminded', collection: breaches.name, target: id, details: { of } })
}
