/** `1 row`, `2,000 rows`. */
export const counted = (number: number, noun: string) =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`

/** A time to the minute, UTC. */
export const minuteOf = (time: Date) => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** A time of day to the second, UTC. */
export const secondOf = (time: Date) => `${time.toISOString().slice(11, 19)} UTC`

/** `3 days`, `5 hours`, `12 minutes`: how much time lies between, in the largest unit that fits twice. */
export function span(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000)
  if (minutes >= 2 * 24 * 60) return counted(Math.floor(minutes / (24 * 60)), 'day')
  if (minutes >= 2 * 60) return counted(Math.floor(minutes / 60), 'hour')
  return counted(minutes, 'minute')
}

/** `1.2 MB` */
export function sizeOf(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let unit = 0
  let size = bytes
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}
