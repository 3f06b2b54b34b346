import type { ErrorCode } from '@sotto/contracts'
import type { DocumentOf } from '../data-map/index.ts'
import { isSottoError, SottoError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { SystemScope, TeamScope } from '../mongo/index.ts'
import { jobs } from './declare.ts'

export type Job = DocumentOf<typeof jobs>
export interface Progress {
  done: number
  total: number | null
  note: string | null
}

/** What a handler gets. Each report of progress proves that the job is still its own. */
export interface JobContext {
  readonly job: Readonly<Job>
  readonly scope: TeamScope
  /** Aborted when the server stops or the lease is lost. */
  readonly signal: AbortSignal
  /** @throws LeaseLostError when another instance has taken the job over */
  report(progress: Progress): Promise<void>
  /**
   * Throws inside a transaction when the job is somebody else's by now, so that nothing late is committed. Where progress
   * is given it is reported with the same write.
   */
  guard(scope: TeamScope, progress?: Progress): Promise<void>
}

export interface JobHandler {
  /** How many of this kind one instance runs at a time. */
  concurrency: number
  /** How often a failure that may pass is tried again. Default 3. */
  attempts?: number
  /**
   * @returns an instant when it cannot go on before: it is run again then, from its beginning, or earlier where a clock had
   *   gone ahead: whoever must not begin before an instant looks at the time
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most handlers have nothing to say
  run(context: JobContext): Promise<Date | void>
  /** Told once when it has failed for good. */
  failed?(context: { scope: TeamScope; job: Readonly<Job> }, error: { code: ErrorCode; detail: string }): Promise<void>
}

/** Another instance has taken the job over; whatever this one still does must not count. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
}

/** A job that was taken this often and never ended, neither well nor badly, ends the process that runs it. */
const mostTakings = 20
const leaseLength = 10_000
/** What is tried for ever is tried at least this often, in milliseconds: a cause that has passed must not be waited for. */
const longestWait = 60_000
const idlePoll = 1000
/** Clocks of servers differ by less. What was written later than this from now was written by one that had gone ahead. */
const hour = 60 * 60 * 1000

/** Takes jobs from the database and runs them: leased, fenced, resumed by whoever is there. */
export class JobRunner {
  readonly #system: SystemScope
  readonly #handlers: ReadonlyMap<string, JobHandler>
  readonly #logger: Logger
  readonly #running = new Map<string, { kind: string; done: Promise<void>; stop: AbortController }>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #again = false
  #stopped = true
  #strayLookedAt: number | undefined

  constructor(options: { system: SystemScope; handlers: ReadonlyMap<string, JobHandler>; logger: Logger }) {
    this.#system = options.system
    this.#handlers = options.handlers
    this.#logger = options.logger
  }

  start(): void {
    this.#stopped = false
    this.kick()
  }

  /** Looks for work now. Called after the commit that made some. */
  kick(): void {
    if (this.#stopped) return
    this.#again = true
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
      clearTimeout(this.#timer)
      if (!this.#stopped) this.#timer = setTimeout(() => this.kick(), this.#again ? 0 : idlePoll)
    })
  }

  /** Stops taking jobs and lets go of those that run: they are resumed from where they last reported. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
    for (const { stop } of this.#running.values()) stop.abort(new LeaseLostError('the server stops'))
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done))
  }

  async #look(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false
        const free = [...this.#handlers]
          .filter(
            ([kind, { concurrency }]) =>
              [...this.#running.values()].filter((one) => one.kind === kind).length < concurrency,
          )
          .map(([kind]) => kind)
        if (free.length === 0) return
        const now = this.#system.now()
        const due = {
          kind: { $in: free },
          runAfter: { $lte: now },
          $or: [{ state: 'queued' }, { state: 'running', leaseUntil: { $lt: now } }],
        }
        const taken = (await this.#take(due, now)) ?? (await this.#takeStray(free, now))
        if (!taken) return
        this.#again = true
        this.#begin(taken as Job & { teamId: string })
      }
    } catch (error) {
      this.#logger.warn({ error: nameOf(error) }, 'jobs cannot be read; trying again')
    }
  }

  #take(query: Parameters<SystemScope['take']>[1], now: Date) {
    const lease = {
      $set: { state: 'running', leaseUntil: new Date(now.getTime() + leaseLength), updatedAt: now },
      $inc: { fence: 1, attempts: 1 },
    }
    return this.#system.take(jobs, query, lease, { runAfter: 1 })
  }

  /** What a clock that had gone ahead has put off. Looked for at the start, each hour, and when the clock goes back. */
  async #takeStray(free: readonly string[], now: Date) {
    const time = now.getTime()
    const last = this.#strayLookedAt
    if (last !== undefined && time >= last && time - last < hour) return null
    const written = { updatedAt: { $gt: new Date(time + hour) } }
    const taken = await this.#take({ kind: { $in: free }, state: { $in: ['queued', 'running'] }, ...written }, now)
    // Until there is nothing left.
    if (!taken) this.#strayLookedAt = time
    return taken
  }

  #begin(job: Job & { teamId: string }): void {
    const stop = new AbortController()
    // Whoever slept past the lease may take the same job again while the first try is still ending.
    const key = `${job.id}:${job.fence}`
    const done = this.#run(job, stop).finally(() => {
      this.#running.delete(key)
      this.kick()
    })
    this.#running.set(key, { kind: job.kind, done, stop })
  }

  async #run(job: Job & { teamId: string }, stop: AbortController): Promise<void> {
    const handler = this.#handlers.get(job.kind) as JobHandler
    const scope = this.#system.team(job.teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    const own = { fence: job.fence, state: 'running' } as const
    const update = async (at: TeamScope, set: Partial<Job>) => {
      const { id: _id, ...fields } = set as Partial<Job> & { id?: string }
      await at
        .collection(jobs)
        .increment(job.id, {}, { ...fields, updatedAt: at.now() }, own)
        .catch((error: unknown) => {
          if (isSottoError(error) && error.code === 'not_found')
            throw new LeaseLostError('another instance has taken the job over')
          throw error
        })
    }
    let extended = performance.now()
    const lease = () => {
      extended = performance.now()
      return { leaseUntil: new Date(this.#system.now().getTime() + leaseLength) }
    }
    // Whoever guards and reports extends the lease by that. A beat beside it would meet its transactions, which would then
    // begin anew.
    const heartbeat = setInterval(() => {
      if (performance.now() - extended >= leaseLength / 3)
        void update(scope, lease()).catch((error) => stop.abort(error))
    }, leaseLength / 4)
    const context: JobContext = {
      job,
      scope,
      signal: stop.signal,
      report: (progress) => update(scope, { progress, ...lease() }),
      guard: (at, progress) => update(at, { ...(progress ? { progress } : {}), ...lease() }),
    }
    try {
      if (job.attempts > Math.max(mostTakings, handler.attempts ?? 0))
        throw new SottoError('internal', 'The process that ran this job ended each time. It is not tried again.')
      const again = await handler.run(context)
      if (again) await update(scope, { state: 'queued', leaseUntil: null, runAfter: again, attempts: 0 })
      else await update(scope, { state: 'succeeded', leaseUntil: null })
    } catch (error) {
      await this.#failed(job, handler, context, error, update).catch((later) =>
        this.#logger.warn(
          { job: job.id, error: nameOf(later) },
          'the end of a job could not be written; it will be taken up again',
        ),
      )
    } finally {
      clearInterval(heartbeat)
    }
  }

  async #failed(
    job: Job,
    handler: JobHandler,
    context: JobContext,
    error: unknown,
    update: (at: TeamScope, set: Partial<Job>) => Promise<void>,
  ): Promise<void> {
    const { scope } = context
    if (error instanceof LeaseLostError || context.signal.aborted) {
      if (this.#stopped) await update(scope, { state: 'queued', leaseUntil: null, attempts: job.attempts - 1 })
      return
    }
    const known = isSottoError(error)
    const final = known && error.status < 500
    const { attempts = 3 } = handler
    if (!final && job.attempts < attempts) {
      this.#logger.warn({ job: job.id, kind: job.kind, error: nameOf(error) }, 'a job failed and will be tried again')
      const wait = Math.min(1000 * 2 ** job.attempts, attempts === Number.POSITIVE_INFINITY ? longestWait : Infinity)
      await update(scope, { state: 'queued', leaseUntil: null, runAfter: new Date(scope.now().getTime() + wait) })
      return
    }
    this.#logger.error({ job: job.id, kind: job.kind, error: nameOf(error) }, 'a job failed')
    const reason = known
      ? { code: error.code, detail: error.message }
      : { code: 'internal' as const, detail: new SottoError('internal').message }
    await scope.transaction(async (running) => {
      await update(running, { state: 'failed', leaseUntil: null, error: reason })
      await handler.failed?.({ scope: running, job }, reason)
    })
  }
}

// Messages of unknown errors can quote data; their names cannot.
const nameOf = (error: unknown) =>
  isSottoError(error) ? error.code : error instanceof Error ? error.name : typeof error

/** Makes a job, in the scope's transaction. The runner is told after the commit. */
export async function enqueue(
  scope: TeamScope,
  kind: string,
  payload: Record<string, string>,
  kick: () => void,
): Promise<Job> {
  const now = scope.now()
  const job = await scope.collection(jobs).insert({
    kind,
    state: 'queued',
    payload,
    progress: { done: 0, total: null, note: null },
    error: null,
    fence: 0,
    attempts: 0,
    leaseUntil: null,
    runAfter: now,
    createdAt: now,
    updatedAt: now,
  })
  scope.afterCommit(kick)
  return job
}
