import type { Happening } from '../audit/trail.ts'
import type { DataMap } from '../data-map/index.ts'
import type { Logger } from '../logger.ts'
import type { TeamScope } from '../mongo/index.ts'
import { beginRun, takenAt } from './begin.ts'
import { bookOf, writtenBook } from './book.ts'
import { retentionSettings } from './declare.ts'
import type { RetentionDependencies } from './types.ts'
import { nextPage, start } from './walk.ts'

const noContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
const every = 60 * 1000
/** While a run goes on that may have passed what has just ended, it is looked again after so long, so often. */
const again = { after: 1000, times: 10 }

/** By collection: which field says that what a row belongs to is over, and how. */
const endingsIn = ({ collections }: DataMap) =>
  new Map(
    collections.flatMap(({ name, retention: { over } }) => (over && 'field' in over ? [[name, over] as const] : [])),
  )

/**
 * Sees to it that what is kept no longer than its session goes with it: at once when something says that it is over, and
 * each minute for what nobody ended, and for what was over while no server was there.
 */
export class SessionWatch {
  readonly #dependencies: RetentionDependencies
  readonly #logger: Logger
  readonly #endings: ReturnType<typeof endingsIn>
  #timer: NodeJS.Timeout | undefined
  /** Teams that are looked at soon. */
  readonly #soon = new Map<string, NodeJS.Timeout>()
  #stopped = false

  constructor(dependencies: RetentionDependencies, logger: Logger) {
    this.#dependencies = dependencies
    this.#logger = logger
    this.#endings = endingsIn(dependencies.core.map)
  }

  start(): void {
    this.#timer = setInterval(() => this.#unlessItFails(this.look()), every)
    this.#timer.unref()
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#timer)
    for (const timer of this.#soon.values()) clearTimeout(timer)
    this.#soon.clear()
  }

  /** Looks at what a transaction will log; where it ends a session, the team is looked at after the commit. */
  noticed(scope: TeamScope, happenings: readonly Happening[]): void {
    const { teamId } = scope
    const ends = happenings.some(({ collection, before, after }) => {
      const ending = this.#endings.get(collection ?? '')
      return ending && after?.[ending.field] === ending.is && before?.[ending.field] !== ending.is
    })
    if (ends) scope.afterCommit(() => this.#lookSoon(teamId, 0))
  }

  /** One look at all teams that keep something for no longer than its session. @returns in how many something was due */
  async look(): Promise<number> {
    const { system } = this.#dependencies
    let begun = 0
    for (const { teamId } of await system.over(retentionSettings, 'lookAt')) {
      // Whoever looks first moves it: other instances leave this team alone.
      await system
        .team(teamId, noContext)
        .collection(retentionSettings)
        .increment(teamId, {}, { lookAt: new Date(system.now().getTime() + every) })
      if ((await this.#lookAt(teamId)) !== 'nothing') begun += 1
    }
    return begun
  }

  #lookSoon(teamId: string, times: number): void {
    if (this.#stopped || this.#soon.has(teamId)) return
    const timer = setTimeout(
      () => {
        this.#soon.delete(teamId)
        this.#unlessItFails(
          this.#lookAt(teamId).then((found) => {
            if (found === 'runs' && times < again.times) this.#lookSoon(teamId, times + 1)
          }),
        )
      },
      times === 0 ? 0 : again.after,
    )
    timer.unref()
    this.#soon.set(teamId, timer)
  }

  /** @returns `runs` where a run had begun before, which may have passed what is due by now */
  async #lookAt(teamId: string): Promise<'nothing' | 'begun' | 'runs'> {
    const scope = this.#dependencies.system.team(teamId, noContext)
    if (!(await scope.collection(retentionSettings).findOne({ id: teamId }))?.lookAt) return 'nothing'
    const at = await takenAt(this.#dependencies)
    const book = await bookOf(scope, await writtenBook(scope))
    const walk = { scope, map: this.#dependencies.core.map, book, sessionsOnly: true, at }
    if ((await nextPage(walk, start, 50)).due.length === 0) return 'nothing'
    const { asOf } = await beginRun(this.#dependencies, scope, { dryRun: false, trigger: 'session' })
    return asOf < at ? 'runs' : 'begun'
  }

  #unlessItFails(work: Promise<unknown>): void {
    work.catch((error: unknown) =>
      this.#logger.warn(
        { error: error instanceof Error ? error.name : typeof error },
        'sessions that are over could not be looked for; trying again within a minute',
      ),
    )
  }
}
