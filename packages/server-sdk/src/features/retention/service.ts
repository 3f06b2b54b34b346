import {
  type Page,
  type Retention,
  RetentionPatch,
  type RetentionRun,
  RetentionRunInput,
  type RetentionWithheld,
} from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import { notFound } from '../../errors.ts'
import { not, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import {
  beginRun,
  botRetention,
  chosenOf,
  nextRunAt,
  personRetention,
  type RetentionDependencies,
  retentionRuns,
  retentionWithheld,
} from '../../retention/index.ts'
import { chooseRetention } from './choosing.ts'
import { overrideService } from './overrides.ts'
import { presentRules, presentRun } from './present.ts'

/** How long a team keeps what, and the runs that see to it. */
export function retentionService(scope: TeamScope, dependencies: RetentionDependencies) {
  const { map } = dependencies.core
  const runs = scope.collection(retentionRuns)

  async function read(): Promise<Retention> {
    const chosen = await chosenOf(scope)
    const [newest] = await runs.find({ state: not('running'), dryRun: false }, { sort: { startedAt: -1 }, limit: 1 })
    const [running] = await runs.find({ state: 'running', dryRun: false }, { sort: { startedAt: -1 }, limit: 1 })
    return {
      preset: chosen.preset,
      chosen: chosen.isChosen,
      rules: presentRules(map, chosen),
      overrides: {
        bots: await scope.collection(botRetention).count(),
        people: await scope.collection(personRetention).count({ until: null }),
      },
      nextRunAt: (await nextRunAt(dependencies))?.toISOString() ?? null,
      running: running ? presentRun(running) : null,
      lastRun: newest ? presentRun(newest) : null,
    }
  }

  return {
    get: read,

    /**
     * Chooses a preset, or sets periods beside it. They count from the next run on.
     *
     * @throws SottoError `invalid_request`
     */
    async change(given: z.input<typeof RetentionPatch>): Promise<Retention> {
      await chooseRetention(scope, accepted(RetentionPatch, given))
      return read()
    },

    overrides: overrideService(scope, map),

    /** Runs now, or counts what a run would do: a job. While one runs, it is that one. */
    async start(given: z.input<typeof RetentionRunInput> = {}): Promise<RetentionRun> {
      const { dryRun } = accepted(RetentionRunInput, given)
      return presentRun(await beginRun(dependencies, scope, { dryRun, trigger: 'hand' }))
    },

    /** @throws SottoError `not_found` */
    async run(id: string): Promise<RetentionRun> {
      const row = await runs.findOne({ id })
      if (!row) throw notFound('retention run')
      return presentRun(row)
    },

    /** Newest first. @throws SottoError `invalid_cursor` */
    async runs({ limit = 25, cursor }: PageOptions = {}): Promise<Page<RetentionRun>> {
      const page = await runs.page({}, { by: 'startedAt', order: -1, limit, cursor })
      return { data: page.rows.map(presentRun), nextCursor: page.nextCursor }
    },

    /** What was due in a run and stayed. @throws SottoError `not_found`, `invalid_cursor` */
    async withheld(id: string, { limit = 25, cursor }: PageOptions = {}): Promise<Page<RetentionWithheld>> {
      if (!(await runs.findOne({ id }))) throw notFound('retention run')
      const page = await scope.collection(retentionWithheld).page({ runId: id }, { by: 'id', order: 1, limit, cursor })
      return {
        data: page.rows.map(({ collection, row, why, ground, until }) => ({
          collection,
          id: row,
          why,
          ground,
          until: until?.toISOString() ?? null,
        })),
        nextCursor: page.nextCursor,
      }
    },
  }
}

export type RetentionService = ReturnType<typeof retentionService>
