import type { SupportArea, SupportCase, SupportLook } from '@sotto/contracts'
import type { IconName } from '../design/icon-names.ts'
import { clock, shortDay } from '../design/time.ts'
import { phraseOf } from '../log/phrases.ts'

export const areaNames: Readonly<Record<SupportArea, string>> = {
  bots: 'Bots',
  knowledge: 'Knowledge',
  conversations: 'Conversations',
  contacts: 'Contacts',
  appointments: 'Appointments',
  tickets: 'Tickets',
  consent: 'Consent',
  retention: 'Retention',
  members: 'Members',
}

type Tone = 'good' | 'wait' | 'bad' | 'quiet'

/** `2 h 5 min`, `under a minute`: how long something lasts. */
export function lasting(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000)
  if (minutes <= 0) return 'under a minute'
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** `14:05`, `12 Nov, 14:05` on another day. */
const moment = (instant: string, today: Date) =>
  new Date(instant).toDateString() === today.toDateString()
    ? clock(instant)
    : `${shortDay(instant, today)}, ${clock(instant)}`

/** Whether somebody is let in, also where the server was not asked again since. */
export const isLetIn = ({ state, granted }: SupportCase, today: Date) =>
  state === 'active' && granted !== null && Date.parse(granted.until) > today.getTime()

/** Whether a case waits for a decision or lets somebody in. */
export const isOpen = (one: SupportCase, today: Date) =>
  isLetIn(one, today) || (one.state === 'asked' && Date.parse(one.asked.until) > today.getTime())

/** How a case stands. */
export function stateOf(one: SupportCase, today: Date): { text: string; tone: Tone; icon: IconName } {
  const { state, granted, end } = one
  if (isLetIn(one, today) && granted)
    return {
      text: `Let in until ${moment(granted.until, today)}: ${lasting(Date.parse(granted.until) - today.getTime())} left`,
      tone: 'bad',
      icon: 'support',
    }
  if (state === 'asked')
    return { text: `Waits for you until ${shortDay(one.asked.until, today)}`, tone: 'wait', icon: 'handover' }
  if (state === 'lapsed') return { text: 'Lapsed: nobody decided', tone: 'quiet', icon: 'history' }
  if (state === 'refused') return { text: 'Refused', tone: 'quiet', icon: 'close' }
  if (state === 'withdrawn') return { text: 'Taken back by support', tone: 'quiet', icon: 'close' }
  if (state === 'ended' && end)
    return {
      text: `Ended ${end.by === 'team' ? 'by your team' : 'by support'} ${moment(end.at, today)}`,
      tone: 'quiet',
      icon: 'done',
    }
  return { text: `Over since ${moment(granted?.until ?? one.asked.until, today)}`, tone: 'quiet', icon: 'done' }
}

interface Reach {
  areas: readonly SupportArea[]
  botId: string | null
  conversationId: string | null
}

/** What may be seen: `Contacts, Tickets`, `Conversations of Wren`, `One conversation`. */
export function reachInWords({ areas, botId, conversationId }: Reach, bots: ReadonlyMap<string, string>): string {
  if (conversationId) return 'One conversation, and nothing beside it'
  const names = areas.map((area) => areaNames[area]).join(', ')
  return botId ? `${names} of ${bots.get(botId) ?? 'one bot'}` : names
}

/** `asked to list contacts`, `looked at contact`: what somebody of support did. */
export function lookInWords({ action, operation, rows }: SupportLook): string {
  if (operation) return `asked to ${operation.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`
  if (action === 'support-session.started') return 'signed in'
  if (action === 'support.ended') return 'left'
  const { did, what } = phraseOf(action)
  return `${did} ${what}${rows > 1 ? `, ${rows} rows` : ''}`.trim()
}

/** Cases by what they want of the team. */
export function groupsOf(cases: readonly SupportCase[], today: Date): { title: string; cases: SupportCase[] }[] {
  const groups = [
    { title: 'Asks to be let in', cases: cases.filter(({ state }) => state === 'asked') },
    { title: 'Let in', cases: cases.filter((one) => isLetIn(one, today)) },
    { title: 'Past', cases: cases.filter((one) => one.state !== 'asked' && !isLetIn(one, today)) },
  ]
  return groups.filter((group) => group.cases.length > 0)
}
