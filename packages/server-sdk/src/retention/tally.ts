import type { Tallies } from '../mongo/index.ts'
import type { Numbers, RunTallies } from './types.ts'

const nothing: Numbers = { deleted: 0, anonymised: 0, withheld: 0, failed: 0 }

/** Adds rows of a category to what a run has counted. */
export function counted(
  tallies: RunTallies,
  category: string,
  more: Readonly<Record<string, Partial<Numbers>>>,
): RunTallies {
  const sum: RunTallies = { ...tallies }
  for (const [collection, numbers] of Object.entries(more)) {
    const name = `${category}/${collection}`
    const known = sum[name] ?? nothing
    sum[name] = {
      deleted: known.deleted + (numbers.deleted ?? 0),
      anonymised: known.anonymised + (numbers.anonymised ?? 0),
      withheld: known.withheld + (numbers.withheld ?? 0),
      failed: known.failed + (numbers.failed ?? 0),
    }
  }
  return sum
}

/** As the log says it of rows that went. */
export function forLog(tallies: Tallies): { deleted: Record<string, number>; anonymised: Record<string, number> } {
  const of = (what: 'deleted' | 'anonymised') =>
    Object.fromEntries(Object.entries(tallies).flatMap(([name, one]) => (one[what] > 0 ? [[name, one[what]]] : [])))
  return { deleted: of('deleted'), anonymised: of('anonymised') }
}

/** All rows of a report. */
export function totalsOf(tallies: RunTallies) {
  const sum = { due: 0, ...nothing }
  for (const one of Object.values(tallies)) {
    sum.deleted += one.deleted
    sum.anonymised += one.anonymised
    sum.withheld += one.withheld
    sum.failed += one.failed
  }
  sum.due = sum.deleted + sum.anonymised + sum.withheld + sum.failed
  return sum
}
