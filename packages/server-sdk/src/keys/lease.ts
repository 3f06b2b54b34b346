/** How long something cached counts without asking again, in milliseconds. */
export const leaseMilliseconds = 1000

/**
 * What was read and counts for a second. The lease begins before the database is asked, so that what ended while the
 * answer was on its way is not used a moment longer; and it is measured with a clock that never goes back.
 */
export class Leases<V> {
  readonly #elapsed: () => number
  readonly #size: number
  // In order of use, so that the first ones are the ones to let go.
  readonly #kept = new Map<string, { value: V; until: number }>()

  /**
   * @param elapsed milliseconds of a clock that never goes back
   * @param size how many are kept at most
   */
  constructor(elapsed: () => number, size = Number.POSITIVE_INFINITY) {
    this.#elapsed = elapsed
    this.#size = size
  }

  /** The value, as long as its lease lasts. */
  get(key: string): V | undefined {
    const kept = this.#kept.get(key)
    return kept && kept.until > this.#elapsed() ? kept.value : undefined
  }

  /** The value, whether its lease lasts or not: to be compared with what the database says now. */
  last(key: string): V | undefined {
    return this.#kept.get(key)?.value
  }

  /** @param since when the database was asked, as `elapsed` told it */
  set(key: string, value: V, since: number): void {
    this.#kept.delete(key)
    this.#kept.set(key, { value, until: since + leaseMilliseconds })
    if (this.#kept.size > this.#size) this.#kept.delete(this.#kept.keys().next().value as string)
  }

  delete(key: string): void {
    this.#kept.delete(key)
  }

  clear(): void {
    this.#kept.clear()
  }
}

/** A clock that never goes back, made from one that may. */
export function forwardOnly(now: () => Date): () => number {
  let before = now().getTime()
  let elapsed = 0
  return () => {
    const time = now().getTime()
    elapsed += Math.max(0, time - before)
    before = time
    return elapsed
  }
}
