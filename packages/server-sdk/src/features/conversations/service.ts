import type {
  Conversation,
  ConversationInput,
  ConversationPatch,
  ConversationStarted,
  Id,
  Message,
  Page,
} from '@sotto/contracts'
import type { z } from 'zod'
import { type Access, members } from '../../access/index.ts'
import type { ChangeOf, DocumentOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { forgetPast } from '../../jobs/index.ts'
import { type FilterOf, oneOf, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { bots } from '../bots/index.ts'
import { contactService, contacts } from '../contacts/index.ts'
import { conversations, messages, pseudonyms } from './declare.ts'
import { appendEvents, removeEvents } from './events.ts'
import type { LiveConversations } from './live.ts'
import { type ConversationDocument, presentConversation, presentMessage } from './present.ts'

export interface ConversationQuery {
  status?: Conversation['status'] | undefined
  botId?: string | undefined
  contactId?: string | undefined
}

/** How the starter of a conversation is known: staff and servers may name contacts, visitors only say who they are. */
export type Starter = 'staff' | 'visitor'

/** The conversations of a team. */
export function conversationService(
  scope: TeamScope,
  dependencies: { access: Access; live: LiveConversations; kick: () => void },
) {
  const rows = scope.collection(conversations)
  const { access, live, kick } = dependencies
  return {
    /**
     * Starts a conversation with a bot of the team.
     *
     * An address that a visitor types is what they say; it is not checked, and opens no contact. A server that names a
     * contact by address gets the one there is, or a new one.
     *
     * @throws SottoError `not_found` for a bot or contact that is not the team's
     */
    async start(
      input: Omit<z.output<typeof ConversationInput>, 'botId'> & { botId: string },
      starter: Starter = 'staff',
    ): Promise<ConversationStarted> {
      const { contact, botId } = input
      await scope.collection(bots).get(botId)
      const said = contact && 'id' in contact ? undefined : contact
      if (starter === 'visitor' && contact && 'id' in contact)
        throw new SottoError('forbidden', 'A visitor cannot name a contact of the team. Leave contact.id out.')
      return scope.transaction(async (running) => {
        const linked = starter === 'staff' && contact ? await contactFor(running, contact) : null
        const now = running.now()
        const document = await running.collection(conversations).insert(
          {
            contactId: linked,
            botId,
            status: 'open',
            assigneeId: null,
            saidName: linked ? null : (said?.name ?? null),
            saidEmail: linked ? null : (said?.email ?? null),
            page: input.page ?? null,
            lastSeq: 0,
            messageCount: 0,
            firstMessageId: null,
            lastMessageId: null,
            answering: null,
            createdAt: now,
            lastActivityAt: now,
          },
          { action: 'conversation.started' },
        )
        const visitorToken = await access.issue(running, 'visitor', { botId, conversationId: document.id })
        const person = linked ? await running.collection(contacts).findById(linked) : null
        return {
          conversation: presentConversation(document, { contact: person, first: null, last: null }),
          visitorToken,
        }
      })
    },

    /** @throws SottoError `not_found` */
    async get(id: string): Promise<Conversation> {
      const [conversation] = await withParts(scope, [await rows.get(id)])
      return conversation as Conversation
    },

    /** The most recently active first. @throws SottoError `invalid_cursor` */
    async list(query: ConversationQuery & PageOptions = {}): Promise<Page<Conversation>> {
      const { limit = 25, cursor, ...by } = query
      const filter = Object.fromEntries(Object.entries(by).filter(([, value]) => value !== undefined)) as FilterOf<
        typeof conversations
      >
      const page = await rows.page(filter, { by: 'lastActivityAt', order: -1, limit, cursor })
      return { data: await withParts(scope, await rows.openRemaining(page.rows)), nextCursor: page.nextCursor }
    },

    /**
     * Assigns, hands over, closes or reopens.
     *
     * @throws SottoError `not_found`, also for a member who is not the team's
     */
    async change(id: string, patch: z.output<typeof ConversationPatch>): Promise<Conversation> {
      const changed = await scope.transaction(async (running) => {
        if (patch.assigneeId && !(await running.collection(members).findOne({ id: patch.assigneeId })))
          throw notFound('member')
        const document = await running
          .collection(conversations)
          .change(id, { ...patch, lastActivityAt: running.now() } as ChangeOf<typeof conversations>)
        await appendEvents(running, id, [
          {
            type: 'conversation.updated',
            status: document.status,
            assigneeId: document.assigneeId as `mem_${string}` | null,
          },
        ])
        running.afterCommit(() => live.wake(id))
        return document
      })
      const [conversation] = await withParts(scope, [changed])
      return conversation as Conversation
    },

    /**
     * Deletes a conversation with all its messages: rows, events, tokens and its key.
     *
     * @throws SottoError `not_found`, `legal_hold`
     */
    async remove(id: string): Promise<void> {
      const row = await rows.findOne({ id })
      if (!row?.unit) throw notFound('conversation')
      const { unit } = row
      await scope.transaction(async (running) => {
        await access.revoke(running, { conversationId: id })
        await running.forget(unit, { action: 'conversation.deleted', target: id })
        running.afterCommit(() => live.wake(id))
      })
    },

    /** The oldest first. @throws SottoError `not_found`, `invalid_cursor` */
    async messages(id: string, { limit = 25, cursor }: PageOptions = {}): Promise<Page<Message>> {
      if (!(await rows.findOne({ id }))) throw notFound('conversation')
      const own = scope.collection(messages)
      const page = await own.page({ conversationId: id }, { by: 'seq', order: 1, limit, cursor })
      return {
        data: (await own.openAll(page.rows)).map((message) => presentMessage(message)),
        nextCursor: page.nextCursor,
      }
    },

    /**
     * Deletes one message, its events and what was noted of its names. What remains is sealed under a new key and the old
     * one destroyed, so that no backup has the message either: within minutes, as a job.
     *
     * @throws SottoError `not_found`, `answer_in_progress`, `legal_hold`
     */
    async removeMessage(id: string, messageId: string): Promise<void> {
      await scope.transaction(async (running) => {
        const conversation = await running.collection(conversations).findOne({ id })
        const own = running.collection(messages)
        const message = await own.findOne({ id: messageId, conversationId: id })
        if (!conversation?.unit || !message) throw notFound('message')
        if (message.state === 'writing') throw new SottoError('answer_in_progress')
        await running.requireNotHeld(conversations, id)
        await own.delete({ id: messageId })
        await running.collection(pseudonyms).delete({ conversationId: id })
        await removeEvents(running, id, message)
        const ends = async (order: 1 | -1) =>
          (await own.findOne({ conversationId: id }, { sort: { seq: order } }))?.id ?? null
        await appendEvents(running, id, [{ type: 'message.deleted', messageId: message.id as Id<'message'> }], {
          messageCount: Math.max(0, conversation.messageCount - 1),
          firstMessageId: await ends(1),
          lastMessageId: await ends(-1),
        })
        await forgetPast(running, conversation.unit, kick)
        running.afterCommit(() => live.wake(id))
      })
    },

    /** Says whether an answer helped. @throws SottoError `not_found` */
    async rate(id: string, messageId: string, rating: 'up' | 'down' | null): Promise<Message> {
      const own = scope.collection(messages)
      if (!(await own.findOne({ id: messageId, conversationId: id, authorKind: 'bot' }))) throw notFound('message')
      return presentMessage(await own.change(messageId, { rating }, { action: 'message.rated' }))
    },
  }
}

export type ConversationService = ReturnType<typeof conversationService>

type GivenContact = NonNullable<z.output<typeof ConversationInput>['contact']>

async function contactFor(scope: TeamScope, given: GivenContact): Promise<string | null> {
  if ('id' in given) {
    if (!(await scope.collection(contacts).findOne({ id: given.id }))) throw notFound('contact')
    return given.id
  }
  if (!given.email && !given.name) return null
  const known = given.email ? await scope.collection(contacts).findOne({ email: given.email }) : null
  return known?.id ?? (await contactService(scope).create(given, 'alone')).id
}

/** Conversations with what lists show of them: person, first and last message, each kind read at once. */
async function withParts(scope: TeamScope, documents: readonly ConversationDocument[]): Promise<Conversation[]> {
  const people = await opened(
    scope.collection(contacts),
    documents.map(({ contactId }) => contactId),
  )
  const shown = await opened(
    scope.collection(messages),
    documents.flatMap(({ firstMessageId, lastMessageId }) => [firstMessageId, lastMessageId]),
  )
  return documents.map((document) =>
    presentConversation(document, {
      contact: people.get(document.contactId ?? '') ?? null,
      first: shown.get(document.firstMessageId ?? '') ?? null,
      last: shown.get(document.lastMessageId ?? '') ?? null,
    }),
  )
}

async function opened<Closed, D extends { id: string }>(
  collection: {
    find(filter: never, options: { limit: number }): Promise<Closed[]>
    openRemaining(rows: readonly Closed[]): Promise<D[]>
  },
  ids: readonly (string | null)[],
): Promise<Map<string, D>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await collection.find({ id: oneOf(wanted) } as never, { limit: wanted.length })
  return new Map((await collection.openRemaining(rows)).map((document) => [document.id, document]))
}

export type ContactDocument = DocumentOf<typeof contacts>
