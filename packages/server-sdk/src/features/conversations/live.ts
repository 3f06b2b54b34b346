import type { ConversationEvent } from '@sotto/contracts'
import type { TeamScope } from '../../mongo/index.ts'
import { eventsAfter } from './events.ts'

/** How long a follower waits before it looks by itself, should no word reach it. */
const lookEvery = 5000

/**
 * Wakes those who follow a conversation. The word comes from this process after a commit, or from another instance
 * through the change stream; what happened is always read from the database, so that nothing depends on the word.
 */
export class LiveConversations {
  readonly #waiting = new Map<string, Set<() => void>>()

  /** Something new stands in a conversation. */
  wake(conversationId: string): void {
    for (const run of this.#waiting.get(conversationId) ?? []) run()
  }

  /**
   * The events of a conversation after a number, and those to come, until the signal is aborted or the conversation is
   * gone.
   */
  async *follow(
    scope: TeamScope,
    conversationId: string,
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<ConversationEvent> {
    let seen = after
    let news = false
    let wakeUp = () => {}
    const told = () => {
      news = true
      wakeUp()
    }
    const followers = this.#waiting.get(conversationId) ?? new Set()
    this.#waiting.set(conversationId, followers.add(told))
    signal.addEventListener('abort', told)
    try {
      while (!signal.aborted) {
        news = false
        const events = await eventsAfter(scope, conversationId, seen)
        for (const event of events) {
          seen = event.seq
          yield event
          if (signal.aborted) return
        }
        if (events.length > 0 || news) continue
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, lookEvery)
          wakeUp = () => {
            clearTimeout(timer)
            resolve()
          }
          if (news) wakeUp()
        })
      }
    } finally {
      signal.removeEventListener('abort', told)
      followers.delete(told)
      if (followers.size === 0) this.#waiting.delete(conversationId)
    }
  }
}
