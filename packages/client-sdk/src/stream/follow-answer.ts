import type { Conversation } from '@sotto/contracts'
import { AnswerWatch } from './answer.ts'
import { type Follow, follow } from './follow.ts'

export interface FollowAnswer extends Omit<Follow, 'operation' | 'connect' | 'isLast' | 'isOver' | 'after'> {
  /** Sends the message; called again with the same idempotency key as long as no event has come. */
  send: (signal: AbortSignal) => Promise<Response>
  /** Goes on behind an event. */
  resume: (after: number, signal: AbortSignal) => Promise<Response>
  /** Whether a bot answers in this conversation at the moment. */
  status: () => Promise<Conversation['status']>
  watch?: AnswerWatch
}

/**
 * Sends a message and follows the conversation to the end of its answer. Where the conversation waits for a person
 * there is no answer to come, and the server's end of the stream is the end.
 */
export function followAnswer({ send, resume, status, watch = new AnswerWatch(), ...options }: FollowAnswer) {
  return follow({
    ...options,
    operation: 'sendMessage',
    connect: (after, signal) => (after === undefined ? send(signal) : resume(after, signal)),
    isLast: (event) => watch.see(event),
    isOver: async () => watch.unanswered && (watch.handedOver || (await status()) !== 'open'),
  })
}
