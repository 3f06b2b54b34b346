import { clock, locale, shortDay } from '../design/time.ts'

const withSeconds = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
const exact = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

const day = 86_400_000

/** `09:22:58` today, `Wed 17:41` this week, `12 Oct 17:41` before. */
export function timeInLog(instant: string, today: Date): string {
  const date = new Date(instant)
  if (date.toDateString() === today.toDateString()) return withSeconds.format(date)
  const age = today.getTime() - date.getTime()
  return `${age < 6 * day ? weekday.format(date) : shortDay(instant, today)} ${clock(instant)}`
}

/** To the millisecond, as an entry has it. */
export const exactTime = (instant: string) => exact.format(new Date(instant))

/** The number of an entry, counted from 0 as in proofs and exports. */
export const placeInWords = (index: number | null) => (index === null ? 'waiting' : index.toLocaleString('en-GB'))

/** The last entry of a log of some size; `null` where it has none. */
export const lastEntry = (size: number) => (size > 0 ? placeInWords(size - 1) : null)

/** The number of a log: 1, and one more with each restore. `null` where the name is of another form. */
export function logNumber(origin: string): number | null {
  const [, number] = /\/(\d+)$/.exec(origin) ?? []
  return number ? Number(number) : null
}

/** `6e8137ec…6a69`. */
export const shortHash = (hex: string) => `${hex.slice(0, 8)}…${hex.slice(-4)}`
