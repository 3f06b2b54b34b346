import type { ConsentRegimeKind } from '@sotto/contracts'

export type RegimeDays = 'expiresAfterDays' | 'askAgainAfterDays'

interface Bound {
  least: number
  most: number
  /** Why it may not be less, and not be more. */
  because: { least: string; most: string }
  /** What is good practice. */
  advice: string
}

const browsers = 'Browsers keep a cookie for 400 days at most.'
const oneDay = 'A choice holds for a day at least.'

/**
 * Between which days each setting of a regime lies, and why. Tighter than what a server takes: it cannot know which law
 * a policy of somebody's own making answers to, and whoever edits one here is told.
 */
export const bounds: Record<ConsentRegimeKind, Record<RegimeDays, Bound>> = {
  'opt-in': {
    expiresAfterDays: {
      least: 1,
      most: 400,
      because: { least: oneDay, most: browsers },
      advice: 'Six months (182 days) is good practice in the EU: a yes grows old.',
    },
    askAgainAfterDays: {
      least: 182,
      most: 400,
      because: {
        least:
          'Asking sooner than six months after a no wears people down. EU authorities do not take that for free consent.',
        most: browsers,
      },
      advice: 'Counted from a no. Six months (182 days) is good practice in the EU.',
    },
  },
  'opt-out': {
    expiresAfterDays: {
      least: 1,
      most: 400,
      because: { least: oneDay, most: browsers },
      advice: 'A yes is only asked for where sensitive information is used.',
    },
    askAgainAfterDays: {
      least: 365,
      most: 400,
      because: {
        least: 'California lets nobody who opted out be asked again within twelve months (Civil Code § 1798.135).',
        most: browsers,
      },
      advice: 'Twelve months (365 days) at least, by the law of California.',
    },
  },
  none: {
    expiresAfterDays: {
      least: 1,
      most: 400,
      because: { least: oneDay, most: browsers },
      advice: 'Nobody is asked. Choices that people make by themselves hold for this long.',
    },
    askAgainAfterDays: {
      least: 1,
      most: 400,
      because: { least: oneDay, most: browsers },
      advice: 'Nobody is asked here.',
    },
  },
}

/** Why a number of days is not allowed; null where it is. */
export function outOfBounds(kind: ConsentRegimeKind, setting: RegimeDays, days: number): string | null {
  const { least, most, because } = bounds[kind][setting]
  if (days < least) return `At least ${least} days. ${because.least}`
  return days > most ? `At most ${most} days. ${because.most}` : null
}
