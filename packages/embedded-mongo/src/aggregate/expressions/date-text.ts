import { CommandError } from '../../errors/command-error.ts'
import { dateFrom, dayOfYear, isoWeek, type Wall, wallOf, weekday, zoneOffset } from './time-zones.ts'

const pad = (value: number, width: number) => String(value).padStart(width, '0')
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Writes a date as `$dateToString` does. */
export function formatDate(date: Date, format: string, zone: string | undefined): string {
  const wall = wallOf(date, zone)
  const offset = zoneOffset(zone, date.getTime()) / 60_000
  const sign = offset < 0 ? '-' : '+'
  const size = Math.abs(offset)
  const parts: Record<string, () => string> = {
    Y: () => pad(wall.year, 4),
    m: () => pad(wall.month, 2),
    d: () => pad(wall.day, 2),
    H: () => pad(wall.hour, 2),
    M: () => pad(wall.minute, 2),
    S: () => pad(wall.second, 2),
    L: () => pad(wall.millisecond, 3),
    j: () => pad(dayOfYear(wall), 3),
    w: () => String(weekday(wall) + 1),
    u: () => String(weekday(wall) || 7),
    U: () => pad(Math.floor((dayOfYear(wall) + 6 - weekday(wall)) / 7), 2),
    V: () => pad(isoWeek(wall).week, 2),
    G: () => pad(isoWeek(wall).year, 4),
    z: () => `${sign}${pad(Math.floor(size / 60), 2)}${pad(size % 60, 2)}`,
    Z: () => String(offset),
    b: () => (months[wall.month - 1] as string).slice(0, 3),
    B: () => months[wall.month - 1] as string,
    '%': () => '%',
  }
  return format.replace(/%(.?)/gs, (_, letter: string) => {
    const part = Object.hasOwn(parts, letter) ? parts[letter] : undefined
    if (!part) throw new CommandError(18536, `Invalid format character '%${letter}' in format string`)
    return part()
  })
}

function unparsable(text: string): CommandError {
  return new CommandError('ConversionFailure', `Error parsing date string '${text}'`)
}

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

/** Reads a date: ISO 8601, or what `format` says. */
export function parseDate(text: string, format: string | undefined, zone: string | undefined): Date {
  const found = format === undefined ? isoParts(text) : formattedParts(text, format)
  if (!found) throw unparsable(text)
  const { offset, ...wall } = found
  if (offset !== undefined && zone !== undefined) throw unparsable(text)
  const date = dateFrom(wall, offset ?? zone)
  const back = wallOf(date, offset ?? zone)
  if (back.day !== wall.day || back.month !== wall.month || wall.hour > 23 || wall.minute > 59 || wall.second > 59)
    throw unparsable(text)
  return date
}

type Parts = Wall & { readonly offset: string | undefined }

function isoParts(text: string): Parts | undefined {
  const match = isoPattern.exec(text.trim())
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, offset] = match
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: Number((fraction ?? '').slice(0, 3).padEnd(3, '0')),
    offset: offset?.toUpperCase(),
  }
}

const patterns: Record<string, string> = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d{2})',
  d: '(?<d>\\d{2})',
  H: '(?<H>\\d{2})',
  M: '(?<M>\\d{2})',
  S: '(?<S>\\d{2})',
  L: '(?<L>\\d{1,3})',
  z: '(?<z>Z|[+-]\\d{2}:?\\d{2})',
  b: '(?<b>[A-Za-z]{3})',
  B: '(?<B>[A-Za-z]+)',
  '%': '%',
}

function formattedParts(text: string, format: string): Parts | undefined {
  const source = format.replace(/%(.?)|[.*+?^${}()|[\]\\]/gs, (whole, letter: string | undefined) => {
    if (letter === undefined) return `\\${whole}`
    const pattern = Object.hasOwn(patterns, letter) ? patterns[letter] : undefined
    if (!pattern) throw new CommandError(18536, `Invalid format character '%${letter}' in format string`)
    return pattern
  })
  const groups = new RegExp(`^${source}$`).exec(text)?.groups
  if (!groups) return undefined
  const name = groups.B ?? groups.b
  const named =
    name === undefined ? -1 : months.findIndex((month) => month.toLowerCase().startsWith(name.toLowerCase()))
  if (name !== undefined && named === -1) return undefined
  return {
    year: Number(groups.Y ?? 1970),
    month: named === -1 ? Number(groups.m ?? 1) : named + 1,
    day: Number(groups.d ?? 1),
    hour: Number(groups.H ?? 0),
    minute: Number(groups.M ?? 0),
    second: Number(groups.S ?? 0),
    millisecond: Number(groups.L ?? 0),
    offset: groups.z,
  }
}
