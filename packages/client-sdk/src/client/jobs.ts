import { type Job, problems, problemType } from '@sotto/contracts'
import { SottoError } from '../errors/sotto-error.ts'
import { pause } from '../retry/policy.ts'
import type { Group } from './methods.ts'

/** How often a job is looked at, and until when. */
export interface WaitOptions {
  signal?: AbortSignal | undefined
  /** Milliseconds between two looks, or a function of how many there were; 250 growing to 2,000 unless told. */
  interval?: number | ((looks: number) => number) | undefined
}

/** A job on its way: iterate over it to see each change, the last state included, or wait for its result. */
export interface JobProgress extends AsyncIterable<Job> {
  /**
   * The job once it has succeeded.
   *
   * @throws SottoError with the code that the job failed with
   */
  result(): Promise<Job>
}

/** What the server does in the background. */
export interface JobGroup extends Group<'jobs'> {
  wait(jobId: string, options?: WaitOptions): JobProgress
}

const slower = (looks: number) => Math.min(2000, 250 * 1.5 ** (looks - 1))
const isDone = ({ state }: Job) => state === 'succeeded' || state === 'failed'

export function jobProgress(get: (signal: AbortSignal | undefined) => Promise<Job>, options: WaitOptions = {}) {
  const { signal, interval = slower } = options

  async function* changes(): AsyncGenerator<Job, void, undefined> {
    let shown: string | undefined
    for (let looks = 1; ; looks += 1) {
      const job = await get(signal)
      const state = JSON.stringify(job)
      if (state !== shown) yield job
      if (isDone(job)) return
      shown = state
      await pause(typeof interval === 'number' ? interval : interval(looks), signal)
    }
  }

  async function result(): Promise<Job> {
    let last: Job | undefined
    for await (const job of changes()) last = job
    if (last?.state === 'succeeded') return last
    throw failureOf(last as Job)
  }

  return { [Symbol.asyncIterator]: changes, result } satisfies JobProgress
}

function failureOf({ id, kind, error }: Job): SottoError {
  const code = error?.code ?? 'internal'
  const [status, title] = problems[code] ?? problems.internal
  const detail = error?.detail ?? `Job ${id} (${kind}) failed without saying why`
  return new SottoError({ type: problemType(code), title, status, code, detail })
}
