import type { ModelError } from '../model-error.ts'
import { pause, type Timers } from './timers.ts'

const firstWait = 500
/** A visitor waits: who asks for a longer pause than this gets the error, with its `retryAfter`, instead. */
const longestWait = 10_000

/** Milliseconds before the next attempt, or undefined where another attempt makes no sense. */
function waitBeforeNext(failure: ModelError, attempt: number, random: () => number): number | undefined {
  // Repeating after a time-out would double a wait that was already too long.
  if (!failure.mayRetry || failure.code === 'model_timeout') return undefined
  if (failure.retryAfter !== undefined) {
    return failure.retryAfter * 1000 <= longestWait ? failure.retryAfter * 1000 : undefined
  }
  return Math.min(longestWait, firstWait * 2 ** attempt) * (0.75 + random() / 2)
}

/** Runs `attempt` again after failures that may pass, at most `maxRetries` times. */
export async function repeat<T>(
  attempt: () => Promise<T>,
  options: {
    maxRetries: number
    timers: Timers
    random: () => number
    signal: AbortSignal | undefined
    toModelError: (error: unknown) => ModelError
  },
): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      options.signal?.throwIfAborted()
      const failure = options.toModelError(error)
      const wait = count < options.maxRetries ? waitBeforeNext(failure, count, options.random) : undefined
      if (wait === undefined) throw failure
      await pause(wait, options.timers, options.signal)
    }
  }
}
