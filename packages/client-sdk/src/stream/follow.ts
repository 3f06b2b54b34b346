import type { ConversationEvent } from '@sotto/contracts'
import { SottoConnectionError } from '../errors/sotto-connection-error.ts'
import { SottoResponseError } from '../errors/sotto-response-error.ts'
import { isPassing, pause, type RetryPolicy, waitBefore } from '../retry/policy.ts'
import { deadline } from '../transport/deadline.ts'
import { isKnownType } from './event-types.ts'
import type { StreamMessage, StreamParser } from './parser.ts'
import { readEventStream } from './read-event-stream.ts'

/** `lost`: the stream broke and is being taken up again; `resumed`: it goes on. */
export type ConnectionState = 'lost' | 'resumed'

export interface Follow {
  /** The operation that errors name. */
  operation: string
  /** Opens the stream behind the event with this number; `undefined`: from its beginning. Throws what cannot be retried too. */
  connect: (after: number | undefined, signal: AbortSignal) => Promise<Response>
  parser: StreamParser
  /** Checks an event of a type that this package knows. */
  check?: (event: ConversationEvent) => ConversationEvent
  /** Whether nothing follows this event. */
  isLast?: (event: ConversationEvent) => boolean
  /** Asked where the stream ended or idles without having come to its last event: whether it never will. */
  isOver?: () => Promise<boolean>
  policy: RetryPolicy
  /** Attempts in a row that may fail before the error is thrown. */
  limit: number
  /** Milliseconds without any byte after which a connection counts as dead. The server sends a comment every 15 s. */
  silence: number
  after?: number | undefined
  signal?: AbortSignal | undefined
  onConnection?: ((state: ConnectionState) => void) | undefined
}

/**
 * The events of a conversation, each exactly once and in order, over as many connections as it takes. Each new
 * connection asks for what lies behind the last number seen; what comes twice all the same is passed over.
 *
 * @throws SottoError what the server refuses for good
 * @throws SottoConnectionError when `limit` attempts in a row brought nothing new
 * @throws SottoResponseError when the answer is not a stream of such events
 */
export async function* follow(options: Follow): AsyncGenerator<ConversationEvent, void, undefined> {
  const { connect, check, isLast, isOver, policy, limit, signal, onConnection } = options
  let seen = options.after
  let failures = 0
  while (true) {
    let failure: unknown
    const time = deadline(options.silence, signal)
    try {
      const body = streamIn(await connect(seen, time.signal), options.operation)
      if (failures > 0) onConnection?.('resumed')
      let comments = 0
      for await (const message of readEventStream(body, options.parser, time.signal)) {
        time.signal.throwIfAborted()
        time.extend()
        if (!message) {
          // The first comment may be the server's greeting, before it has sent what we missed.
          comments += 1
          if (comments > 1 && (await isOver?.())) return
          continue
        }
        const [data, number] = read(message, options.operation)
        if (seen !== undefined && number <= seen) continue
        seen = number
        failures = 0
        if (!isKnownType(data.type)) continue
        const event = check ? check(data) : data
        // Asked first, so that whoever gets the last event finds everything settled.
        const last = isLast?.(event)
        yield event
        if (last) return
      }
      if (await isOver?.()) return
    } catch (error) {
      failure = time.signal.aborted ? time.signal.reason : error
      if (signal?.aborted || !isPassing(failure, failures > 0, policy)) throw failure
    } finally {
      time.end()
    }
    failures += 1
    if (failures > limit) throw failure ?? new SottoConnectionError('network', 'The server ended the stream too early')
    onConnection?.('lost')
    await pause(waitBefore(failures, failure, policy), signal)
  }
}

/** The body, if it is a stream of events at all. */
function streamIn({ headers, body }: Response, operation: string): ReadableStream<Uint8Array> {
  if (headers.get('content-type')?.startsWith('text/event-stream') && body) return body
  void body?.cancel()
  throw new SottoResponseError(operation, [{ field: 'content-type', message: 'expected text/event-stream' }])
}

/** An event and its number, which the stream gives beside it. */
function read({ id, data }: StreamMessage, operation: string): [event: ConversationEvent, number: number] {
  let event: ConversationEvent | undefined
  try {
    event = JSON.parse(data)
  } catch {}
  const number = Number(id ?? event?.seq)
  if (event && number > 0) return [event, number]
  throw new SottoResponseError(operation, [{ field: 'data', message: 'expected a numbered event in JSON' }])
}
