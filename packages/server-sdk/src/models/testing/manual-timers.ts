import type { Timers } from '../providers/timers.ts'

/** A clock that stands still until it is moved. */
export class ManualTimers implements Timers {
  #now = Date.UTC(2026, 4, 3)
  readonly #pending = new Set<{ at: number; then: () => void }>()
  /** All waits that were asked for, in milliseconds. */
  readonly waits: number[] = []

  now(): number {
    return this.#now
  }

  after(milliseconds: number, then: () => void): () => void {
    const timer = { at: this.#now + milliseconds, then }
    this.waits.push(milliseconds)
    this.#pending.add(timer)
    return () => this.#pending.delete(timer)
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds
    for (const timer of [...this.#pending]) {
      if (timer.at > this.#now) continue
      this.#pending.delete(timer)
      timer.then()
    }
  }

  /** Lets time pass until `work` has settled. */
  async until<T>(work: Promise<T>, step = 1000): Promise<T> {
    let settled = false
    const done = work.finally(() => {
      settled = true
    })
    done.catch(() => undefined)
    while (!settled) {
      await new Promise((resolve) => setImmediate(resolve))
      this.advance(step)
    }
    return done
  }
}
