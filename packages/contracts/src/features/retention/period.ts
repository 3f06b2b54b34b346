import { z } from 'zod'

/** The periods from the shortest to the longest that may be set. */
export const periodBounds = { days: [0, 36_500], months: [1, 1200], years: [1, 100] } as const

const error =
  'must be a whole number of days from 0 to 36500 (0, 30, 90 and 365 are usual), {"months": 1 to 1200} or {"years": 1 to 100}'

const count = (unit: keyof typeof periodBounds) =>
  z.int({ error }).min(periodBounds[unit][0], { error }).max(periodBounds[unit][1], { error })

/**
 * How long something is kept, by its clock. Days have 24 hours; months and years are those of the calendar in UTC, and 29
 * February becomes 28 February. 0 days: it is gone when what it belongs to is over.
 */
export const RetentionPeriod = z
  .union([
    z.strictObject({ days: count('days') }),
    z.strictObject({ months: count('months') }),
    z.strictObject({ years: count('years') }),
  ])
  .meta({ id: 'RetentionPeriod' })
export type RetentionPeriod = z.infer<typeof RetentionPeriod>

/** A period as callers may give it: days need no unit. */
export const GivenPeriod = z
  .union([count('days'), ...RetentionPeriod.options], { error })
  .transform((given): RetentionPeriod => (typeof given === 'number' ? { days: given } : given))
  .meta({ description: 'A number of days, or `{"days": …}`, `{"months": …}`, `{"years": …}`' })
