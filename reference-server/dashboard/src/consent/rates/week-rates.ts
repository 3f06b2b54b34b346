import type { ConsentRate } from '@sotto/contracts'

export const outcomes = ['accepted', 'partly', 'rejected'] as const
export type Outcome = (typeof outcomes)[number]
export type Counts = Record<Outcome, number>

/** One week: how choices went, of all languages and layouts that are looked at. */
export interface Week extends Counts {
  /** Its Monday, `2026-11-09`. */
  monday: string
  total: number
}

const day = 86_400_000

const mondayOf = (date: Date): string => {
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
  return new Date(midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * day).toISOString().slice(0, 10)
}

/** The first and the last day of so many weeks, this one the last. */
export function spanOf(weeks: number, today: Date): { from: string; to: string } {
  const monday = new Date(`${mondayOf(today)}T00:00:00Z`).getTime()
  return {
    from: new Date(monday - (weeks - 1) * 7 * day).toISOString().slice(0, 10),
    to: new Date(monday + 6 * day).toISOString().slice(0, 10),
  }
}

const summed = (rows: readonly ConsentRate[]): Counts & { total: number } => {
  const sum = { accepted: 0, partly: 0, rejected: 0, total: 0 }
  for (const row of rows)
    for (const outcome of outcomes) {
      sum[outcome] += row[outcome]
      sum.total += row[outcome]
    }
  return sum
}

/** Week by week, also those of which nothing is told. */
export function weeksOf(rows: readonly ConsentRate[], weeks: number, today: Date): Week[] {
  const { from } = spanOf(weeks, today)
  const first = new Date(`${from}T00:00:00Z`).getTime()
  return Array.from({ length: weeks }, (_none, index) => {
    const monday = new Date(first + index * 7 * day).toISOString().slice(0, 10)
    return { monday, ...summed(rows.filter((row) => row.day === monday)) }
  })
}

/** By language or by layout, the most choices first. */
export function groupsOf(rows: readonly ConsentRate[], by: 'language' | 'layout') {
  const names = [...new Set(rows.map((row) => row[by]))]
  return names
    .map((name) => {
      const own = rows.filter((row) => row[by] === name)
      return { name, rows: own, ...summed(own) }
    })
    .sort((one, other) => other.total - one.total)
}

const share = (part: number, total: number): number => (total === 0 ? 0 : part / total)
export const percent = (part: number, total: number): string =>
  total === 0 ? '–' : `${Math.round(share(part, total) * 100)} %`

/** What the numbers say, in a sentence. */
export function findingOf(weeks: readonly Week[]): string {
  const told = weeks.filter(({ total }) => total > 0)
  const last = told.at(-1)
  if (!last) return 'Nothing can be told yet'
  const words = (part: number, total: number) => {
    const of = share(part, total)
    if (of >= 0.9) return 'Nearly all'
    if (of >= 0.78) return 'Four in five'
    if (of >= 0.72) return 'Three in four'
    if (of >= 0.61) return 'Two in three'
    if (of >= 0.55) return 'More than half'
    if (of >= 0.45) return 'Half'
    if (of >= 0.37) return 'Two in five'
    if (of >= 0.29) return 'One in three'
    if (of >= 0.22) return 'One in four'
    if (of >= 0.05) return `${Math.round(of * 100)} %`
    return 'Hardly any'
  }
  const all = summed(told.map((week) => ({ ...week, day: week.monday, language: '', layout: '' })))
  const begin = words(all.accepted, all.total)
  const sentence = `${begin} accept everything`
  const first = told[0]
  if (!first || told.length < 4) return sentence
  const change = Math.round((share(last.accepted, last.total) - share(first.accepted, first.total)) * 100)
  if (Math.abs(change) < 5) return `${sentence}, as before`
  return `${sentence}, ${change > 0 ? 'up' : 'down'} from ${percent(first.accepted, first.total)} to ${percent(last.accepted, last.total)}`
}
