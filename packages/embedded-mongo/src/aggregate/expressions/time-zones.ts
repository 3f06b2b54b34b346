import { CommandError } from '../../errors/command-error.ts'

/** A date in some zone, as its calendar and clock show it. */
export interface Wall {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far a zone is ahead of UTC at a moment, in milliseconds. */
export function zoneOffset(zone: string | undefined, time: number): number {
  if (zone === undefined || zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)) * 60_000
  let format = formats.get(zone)
  if (!format) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
    } catch {
      throw new CommandError(40485, `unrecognized time zone identifier: "${zone}"`)
    }
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]))
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
  const shown = utc(
    year,
    Number(parts.month),
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
    0,
  )
  return shown - Math.floor(time / 1000) * 1000
}

/** Milliseconds since 1970 of a moment in UTC. Values past their range carry over, as MongoDB has it. */
export function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, millisecond)
  return date.getTime()
}

export function wallOf(date: Date, zone: string | undefined): Wall {
  const shifted = new Date(date.getTime() + zoneOffset(zone, date.getTime()))
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    millisecond: shifted.getUTCMilliseconds(),
  }
}

/** The moment at which a zone's clocks show this. */
export function dateFrom(wall: Wall, zone: string | undefined): Date {
  const shown = utc(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond)
  const first = shown - zoneOffset(zone, shown)
  // Near a change of the offset the first guess may stand on its other side.
  return new Date(shown - zoneOffset(zone, first))
}

export function dayOfYear(wall: Wall): number {
  return (utc(wall.year, wall.month, wall.day, 0, 0, 0, 0) - utc(wall.year, 1, 1, 0, 0, 0, 0)) / 86_400_000 + 1
}

/** 0 is Sunday. */
export function weekday(wall: Wall): number {
  return new Date(utc(wall.year, wall.month, wall.day, 0, 0, 0, 0)).getUTCDay()
}

/** The ISO 8601 week and the year that it belongs to. */
export function isoWeek(wall: Wall): { week: number; year: number } {
  const fromMonday = (weekday(wall) + 6) % 7
  const thursday = new Date(utc(wall.year, wall.month, wall.day - fromMonday + 3, 0, 0, 0, 0))
  const year = thursday.getUTCFullYear()
  return { year, week: Math.floor((thursday.getTime() - utc(year, 1, 1, 0, 0, 0, 0)) / (7 * 86_400_000)) + 1 }
}
