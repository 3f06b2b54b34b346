import type {
  Conversation,
  ConversationEvent,
  ConversationStarted,
  Message,
  Page,
  WidgetConfiguration,
} from '@sotto/contracts'
import { refusalIn } from '../errors/refusal.ts'
import { SottoResponseError } from '../errors/sotto-response-error.ts'
import { idempotencyKey } from '../retry/idempotency-key.ts'
import { isPassing, pause, type RetryPolicy, retryPolicy, waitBefore } from '../retry/policy.ts'
import { type ConnectionState, follow } from '../stream/follow.ts'
import { followAnswer } from '../stream/follow-answer.ts'
import { deadline } from '../transport/deadline.ts'
import { broken, type Fetch, reach } from '../transport/reach.ts'
import { slimParser } from './slim-parser.ts'

/** Where the server is, and whose bot is asked. */
export interface SlimClientOptions {
  /** Where the API is served, without `/v1`. */
  baseUrl: string
  /** The publishable key of a bot, `pk_…`. */
  key: string
  /** The platform's `fetch` unless told. */
  fetch?: Fetch | undefined
  /** As for `SottoClient`. */
  retry?: Partial<RetryPolicy> | false | undefined
}

/** Who wants to start a conversation, as far as the visitor said so, and on which page. */
export interface SlimStart {
  contact?: { name?: string; email?: string } | undefined
  /** A path that begins with `/`. */
  page?: string | undefined
}

/** How a stream is followed, and until when. */
export interface SlimFollow {
  signal?: AbortSignal | undefined
  /** Told when the connection is lost and when it is back. */
  onConnection?: ((state: ConnectionState) => void) | undefined
}

/** A message, and how its answer is followed. */
export interface SlimSend extends SlimFollow {
  text: string
  /** Keep it with the text: sent again under the same key, the message is not said twice. Random unless told. */
  idempotencyKey?: string | undefined
}

/** What a chat window needs. `token` is the `visitorToken` with which the conversation was started. */
export interface SlimClient {
  /** What the widget shows before the first message. */
  widget(): Promise<WidgetConfiguration>
  start(input?: SlimStart): Promise<ConversationStarted>
  /** All messages, the oldest first. */
  messages(conversationId: string, token: string): Promise<Message[]>
  /** Sends when the loop begins; resumes by itself; ends with the answer, or at once where a person will answer. */
  send(conversationId: string, token: string, message: SlimSend): AsyncIterable<ConversationEvent>
  /** Follows the conversation for ever, behind the event with the number `after`. */
  events(
    conversationId: string,
    token: string,
    options?: SlimFollow & { after?: number | undefined },
  ): AsyncIterable<ConversationEvent>
  rate(conversationId: string, messageId: string, token: string, rating: Message['rating']): Promise<Message>
  /** Deletes the conversation with all its messages, for good. */
  remove(conversationId: string, token: string): Promise<void>
}

/** Milliseconds of silence after which a connection counts as lost: three comments of the server missed. */
const silence = 45_000

/** Milliseconds for one attempt of a request that is answered at once. */
const timeout = 30_000

const jsonBody = { 'content-type': 'application/json' }

/**
 * A client without zod and ky, for browsers that load it with a page. Answers are checked as far as following them
 * needs it: each event by its type and number, each body as JSON.
 */
export function createSlimClient(options: SlimClientOptions): SlimClient {
  const base = options.baseUrl.replace(/\/+$/, '')
  const policy = retryPolicy(options.retry)

  /** One attempt, up to the beginning of its answer. */
  async function attempt(
    method: string,
    path: string,
    key: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>>,
    body?: unknown,
  ) {
    const request: RequestInit = {
      method,
      headers: { ...headers, ...(body ? jsonBody : {}), authorization: `Bearer ${key}` },
      // With a key of its own it must not speak for a member who is signed in on the same site.
      credentials: 'omit',
      redirect: 'manual',
      signal,
    }
    if (body) request.body = JSON.stringify(body)
    const response = await reach((options.fetch ?? fetch)(base + path, request), signal, base)
    if (!response.ok) throw await refusalIn(response)
    return response
  }

  async function call<Result>(method: string, path: string, key: string, body?: unknown, signal?: AbortSignal) {
    const headers = method === 'GET' ? {} : { 'idempotency-key': idempotencyKey() }
    for (let repetitions = 0; ; ) {
      const time = deadline(timeout, signal)
      let failure: unknown
      try {
        const response = await attempt(method, path, key, time.signal, headers, body)
        const text = await response.text().catch((cause) => {
          throw broken(cause, base)
        })
        return (text ? json(text, `${method} ${path.split('?')[0]}`) : undefined) as Result
      } catch (error) {
        failure = time.signal.aborted ? time.signal.reason : error
        if (signal?.aborted || repetitions >= policy.limit || !isPassing(failure, repetitions > 0, policy))
          throw failure
      } finally {
        time.end()
      }
      repetitions += 1
      await pause(waitBefore(repetitions, failure, policy), signal)
    }
  }

  const accept = 'text/event-stream'
  const streaming = { parser: slimParser, policy, silence }

  const resume = (id: string, token: string) => (after: number | undefined, signal: AbortSignal) => {
    const headers = after === undefined ? { accept } : { accept, 'last-event-id': `${after}` }
    return attempt('GET', `${conversation(id)}/events`, token, signal, headers)
  }

  return {
    widget: () => call('GET', '/v1/widget', options.key),

    start: (input = {}) => call('POST', '/v1/conversations', options.key, input),

    async messages(id, token) {
      const all: Message[] = []
      let cursor: string | null = ''
      do {
        const query = `?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
        const page: Page<Message> = await call('GET', `${conversation(id)}/messages${query}`, token)
        all.push(...page.data)
        cursor = page.nextCursor
      } while (cursor)
      return all
    },

    send: (id, token, { text, idempotencyKey: key = idempotencyKey(), ...rest }) =>
      followAnswer({
        ...streaming,
        ...rest,
        limit: policy.streamLimit,
        send: (signal) =>
          attempt('POST', `${conversation(id)}/messages`, token, signal, { accept, 'idempotency-key': key }, { text }),
        resume: resume(id, token),
        status: async () => (await call<Conversation>('GET', conversation(id), token, undefined, rest.signal)).status,
      }),

    events: (id, token, options) =>
      follow({
        ...streaming,
        ...options,
        limit: Number.POSITIVE_INFINITY,
        operation: 'streamEvents',
        connect: resume(id, token),
      }),

    rate: (id, messageId, token, rating) =>
      call('PUT', `${conversation(id)}/messages/${segment(messageId)}/rating`, token, { rating }),

    remove: (id, token) => call('DELETE', conversation(id), token),
  }
}

const conversation = (id: string) => `/v1/conversations/${segment(id)}`

/** An id is a part of the path, and must not become another path. */
function segment(id: string): string {
  if (/^\w+$/.test(id)) return id
  throw new TypeError('An id has only letters, digits and _')
}

function json(text: string, operation: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SottoResponseError(operation, [{ field: 'body', message: 'expected JSON' }])
  }
}
