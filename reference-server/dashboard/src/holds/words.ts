import type { Hold, HoldCategory } from '@sotto/contracts'
import type { IconName } from '../design/icon-names.ts'
import { shortDay } from '../design/time.ts'

export const categoryNames: Record<HoldCategory, string> = {
  contacts: 'Contacts',
  conversations: 'Conversations',
  appointments: 'Appointments',
  tickets: 'Tickets',
  files: 'Files',
  knowledge: 'Knowledge',
}

export const groundNames = {
  'legal-claims': 'Legal claims (Art. 17(3)(e) GDPR)',
  'legal-obligation': 'Legal obligation (Art. 17(3)(b) GDPR)',
} as const

/** What a hold waits for; `null` where nobody has to decide. */
export function waitingFor({ state, release }: Hold): 'hold' | 'release' | null {
  if (state === 'proposed') return 'hold'
  return state === 'active' && release && !release.approved ? 'release' : null
}

export interface HoldState {
  text: string
  icon: IconName
  tone: 'good' | 'wait' | 'bad' | 'quiet'
}

export function stateOf(hold: Hold, now: Date): HoldState {
  if (waitingFor(hold) === 'release') return { text: 'Release waits for approval', icon: 'queued', tone: 'wait' }
  switch (hold.state) {
    case 'proposed':
      return { text: 'Waits for approval', icon: 'queued', tone: 'wait' }
    case 'active':
      if (hold.ownerGone) return { text: 'Its owner has left', icon: 'trouble', tone: 'bad' }
      return hold.reviewOverdue
        ? { text: `Review was due ${shortDay(hold.reviewAt, now)}`, icon: 'trouble', tone: 'bad' }
        : { text: 'Holds', icon: 'held', tone: 'good' }
    case 'released':
      return { text: 'Released', icon: 'done', tone: 'quiet' }
    case 'expired':
      return { text: 'Ended by itself', icon: 'done', tone: 'quiet' }
    case 'refused':
      return { text: 'Refused', icon: 'close', tone: 'quiet' }
    case 'withdrawn':
      return { text: 'Taken back', icon: 'close', tone: 'quiet' }
    case 'lost':
      return { text: 'Too late: erased before', icon: 'close', tone: 'quiet' }
  }
}

/** What a hold covers, in a few words. `names` are those that are known of the ids. */
export function scopeInWords({ scope }: Hold, now: Date, names: ReadonlyMap<string, string>): string {
  const named = (id: string, what: string) => names.get(id) ?? `${what} ${id.slice(-8)}`
  const parts = [
    ...(scope.contactId ? [named(scope.contactId, 'person')] : []),
    ...(scope.conversationId ? [`conversation ${scope.conversationId.slice(-8)}`] : []),
    ...(scope.botId ? [named(scope.botId, 'bot')] : []),
    ...(scope.categories.length > 0
      ? [scope.categories.map((one) => categoryNames[one].toLowerCase()).join(', ')]
      : []),
    ...(scope.from ? [`from ${shortDay(scope.from, now)}`] : []),
    ...(scope.until ? [`before ${shortDay(scope.until, now)}`] : []),
  ]
  return parts.length > 0 ? parts.join(' · ') : 'Everything of the team'
}

/** The groups of the list: what waits for somebody first. */
export function groupsOf(holds: readonly Hold[]): { title: string; holds: readonly Hold[] }[] {
  const groups = [
    { title: 'To decide', holds: holds.filter((hold) => waitingFor(hold) !== null) },
    {
      title: 'Review overdue',
      holds: holds.filter(
        (hold) => hold.state === 'active' && waitingFor(hold) === null && (hold.reviewOverdue || hold.ownerGone),
      ),
    },
    {
      title: 'Active',
      holds: holds.filter(
        (hold) => hold.state === 'active' && waitingFor(hold) === null && !hold.reviewOverdue && !hold.ownerGone,
      ),
    },
    { title: 'Over', holds: holds.filter(({ state }) => state !== 'proposed' && state !== 'active') },
  ]
  return groups.filter((group) => group.holds.length > 0)
}
