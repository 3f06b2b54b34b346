import type { InboxView } from '../app/paths.ts'
import { groupOf, rowsOf } from './groups.ts'
import type { Inbox } from './inbox.ts'

export interface Counted {
  number: number
  /** Whether there may be more that have not been read. */
  more: boolean
}

/** How many conversations a view has, as far as they have been read. */
export function countOf(inbox: Inbox, view: InboxView, memberId: string): Counted {
  const needed = view === 'closed' ? (['closed'] as const) : (['waiting', 'open'] as const)
  const more = needed.some((status) => inbox.feeds[status].value.cursor !== null)
  return { number: rowsOf(inbox.rows.value, view, memberId).length, more }
}

/** How many conversations wait for the team. */
export function waitingForTeam(inbox: Inbox, now: Date): Counted {
  const number = [...inbox.rows.value.values()].filter((row) => groupOf(row, now) === 'reply').length
  return { number, more: inbox.feeds.waiting.value.cursor !== null }
}

export const shownCount = ({ number, more }: Counted) => (more ? `${number}+` : String(number))
