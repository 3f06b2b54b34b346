import {
  type FixedRetentionCategory,
  fixedRetentionCategories,
  type Id,
  type RetentionCategory,
  type RetentionOverride,
  type RetentionRule,
  type RetentionRun,
  retentionCategories,
} from '@sotto/contracts'
import { type DataMap, hasClock } from '../../data-map/index.ts'
import type { Row } from '../../mongo/index.ts'
import {
  type botRetention,
  type Chosen,
  fixed,
  type personRetention,
  presets,
  type retentionRuns,
  totalsOf,
} from '../../retention/index.ts'

/** What holds for each category, and what it is about. */
export function presentRules(map: DataMap, { preset, rules }: Pick<Chosen, 'preset' | 'rules'>): RetentionRule[] {
  const rowsOf = (category: RetentionCategory | FixedRetentionCategory) =>
    category === 'audit'
      ? [{ collection: 'auditEntries', since: 'at' }]
      : map.collections
          .filter((collection) => collection.retention.category === category && hasClock(collection))
          .map(({ name, retention }) => ({ collection: name, since: retention.since }))
  return [
    ...retentionCategories.map((category): RetentionRule => {
      const own = rules[category]
      return {
        category,
        ...(own ?? presets[preset][category]),
        from: own ? 'team' : 'preset',
        rows: rowsOf(category),
      }
    }),
    ...fixedRetentionCategories.map(
      (category): RetentionRule => ({ category, ...fixed[category], from: 'fixed', rows: rowsOf(category) }),
    ),
  ]
}

export function presentRun(row: Row<typeof retentionRuns>): RetentionRun {
  return {
    id: row.id as Id<'retentionRun'>,
    jobId: row.jobId as Id<'job'> | null,
    state: row.state,
    dryRun: row.dryRun,
    trigger: row.trigger,
    asOf: row.asOf.toISOString(),
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    units: row.units,
    tallies: Object.entries(row.tallies)
      .map(([name, numbers]) => {
        const [category = '', collection = ''] = name.split('/')
        const { deleted, anonymised, withheld, failed } = numbers
        return { category, collection, due: deleted + anonymised + withheld + failed, ...numbers }
      })
      .sort((one, other) => (`${one.category}/${one.collection}` < `${other.category}/${other.collection}` ? -1 : 1)),
    totals: totalsOf(row.tallies),
    problem: row.problem,
  }
}

type StoredOverride = Pick<
  Row<typeof botRetention> | Row<typeof personRetention>,
  'overrideId' | 'category' | 'keep' | 'then' | 'createdAt'
> & { botId?: string; contactId?: string }

export const presentOverride = (row: StoredOverride): RetentionOverride => ({
  id: row.overrideId as Id<'retentionOverride'>,
  botId: (row.botId ?? null) as Id<'bot'> | null,
  contactId: (row.contactId ?? null) as Id<'contact'> | null,
  category: row.category,
  keep: row.keep,
  then: row.then,
  createdAt: row.createdAt.toISOString(),
})
