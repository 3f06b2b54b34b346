import { setTimeout as pause } from 'node:timers/promises'
import type { RetentionRun } from '@sotto/contracts'
import { AuditLog } from '../packages/server-sdk/src/audit/index.ts'
import { retentionService } from '../packages/server-sdk/src/features/retention/index.ts'
import { jobs } from '../packages/server-sdk/src/jobs/index.ts'
import { SystemScope } from '../packages/server-sdk/src/mongo/index.ts'
import { openCore } from '../packages/server-sdk/src/open-core.ts'
import { type RetentionDependencies, retentionHandler } from '../packages/server-sdk/src/retention/index.ts'
import { type Figure, rounded, share, told } from './audit/figure.ts'
import { type BenchPlace, openPlace } from './audit/place.ts'
import { fill } from './retention/fill.ts'

/** How many rows the two comparisons with the bare driver have, each. */
const mostCompared = 100_000
const looks = 300

/**
 * What it costs to let data leave by itself: against one `deleteMany` or `updateMany` of the same rows by the bare driver,
 * and what others feel while a run goes on.
 */
export async function run({ rows = 1_000_000 }: { rows?: number } = {}): Promise<{
  bench: 'retention'
  figures: Figure[]
}> {
  const place = await openPlace()
  try {
    const compared = Math.min(rows, mostCompared)
    return {
      bench: 'retention',
      figures: [
        ...(await against(place, compared, 'delete')),
        ...(await against(place, compared, 'anonymise')),
        ...(await felt(place, rows)),
      ],
    }
  } finally {
    await place.close()
  }
}

const seconds = (milliseconds: number) => milliseconds / 1000

/** A run without rests, by itself. */
async function runAlone(place: BenchPlace): Promise<{ milliseconds: number; run: RetentionRun }> {
  const core = await openCore({ mongo: place.client, database: place.database, keyring: place.keyring })
  const system = new SystemScope(core)
  const scope = system.team(place.teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  const dependencies: RetentionDependencies = {
    core,
    system,
    holdsOn: async (_scope, things) => things.map(() => []),
    keptByLaw: [],
    log: new AuditLog(core),
    holdsLog: async () => null,
    databaseTime: async () => core.now(),
    parts: {},
    ended() {},
    async *teams() {},
    rest: 0,
    longest: Number.POSITIVE_INFINITY,
    kick() {},
  }
  const service = retentionService(scope, dependencies)
  const begun = performance.now()
  const { id, jobId } = await service.start()
  const job = await scope.collection(jobs).get(jobId as string)
  const context = { job, scope, signal: new AbortController().signal, report: async () => {}, guard: async () => {} }
  await retentionHandler(dependencies).run(context as never)
  const milliseconds = performance.now() - begun
  await scope.collection(jobs).delete({ id: job.id })
  return { milliseconds, run: await service.run(id) }
}

/** The same rows, copied with their indexes, and ended by the bare driver in one command for each collection. */
async function bare({ client, database, teamId }: BenchPlace, then: 'delete' | 'anonymise'): Promise<number> {
  const names = ['conversations', 'messages'] as const
  for (const name of names) {
    const source = client.db(database).collection(name)
    const copy = client.db('bare').collection(name)
    await copy.drop().catch(() => {})
    for (const { v: _v, ...index } of await source.listIndexes().toArray())
      if (index.name !== '_id_') await copy.createIndexes([index as never])
    let batch: object[] = []
    for await (const row of source.find({ teamId, unit: { $exists: true } })) {
      batch.push(row)
      if (batch.length === 1000) await copy.insertMany(batch.splice(0))
    }
    if (batch.length > 0) await copy.insertMany(batch)
    batch = []
  }
  const begun = performance.now()
  for (const name of names) {
    const copy = client.db('bare').collection(name)
    const of = { teamId, unit: { $exists: true } }
    if (then === 'delete') await copy.deleteMany(of)
    else
      await copy.updateMany(of, {
        $set: {
          createdAt: new Date('2026-01-01'),
          ...(name === 'messages' ? { conversationId: '' } : { contactId: null }),
        },
        $unset: { sealed: '', unit: '' },
      })
  }
  return performance.now() - begun
}

async function against(place: BenchPlace, rows: number, then: 'delete' | 'anonymise'): Promise<Figure[]> {
  const units = await fill(place, rows)
  await place.team.retention.change({ rules: [{ category: 'conversations', keep: { years: 2 }, then }] })
  const without = await bare(place, then)
  const before = process.memoryUsage().rss
  const { milliseconds, run: report } = await runAlone(place)
  const after = process.memoryUsage().rss
  if (report.totals.due < rows) throw new Error(`of ${rows} rows ${report.totals.due} were due`)
  const name = then === 'delete' ? 'rows deleted, against deleteMany' : 'rows anonymised, against updateMany'
  return [
    share(
      `${name}, ${report.totals.due.toLocaleString('en')} rows in ${units.toLocaleString('en')} units`,
      without / milliseconds,
      0.4,
      {
        rowsASecond: Math.round(report.totals.due / seconds(milliseconds)),
        bareRowsASecond: Math.round(report.totals.due / seconds(without)),
        unitsASecond: Math.round(report.units.forgotten / seconds(milliseconds)),
      },
    ),
    told(`memory that the process has more after it (${then})`, (after - before) / 1_000_000, 'MB'),
  ]
}

async function sending(place: BenchPlace, conversationId: string, until: () => boolean): Promise<number[]> {
  const times: number[] = []
  while (!until() || times.length < 20) {
    const begun = performance.now()
    await place.team.chat.send(conversationId, { text: 'How is my order?', author: 'member' }).result()
    times.push(performance.now() - begun)
    await pause(20)
  }
  return times
}

function quantiles(times: readonly number[]) {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number
  return { p50: at(0.5), p99: at(0.99), count: sorted.length }
}

async function felt(place: BenchPlace, rows: number): Promise<Figure[]> {
  await fill(place, rows)
  const { data } = await place.team.bots.list()
  const { conversation } = await place.team.conversations.start({ botId: data[0]?.id as `bot_${string}` })
  const undisturbed = () => {
    let count = 0
    return sending(place, conversation.id, () => ++count > looks)
  }
  const before = await undisturbed()
  const worker = await place.another({ runJobs: true })
  try {
    const memoryBefore = process.memoryUsage().rss
    let memory = memoryBefore
    const { id } = await place.team.retention.start()
    const begun = performance.now()
    let report = await place.team.retention.run(id)
    const watching = (async () => {
      while (report.state === 'running') {
        await pause(200)
        memory = Math.max(memory, process.memoryUsage().rss)
        report = await place.team.retention.run(id)
      }
    })()
    const busy = quantiles(await sending(place, conversation.id, () => report.state !== 'running'))
    await watching
    const milliseconds = performance.now() - begun
    // Before and after, since whatever else the machine does changes meanwhile.
    const idle = quantiles([...before, ...(await undisturbed())])
    const ratio = busy.p99 / idle.p99
    return [
      {
        name: `p99 of a chat message while ${rows.toLocaleString('en')} rows end, against idle`,
        value: rounded(ratio),
        unit: 'ratio',
        aim: '<=2',
        met: ratio <= 2,
        against: {
          idle: rounded(idle.p99),
          busy: rounded(busy.p99),
          idleMedian: rounded(idle.p50),
          busyMedian: rounded(busy.p50),
          messages: busy.count,
        },
      },
      told('the same run, with its rests', report.totals.due / seconds(milliseconds), 'rows/s', {
        seconds: Math.round(seconds(milliseconds)),
      }),
      told('memory that the process has more at its most during it', (memory - memoryBefore) / 1_000_000, 'MB'),
    ]
  } finally {
    await worker.close()
  }
}
