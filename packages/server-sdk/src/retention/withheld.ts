import type { TeamScope } from '../mongo/index.ts'
import { retentionWithheld } from './declare.ts'
import { rowsOf, type Sorted, type Staying } from './end.ts'
import type { Progress, Run } from './progress.ts'
import { counted } from './tally.ts'
import type { Group } from './things.ts'
import type { RetentionDependencies } from './types.ts'

const mostListed = 1000

/** Counts and lists what stays. */
export async function keep(
  dependencies: RetentionDependencies,
  scope: TeamScope,
  run: Run,
  progress: Progress,
  staying: Sorted['staying'],
): Promise<Progress> {
  const [first] = staying
  if (!first) return progress
  const { category } = first.group.due.collection.retention
  const rows = await rowsOf(
    dependencies,
    scope,
    staying.map(({ group }) => group),
  )
  const withheld = Object.fromEntries([...rows].map(([name, count]) => [name, { withheld: count }]))
  const units = staying.reduce((sum, { group }) => sum + unitsOf(group), 0)
  let next: Progress = {
    ...progress,
    tallies: counted(progress.tallies, category, withheld),
    units: { ...progress.units, withheld: progress.units.withheld + units },
  }
  for (const { group, reason } of staying) {
    const until = reason.until === null ? null : new Date(reason.until)
    next = await list(scope, run, next, group, { why: reason.why, ground: reason.ground, until })
  }
  return next
}

export const unitsOf = ({ part, things }: Group) => (part ? 0 : things.filter(({ unit }) => unit !== null).length)

export async function list(
  scope: TeamScope,
  run: Run,
  progress: Progress,
  group: Group,
  reason: { why: Staying['why'] | 'failed'; ground: string; until: Date | null },
): Promise<Progress> {
  if (progress.listed >= mostListed) return progress
  const [head] = group.things
  if (!head) return progress
  const id = `${run.id}:${String(progress.listed).padStart(4, '0')}`
  const where = { runId: run.id, collection: head.collection, row: head.id }
  // A dry run that was interrupted may have written it before.
  if (!(run.dryRun && (await scope.collection(retentionWithheld).findOne({ id }))))
    await scope.collection(retentionWithheld).insert({ ...where, ...reason, createdAt: scope.now() }, { id })
  return { ...progress, listed: progress.listed + 1 }
}
