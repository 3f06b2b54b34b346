import type { ConversationEvent, Message } from '@sotto/contracts'
import { SottoError } from '../errors/sotto-error.ts'
import type { AnswerWatch } from '../stream/answer.ts'

/**
 * A message that was sent and the answer to it. It is sent at once, whether or not anybody iterates; each loop gets all
 * events from the first. The stream goes on by itself when the connection breaks.
 *
 * A loop that is left early, like `abort()`, stops listening: what the server has begun to answer it may finish, and the
 * conversation keeps it.
 */
export class AnswerStream implements AsyncIterable<ConversationEvent> {
  readonly #events: ConversationEvent[] = []
  readonly #controller: AbortController
  readonly #finished: Promise<void>
  readonly #watch: AnswerWatch
  #wake: () => void = () => {}
  #news: Promise<void>
  #done = false

  /** @internal */
  constructor(events: AsyncIterable<ConversationEvent>, watch: AnswerWatch, controller: AbortController) {
    this.#watch = watch
    this.#controller = controller
    this.#news = this.#nextNews()
    this.#finished = this.#listen(events)
    // Whoever iterates or asks for the result gets the error; whoever does neither did not want to know.
    this.#finished.catch(() => {})
  }

  /** Stops listening. Loops and `result()` reject with the reason, an `AbortError` unless told otherwise. */
  abort(reason?: unknown): void {
    this.#controller.abort(reason)
  }

  /**
   * The finished answer; `null` where a person will answer instead of the bot.
   *
   * @throws SottoError when the server refuses the message or the answer failed
   * @throws SottoConnectionError when the connection stays broken
   */
  async result(): Promise<Message | null> {
    await this.#finished
    const { created, end } = this.#watch.answer
    if (end?.type === 'message.failed') throw new SottoError(end.problem)
    return created && end ? messageOf(created, end) : null
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ConversationEvent, void, undefined> {
    let next = 0
    let left = true
    try {
      while (true) {
        const event = this.#events[next]
        if (event) {
          next += 1
          yield event
        } else if (this.#done) {
          left = false
          return await this.#finished
        } else await this.#news
      }
    } finally {
      if (left && !this.#done) this.abort()
    }
  }

  async #listen(events: AsyncIterable<ConversationEvent>): Promise<void> {
    try {
      for await (const event of events) {
        this.#events.push(event)
        if (this.#watch.answer.end) this.#done = true
        this.#tell()
      }
    } finally {
      this.#done = true
      this.#tell()
    }
  }

  #nextNews(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #tell(): void {
    this.#wake()
    this.#news = this.#nextNews()
  }
}

type Event<Type extends ConversationEvent['type']> = Extract<ConversationEvent, { type: Type }>

/** The message as the list of messages gives it. */
const messageOf = (created: Event<'message.created'>, end: Event<'message.completed'>): Message => ({
  id: created.messageId,
  conversationId: created.conversationId,
  author: created.author,
  text: end.text,
  state: 'completed',
  replyTo: created.replyTo,
  citations: end.citations,
  grounded: end.grounded,
  usage: end.usage,
  rating: null,
  problem: null,
  createdAt: created.createdAt,
})
