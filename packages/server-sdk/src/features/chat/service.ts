import { createHash } from 'node:crypto'
import type { ConversationEvent, Id, MessageSent } from '@sotto/contracts'
import { notFound, SottoError } from '../../errors.ts'
import { enqueue } from '../../jobs/index.ts'
import type { Screened, TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { contacts } from '../contacts/index.ts'
import {
  appendEvents,
  conversations,
  type LiveConversations,
  messages,
  type NewEvent,
  presentMessage,
} from '../conversations/index.ts'
import { answerKind } from './answer.ts'

export interface SendOptions {
  text: string
  /** Visitors are answered by the bot; members are not. */
  author: 'visitor' | 'member'
  /** The same key in the same conversation sends once, however often it comes. */
  idempotencyKey?: string | null | undefined
  signal?: AbortSignal | undefined
}

/** A message on its way: sent once, then looked at as a whole or as it comes. */
export interface Sending {
  /** What was sent, and the whole answer once it is there. @throws SottoError why the answer failed */
  result(): Promise<MessageSent>
  /** The events from the message on until its answer ends. Resolves when the message is stored. */
  events(): Promise<AsyncIterable<ConversationEvent>>
}

interface Sent {
  messageId: string
  seq: number
  /** Number of the last event that is there already. */
  lastSeq: number
  answerId: string | null
}

/** Asking and answering in the conversations of a team. */
export function chatService(scope: TeamScope, dependencies: { live: LiveConversations; kick: () => void }) {
  const { live } = dependencies

  /** Stores the message, the place of its answer and the job that writes it, in one transaction. */
  async function store(conversationId: string, options: SendOptions): Promise<Sent> {
    const authorId = options.author === 'member' ? scope.context.actor.id : null
    // Keys are each author's own: a visitor never meets the message of somebody else who chose the same one.
    const sendKey = options.idempotencyKey
      ? createHash('sha256')
          .update(JSON.stringify([options.author, authorId, options.idempotencyKey]))
          .digest('base64url')
      : null
    return scope.transaction(async (running) => {
      const all = running.collection(messages)
      const now = running.now()
      const blank = {
        conversationId,
        replyTo: null,
        grounded: null,
        rating: null,
        usage: null,
        problem: null,
        endSeq: null,
        sendKey: null,
        citations: [],
        createdAt: now,
      }
      const { author: authorKind, text } = options
      const written = { ...blank, authorKind, authorId, state: 'completed' as const, text, seq: 0, sendKey }
      if (sendKey) {
        const sentBefore = await all.findOne({ conversationId, sendKey })
        // What was sent is compared as it was stored.
        if (sentBefore && (await sentBefore.open()).text !== (await all.screened(written)).text)
          throw new SottoError(
            'idempotency_conflict',
            'This idempotency key came with another message before. Use a new key for a new message.',
          )
        if (sentBefore)
          return {
            messageId: sentBefore.id,
            seq: sentBefore.seq,
            lastSeq: sentBefore.seq,
            answerId: (await all.findOne({ conversationId, replyTo: sentBefore.id }))?.id ?? null,
          }
      }
      const conversation = await running.collection(conversations).findOne({ id: conversationId })
      if (!conversation) throw notFound('conversation')
      if (conversation.status === 'closed')
        throw new SottoError(
          'conversation_closed',
          'The conversation is closed. Start a new one, or ask the team to open it again.',
        )
      // Somebody whose data may not be used is answered by people.
      const answers =
        options.author === 'visitor' &&
        conversation.status === 'open' &&
        (await running.mayUse(conversation.contactId, 'answering'))
      if (answers && conversation.answering)
        throw new SottoError(
          'answer_in_progress',
          'The previous message is still being answered. Send the next one when its answer is complete.',
          { retryAfter: 2 },
        )
      // The numbers are known before the events are: all are taken in this transaction.
      const seq = conversation.lastSeq + 1
      let screened: Screened | null = null
      const message = await all.insert(
        { ...written, seq },
        {
          action: 'message.sent',
          screened: (taken) => {
            screened = taken
          },
        },
      )
      const removed = screened as Screened | null
      const bot = answers || removed?.told ? await running.collection(bots).get(conversation.botId) : null
      const createdAt = now.toISOString()
      const announced = {
        type: 'message.created' as const,
        messageId: message.id as Id<'message'>,
        author: { kind: options.author, id: authorId, name: null },
        replyTo: null,
        text: message.text,
        createdAt,
      }
      const byBot = { ...blank, authorKind: 'bot', authorId: null } as const
      const botSays = (messageId: string, replyTo: string | null) => ({
        ...announced,
        messageId: messageId as Id<'message'>,
        author: { kind: 'bot' as const, id: bot?.id ?? null, name: bot?.name ?? null },
        replyTo: replyTo as Id<'message'> | null,
        text: null,
      })
      const events: NewEvent[] = [announced]
      // Whoever wrote what was deleted is told so, before anything else is said.
      if (removed?.told) {
        const notice = await all.insert(
          { ...byBot, state: 'completed', text: removed.told, seq: seq + 1, endSeq: seq + 2, grounded: false },
          { action: 'sensitive.told' },
        )
        events.push(botSays(notice.id, null), {
          type: 'message.completed',
          messageId: notice.id as Id<'message'>,
          text: removed.told,
          citations: [],
          grounded: false,
          usage: null,
        })
      }
      // Of a message that was deleted whole, nothing is left to be answered.
      const answer =
        answers && !(removed?.told && removed.empty)
          ? await all.insert(
              { ...byBot, state: 'writing', text: '', seq: seq + events.length, replyTo: message.id },
              { action: 'answer.begun' },
            )
          : null
      if (answer) events.push(botSays(answer.id, message.id))
      const lastSeq = await appendEvents(
        running,
        conversationId,
        events,
        {
          lastMessageId: message.id,
          lastActivityAt: now,
          ...(conversation.firstMessageId ? {} : { firstMessageId: message.id }),
          ...(answer ? { answering: answer.id } : {}),
        },
        {
          after: conversation.lastSeq,
          by: { messageCount: 1 + Number(answer !== null) + Number(Boolean(removed?.told)) },
        },
      )
      if (conversation.contactId)
        await running.collection(contacts).incrementAlong(conversation.contactId, {}, { lastActivityAt: now })
      if (answer)
        await enqueue(
          running,
          answerKind,
          { conversationId, messageId: answer.id, botId: conversation.botId },
          dependencies.kick,
        )
      running.afterCommit(() => live.wake(conversationId))
      return { messageId: message.id, seq, lastSeq, answerId: answer?.id ?? null }
    })
  }

  async function* until(conversationId: string, sent: Sent, signal: AbortSignal): AsyncGenerator<ConversationEvent> {
    if (!sent.answerId) {
      for await (const event of live.follow(scope, conversationId, sent.seq - 1, signal)) {
        yield event
        if (event.seq >= sent.lastSeq) return
      }
    }
    for await (const event of live.follow(scope, conversationId, sent.seq - 1, signal)) {
      yield event
      if ((event.type === 'message.completed' || event.type === 'message.failed') && event.messageId === sent.answerId)
        return
    }
  }

  return {
    /**
     * Sends a message. The bot answers visitors as long as the conversation is open.
     *
     * @throws SottoError `not_found`, `conversation_closed`, `answer_in_progress` (from `events` and `result`)
     */
    send(conversationId: string, options: SendOptions): Sending {
      const signal = options.signal ?? new AbortController().signal
      let storing: Promise<Sent> | undefined
      const stored = () => {
        storing ??= store(conversationId, options)
        return storing
      }
      return {
        events: async () => until(conversationId, await stored(), signal),
        async result() {
          const sent = await stored()
          for await (const event of until(conversationId, sent, signal))
            if (event.type === 'message.failed' && event.messageId === sent.answerId)
              throw new SottoError(event.problem.code, event.problem.detail, { retryAfter: event.problem.retryAfter })
          const all = scope.collection(messages)
          const answer = sent.answerId ? await all.get(sent.answerId) : null
          return { message: presentMessage(await all.get(sent.messageId)), answer: answer && presentMessage(answer) }
        },
      }
    },

    /**
     * Follows a conversation from behind an event on, until the signal is aborted.
     *
     * @throws SottoError `not_found`
     */
    async follow(
      conversationId: string,
      after: number,
      signal: AbortSignal,
    ): Promise<AsyncIterable<ConversationEvent>> {
      const row = await scope.collection(conversations).findOne({ id: conversationId })
      if (!row) throw notFound('conversation')
      await scope.log({
        action: 'conversation.followed',
        collection: conversations.name,
        unit: row.unit,
        target: conversationId,
        subject: row.contactId ?? conversationId,
      })
      return live.follow(scope, conversationId, after, signal)
    },
  }
}

export type ChatService = ReturnType<typeof chatService>

/** A bot, asked in a conversation: `for await (const event of bot.chat.ask({ conversationId, text }))`. */
export function botChat(scope: TeamScope, botId: string, dependencies: { live: LiveConversations; kick: () => void }) {
  return {
    async *ask(input: {
      conversationId: string
      text: string
      signal?: AbortSignal
    }): AsyncGenerator<ConversationEventOfAnswer> {
      const conversation = await scope.collection(conversations).findOne({ id: input.conversationId, botId })
      if (!conversation) throw notFound('conversation')
      const sending = chatService(scope, dependencies).send(input.conversationId, { ...input, author: 'visitor' })
      for await (const event of await sending.events()) yield short(event)
    },
  }
}

type Short<T extends string> = T extends `message.${infer Rest}` ? Rest : T
type ConversationEventOfAnswer = {
  [E in ConversationEvent as E['type']]: Omit<E, 'type'> & { type: Short<E['type']> }
}[ConversationEvent['type']]

const short = (event: ConversationEvent) =>
  ({ ...event, type: event.type.replace(/^message\./, '') }) as ConversationEventOfAnswer
