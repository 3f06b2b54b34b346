import { type Breach, type BreachReport, breachHours, type Id } from '@sotto/contracts'
import type { DocumentOf } from '../../../data-map/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { breaches } from './declare.ts'

export type BreachRow = DocumentOf<typeof breaches>

const hour = 60 * 60 * 1000
const iso = (time: Date | null) => time?.toISOString() ?? null
const after = (time: Date, hours: number) => new Date(time.getTime() + hours * hour)

/** A clock is late from the first instant after its end on. */
const isLate = (dueAt: Date, doneAt: Date | null, now: Date) => (doneAt ?? now) > dueAt

export function clocksOf(row: BreachRow, now: Date): Breach['clocks'] {
  const clock = (of: 'team' | 'authority', startsAt: Date, doneAt: Date | null, isNeeded: boolean) => {
    const dueAt = after(startsAt, breachHours[of])
    return {
      of,
      startsAt: startsAt.toISOString(),
      dueAt: dueAt.toISOString(),
      doneAt: iso(doneAt),
      isLate: isNeeded && isLate(dueAt, doneAt, now),
      isNeeded,
    }
  }
  const isUnlikely = row.risk === 'unlikely' && row.riskReason !== null
  return [
    // The team is told, at the latest, when it becomes aware.
    ...(row.operatorAwareAt ? [clock('team', row.operatorAwareAt, row.teamToldAt ?? row.awareAt, true)] : []),
    clock('authority', row.awareAt, row.authorityToldAt, !isUnlikely || row.authorityToldAt !== null),
  ]
}

const wanted = [
  'nature',
  'people',
  'approximatePeople',
  'records',
  'approximateRecords',
  'contact',
  'consequences',
  'measures',
] as const

function lacksOf(row: BreachRow, now: Date): string[] {
  const authority = clocksOf(row, now).find(({ of }) => of === 'authority')
  return [
    ...wanted.filter((field) => row[field] === null),
    ...(row.risk === 'unknown' ? ['risk'] : []),
    ...(row.risk === 'unlikely' && row.riskReason === null ? ['riskReason'] : []),
    ...(authority?.isLate && row.delayReason === null ? ['delayReason'] : []),
  ]
}

export const reportsIn = (row: Pick<BreachRow, 'reports'>) => JSON.parse(row.reports) as BreachReport[]

export function presentBreach(row: BreachRow, now: Date): Breach {
  return {
    id: row.id as Id<'breach'>,
    title: row.title,
    awareAt: row.awareAt.toISOString(),
    operatorAwareAt: iso(row.operatorAwareAt),
    happenedFrom: iso(row.happenedFrom),
    happenedUntil: iso(row.happenedUntil),
    nature: row.nature,
    people: row.people,
    approximatePeople: row.approximatePeople,
    records: row.records,
    approximateRecords: row.approximateRecords,
    contact: row.contact,
    consequences: row.consequences,
    measures: row.measures,
    risk: row.risk,
    riskReason: row.riskReason,
    delayReason: row.delayReason,
    state: row.closedAt ? 'closed' : 'open',
    openedAt: row.openedAt.toISOString(),
    closedAt: iso(row.closedAt),
    clocks: clocksOf(row, now),
    affected: row.affected ? (JSON.parse(row.affected) as Breach['affected']) : null,
    reports: reportsIn(row),
    lacks: lacksOf(row, now),
  }
}

/** All of a team, the newest first. */
export async function readBreaches(scope: TeamScope): Promise<Breach[]> {
  const rows = scope.collection(breaches)
  const found = await rows.openAll(await rows.find({}, { sort: { awareAt: -1, id: -1 }, limit: 1000 }))
  return found.map((row) => presentBreach(row, scope.now()))
}
