import { setTimeout as pause } from 'node:timers/promises'
import { changeGuard, forgetCopies } from '../erasure/index.ts'
import { isSottoError } from '../errors.ts'
import { type JobContext, type JobHandler, LeaseLostError } from '../jobs/index.ts'
import { MongoError } from '../mongo/driver.ts'
import type { TeamScope } from '../mongo/index.ts'
import { bookOf, dropIdleRules, dropOldRules } from './book.ts'
import { retentionRuns, retentionWithheld } from './declare.ts'
import { alike, countGroups, endGroups, type Partly, rowsForgotten, rowsOf, type Sorted, sorted } from './end.ts'
import { endedEntries, endOldEntries } from './log.ts'
import { isNone } from './period.ts'
import { counted, totalsOf } from './tally.ts'
import { type Group, groupsOf } from './things.ts'
import type { RetentionDependencies, RunTallies, RunUnits } from './types.ts'
import { nextPage, type Position, type Walk } from './walk.ts'

const groupsAtOnce = 100
/** How many pages without anything due a transaction looks at, which has to be short. */
const pagesAtOnce = 4
const mostListed = 1000
const longest = 100

/** How far a run is; each step makes the next of it, and nothing else counts. */
interface Progress {
  position: Position | null
  partly: Partly | null
  tallies: RunTallies
  units: RunUnits
  listed: number
}

type Context = Pick<JobContext, 'job' | 'scope' | 'guard' | 'report' | 'signal'>

/** Runs a run from where it stands, and rests in between, so that others are served. */
export const retentionHandler = (dependencies: RetentionDependencies): JobHandler => ({
  concurrency: 1,
  attempts: 12,
  async run(context) {
    const { job, scope, signal } = context
    const runId = job.payload.run as string
    const row = await scope.collection(retentionRuns).findOne({ id: runId })
    if (row?.state !== 'running') return
    const walk: Walk = {
      scope,
      map: dependencies.core.map,
      book: await bookOf(scope, row),
      sessionsOnly: row.trigger === 'session',
      at: row.asOf,
    }
    const run = { id: runId, dryRun: row.dryRun, revision: row.revision, asOf: row.asOf }
    let progress: Progress = {
      position: JSON.parse(row.position) as Position | null,
      partly: row.partly === null ? null : (JSON.parse(row.partly) as Partly),
      tallies: row.tallies,
      units: row.units,
      listed: row.listed,
    }
    let most = groupsAtOnce
    let fits = groupsAtOnce
    while (progress.position) {
      signal.throwIfAborted()
      const begun = performance.now()
      try {
        const stepped = await step(dependencies, context, walk, run, progress, most)
        progress = stepped.progress
        // What is asked for and does not fit is read in vain, and what takes long is felt by others.
        const tookLong = performance.now() - begun > (dependencies.longest ?? longest)
        if (stepped.fit !== null) fits = Math.max(1, stepped.fit)
        if (tookLong) fits = Math.max(1, Math.floor(fits / 2))
        else if (stepped.fit === null) fits = Math.min(groupsAtOnce, fits + 2)
        most = fits
      } catch (error) {
        if (!isOfTheData(error)) throw error
        // One after the other, until it is known which of them it is.
        if (most > 1) most = 1
        else {
          progress = await passOver(
            dependencies,
            context,
            walk,
            run,
            progress,
            isSottoError(error) ? error.code : 'internal',
          )
          most = fits
        }
      }
      // What writes reports with its write.
      if (run.dryRun) await context.report(reported(progress))
      await pause((performance.now() - begun) * (dependencies.rest ?? 1), undefined, { signal }).catch(() => {})
    }
    if (!walk.sessionsOnly)
      progress = { ...progress, tallies: await endOldEntries(dependencies, context, run, progress.tallies) }
    await complete(context, run, progress)
    if (!run.dryRun) await dropIdleRules(scope, dependencies.core.map)
  },
  async failed({ scope, job }, { code }) {
    const runs = scope.collection(retentionRuns)
    const id = job.payload.run as string
    if ((await runs.findOne({ id }))?.state !== 'running') return
    await runs.increment(id, {}, { state: 'failed', problem: code, endedAt: scope.now() })
    await scope.log({
      action: 'retention.failed',
      collection: retentionRuns.name,
      target: id,
      details: { run: id, code },
    })
  },
})

/** Whether another try later would meet the same: what the database or the lease says is no matter of a row. */
const isOfTheData = (error: unknown): boolean =>
  !(error instanceof MongoError) &&
  !(error instanceof LeaseLostError) &&
  !(error instanceof Error && error.name === 'AbortError') &&
  !(isSottoError(error) && ['unavailable', 'keyring_unavailable', 'storage_full'].includes(error.code))

interface Run {
  id: string
  dryRun: boolean
  revision: number
  asOf: Date
}

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
  const groups = alike(await groupsOf(scope, walk.map, page.due), most)
  const all = groups.length === page.due.length
  return { from: page.from, groups, next: all ? page.next : (page.behind[groups.length - 1] ?? page.next) }
}

interface Step {
  progress: Progress
  /** How many went where all that were asked for were too many. */
  fit: number | null
}

async function step(
  dependencies: RetentionDependencies,
  context: Context,
  walk: Walk,
  run: Run,
  progress: Progress,
  most: number,
): Promise<Step> {
  const position = progress.position as Position
  if (run.dryRun) {
    const batch = await batchOf(walk, walk.scope, position, most)
    const { going, staying } = await sorted(dependencies, walk.scope, batch.groups)
    const counts = await countGroups(dependencies, walk.scope, going)
    const next = await keep(dependencies, walk.scope, run, { ...progress, position: batch.next }, staying)
    return { progress: await save(context, run, added(next, batch, counts.tallies, counts.units)), fit: null }
  }
  if (mayKeepNothing(walk.book)) {
    const ahead = await batchOf(walk, walk.scope, position, most)
    await forgetCopiesOf(dependencies, context, walk, run, ahead.groups)
  }
  const ended: { collection: string; id: string }[] = []
  let fit: number | null = null
  const next = await walk.scope.transaction(async (running) => {
    ended.length = 0
    fit = null
    const batch = await batchOf(walk, running, position, most, pagesAtOnce)
    if (batch.groups.length === 0) return save(context, run, { ...progress, position: batch.next }, running)
    await changeGuard(running)
    const { going, staying } = await sorted(dependencies, running, batch.groups)
    const naming = { run: run.id, category: categoryOf(batch) }
    const { partly } = progress
    // What has begun to go is first, and alone, so that the log can say at its end what went of it in all.
    const begun = partly && going.find(({ things }) => things.some(({ unit }) => unit === partly.unit))
    let some = begun ? [begun] : going
    let done = await endGroups(dependencies, running, some, naming, partly)
    while (!done) {
      some = some.slice(0, Math.max(1, Math.floor(some.length / 2)))
      fit = some.length
      done = await endGroups(dependencies, running, some, naming, partly)
    }
    const rest = some.length < going.length || done.left !== null
    if (done.left === null) ended.push(...some.flatMap(({ things }) => things))
    const after = added(progress, batch, done.tallies, done.units)
    // What stays is written down when everything of this batch is over.
    if (rest) return save(context, run, { ...after, position: batch.from, partly: partlyOf(done.left) }, running)
    const kept = await keep(dependencies, running, run, { ...after, position: batch.next, partly: null }, staying)
    return save(context, run, kept, running)
  })
  if (ended.length > 0) dependencies.ended(ended)
  return { progress: next, fit }
}

const reported = ({ tallies }: Progress) => ({ done: totalsOf(tallies).due, total: null, note: null })

const mayKeepNothing = ({ team, bots, people }: Walk['book']) =>
  [team, ...bots.values(), ...people.values()].some((rules) =>
    Object.values(rules).some((rule) => rule && isNone(rule.keep)),
  )

const partlyOf = (left: Partly | 'more' | null): Partly | null => (left === 'more' ? null : left)

const categoryOf = ({ groups }: Batch) => groups[0]?.due.collection.retention.category as string

function added(
  progress: Progress,
  batch: Batch,
  tallies: Readonly<Record<string, { deleted: number; anonymised: number }>>,
  units: number,
): Progress {
  if (batch.groups.length === 0) return progress
  return {
    ...progress,
    tallies: counted(progress.tallies, categoryOf(batch), tallies),
    units: { ...progress.units, forgotten: progress.units.forgotten + units },
  }
}

/** Counts and lists what stays. */
async function keep(
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

const unitsOf = ({ part, things }: Group) => (part ? 0 : things.filter(({ unit }) => unit !== null).length)

async function list(
  scope: TeamScope,
  run: Run,
  progress: Progress,
  group: Group,
  reason: { why: 'legal-hold' | 'legal-obligation' | 'failed'; ground: string; until: Date | null },
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

/** Writes down that one thing could not go, and goes on behind it. */
async function passOver(
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

/** Writes down how far a run is, in the transaction of the scope. @returns the same */
async function save({ guard }: Context, run: Run, progress: Progress, running?: TeamScope): Promise<Progress> {
  const write = async (at: TeamScope) => {
    await guard(at, reported(progress))
    const { position, partly, tallies, units, listed } = progress
    await at.collection(retentionRuns).increment(
      run.id,
      {},
      {
        position: JSON.stringify(position),
        partly: partly && JSON.stringify(partly),
        tallies,
        units,
        listed,
      },
      { state: 'running' },
    )
  }
  if (running) await write(running)
  return progress
}

async function complete({ scope, guard }: Context, run: Run, { tallies, units, listed }: Progress): Promise<void> {
  await scope.transaction(async (running) => {
    await guard(running)
    const runs = running.collection(retentionRuns)
    const endedAt = running.now()
    await runs.increment(run.id, {}, { state: 'completed', endedAt, tallies, units, listed }, { state: 'running' })
    const entries = run.dryRun ? null : endedEntries(tallies, run.id)
    if (entries) await running.log({ action: rowsForgotten, details: entries })
    const { due, deleted, anonymised, withheld, failed } = totalsOf(tallies)
    const numbers = { due, deleted, anonymised, withheld, failed }
    await running.log({
      action: 'retention.completed',
      collection: retentionRuns.name,
      target: run.id,
      details: { run: run.id, dryRun: run.dryRun, ...numbers, units: units.forgotten },
    })
    if (!run.dryRun) await dropOldRules(running, run.revision)
  })
}
