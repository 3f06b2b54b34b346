import { batch, type ReadonlySignal, signal } from '@preact/signals'
import type { SottoClient } from '@sotto/client-sdk'
import type { Retention, RetentionOverride, RetentionPatch, RetentionRun, RetentionWithheld } from '@sotto/contracts'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'

export interface RetentionState {
  retention: Retention
  overrides: readonly RetentionOverride[]
  runs: readonly RetentionRun[]
}

export interface RetentionDesk {
  readonly state: ReadonlySignal<Loaded<RetentionState>>
  /** What a run would do, once it was asked. */
  readonly preview: ReadonlySignal<RetentionRun | null>
  read(): Promise<void>
  change(patch: RetentionPatch): Promise<void>
  addForBot(botId: `bot_${string}`, input: { category: 'conversations' | 'files'; keep: number }): Promise<void>
  removeOverride(id: RetentionOverride['id']): Promise<void>
  /** Runs, or counts; resolves when it is over. */
  run(dryRun: boolean): Promise<void>
  withheld(id: RetentionRun['id']): Promise<readonly RetentionWithheld[]>
  close(): void
}

const pause = 700

/** How long the team keeps what. */
export function createRetentionDesk({ retention: calls }: SottoClient): RetentionDesk {
  const state = signal<Loaded<RetentionState>>(loading)
  const preview = signal<RetentionRun | null>(null)
  const leaving = new AbortController()
  const options = { signal: leaving.signal }

  async function read() {
    try {
      const [retention, overrides, runs] = await Promise.all([
        calls.get(options),
        calls.overrides({ limit: 50 }, options).page(),
        calls.runs({ limit: 10 }, options).page(),
      ])
      state.value = { state: 'ready', value: { retention, overrides: overrides.data, runs: runs.data } }
    } catch (error) {
      if (!leaving.signal.aborted && state.value.state !== 'ready')
        state.value = { state: 'failed', problem: failureInWords(error), missing: false }
    }
  }

  /** What was counted before is not what would be done now. */
  async function changed(work: Promise<unknown>) {
    await work
    preview.value = null
    await read()
  }

  return {
    state,
    preview,
    read,
    change: (patch) => changed(calls.update(patch)),
    addForBot: (botId, input) => changed(calls.addForBot(botId, input)),
    removeOverride: (id) => changed(calls.removeOverride(id)),
    async run(dryRun) {
      let run = await calls.start({ dryRun })
      while (run.state === 'running' && !leaving.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, pause))
        run = await calls.run(run.id, options)
      }
      await read()
      batch(() => {
        preview.value = dryRun ? run : null
      })
    },
    withheld: async (id) => (await calls.withheld(id, { limit: 100 }, options).page()).data,
    close: () => leaving.abort(),
  }
}
