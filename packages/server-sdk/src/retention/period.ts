import type { RetentionPeriod } from '@sotto/contracts'

const day = 24 * 60 * 60 * 1000
/** How much later than its plain subtraction a month can end: from 31 January to 28 February. */
const slack = 4 * day

/**
 * The instant at which a period is over. **The one rule of the calendar**: everything is UTC; a day is 24 hours, and no
 * clock of any zone shortens it; months and years go by the calendar to the same time of the same day, or, where the month
 * has no such day, of its last: 29 February becomes 28 February, 31 January becomes 28 or 29 February.
 */
export function periodEnd(start: Date, period: RetentionPeriod): Date {
  if ('days' in period) return new Date(start.getTime() + period.days * day)
  const end = new Date(start)
  const months = 'years' in period ? period.years * 12 : period.months
  end.setUTCMonth(end.getUTCMonth() + months)
  if (end.getUTCMonth() !== (((start.getUTCMonth() + months) % 12) + 12) % 12) end.setUTCDate(0)
  return end
}

/** Whether a period is over at an instant: at the instant itself it is. */
export const isOver = (start: Date, period: RetentionPeriod, at: Date): boolean => periodEnd(start, period) <= at

/** No row whose clock shows more than this can be due at an instant; those that show less may still not be. */
export function latestDue(period: RetentionPeriod, at: Date): Date {
  if ('days' in period) return new Date(at.getTime() - period.days * day)
  const latest = new Date(at)
  latest.setUTCMonth(latest.getUTCMonth() - ('years' in period ? period.years * 12 : period.months))
  return new Date(latest.getTime() + slack)
}

/** Whether nothing is kept beyond what it belongs to. */
export const isNone = (period: RetentionPeriod): boolean => 'days' in period && period.days === 0

/** Whether two periods are written the same way. */
export const samePeriod = (one: RetentionPeriod, other: RetentionPeriod): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
