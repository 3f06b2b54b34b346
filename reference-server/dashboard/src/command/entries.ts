import type { Bot, Conversation, Session } from '@sotto/client-sdk'
import { inboxViews, linkTo, type Place } from '../app/paths.ts'
import type { IconName } from '../design/icon-names.ts'
import { nameOf, type Rows, shownName } from '../inbox/groups.ts'
import { viewNames } from '../inbox/view-names.ts'

/** Something that one can jump to. */
export interface Entry {
  id: string
  kind: 'Places' | 'Bots' | 'Conversations'
  icon: IconName
  label: string
  note: string
  href: string
  /** Only found by its words, and not offered before anything is asked for. */
  deep?: true
}

const entry = (
  kind: Entry['kind'],
  icon: IconName,
  to: Exclude<Place, { name: 'nowhere' }>,
  label: string,
  note = '',
) => {
  const href = linkTo(to)
  return { id: href, kind, icon, label, note, href }
}

/** The places that somebody with these permissions is shown. */
export const placeEntries = (permissions: Session['permissions']): Entry[] => [
  ...inboxViews.map((view) =>
    entry('Places', 'inbox', { name: 'inbox', view, conversationId: null }, `Inbox: ${viewNames[view]}`),
  ),
  ...(permissions.includes('contacts:read')
    ? [
        entry(
          'Places',
          'people',
          { name: 'contacts', contactId: null },
          'Contacts',
          'Who is known, and who is one person',
        ),
      ]
    : []),
  entry('Places', 'bots', { name: 'bots' }, 'Bots'),
  ...(permissions.includes('consent:read')
    ? [
        entry('Places', 'consent', { name: 'consent' }, 'Consent policies', 'What visitors are asked'),
        entry('Places', 'consent', { name: 'consent-records', recordId: null }, 'Consent records', 'What they said'),
        entry('Places', 'rates', { name: 'consent-rates' }, 'Consent rates', 'How choices go'),
      ]
    : []),
  ...(permissions.includes('privacy:read')
    ? [
        entry(
          'Places',
          'unverified',
          { name: 'privacy', requestId: null },
          'Privacy',
          'What people ask about their data',
        ),
        entry('Places', 'public', { name: 'portal' }, 'Privacy portal', 'Where people ask, and websites that show it'),
      ]
    : []),
  ...(permissions.includes('papers:read')
    ? [
        entry(
          'Places',
          'document',
          { name: 'papers', tab: 'papers', id: null },
          'Papers',
          'What the law asks to be written',
        ),
        entry(
          'Places',
          'bot',
          { name: 'papers', tab: 'providers', id: null },
          'Model providers',
          'Where text leaves to',
        ),
      ]
    : []),
  ...(permissions.includes('breaches:read')
    ? [entry('Places', 'trouble', { name: 'papers', tab: 'breaches', id: null }, 'Breaches', 'And their clocks')]
    : []),
  ...(permissions.includes('holds:read')
    ? [entry('Places', 'held', { name: 'holds', holdId: null }, 'Legal holds', 'What must not be deleted')]
    : []),
  ...(permissions.includes('team:read')
    ? [entry('Places', 'sensitive', { name: 'sensitive-data' }, 'Sensitive data', 'What is not stored')]
    : []),
  ...(permissions.includes('team:write')
    ? [entry('Places', 'download', { name: 'end' }, 'End of the contract', 'Export everything, delete the team')]
    : []),
  ...(permissions.includes('support:read')
    ? [
        entry(
          'Places',
          'support',
          { name: 'support', caseId: null },
          'Support access',
          'Whom of support the team lets in',
        ),
      ]
    : []),
  entry('Places', 'key', { name: 'access' }, 'Access', 'Who may do what, and for how long'),
  ...(permissions.includes('audit:read')
    ? [entry('Places', 'log', { name: 'log', entryId: null }, 'Log', 'What happened')]
    : []),
  ...(permissions.includes('webhooks:read')
    ? [
        entry(
          'Places',
          'webhook',
          { name: 'webhooks', webhookId: null },
          'Webhooks',
          'Software that is told what happens',
        ),
      ]
    : []),
]

export const botEntries = (bots: readonly Bot[]): Entry[] =>
  bots.flatMap((bot) => [
    entry('Bots', 'bot', { name: 'bot', botId: bot.id, tab: 'knowledge' }, bot.name, 'Knowledge'),
    { ...entry('Bots', bot.visibility, { name: 'bot', botId: bot.id, tab: 'access' }, bot.name, 'Access'), deep: true },
    { ...entry('Bots', 'install', { name: 'bot', botId: bot.id, tab: 'install' }, bot.name, 'Install'), deep: true },
  ])

const lastActive = (one: Conversation, other: Conversation) => other.lastActivityAt.localeCompare(one.lastActivityAt)

export const conversationEntries = (rows: Rows): Entry[] =>
  [...rows.values()].sort(lastActive).map((conversation) =>
    entry(
      'Conversations',
      'reply',
      {
        name: 'inbox',
        view: conversation.status === 'closed' ? 'closed' : 'open',
        conversationId: conversation.id,
      },
      conversation.subject ?? shownName(conversation),
      conversation.subject ? (nameOf(conversation) ?? '') : '',
    ),
  )

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * The entries that hold every word of a query, those first that begin with it. Without a query: the places, the bots, and
 * a few conversations.
 */
export function matching(entries: readonly Entry[], query: string, most = 12): Entry[] {
  const words = folded(query).split(/\s+/).filter(Boolean)
  const found = entries.filter((one) => {
    const text = folded(`${one.label} ${one.note}`)
    return words.every((word) => text.includes(word))
  })
  if (words.length === 0) return found.filter(({ deep }) => !deep).slice(0, most)
  const begins = (one: Entry) => (folded(one.label).startsWith(words[0] as string) ? 0 : 1)
  const kinds: Entry['kind'][] = ['Places', 'Bots', 'Conversations']
  return kinds
    .flatMap((kind) => found.filter((one) => one.kind === kind).sort((one, other) => begins(one) - begins(other)))
    .slice(0, most)
}
