import type { ConversationEvent } from '@sotto/contracts'
import type { Saved } from './saved.ts'
import type { StreamOptions, Transport } from './transport.ts'

export interface FollowerOptions extends Pick<StreamOptions, 'onConnection'> {
  transport: Transport
  onEvent: (event: ConversationEvent) => void
  /** The stream could not be kept up; it is not tried again until told. */
  onLoss: (error: unknown) => void
}

/** The stream that stays open between answers, so that what a person of the team writes arrives. */
export class Follower {
  readonly #options: FollowerOptions
  #control: AbortController | null = null

  constructor(options: FollowerOptions) {
    this.#options = options
  }

  start(conversation: Saved, after: number) {
    if (this.#control) return
    this.#control = new AbortController()
    void this.#listen(conversation, after, this.#control.signal)
  }

  pause() {
    this.#control?.abort()
    this.#control = null
  }

  async #listen({ id, token }: Saved, after: number, signal: AbortSignal) {
    const { transport, onEvent, onLoss, onConnection } = this.#options
    try {
      for await (const event of transport.events(id, token, { after, signal, onConnection })) {
        if (signal.aborted) return
        onEvent(event)
      }
      if (!signal.aborted) this.#control = null
    } catch (error) {
      if (signal.aborted) return
      this.#control = null
      onLoss(error)
    }
  }
}
