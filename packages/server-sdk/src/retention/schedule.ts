import { enqueue, type JobHandler, jobs } from '../jobs/index.ts'
import type { Logger } from '../logger.ts'
import { beginRun, takenAt } from './begin.ts'
import { bookOf, writtenBook } from './book.ts'
import { retentionSettings } from './declare.ts'
import { dailyRetentionKind } from './kinds.ts'
import type { RetentionDependencies } from './types.ts'
import { nextPage, start } from './walk.ts'

const noContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
const day = 24 * 60 * 60 * 1000
/** When the day of retention begins, in hours of UTC. */
const hour = 3

/** The next instant at which the runs of all teams begin. */
export function nextDaily(now: Date): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour)
  return new Date(today > now.getTime() ? today : today + day)
}

/** Sees to it that there is the one job that begins the runs of all teams. */
export async function keepDailyRetention({ system, kick }: RetentionDependencies): Promise<void> {
  const scope = system.team('system', noContext)
  for (const state of ['queued', 'running'] as const)
    if (await scope.collection(jobs).findOne({ kind: dailyRetentionKind, state })) return
  await scope.transaction(async (running) => {
    const job = await enqueue(running, dailyRetentionKind, {}, kick)
    await running.collection(jobs).increment(job.id, {}, { runAfter: nextDaily(scope.now()) })
  })
}

/** When the next runs begin; `null` where nobody takes jobs. */
export async function nextRunAt({ system }: Pick<RetentionDependencies, 'system'>): Promise<Date | null> {
  const [waiting] = await system.find(jobs, { kind: dailyRetentionKind, state: 'queued' })
  return waiting?.runAfter ?? null
}

/** Once a day: begins the run of each team. */
export const dailyRetentionHandler = (dependencies: RetentionDependencies): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run({ report }) {
    const { system } = dependencies
    let done = 0
    for await (const teamId of dependencies.teams()) {
      await beginRun(dependencies, system.team(teamId, noContext), { dryRun: false, trigger: 'schedule' })
      await report({ done: ++done, total: null, note: null })
    }
    return nextDaily(system.now())
  },
})

const every = 60 * 1000

/** Looks for sessions that are over and of which nothing is kept, in teams that want that. */
export class SessionWatch {
  readonly #dependencies: RetentionDependencies
  readonly #logger: Logger
  #timer: NodeJS.Timeout | undefined

  constructor(dependencies: RetentionDependencies, logger: Logger) {
    this.#dependencies = dependencies
    this.#logger = logger
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.look().catch((error: unknown) =>
        this.#logger.warn(
          { error: error instanceof Error ? error.name : typeof error },
          'sessions that are over could not be looked for; trying again',
        ),
      )
    }, every)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** One look. @returns in how many teams something was due */
  async look(): Promise<number> {
    const { system } = this.#dependencies
    let begun = 0
    for (const { teamId } of await system.over(retentionSettings, 'lookAt')) {
      const scope = system.team(teamId, noContext)
      // Whoever looks first moves it: other instances leave this team alone.
      await scope
        .collection(retentionSettings)
        .increment(teamId, {}, { lookAt: new Date(system.now().getTime() + every) })
      const at = await takenAt(this.#dependencies)
      const book = await bookOf(scope, await writtenBook(scope))
      const walk = { scope, map: this.#dependencies.core.map, book, sessionsOnly: true, at }
      if ((await nextPage(walk, start, 50)).due.length === 0) continue
      await beginRun(this.#dependencies, scope, { dryRun: false, trigger: 'session' })
      begun += 1
    }
    return begun
  }
}
