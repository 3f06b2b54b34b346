import type { Conversation, ConversationEvent } from '@sotto/contracts'

type Created = Extract<ConversationEvent, { type: 'message.created' }>
type Ended = Extract<ConversationEvent, { type: 'message.completed' | 'message.failed' }>

/**
 * What of one message and its answer has been seen. The first message of a person on the stream is the one that was
 * sent; its answer says so in `replyTo`. Texts are not compared: the server may have redacted what was sent.
 */
export class AnswerWatch {
  #question: Created | undefined
  #answer: Created | undefined
  #status: Conversation['status'] | undefined
  #end: Ended | undefined

  /** @returns whether this event ends the answer */
  see(event: ConversationEvent): boolean {
    if (event.type === 'conversation.updated') this.#status = event.status
    else if (event.type === 'message.created') {
      if (event.author.kind !== 'bot') this.#question ??= event
      else if (this.#question && event.replyTo === this.#question.messageId) this.#answer = event
    } else if (event.type === 'message.completed') {
      if (event.messageId === this.#answer?.messageId) this.#end = event
    } else if (event.type === 'message.failed') {
      // An answer can also fail before it has begun.
      if (this.unanswered || event.messageId === this.#answer?.messageId) this.#end = event
    }
    return this.#end !== undefined
  }

  /** Whether the message has arrived and no bot has begun to answer it. */
  get unanswered(): boolean {
    return this.#question !== undefined && this.#answer === undefined
  }

  /** Whether the events seen already tell that a bot will not answer. */
  get handedOver(): boolean {
    return this.#question?.author.kind === 'member' || (this.#status !== undefined && this.#status !== 'open')
  }

  /** What announced the answer, and what ended it. */
  get answer(): { created: Created | undefined; end: Ended | undefined } {
    return { created: this.#answer, end: this.#end }
  }
}
