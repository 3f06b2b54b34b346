import { type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient } from '@sotto/client-sdk'

export interface BreachWatch {
  /** When the next clock of each open breach ends, as far as something has to be told. */
  readonly ends: ReadonlySignal<readonly number[]>
  look(): Promise<void>
}

/** The clocks of breaches, for whoever is somewhere else in the dashboard. */
export function createBreachWatch({ breaches }: SottoClient): BreachWatch {
  const ends = signal<readonly number[]>([])
  return {
    ends,
    async look() {
      try {
        const { data } = await breaches.list()
        const running = data
          .filter(({ state }) => state === 'open')
          .map(({ clocks }) => clocks.filter(({ isNeeded, doneAt }) => isNeeded && doneAt === null))
        ends.value = running
          .filter((clocks) => clocks.length > 0)
          .map((clocks) => Math.min(...clocks.map(({ dueAt }) => Date.parse(dueAt))))
      } catch {
        // What was known stays until it can be asked again.
      }
    },
  }
}
