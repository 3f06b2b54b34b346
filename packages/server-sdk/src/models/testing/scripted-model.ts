import type { ChatModel, ChatModelPart, ChatModelRequest } from '../providers/chat-model.ts'

/** A model that says what it was told to, throws the errors among it, and remembers what it was asked. */
export class ScriptedModel implements ChatModel {
  readonly id = 'scripted'
  readonly provider = 'here'
  readonly endpoint = 'memory:'
  readonly requests: ChatModelRequest[] = []
  readonly #parts: (ChatModelPart | Error)[]

  constructor(...parts: (ChatModelPart | Error | string)[]) {
    this.#parts = parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part))
  }

  async *stream(request: ChatModelRequest): AsyncGenerator<ChatModelPart, void, undefined> {
    this.requests.push(request)
    for (const part of this.#parts) {
      request.signal?.throwIfAborted()
      if (part instanceof Error) throw part
      yield part
    }
  }
}
