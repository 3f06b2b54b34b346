import { changeGuard, forgetCopies } from '../erasure/index.ts'
import type { Tallies, TeamScope } from '../mongo/index.ts'
import { alike, countGroups, endGroups, type Partly, rowsOf, sorted } from './end.ts'
import type { Amount, Taken } from './pace.ts'
import { isNone } from './period.ts'
import { added, type Context, type Progress, type Run, save } from './progress.ts'
import { counted } from './tally.ts'
import { type Group, groupsOf } from './things.ts'
import type { RetentionDependencies } from './types.ts'
import { nextPage, type Position, type Walk } from './walk.ts'
import { keep, list, unitsOf } from './withheld.ts'

/** How many pages without anything due a transaction looks at, which has to be short. */
const pagesAtOnce = 4

interface Batch {
  /** Nothing before this is due. */
  from: Position
  groups: Group[]
  next: Position | null
}

/** What is due next, as it is now, and where to go on behind it. */
async function batchOf(
  walk: Walk,
  scope: TeamScope,
  position: Position,
  most: number,
  mostPages?: number,
): Promise<Batch> {
  const page = await nextPage({ ...walk, scope }, position, most, mostPages)
  const groups = alike(await groupsOf(scope, walk.map, page.due.slice(0, most)), most)
  const all = groups.length === page.due.length
  return { from: page.from, groups, next: all ? page.next : (page.behind[groups.length - 1] ?? page.next) }
}

export interface Step {
  progress: Progress
  took: Taken
}

const nothing: Taken = { milliseconds: 0, things: 0, rows: 0 }

/** The next transaction of a run, or of a dry run the next that it looks at. */
export async function step(
  dependencies: RetentionDependencies,
  context: Context,
  walk: Walk,
  run: Run,
  progress: Progress,
  most: Amount,
): Promise<Step> {
  const position = progress.position as Position
  if (run.dryRun) {
    const batch = await batchOf(walk, walk.scope, position, most.things)
    const { going, staying } = await sorted(dependencies, walk.scope, batch.groups)
    const counts = await countGroups(dependencies, walk.scope, going)
    const next = await keep(dependencies, walk.scope, run, { ...progress, position: batch.next }, staying)
    const after = await save(context, run, withEnded(next, batch, counts))
    return { progress: after, took: nothing }
  }
  if (mayKeepNothing(walk.book)) {
    const ahead = await batchOf(walk, walk.scope, position, most.things)
    await forgetCopiesOf(dependencies, context, walk, run, ahead.groups)
  }
  const elapsed = dependencies.elapsed ?? (() => performance.now())
  const ended: { collection: string; id: string }[] = []
  let took = nothing
  let committing = 0
  const next = await walk.scope.transaction(async (running) => {
    ended.length = 0
    took = nothing
    const batch = await batchOf(walk, running, position, most.things, pagesAtOnce)
    if (batch.groups.length === 0) return save(context, run, { ...progress, position: batch.next }, running)
    await changeGuard(running)
    const { going, staying } = await sorted(dependencies, running, batch.groups)
    const naming = { run: run.id, category: categoryOf(batch) }
    const { partly } = progress
    // What has begun to go is first, and alone, so that the log can say at its end what went of it in all.
    const begun = partly && going.find(({ things }) => things.some(({ unit }) => unit === partly.unit))
    let some = begun ? [begun] : going
    let done = await endGroups(dependencies, running, some, naming, partly, most.rows)
    while (!done) {
      some = some.slice(0, Math.max(1, Math.floor(some.length / 2)))
      done = await endGroups(dependencies, running, some, naming, partly, most.rows)
    }
    took = { milliseconds: 0, things: some.length, rows: rowsIn(done.tallies) }
    const rest = some.length < going.length || done.left !== null
    if (done.left === null) ended.push(...some.flatMap(({ things }) => things))
    const after = withEnded(progress, batch, done)
    // What stays is written down when everything of this batch is over.
    const reached = rest
      ? { ...after, position: batch.from, partly: partlyOf(done.left) }
      : await keep(dependencies, running, run, { ...after, position: batch.next, partly: null }, staying)
    await save(context, run, reached, running)
    committing = elapsed()
    return reached
  })
  if (took.things > 0) took = { ...took, milliseconds: elapsed() - committing }
  if (ended.length > 0) dependencies.ended(ended)
  return { progress: next, took }
}

const rowsIn = (tallies: Tallies) =>
  Object.values(tallies).reduce((sum, { deleted, anonymised }) => sum + deleted + anonymised, 0)

const mayKeepNothing = ({ team, bots, people }: Walk['book']) =>
  [team, ...bots.values(), ...people.values()].some((rules) =>
    Object.values(rules).some((rule) => rule && isNone(rule.keep)),
  )

const partlyOf = (left: Partly | 'more' | null): Partly | null => (left === 'more' ? null : left)

const categoryOf = ({ groups }: Batch) => groups[0]?.due.collection.retention.category as string

const withEnded = (progress: Progress, batch: Batch, { tallies, units }: { tallies: Tallies; units: number }) =>
  batch.groups.length === 0 ? progress : added(progress, categoryOf(batch), tallies, units)

/** Writes down that one thing could not go, and goes on behind it. */
export async function passOver(
  dependencies: RetentionDependencies,
  context: Context,
  walk: Walk,
  run: Run,
  progress: Progress,
  code: string,
): Promise<Progress> {
  return walk.scope.transaction(async (running) => {
    await context.guard(running)
    const { groups, next } = await batchOf(walk, running, progress.position as Position, 1)
    const [group] = groups
    if (!group) return save(context, run, { ...progress, position: next }, running)
    const rows = await rowsOf(dependencies, running, [group])
    const failed = Object.fromEntries([...rows].map(([name, count]) => [name, { failed: count }]))
    const units = progress.units.failed + unitsOf(group)
    const after = {
      ...progress,
      position: next,
      partly: null,
      tallies: counted(progress.tallies, group.due.collection.retention.category, failed),
      units: { ...progress.units, failed: units },
    }
    const listed = await list(running, run, after, group, { why: 'failed', ground: code, until: null })
    return save(context, run, listed, running)
  })
}

/** Of what nothing is kept beyond its session, copies of the last day may be there: they go before it does. */
async function forgetCopiesOf(
  { core }: RetentionDependencies,
  { job }: Context,
  walk: Walk,
  run: Run,
  groups: readonly Group[],
): Promise<void> {
  const things = groups.filter(({ due }) => isNone(due.rule.keep)).flatMap((group) => group.things)
  if (things.length === 0) return
  const names = new Set(things.flatMap(({ id, unit }) => (unit ? [id, unit] : [id])))
  await forgetCopies(core, walk.scope, names, { details: { run: run.id }, jobId: job.id })
}
