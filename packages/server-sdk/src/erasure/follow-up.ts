import type { AnyCollection } from '../data-map/index.ts'
import { declarationOf } from '../data-subject/index.ts'
import { enqueue, type JobHandler, jobs } from '../jobs/index.ts'
import type { EpochDocument } from '../keys/index.ts'
import { added, type Stored, type TeamScope } from '../mongo/index.ts'
import { sha256, signSupplement, supplementedAction, supplementText } from './certificate.ts'
import type { CertificateFile, Supplement } from './certified.ts'
import { erasureCertificates } from './declare.ts'
import type { ErasureDependencies } from './dependencies.ts'
import { supplementKind } from './kinds.ts'
import { forgotten } from './steps/rows.ts'
import { orphansOf } from './steps/sweep.ts'
import { unnamed } from './unnamed.ts'

const hour = 60 * 60 * 1000
/** How long a processor has to answer, in milliseconds: as long as deliveries are tried. */
const silentAfter = 3 * 24 * hour
const again = 2000

/**
 * First, once nobody can still be in the middle of a transaction that began before the person was fenced, what such a
 * transaction left is swept. Then, each hour: whether processors have answered, and whether the keys that old backups
 * need are destroyed.
 */
export const followUpHandler = (dependencies: ErasureDependencies): JobHandler => ({
  concurrency: 1,
  async run({ job, scope, guard, signal }) {
    const { erasure: id, settled, ...late } = job.payload as Record<string, string>
    const now = scope.now()
    const row = await scope.collection(erasureCertificates).findById(id as string)
    if (!row) return
    if (settled !== undefined && settled !== 'done') {
      if (new Date(settled) > now) return new Date(settled)
      const rows = await sweepLate(dependencies, scope, id as string, late as never)
      await scope.transaction(async (running) => {
        await guard(running)
        if (rows > 0) await supplement(dependencies, running, id as string, { what: 'swept', rows })
        // From here on nobody has to recognise the person.
        await setPayload(running, job.id, { erasure: id as string, settled: 'done' })
      })
    }
    signal.throwIfAborted()
    if (row.waitsFor.length > 0) {
      const receipts = await dependencies.processors.receipts(scope, row.waitsFor)
      const isOver = now.getTime() - row.issuedAt.getTime() >= silentAfter
      const open = receipts.some(({ state }) => state === 'waiting')
      if (!open || isOver) {
        const said = receipts.map((receipt) =>
          receipt.state === 'waiting' ? ({ ...receipt, state: 'silent' } as const) : receipt,
        )
        await scope.transaction(async (running) => {
          await guard(running)
          await running.collection(erasureCertificates).change(id as string, { waitsFor: [] })
          await supplement(dependencies, running, id as string, { what: 'processors', processors: said })
        })
      }
    }
    if (row.waitsForBackups) {
      const epochs = dependencies.core.database.keys.collection<EpochDocument>('epochs')
      const epoch = await epochs.findOne({ _id: row.epoch })
      if (epoch?.destroyedAt) {
        const destroyed = epoch.destroyedAt.toISOString()
        await scope.transaction(async (running) => {
          await guard(running)
          await running.collection(erasureCertificates).change(id as string, { waitsForBackups: false })
          await supplement(dependencies, running, id as string, {
            what: 'backups-unreadable',
            epoch: row.epoch,
            destroyed,
          })
        })
      }
    }
    const left = await scope.collection(erasureCertificates).findById(id as string)
    return left && (left.waitsForBackups || left.waitsFor.length > 0) ? new Date(now.getTime() + hour) : undefined
  },
})

async function setPayload(running: TeamScope, jobId: string, payload: Record<string, string>): Promise<void> {
  await running.collection(jobs).increment(jobId, {}, { payload })
}

/** Logs something that became known of an erasure; a job proves and signs it. In the transaction of the scope. */
async function supplement(
  { kick }: ErasureDependencies,
  running: TeamScope,
  id: string,
  says: Supplement['says'],
): Promise<void> {
  const row = await running.collection(erasureCertificates).get(id)
  const { certificate } = JSON.parse(row.file) as CertificateFile
  const text = supplementText({
    certificate: sha256(certificate),
    erasure: id,
    team: running.teamId,
    at: running.now().toISOString(),
    says,
  })
  await running.log({
    action: supplementedAction,
    collection: erasureCertificates.name,
    target: id,
    details: { supplement: sha256(text), what: says.what },
  })
  await enqueue(running, supplementKind, { erasure: id, supplement: text }, kick)
}

export const supplementHandler = (dependencies: ErasureDependencies): JobHandler => ({
  concurrency: 1,
  async run({ job, scope, guard, signal }) {
    const { erasure: id, supplement: text } = job.payload as { erasure: string; supplement: string }
    const rows = scope.collection(erasureCertificates)
    const row = await rows.findById(id)
    if (!row || row.supplements.some(({ supplement: known }) => known === text)) return
    const { log, core } = dependencies
    const signed = await signSupplement({ log, teamKeys: core.teamKeys }, scope, id, text, signal)
    if (!signed) return new Date(scope.now().getTime() + again)
    await scope.transaction(async (running) => {
      await guard(running)
      await running
        .collection(erasureCertificates)
        .change(id, ({ supplements }) => ({ supplements: [...supplements, signed] }))
    })
  },
})

/** @returns how many rows went that somebody was in the middle of writing when the person was fenced */
async function sweepLate(
  dependencies: ErasureDependencies,
  scope: TeamScope,
  erasureId: string,
  { collection, person, since }: { collection: string; person: string; since: string },
): Promise<number> {
  const { core } = dependencies
  let rows = 0
  const count = (tallies: Record<string, { deleted: number; anonymised: number }> = {}) => {
    for (const { deleted, anonymised } of Object.values(added({}, tallies))) rows += deleted + anonymised
  }
  const ended = core.database.keys.collection<{ _id: string; teamId: string; at: Date }>('erasures')
  const units = await ended
    .find({ teamId: scope.teamId, at: { $gte: new Date(since) } })
    .map(({ _id }) => _id)
    .toArray()
  for (const unit of await orphansOf(dependencies, scope.teamId, units)) {
    const ending = { ...forgotten(erasureId, [unit]), action: 'erasure.unit-swept', remains: 'nothing' as const }
    count((await scope.endUnits(ending))?.tallies)
  }
  const root = declarationOf(core.map, collection)
  const leading = core.map.collections.filter(
    ({ about }) => typeof about === 'object' && about.relation === 'subject' && about.of === root,
  )
  for (const one of leading)
    for await (const row of stray(scope.teamId, one, root, dependencies))
      if (unnamed(scope.teamId, row.subject) === person) {
        if (row.unit) count((await scope.endUnits(forgotten(erasureId, [row.unit])))?.tallies)
        else rows += (await scope.endRows(one, [row.id], 'anonymous')).rows
      }
  return rows
}

/** Rows that lead to somebody who is not there. */
async function* stray(
  teamId: string,
  declaration: AnyCollection,
  root: AnyCollection,
  { core }: ErasureDependencies,
): AsyncGenerator<{ id: string; unit: string | null; subject: string }> {
  const { field } = declaration.about as { field: string }
  const rows = core.database.data.collection<Stored>(declaration.name)
  const people = core.database.data.collection<Stored>(root.name)
  const found = rows.aggregate([
    {
      $match: {
        teamId,
        [field]: { $type: 'string' },
        ...(declaration.unit === 'none' ? {} : { unit: { $exists: true } }),
      },
    },
    { $group: { _id: `$${field}`, rows: { $push: { id: '$_id', unit: '$unit' } } } },
  ])
  for await (const { _id: subject, rows: of } of found) {
    if (await people.findOne({ _id: subject as string, teamId }, { projection: { _id: 1 } })) continue
    for (const row of of as { id: string; unit?: string }[]) yield { id: row.id, unit: row.unit ?? null, subject }
  }
}
