import type { ConversationEvent } from '@sotto/contracts'
import type { Saved } from './saved.ts'
import { idempotencyKey as newKey, type StreamOptions, type Transport } from './transport.ts'
import { troubleOf } from './trouble.ts'

/** How often a message is offered again to a server that is still busy. */
const attempts = 10

/**
 * Sends a message and gives the events of its answer. A server that still works at an answer which the visitor stopped,
 * or at the first attempt to send this very message, is asked again after the time that it names, a second unless told.
 */
export async function* exchange(
  transport: Transport,
  { id, token }: Saved,
  { text, key }: { text: string; key: string },
  options: StreamOptions,
): AsyncGenerator<ConversationEvent, void, undefined> {
  let idempotencyKey = key
  for (let attempt = 1; ; attempt++) {
    try {
      for await (const event of transport.send(id, token, { text, idempotencyKey, ...options })) {
        options.signal.throwIfAborted()
        yield event
      }
      return
    } catch (error) {
      const { code, retryAfter = 1 } = troubleOf(error)
      const busy = code === 'answer_in_progress' || code === 'idempotency_conflict'
      if (!busy || options.signal.aborted || attempt === attempts) throw error
      // The refusal stands under the old key, unless the refusal is that the key is at work.
      if (code === 'answer_in_progress') idempotencyKey = newKey()
      await pause(retryAfter * 1000, options.signal)
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
