import { signal } from '@preact/signals'

/** The time that pages show things by; moves on every half minute. */
export const now = signal(new Date())
setInterval(() => {
  now.value = new Date()
}, 30_000)

/** The reader's own English, or British where they read another language: the words around are English. */
export const locale = navigator.language.startsWith('en') ? navigator.language : 'en-GB'

const clockFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const weekdayFormat = new Intl.DateTimeFormat(locale, { weekday: 'short' })
const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const yearFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const longFormat = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const longYearFormat = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const fullFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })

const minute = 60_000
const day = 86_400_000

const isSameDay = (one: Date, other: Date) => one.toDateString() === other.toDateString()
const isSameYear = (one: Date, other: Date) => one.getFullYear() === other.getFullYear()

/** `09:12`. */
export const clock = (instant: string) => clockFormat.format(new Date(instant))

/** `Thursday 12 November`, with the year where it is another one. */
export const longDay = (instant: string, today: Date) => {
  const date = new Date(instant)
  return (isSameYear(date, today) ? longFormat : longYearFormat).format(date).replaceAll(',', '')
}

/** `Thursday 12 November 2026 at 09:12`, for titles. */
export const fullTime = (instant: string) => fullFormat.format(new Date(instant))

/** `now`, `09:12`, `Wed`, `12 Oct`, `12 Oct 2025`: as short as it can be said. */
export function shortTime(instant: string, today: Date): string {
  const date = new Date(instant)
  const age = today.getTime() - date.getTime()
  if (age < minute) return 'now'
  if (isSameDay(date, today)) return clockFormat.format(date)
  if (age < 6 * day) return weekdayFormat.format(date)
  return shortDay(instant, today)
}

/** `12 Oct`, with the year where it is another one. */
export function shortDay(instant: string, today: Date): string {
  const date = new Date(instant)
  return (isSameYear(date, today) ? dayFormat : yearFormat).format(date)
}

/** How long somebody has been waiting: `now`, `11 min`, `1 h`, `3 d`. */
export function waiting(since: string, today: Date): string {
  const age = today.getTime() - new Date(since).getTime()
  if (age < minute) return 'now'
  if (age < 60 * minute) return `${Math.floor(age / minute)} min`
  return age < day ? `${Math.floor(age / (60 * minute))} h` : `${Math.floor(age / day)} d`
}

/** `in a moment`, `in 4 min`, `in 3 h`. */
export function shortTimeAhead(instant: string, today: Date): string {
  const minutes = Math.round((Date.parse(instant) - today.getTime()) / minute)
  if (minutes < 1) return 'in a moment'
  return minutes < 60 ? `in ${minutes} min` : `in ${Math.round(minutes / 60)} h`
}

/** The clock of another place, where this runtime knows it: `09:24, Bath` for `Europe/Bath`. */
export function clockIn(timezone: string, at: Date): string | null {
  try {
    const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: timezone }).format(at)
    return `${time}, ${timezone.split('/').at(-1)?.replaceAll('_', ' ')}`
  } catch {
    return null
  }
}
