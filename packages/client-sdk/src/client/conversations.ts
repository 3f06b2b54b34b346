import {
  type api,
  type BodyInput,
  type Conversation,
  type ConversationEvent,
  ConversationEvent as ConversationEventSchema,
} from '@sotto/contracts'
import { idempotencyKey } from '../retry/idempotency-key.ts'
import { AnswerWatch } from '../stream/answer.ts'
import { type ConnectionState, type Follow, follow } from '../stream/follow.ts'
import { followAnswer } from '../stream/follow-answer.ts'
import { libraryParser } from '../stream/library-parser.ts'
import { AnswerStream } from './answer-stream.ts'
import type { Group } from './methods.ts'
import type { RequestOptions } from './options.ts'
import type { Call, Transport } from './transport.ts'
import { validated } from './validate.ts'

interface StreamOptions {
  signal?: AbortSignal | undefined
  /** Told when the connection is lost and when it is back; for a word to the person who waits. */
  onConnection?: ((state: ConnectionState) => void) | undefined
  /** Milliseconds of silence after which a connection counts as lost; 45,000 unless told (the server speaks every 15 s). */
  silence?: number | undefined
}

/** What goes with a message, and how its answer is followed. */
export interface SendOptions extends StreamOptions, Pick<RequestOptions, 'idempotencyKey'> {}

/** From where a conversation is followed, and until when. */
export interface FollowOptions extends StreamOptions {
  /** The `seq` of the last event that is known: what follows it comes, nothing is missed. */
  lastEventId?: number | undefined
}

/** Conversations with their messages and streams. */
export interface ConversationGroup extends Omit<Group<'conversations'>, 'send' | 'events'> {
  /** Sends a message; the answer streams in, over as many connections as it takes. */
  send(conversationId: string, input: BodyInput<(typeof api)['sendMessage']>, options?: SendOptions): AnswerStream
  /**
   * Follows a conversation, for ever: until the loop is left, the signal fires or the server refuses for good. While the
   * server cannot be reached it keeps trying, slower and slower, up to every ten seconds.
   */
  events(conversationId: string, options?: FollowOptions): AsyncGenerator<ConversationEvent, void, undefined>
}

export function conversationStreams(transport: Transport): Pick<ConversationGroup, 'send' | 'events'> {
  const sse = { accept: 'text/event-stream' }
  const common = (operation: string, { silence = 45_000, onConnection }: StreamOptions) =>
    ({
      check: (event) => validated(ConversationEventSchema, event, operation),
      parser: libraryParser,
      policy: transport.policy,
      silence,
      onConnection,
    }) satisfies Partial<Follow>

  function events(params: Call['params'], after: number | undefined, signal: AbortSignal) {
    const headers = after === undefined ? sse : { ...sse, 'last-event-id': String(after) }
    return transport.open('streamEvents', { params: params ?? {}, headers }, signal)
  }

  return {
    send(conversationId, input, options = {}) {
      const params = { conversationId }
      const key = { idempotencyKey: options.idempotencyKey ?? idempotencyKey() }
      const controller = new AbortController()
      const { signal } = options.signal ? { signal: AbortSignal.any([options.signal, controller.signal]) } : controller
      const watch = new AnswerWatch()
      const stream = followAnswer({
        ...common('sendMessage', options),
        send: (signal) => transport.open('sendMessage', { params, body: input, headers: sse, options: key }, signal),
        resume: (after, signal) => events(params, after, signal),
        status: async () =>
          ((await transport.call('readConversation', { params, options: { signal } })) as Conversation).status,
        limit: transport.policy.streamLimit,
        signal,
        watch,
      })
      return new AnswerStream(stream, watch, controller)
    },

    events: (conversationId, options = {}) =>
      follow({
        ...common('streamEvents', options),
        operation: 'streamEvents',
        connect: (after, signal) => events({ conversationId }, after, signal),
        limit: Number.POSITIVE_INFINITY,
        after: options.lastEventId,
        signal: options.signal,
      }),
  }
}
