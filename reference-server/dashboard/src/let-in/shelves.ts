import type { Listing, SottoClient } from '@sotto/client-sdk'
import type { SupportArea, SupportSession } from '@sotto/contracts'
import type { IconName } from '../design/icon-names.ts'
import * as present from './present.ts'
import type { Shown } from './shown.ts'

/** One kind of what a team lets be seen: how it is listed, and how one of it is read. */
export interface Shelf {
  /** In addresses. */
  path: string
  title: string
  icon: IconName
  /** One page of it. Each is a look that the team is shown. */
  read(cursor: string | null): Promise<{ rows: readonly Shown[]; nextCursor: string | null }>
  /** One by its id, where there is a way to ask for one; otherwise it is known from the list alone. */
  open?: (id: string) => Promise<Shown>
}

type Id<Name extends string> = `${Name}_${string}`
const limit = 50

const listed =
  <Item>(list: () => Listing<Item>, row: (item: Item) => Shown): Shelf['read'] =>
  async (cursor) => {
    const { data, nextCursor } = await list().page(cursor)
    return { rows: data.map(row), nextCursor }
  }

const only =
  (read: () => Promise<Shown>): Shelf['read'] =>
  async () => ({ rows: [await read()], nextCursor: null })

/** What somebody of support may look at, by what their case allows: nothing is asked for that would be refused. */
export function shelvesOf(sotto: SottoClient, { areas, botId, conversationId }: SupportSession): Shelf[] {
  const conversation = async (id: string) => present.conversation(await sotto.conversations.get(id))
  const bot = async (id: string) => present.bot(await sotto.bots.get(id))
  const ofBot = botId ? { botId } : {}
  const sees = (area: SupportArea) => areas.includes(area)
  const documentsOf = async (id: string) =>
    sees('bots') ? { ...(await bot(id)), inside: 'documents' as const } : present.namedBot(id)

  const shelves: Record<SupportArea, Shelf[]> = {
    conversations: [
      {
        path: 'conversations',
        title: 'Conversations',
        icon: 'inbox',
        read: conversationId
          ? only(() => conversation(conversationId))
          : listed(() => sotto.conversations.list({ ...ofBot, limit }), present.conversation),
        open: conversation,
      },
    ],
    contacts: [
      {
        path: 'contacts',
        title: 'Contacts',
        icon: 'people',
        read: listed(() => sotto.contacts.list({ limit }), present.contact),
        open: async (id) => present.contact(await sotto.contacts.get(id)),
      },
    ],
    bots: [
      {
        path: 'bots',
        title: 'Bots',
        icon: 'bots',
        read: botId ? only(() => bot(botId)) : listed(() => sotto.bots.list({ limit }), present.bot),
        open: bot,
      },
    ],
    knowledge: [
      {
        path: 'knowledge',
        title: 'Knowledge',
        icon: 'document',
        read: botId
          ? only(() => documentsOf(botId))
          : sees('bots')
            ? listed(() => sotto.bots.list({ limit }), present.library)
            : async () => ({ rows: [], nextCursor: null }),
        open: documentsOf,
      },
    ],
    appointments: [
      {
        path: 'appointments',
        title: 'Appointments',
        icon: 'history',
        read: listed(() => sotto.appointments.list({ limit }), present.appointment),
      },
    ],
    tickets: [
      {
        path: 'tickets',
        title: 'Tickets',
        icon: 'receipt',
        read: listed(() => sotto.tickets.list({ limit }), present.ticket),
      },
    ],
    consent: [
      {
        path: 'consent-records',
        title: 'Consent records',
        icon: 'consent',
        read: listed(() => sotto.consent.records({ limit }), present.consentRecord),
        open: async (id) => present.consentRecord((await sotto.consent.get(id as Id<'cns'>)).record),
      },
      {
        path: 'consent-policies',
        title: 'Consent policies',
        icon: 'page',
        read: listed(() => sotto.consentPolicies.list({ limit }), present.consentPolicy),
      },
    ],
    retention: [
      {
        path: 'retention',
        title: 'Retention',
        icon: 'history',
        read: async () => ({ rows: (await sotto.retention.get()).rules.map(present.retentionRule), nextCursor: null }),
      },
      {
        path: 'retention-runs',
        title: 'Retention runs',
        icon: 'log',
        read: listed(() => sotto.retention.runs({ limit }), present.retentionRun),
      },
    ],
    members: [
      {
        path: 'members',
        title: 'Members',
        icon: 'person',
        read: listed(() => sotto.members.list({ limit }), present.member),
      },
    ],
  }
  return areas.flatMap((area) => shelves[area])
}
