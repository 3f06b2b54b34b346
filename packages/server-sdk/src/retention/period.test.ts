import { retentionCategories } from '@sotto/contracts'
import { expect, it } from 'vitest'
import { clocked, endsWith } from '../data-map/index.ts'
import { everything } from '../features/collections.ts'
import { isOver, latestDue, periodEnd } from './period.ts'

const at = (iso: string) => new Date(iso)
const day = 86_400_000

it.each([
  ['2024-02-29T12:00:00.000Z', { years: 3 }, '2027-02-28T12:00:00.000Z'],
  ['2024-02-29T12:00:00.000Z', { years: 4 }, '2028-02-29T12:00:00.000Z'],
  ['2023-02-28T23:59:59.999Z', { years: 1 }, '2024-02-28T23:59:59.999Z'],
  ['2026-01-31T00:00:00.000Z', { months: 1 }, '2026-02-28T00:00:00.000Z'],
  ['2027-12-31T00:00:00.000Z', { months: 2 }, '2028-02-29T00:00:00.000Z'],
  ['2026-03-31T05:00:00.000Z', { months: 24 }, '2028-03-31T05:00:00.000Z'],
  // The night in which clocks of Europe go forward has a day of 24 hours, too.
  ['2026-03-28T12:30:00.000Z', { days: 1 }, '2026-03-29T12:30:00.000Z'],
  ['2024-02-28T00:00:00.000Z', { days: 30 }, '2024-03-29T00:00:00.000Z'],
])('what begins at %s and lasts %o is over at %s, at the instant itself', (start, period, end) => {
  expect(periodEnd(at(start), period).toISOString()).toBe(end)
  expect(isOver(at(start), period, at(end))).toBe(true)
  expect(isOver(at(start), period, new Date(at(end).getTime() - 1))).toBe(false)
})

it('a clock beyond the latest that can be due is never due, for any start, period and instant', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let n = 0; n < 4000; n++) {
    const now = new Date(Date.UTC(2020 + random(12), random(12), 1 + random(31)) + random(day))
    const period = ([{ days: random(800) }, { months: 1 + random(60) }, { years: 1 + random(9) }] as const)[n % 3] ?? {
      days: 0,
    }
    const start = new Date(latestDue(period, now).getTime() + (random(21) - 10) * day + random(day))
    if (isOver(start, period, now))
      expect(start <= latestDue(period, now), `${start.toISOString()} ${JSON.stringify(period)}`).toBe(true)
  }
})

it('every collection has a category, and each category that is set is one of some collection', () => {
  const withoutChoice = ['privacy-requests', 'offboarding']
  const known = new Set<string>([...retentionCategories, ...withoutChoice, 'knowledge', 'team', 'technical'])
  for (const { name, retention } of everything.collections) expect(known, name).toContain(retention.category)
  const withClock = new Set(clocked(everything).map(({ retention }) => retention.category))
  expect([...withClock].sort()).toEqual([...retentionCategories, ...withoutChoice].sort())
  // Whatever has a clock ends by it, or with what it leads to.
  for (const collection of everything.collections)
    if (withClock.has(collection.retention.category))
      expect(clocked(everything).includes(collection) || endsWith(collection) !== undefined, collection.name).toBe(true)
  // Where somebody was is nowhere but in the log, sealed.
  const places = everything.collections.flatMap(({ name, fields }) =>
    Object.keys(fields)
      .filter((field) => /^(ip|ipAddress|remoteAddress)$/i.test(field))
      .map((field) => `${name}.${field}`),
  )
  expect(places).toEqual([])
})
