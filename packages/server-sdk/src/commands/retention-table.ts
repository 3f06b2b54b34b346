import type { RetentionPeriod, RetentionRule, RetentionRun } from '@sotto/contracts'
import { counted, minuteOf } from './words.ts'

const columns = ['due', 'deleted', 'anonymised', 'withheld', 'failed'] as const
const width = 12

const row = (name: string, cells: readonly string[]) =>
  name.padEnd(34) + cells.map((cell) => cell.padStart(width)).join('')

/** What a run did, or would do, for people. */
export function runTable(team: string, run: RetentionRun): string {
  const numbers = (of: Record<(typeof columns)[number], number>) => columns.map((name) => of[name].toLocaleString('en'))
  const lines = ['', `${team}: ${titleOf(run)}`, '', row('rows', columns)]
  for (const tally of run.tallies) lines.push(row(`${tally.category}: ${tally.collection}`, numbers(tally)))
  if (run.tallies.length === 0) lines.push('Nothing was due.')
  else lines.push(row('together', numbers(run.totals)))
  const { forgotten, withheld } = run.units
  lines.push(
    '',
    `${counted(forgotten, 'key')} ${run.dryRun ? 'would be' : forgotten === 1 ? 'was' : 'were'} destroyed.`,
  )
  if (withheld > 0) lines.push(`${counted(withheld, 'thing')} stayed, for holds or by law: see the report.`)
  if (run.problem) lines.push(`It could not go on: ${run.problem}. Run it again; it begins with what is left.`)
  return lines.join('\n')
}

function titleOf({ dryRun, asOf, state, id }: RetentionRun): string {
  const what = dryRun
    ? 'a run would do this (nothing was changed)'
    : state === 'completed'
      ? 'a run did this'
      : `a run ${state === 'failed' ? 'failed' : 'goes on'}`
  return `${what}, as of ${minuteOf(new Date(asOf))} (${id})`
}

/** A period in words: `3 years`. */
function periodWords(period: RetentionPeriod): string {
  const [[unit, count] = ['days', 0]] = Object.entries(period) as [string, number][]
  if (count === 0) return 'not beyond the session'
  return counted(count, unit.slice(0, -1))
}

/** How long what is kept, for people. */
export function rulesTable(
  team: string,
  preset: string,
  rules: readonly RetentionRule[],
  runs: readonly RetentionRun[],
): string {
  const lines = ['', `${team} (preset ${preset})`, '']
  for (const { category, keep, then, from, rows } of rules) {
    const since = [...new Set(rows.map((one) => one.since))].join(', ')
    const said = from === 'preset' ? '' : from === 'team' ? ', set by the team' : ', fixed'
    lines.push(`${category.padEnd(20)}${periodWords(keep).padEnd(26)}then ${then}, from ${since}${said}`)
  }
  for (const run of runs) {
    const { deleted, anonymised, withheld, failed } = run.totals
    const did = `${deleted} deleted, ${anonymised} anonymised, ${withheld} withheld, ${failed} failed`
    lines.push(`${minuteOf(new Date(run.startedAt))}  ${run.dryRun ? 'dry run' : 'run'}, ${run.state}: ${did}`)
  }
  if (runs.length === 0) lines.push('No run yet.')
  return lines.join('\n')
}
