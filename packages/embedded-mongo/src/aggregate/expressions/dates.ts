import { document, Int32, isDocument, Long, ObjectId, Timestamp, typeName, type Value } from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { compileNamed, integer, isNullish, named, nullSafe, text } from './arguments.ts'
import { compileExpression, type Scope } from './compile.ts'
import { formatDate, parseDate } from './date-text.ts'
import type { OperatorCompiler, Operators } from './operators.ts'
import { dateFrom, dayOfYear, isoWeek, utc, type Wall, wallOf, weekday } from './time-zones.ts'

function dateOf(value: Value | undefined, operator: string): Date {
  if (value instanceof Date) return value
  if (value instanceof Timestamp) return new Date(value.t * 1000)
  if (value instanceof ObjectId) return value.getTimestamp()
  throw new CommandError(16006, `${operator}: can't convert from BSON type ${typeName(value)} to Date`)
}

function zoneOf(value: Value | undefined, operator: string): string | undefined {
  return value === undefined ? undefined : text(value, operator, 40517)
}

/** A part of a date: the argument is the date, or a document with `date` and `timezone`. */
function part(read: (wall: Wall) => number | bigint): OperatorCompiler {
  return (argument, context, operator) => {
    const single = Array.isArray(argument) && argument.length === 1 ? (argument[0] as Value) : argument
    const isNamed = isDocument(single) && single.has('date')
    const fields = isNamed
      ? compileNamed(operator, single, context, { required: ['date'], optional: ['timezone'] })
      : { date: compileExpression(single, context), timezone: undefined }
    return (scope) => {
      const date = fields.date?.(scope)
      const zone = fields.timezone?.(scope)
      if (isNullish(date) || (fields.timezone && isNullish(zone))) return null
      const value = read(wallOf(dateOf(date, operator), zoneOf(zone, operator)))
      return typeof value === 'bigint' ? Long.fromBigInt(value) : new Int32(value)
    }
  }
}

const unitMilliseconds: Record<string, number> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}
const unitMonths: Record<string, number> = { month: 1, quarter: 3, year: 12 }

function unitOf(value: Value | undefined, operator: string): string {
  const unit = text(value, operator, 5439013)
  if (!Object.hasOwn(unitMilliseconds, unit) && !Object.hasOwn(unitMonths, unit))
    throw new CommandError('FailedToParse', `${operator}: unknown time unit value: ${unit}`)
  return unit
}

function addUnits(date: Date, unit: string, amount: number, zone: string | undefined): Date {
  const monthsEach = unitMonths[unit]
  const wall = wallOf(date, zone)
  if (monthsEach !== undefined) {
    const total = wall.year * 12 + (wall.month - 1) + amount * monthsEach
    const year = Math.floor(total / 12)
    const month = total - year * 12 + 1
    const lastDay = new Date(utc(year, month + 1, 0, 0, 0, 0, 0)).getUTCDate()
    return dateFrom({ ...wall, year, month, day: Math.min(wall.day, lastDay) }, zone)
  }
  if (unit === 'day' || unit === 'week')
    return dateFrom({ ...wall, day: wall.day + amount * (unit === 'week' ? 7 : 1) }, zone)
  return new Date(date.getTime() + amount * (unitMilliseconds[unit] as number))
}

function shift(direction: 1 | -1): OperatorCompiler {
  return named({ required: ['startDate', 'unit', 'amount'], optional: ['timezone'] }, (get, has, operator) => {
    const [start, unit, amount, zone] = ['startDate', 'unit', 'amount', 'timezone'].map(get)
    if (isNullish(start) || isNullish(unit) || isNullish(amount) || (has('timezone') && isNullish(zone))) return null
    return addUnits(
      dateOf(start, operator),
      unitOf(unit, operator),
      direction * integer(amount, operator, 5166405),
      zoneOf(zone, operator),
    )
  })
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

function weekStart(value: Value | undefined, operator: string): number {
  if (value === undefined) return 0
  const name = text(value, operator, 5439015).toLowerCase()
  const found = weekdays.findIndex((day) => day === name || day.slice(0, 3) === name)
  if (found === -1) throw new CommandError('FailedToParse', `${operator}: unknown day of week: ${name}`)
  return found
}

/** Counts units from a fixed day on, so that differences and truncations agree. */
function unitNumber(wall: Wall, unit: string, firstWeekday: number): number {
  const months = wall.year * 12 + wall.month - 1
  if (unit === 'year') return wall.year
  if (unit === 'quarter') return Math.floor(months / 3)
  if (unit === 'month') return months
  const time = utc(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond)
  const days = Math.floor(time / 86_400_000)
  // 1 January 1970 was a Thursday.
  if (unit === 'week') return Math.floor((days + 4 - firstWeekday) / 7)
  return unit === 'day' ? days : Math.floor(time / (unitMilliseconds[unit] as number))
}

function difference(get: (name: string) => Value | undefined, has: (name: string) => boolean, operator: string): Value {
  const [first, last, unitValue, zone] = ['startDate', 'endDate', 'unit', 'timezone'].map(get)
  if (isNullish(first) || isNullish(last) || isNullish(unitValue) || (has('timezone') && isNullish(zone))) return null
  const [start, end] = [dateOf(first, operator), dateOf(last, operator)]
  const unit = unitOf(unitValue, operator)
  const size = unitMilliseconds[unit]
  if (size !== undefined && size < 86_400_000)
    return Long.fromNumber(Math.floor(end.getTime() / size) - Math.floor(start.getTime() / size))
  const firstWeekday = weekStart(get('startOfWeek'), operator)
  const count = (date: Date) => unitNumber(wallOf(date, zoneOf(zone, operator)), unit, firstWeekday)
  return Long.fromNumber(count(end) - count(start))
}

/** Bins are counted from the beginning of 2000, as in MongoDB. */
function truncate(get: (name: string) => Value | undefined, has: (name: string) => boolean, operator: string): Value {
  const [value, unitValue, binValue, zoneValue] = ['date', 'unit', 'binSize', 'timezone'].map(get)
  if (
    isNullish(value) ||
    isNullish(unitValue) ||
    (has('binSize') && isNullish(binValue)) ||
    (has('timezone') && isNullish(zoneValue))
  )
    return null
  const unit = unitOf(unitValue, operator)
  const zone = zoneOf(zoneValue, operator)
  const bin = binValue === undefined ? 1 : integer(binValue, operator, 5439017)
  if (bin < 1) throw new CommandError(5439018, `${operator} requires 'binSize' to be a 64-bit integer greater than 0`)
  const firstWeekday = weekStart(get('startOfWeek'), operator)
  const reference: Wall = { year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 }
  const number = unitNumber(wallOf(dateOf(value, operator), zone), unit, firstWeekday)
  const base = unitNumber(
    unit === 'week' ? { ...reference, day: 1 + ((firstWeekday + 1) % 7) } : reference,
    unit,
    firstWeekday,
  )
  const binned = base + Math.floor((number - base) / bin) * bin
  return dateFrom(wallOfUnit(binned, unit, firstWeekday), zone)
}

function wallOfUnit(number: number, unit: string, firstWeekday: number): Wall {
  const start: Wall = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 }
  if (unit === 'year') return { ...start, year: number }
  if (unit === 'quarter')
    return { ...start, year: Math.floor(number / 4), month: (number - Math.floor(number / 4) * 4) * 3 + 1 }
  if (unit === 'month')
    return { ...start, year: Math.floor(number / 12), month: number - Math.floor(number / 12) * 12 + 1 }
  const time =
    unit === 'week' ? (number * 7 - 4 + firstWeekday) * 86_400_000 : number * (unitMilliseconds[unit] as number)
  return wallOf(new Date(time), undefined)
}

const toParts: OperatorCompiler = (argument, context, operator) => {
  const fields = compileNamed(operator, argument, context, { required: ['date'], optional: ['timezone', 'iso8601'] })
  return (scope: Scope) => {
    const date = fields.date?.(scope)
    const zone = fields.timezone?.(scope)
    if (isNullish(date) || (fields.timezone && isNullish(zone))) return null
    const wall = wallOf(dateOf(date, operator), zoneOf(zone, operator))
    const { hour, minute, second, millisecond } = wall
    if (fields.iso8601?.(scope) === true) {
      const { year, week } = isoWeek(wall)
      return document({
        isoWeekYear: year,
        isoWeek: week,
        isoDayOfWeek: weekday(wall) || 7,
        hour,
        minute,
        second,
        millisecond,
      })
    }
    return document({ year: wall.year, month: wall.month, day: wall.day, hour, minute, second, millisecond })
  }
}

const partNames = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond']
const isoNames = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek', 'hour', 'minute', 'second', 'millisecond']

const fromParts: OperatorCompiler = (argument, context, operator) => {
  const isIso = isDocument(argument) && argument.has('isoWeekYear')
  const names = isIso ? isoNames : partNames
  const fields = compileNamed(operator, argument, context, {
    required: [names[0] as string],
    optional: [...names.slice(1), 'timezone'],
  })
  return (scope) => {
    const zone = fields.timezone?.(scope)
    const values = names.map((name, place) => {
      const value = fields[name]?.(scope)
      if (!fields[name]) return place < 3 ? 1 : 0
      return isNullish(value) ? undefined : integer(value, operator, 40515)
    })
    if (values.includes(undefined) || (fields.timezone && isNullish(zone))) return null
    const [year, second, third, hour, minute, seconds, millisecond] = values as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    const clock = { hour, minute, second: seconds, millisecond }
    if (!isIso) return dateFrom({ year, month: second, day: third, ...clock }, zoneOf(zone, operator))
    // The week with the year's first Thursday is its first.
    const fourth = { year, month: 1, day: 4, hour: 0, minute: 0, second: 0, millisecond: 0 }
    const monday = 4 - ((weekday(fourth) + 6) % 7)
    return dateFrom({ year, month: 1, day: monday + (second - 1) * 7 + third - 1, ...clock }, zoneOf(zone, operator))
  }
}

const toStringOperator = named(
  { required: ['date'], optional: ['format', 'timezone', 'onNull'] },
  (get, has, operator) => {
    const [date, format, zone] = ['date', 'format', 'timezone'].map(get)
    if (isNullish(date)) return has('onNull') ? get('onNull') : null
    if ((has('timezone') && isNullish(zone)) || (has('format') && isNullish(format))) return null
    const timezone = zoneOf(zone, operator)
    const fallback =
      timezone === undefined || timezone === 'UTC' || timezone === 'GMT'
        ? '%Y-%m-%dT%H:%M:%S.%LZ'
        : '%Y-%m-%dT%H:%M:%S.%L'
    return formatDate(dateOf(date, operator), format === undefined ? fallback : text(format, operator, 18533), timezone)
  },
)

const fromString: OperatorCompiler = (argument, context, operator) => {
  const fields = compileNamed(operator, argument, context, {
    required: ['dateString'],
    optional: ['format', 'timezone', 'onError', 'onNull'],
  })
  return (scope) => {
    const [value, format, zone] = [fields.dateString?.(scope), fields.format?.(scope), fields.timezone?.(scope)]
    if (isNullish(value)) return fields.onNull ? fields.onNull(scope) : null
    if ((fields.format && isNullish(format)) || (fields.timezone && isNullish(zone))) return null
    try {
      if (typeof value !== 'string')
        throw new CommandError(
          'ConversionFailure',
          `${operator} requires that 'dateString' be a string, found: ${typeName(value)}`,
        )
      return parseDate(value, isNullish(format) ? undefined : text(format, operator, 40684), zoneOf(zone, operator))
    } catch (error) {
      if (fields.onError && error instanceof CommandError) return fields.onError(scope)
      throw error
    }
  }
}

export const dateOperators: Operators = {
  $year: part(({ year }) => year),
  $month: part(({ month }) => month),
  $dayOfMonth: part(({ day }) => day),
  $hour: part(({ hour }) => hour),
  $minute: part(({ minute }) => minute),
  $second: part(({ second }) => second),
  $millisecond: part(({ millisecond }) => millisecond),
  $dayOfYear: part(dayOfYear),
  $dayOfWeek: part((wall) => weekday(wall) + 1),
  $isoDayOfWeek: part((wall) => weekday(wall) || 7),
  $week: part((wall) => Math.floor((dayOfYear(wall) + 6 - weekday(wall)) / 7)),
  $isoWeek: part((wall) => isoWeek(wall).week),
  $isoWeekYear: part((wall) => BigInt(isoWeek(wall).year)),
  $dateToString: toStringOperator,
  $dateFromString: fromString,
  $dateToParts: toParts,
  $dateFromParts: fromParts,
  $dateAdd: shift(1),
  $dateSubtract: shift(-1),
  $dateDiff: named({ required: ['startDate', 'endDate', 'unit'], optional: ['timezone', 'startOfWeek'] }, difference),
  $dateTrunc: named({ required: ['date', 'unit'], optional: ['binSize', 'timezone', 'startOfWeek'] }, truncate),
  $tsSecond: nullSafe(1, ([value], name) => {
    if (!(value instanceof Timestamp)) throw new CommandError(5687301, `${name} requires a timestamp`)
    return Long.fromNumber(value.t)
  }),
  $tsIncrement: nullSafe(1, ([value], name) => {
    if (!(value instanceof Timestamp)) throw new CommandError(5687302, `${name} requires a timestamp`)
    return Long.fromNumber(value.i)
  }),
}
