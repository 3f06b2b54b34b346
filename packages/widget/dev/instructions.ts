import type { Citation, ErrorCode, WidgetConfiguration } from '@sotto/contracts'

/** One step of an answer. */
export type Step =
  | { delta: string }
  | { citation: Omit<Citation, 'documentId' | 'chunkId'> }
  /** Milliseconds; for the eye, on the demo page. */
  | { wait: number }
  /** Stays here until `{ release: name }`. */
  | { hold: string }
  /** Breaks every open stream of the conversation and goes on writing. */
  | { cut: true }
  | { fail: ErrorCode; mayRetry: boolean }
  /** Ends with another text than the deltas gave, as no server should. */
  | { complete: string }

export interface Instructions {
  configuration?: Partial<WidgetConfiguration>
  /** Answers to the next messages, in order; then the workshop's own. */
  answers?: Step[][]
  /** Refusals of the next requests to an operation, in order; `drop` closes the connection without an answer. */
  refuse?: Partial<Record<Operation, (ErrorCode | 'drop')[]>>
  release?: string
  /** The next message is taken up when this is released, whether or not anybody still waits for it. */
  late?: string
  /** A person of the team writes. */
  member?: { name: string; text: string }
  status?: 'open' | 'waiting' | 'closed'
  cut?: true
  /** Another tab, or a retention run, has deleted the conversation. */
  lose?: true
}

export type Operation = 'widget' | 'start' | 'messages' | 'send' | 'events' | 'conversation' | 'rate' | 'remove'

export interface Recorded {
  operation: Operation
  authorization: string
  body: unknown
  idempotencyKey: string | undefined
  lastEventId: string | undefined
}
