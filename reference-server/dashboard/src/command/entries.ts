import type { Bot, Conversation, Session } from '@sotto/client-sdk'
import { groupsFor } from '../app/groups.ts'
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
  ...groupsFor((permission) => permissions.includes(permission)).flatMap(({ spots }) =>
    spots.flatMap(({ inner, ...spot }) =>
      (inner ?? [spot]).map(({ icon, to, alone, note }) => entry('Places', icon, to, alone, note)),
    ),
  ),
  ...(permissions.includes('papers:read')
    ? [
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
