/** How long something may take, counted from the day after it was received. */
export type Period =
  /** So many months of the calendar, and never more than so many days. */
  | { months: number; mostDays: number }
  | { days: number }
  /** Monday to Friday. Holidays are counted as if they were none, so that they never move the end later. */
  | { businessDays: number; hoursFromUtc: number }

const hour = 60 * 60 * 1000
const day = 24 * hour

/**
 * The end of a period. The day of receipt does not count, a month without that date ends on its last day (Regulation
 * 1182/71), and neither a weekend nor a holiday moves it. The law gives until the end of that day; this is the same time
 * of day as the receipt, so that it is not late in whichever time zone somebody reads the dates.
 */
export function endOf(receivedAt: Date, period: Period): Date {
  if ('days' in period) return new Date(receivedAt.getTime() + period.days * day)
  if ('businessDays' in period) return afterBusinessDays(receivedAt, period)
  const most = receivedAt.getTime() + period.mostDays * day
  return new Date(Math.min(afterMonths(receivedAt, period.months).getTime(), most))
}

function afterMonths(time: Date, months: number): Date {
  const end = new Date(time)
  end.setUTCMonth(time.getUTCMonth() + months)
  // 31 January and a month is 3 March for a Date: the last day of the month before is meant.
  if (end.getUTCDate() !== time.getUTCDate()) end.setUTCDate(0)
  return end
}

function afterBusinessDays(
  time: Date,
  { businessDays, hoursFromUtc }: Extract<Period, { businessDays: number }>,
): Date {
  const end = new Date(time.getTime() + hoursFromUtc * hour)
  for (let left = businessDays; left > 0; ) {
    end.setUTCDate(end.getUTCDate() + 1)
    const weekday = end.getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return new Date(end.getTime() - hoursFromUtc * hour)
}
