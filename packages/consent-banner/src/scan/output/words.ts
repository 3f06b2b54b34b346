import type { StateName } from '../observation.ts'

/** How the states are called in reports. */
export const stateTitles: Readonly<Record<StateName, string>> = {
  before: 'Before a choice',
  rejected: 'After reject',
  accepted: 'After accept',
  withdrawn: 'After withdrawal',
  gpc: 'With GPC',
}

/** A lifetime as people say it. */
export function spanOf(seconds: number | null): string {
  if (seconds === null) return 'session'
  const units = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  for (const [name, length] of units) {
    const count = seconds / length
    // 366 days are twelve months to some and a year to others: years are said where they are whole.
    if (count >= 1 && (name !== 'year' || count >= 0.999)) {
      const rounded = Number(count.toFixed(count < 10 && name !== 'minute' ? 1 : 0))
      return `${rounded} ${name}${rounded === 1 ? '' : 's'}`
    }
  }
  return `${Math.max(0, Math.round(seconds))} seconds`
}

export const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
