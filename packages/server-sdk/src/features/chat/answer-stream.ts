import type { Citation, ConversationEvent, ErrorCode, Id } from '@sotto/contracts'
import { SottoError } from '../../errors.ts'
import type { JobContext } from '../../jobs/index.ts'
import type { AnswerPart } from '../../models/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import {
  appendEvents,
  conversationEvents,
  type LiveConversations,
  messages,
  problemOf,
} from '../conversations/index.ts'

/** Stores the parts of an answer as events, skipping what an interrupted writer has stored before. */
export class AnswerStream {
  readonly #context: JobContext
  readonly #live: LiveConversations
  readonly #conversationId: string
  readonly #messageId: string
  readonly #before: { text: string; citations: number }
  #text = ''
  readonly #citations: Citation[] = []
  #done: Extract<AnswerPart, { type: 'done' }> | undefined

  constructor(
    context: JobContext,
    live: LiveConversations,
    conversationId: string,
    messageId: string,
    before: { text: string; citations: number },
  ) {
    this.#context = context
    this.#live = live
    this.#conversationId = conversationId
    this.#messageId = messageId
    this.#before = before
  }

  async take(part: AnswerPart): Promise<void> {
    if (part.type === 'done') {
      this.#done = part
      return
    }
    if (part.type === 'citation') {
      this.#citations.push(citationOf(part))
      if (this.#citations.length <= this.#before.citations) return
      await this.#append([
        { type: 'message.citation', messageId: this.#messageId as Id<'message'>, citation: citationOf(part) },
      ])
      return
    }
    const old = this.#before.text
    const was = this.#text.length
    this.#text += part.text
    const common = Math.min(this.#text.length, old.length)
    if (this.#text.slice(0, common) !== old.slice(0, common))
      throw new SottoError('model_interrupted', 'The answer was interrupted and would go on in other words. Ask again.')
    const fresh = this.#text.slice(Math.max(was, old.length))
    if (fresh) await this.#append([{ type: 'message.delta', messageId: this.#messageId as Id<'message'>, text: fresh }])
  }

  /** The final message, equal to what was streamed, in one transaction with the end of the writing. */
  async complete(): Promise<void> {
    const { scope } = this.#context
    const grounded = this.#done?.grounded ?? false
    const usage = this.#done?.usage ?? null
    await scope.transaction(async (running) => {
      await this.#context.guard(running)
      const endSeq = await appendEvents(
        running,
        this.#conversationId,
        [
          {
            type: 'message.completed',
            messageId: this.#messageId as Id<'message'>,
            text: this.#text,
            citations: this.#citations,
            grounded,
            usage,
          },
        ],
        { answering: null, lastMessageId: this.#messageId, lastActivityAt: running.now() },
      )
      await running
        .collection(messages)
        .change(
          this.#messageId,
          { text: this.#text, citations: this.#citations, state: 'completed', grounded, usage, endSeq },
          { action: 'message.answered' },
        )
      running.afterCommit(() => this.#live.wake(this.#conversationId))
    })
  }

  async #append(events: Parameters<typeof appendEvents>[2]): Promise<void> {
    await this.#context.scope.transaction(async (running) => {
      await this.#context.guard(running)
      await appendEvents(running, this.#conversationId, events)
      running.afterCommit(() => this.#live.wake(this.#conversationId))
    })
  }
}

interface Failure {
  code: ErrorCode
  detail: string
  mayRetry: boolean
  retryAfter?: number | undefined
}

/** Ends an answer that cannot be written, if this is still its one writer. */
export async function end(
  context: JobContext,
  live: LiveConversations,
  conversationId: string,
  messageId: string,
  failure: Failure,
): Promise<void> {
  await context.scope.transaction(async (running) => {
    await context.guard(running)
    await fail(running, live, conversationId, messageId, failure)
  })
}

/** What was streamed of a failed answer stays; nothing follows the failure. */
export async function fail(
  scope: TeamScope,
  live: LiveConversations,
  conversationId: string,
  messageId: string,
  failure: Failure,
): Promise<void> {
  const { text } = await emitted(scope, conversationId, messageId)
  const problem = {
    ...problemOf(failure.code, failure.detail),
    ...(failure.retryAfter === undefined ? {} : { retryAfter: Math.ceil(failure.retryAfter) }),
  }
  const endSeq = await appendEvents(
    scope,
    conversationId,
    [{ type: 'message.failed', messageId: messageId as Id<'message'>, problem, mayRetry: failure.mayRetry }],
    { answering: null },
  )
  await scope
    .collection(messages)
    .change(messageId, { text, state: 'failed', problem: failure.code, endSeq }, { action: 'message.failed' })
  scope.afterCommit(() => live.wake(conversationId))
}

/** What of an answer was streamed already. */
export async function emitted(
  scope: TeamScope,
  conversationId: string,
  messageId: string,
): Promise<{ text: string; citations: number }> {
  const rows = await scope.collection(conversationEvents).find({ conversationId }, { sort: { seq: -1 }, limit: 1000 })
  let text = ''
  let citations = 0
  for (const row of rows) {
    const event = JSON.parse((await row.open()).event) as ConversationEvent
    if (!('messageId' in event) || event.messageId !== messageId) continue
    if (event.type === 'message.created') break
    if (event.type === 'message.delta') text = event.text + text
    if (event.type === 'message.citation') citations += 1
  }
  return { text, citations }
}

function citationOf(part: Extract<AnswerPart, { type: 'citation' }>): Citation {
  return {
    number: part.number,
    documentId: part.documentId as Id<'document'>,
    documentTitle: part.documentTitle,
    chunkId: part.passageId as Id<'chunk'>,
    page: part.position.page ?? null,
    row: part.position.row ?? null,
    section: [...(part.position.section ?? [])],
    quote: part.quote,
  }
}
