/** The clock and the timer of everything that waits; tests bring their own. */
export interface Timers {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `then` once after `milliseconds`; the returned function cancels it. */
  after(milliseconds: number, then: () => void): () => void
}

export const systemTimers: Timers = {
  now: () => Date.now(),
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** Resolves after `milliseconds`; rejects with the signal's reason as soon as it is aborted. */
export function pause(milliseconds: number, timers: Timers, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = timers.after(milliseconds, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/**
 * Settles as `work` does, or rejects with what `late` returns once `milliseconds` have passed. What `work` does
 * afterwards is ignored: the caller aborts it.
 */
export function within<T>(milliseconds: number, timers: Timers, work: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(Math.max(0, milliseconds), () => reject(late()))
    work.then(
      (value) => {
        cancel()
        resolve(value)
      },
      (error: unknown) => {
        cancel()
        reject(error)
      },
    )
  })
}
