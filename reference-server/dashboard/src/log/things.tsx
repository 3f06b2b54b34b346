import type { AuditEntry } from '@sotto/client-sdk'
import { linkTo } from '../app/paths.ts'
import { useWorkspace } from '../app/workspace.ts'
import { nameOf } from '../inbox/groups.ts'
import { shownValue } from './change-rows.ts'

/** What an entry is about, as far as it can be told. */
export interface Thing {
  /** What it is called; `null` where it has no name here. */
  name: string | null
  /** Where it is shown in the dashboard; `null` where it is not, or not any more. */
  href: string | null
  /** Whether those it is about were forgotten. */
  forgotten: boolean
}

const ending = /\.(deleted|removed|revoked|erased)$/

/** Whether what an entry tells of ended with it: what it says then is which rows went, and not whose. */
const ended = ({ action, details }: AuditEntry) => ending.test(action) && typeof details?.deleted === 'object'

/** Finds what entries are about among what the dashboard knows already: looking it up would itself be logged. */
export function useThing(): (entry: AuditEntry) => Thing {
  const { inbox, bots, members, log } = useWorkspace()
  const [rows, team, keys] = [inbox.rows.value, members.value, log.apiKeys.value]
  const people = new Map(
    [...rows.values()].flatMap((row) => (row.contact ? [[row.contact.id as string, nameOf(row)] as const] : [])),
  )
  const ofConversation = (id: string) => {
    const row = rows.get(id)
    const view = row?.status === 'closed' ? 'closed' : 'open'
    return { name: row ? nameOf(row) : null, href: linkTo({ name: 'inbox', view, conversationId: id }) }
  }
  const found = (entry: AuditEntry): Omit<Thing, 'forgotten'> => {
    const { target, transcript, subject } = entry
    const id = target?.id ?? ''
    const conversation = transcript ? ofConversation(transcript) : { name: null, href: null }
    switch (target?.collection) {
      case 'conversations':
        return ofConversation(id)
      case 'messages':
        return conversation
      case 'members':
        return { name: team.get(id)?.name ?? team.get(id)?.email ?? null, href: null }
      case 'apiKeys':
        return { name: keys.get(id)?.name ?? null, href: null }
      case 'consentRecords':
        return { name: null, href: linkTo({ name: 'consent-records', recordId: id }) }
      case 'consentPolicies':
        return { name: null, href: linkTo({ name: 'consent-policy', policyId: id, tab: 'versions' }) }
      case 'bots':
        return {
          name: bots.find(id)?.name ?? null,
          href: linkTo({ name: 'bot', botId: id, tab: 'knowledge' }),
        }
      default:
        return { name: people.get(subject ?? id) ?? null, href: conversation.href }
    }
  }
  return (entry) => {
    const { name, href } = found(entry)
    const said = shownValue(entry.after?.name ?? entry.before?.name ?? entry.after?.title ?? entry.before?.title)
    const over = entry.forgotten || ending.test(entry.action)
    return { name: name ?? said, href: over ? null : href, forgotten: entry.forgotten || ended(entry) }
  }
}

export const Forgotten = () => (
  <span
    class="log-forgotten"
    title="The key of this person is destroyed. What the entry said of them cannot be read any more, by anybody."
  >
    forgotten
  </span>
)
