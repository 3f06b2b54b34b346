import { randomBytes } from 'node:crypto'
import type { Id } from '@sotto/contracts'
import type { DocumentOf } from '../data-map/index.ts'
import { type Identity, peopleOf, readableIdentityOf, rootOf } from '../data-subject/index.ts'
import { isSottoError, notFound, SottoError } from '../errors.ts'
import { newId } from '../ids.ts'
import { enqueue } from '../jobs/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { certificatePdf } from './certificate-pdf.ts'
import type { Certificate, CertificateFile, WithheldRows } from './certified.ts'
import { erasureCertificates, erasureMentions, erasures } from './declare.ts'
import type { ErasureDependencies } from './dependencies.ts'
import { changeGuard } from './holds.ts'
import { erasureKind } from './kinds.ts'
import { markOf } from './mark.ts'
import { collectionsOf, findAll, mentionsOf, withheldRows } from './plan.ts'
import { providersOf } from './providers.ts'
import type { Erasure, ErasurePlan, ErasureService, StartedErasure } from './types.ts'

/** Erasures of a team. */
export function erasureService(scope: TeamScope, dependencies: ErasureDependencies): ErasureService {
  const { core, kick } = dependencies
  const rows = scope.collection(erasures)
  const certificates = scope.collection(erasureCertificates)

  const opened = async (id: string) => {
    const row = await rows.findById(id)
    if (!row) throw notFound('erasure')
    return { ...row, plan: JSON.parse(row.plan) as ErasurePlan }
  }
  /** Whether somebody who was planned for is still all of those whom the plan meant, who are nobody else's part. */
  const isWhole = async (planned: string): Promise<boolean> => {
    const { subject, also = [] } = JSON.parse(planned) as Identity
    for (const id of [subject.id, ...also.map((one) => one.id)])
      if ((await rootOf(core, scope.teamId, { ...subject, id })).id !== subject.id) return false
    return true
  }
  const issued = async (id: string) => {
    const row = (await certificates.findOne({ id })) ?? (await certificates.findOne({ jobId: id }))
    return row && (await row.open())
  }

  return {
    async plan({ contactId, row, requestId = null, mentions = true }) {
      const subject = await rootOf(
        core,
        scope.teamId,
        row ?? { collection: peopleOf(core.map, 'contact').name, id: contactId ?? '' },
      )
      const { unit, ...identity } = await readableIdentityOf(core, scope.teamId, subject)
      const found = await findAll(core, scope, subject, dependencies)
      const { collections, withheld, rows: total } = await collectionsOf(core, scope.teamId, found)
      const now = scope.now()
      const id = newId('erasure', now)
      const plan: ErasurePlan = {
        id,
        subject,
        requestId,
        createdAt: now.toISOString(),
        collections,
        withheld,
        mentions: mentions ? await mentionsOf(core, scope.teamId, identity, found) : null,
        providers: await providersOf(dependencies, scope, found.going),
        units: found.going.filter((thing) => thing.unit !== null).length,
      }
      const mark = await markOf(scope, subject)
      await scope.transaction(async (running) => {
        await insertPlan(running, plan, identity, mark, total)
        const details = { erasure: id, request: requestId, rows: total, units: plan.units }
        // Without the key of the person their id would stand in the clear, for as long as the log.
        const person = unit ? { unit, target: subject.id, subject: subject.id } : { target: id }
        await running.log({ action: 'erasure.planned', ...person, details })
      })
      return plan
    },

    planned: async (id) => (await opened(id)).plan,

    async isCurrent(id) {
      try {
        const { state, plan, identity } = await opened(id)
        if (state !== 'planned') return true
        const { also = [] } = await readableIdentityOf(core, scope.teamId, plan.subject)
        const planned = new Set((JSON.parse(identity) as Identity).also?.map((one) => one.id))
        if (!(await isWhole(identity)) || also.some((one) => !planned.has(one.id))) return false
        const { staying } = await findAll(core, scope, plan.subject, dependencies)
        return inOrder(withheldRows(staying)) === inOrder(plan.withheld)
      } catch (error) {
        if (isSottoError(error) && error.code === 'not_found') return false
        throw error
      }
    },

    async isOf(id, contactId) {
      const { plan, identity } = await opened(id)
      return plan.subject.id === contactId && (await isWhole(identity))
    },

    async start({ id }) {
      const { nonce, jobId } = await opened(id)
      if (jobId && (await rows.findOne({ id }))?.state === 'running')
        return { id: id as Id<'erasure'>, jobId: jobId as Id<'job'>, nonce }
      return scope.transaction(async (running) => {
        const row = await running.collection(erasures).get(id)
        if (row.state === 'running') return { id: id as Id<'erasure'>, jobId: row.jobId as Id<'job'>, nonce }
        // Of two plans that are begun at once one begins anew, and sees the other.
        await changeGuard(running)
        const joined = row.mark ? await joinRunning(running, id, row.mark, kick) : null
        if (joined) return joined
        if (!(await isWhole(row.identity)))
          throw new SottoError(
            'version_conflict',
            'This person has become part of somebody else since, or was parted from somebody. Plan it anew.',
          )
        const begun = await begin(running, row, kick)
        return { id: id as Id<'erasure'>, jobId: begun as Id<'job'>, nonce }
      })
    },

    async get(idOrJob): Promise<Erasure> {
      const running = (await rows.findOne({ id: idOrJob })) ?? (await rows.findOne({ jobId: idOrJob }))
      const done = await issued(running?.id ?? idOrJob)
      if (done) {
        const file: CertificateFile = { ...JSON.parse(done.file), supplements: done.supplements }
        const { withheld } = JSON.parse(file.certificate) as Certificate
        return {
          id: done.id as Id<'erasure'>,
          jobId: done.jobId,
          requestId: done.requestId,
          state: running ? 'running' : 'completed',
          step: running?.step ?? 'done',
          progress: { done: done.rows, total: done.rows },
          withheld,
          differences: JSON.parse(done.differences),
          certificate: file,
        }
      }
      if (!running) throw notFound('erasure')
      const { plan } = await opened(running.id)
      return {
        id: running.id as Id<'erasure'>,
        jobId: running.jobId,
        requestId: running.requestId,
        state: running.state,
        step: running.step,
        progress: { done: running.done, total: Math.max(running.total, running.done) },
        withheld: plan.withheld,
        differences: [],
        certificate: null,
      }
    },

    async isStopped(row) {
      const { staying } = await findAll(core, scope, row, dependencies)
      return staying.some(
        ({ why, collection, id }) => why === 'legal-hold' && collection === row.collection && id === row.id,
      )
    },

    async mentions(id, { limit = 25, cursor } = {}) {
      const page = await scope
        .collection(erasureMentions)
        .page({ erasureId: id }, { by: 'id', order: 1, limit, cursor })
      return {
        data: page.rows.map(({ collection, row, of }) => ({ collection, id: row, of })),
        nextCursor: page.nextCursor,
      }
    },

    async pdf(id) {
      const done = await issued(id)
      if (!done) throw notFound('certificate')
      return certificatePdf({ ...JSON.parse(done.file), supplements: done.supplements })
    },
  }
}

const inOrder = (rows: readonly WithheldRows[]) =>
  rows
    .map((row) => JSON.stringify(row))
    .sort()
    .join()

async function insertPlan(
  running: TeamScope,
  plan: ErasurePlan,
  identity: Identity,
  mark: string,
  total: number,
): Promise<void> {
  // The id comes first: it stands in the plan.
  await running.collection(erasures).insert(
    {
      state: 'planned',
      step: null,
      jobId: null,
      requestId: plan.requestId,
      mark,
      position: 0,
      total,
      done: 0,
      keysDestroyed: 0,
      tallies: {},
      partly: null,
      scanned: null,
      rounds: 0,
      deliveries: [],
      epoch: null,
      suppressedUntil: null,
      begunAt: null,
      completedAt: null,
      certificate: null,
      createdAt: running.now(),
      plan: JSON.stringify(plan),
      identity: JSON.stringify(identity),
      nonce: randomBytes(16).toString('base64url'),
    },
    { id: plan.id },
  )
}

/**
 * Gives up a plan where another erasure of the same person runs, or ended in the middle, which then goes on.
 *
 * @returns that one; `null` where there is none
 */
async function joinRunning(
  running: TeamScope,
  id: string,
  mark: string,
  kick: () => void,
): Promise<StartedErasure | null> {
  const rows = running.collection(erasures)
  const same = await rows.find({ mark }, { sort: { createdAt: 1 } })
  const found = same.find(
    (one) => one.id !== id && (one.state === 'running' || (one.state === 'failed' && one.begunAt !== null)),
  )
  if (!found) return null
  const other = await found.open()
  const jobId = other.state === 'running' ? other.jobId : await begin(running, other, kick)
  const plan = same.find((one) => one.id === id)
  const details = { erasure: id, joins: other.id }
  await running.endUnits({ units: [plan?.unit as string], remains: 'nothing', details, action: 'erasure.joined' })
  return { id: other.id as Id<'erasure'>, jobId: jobId as Id<'job'>, nonce: other.nonce }
}

/** Makes the job, in the transaction of the scope. @returns its id */
async function begin(
  running: TeamScope,
  { id, step, requestId }: Pick<DocumentOf<typeof erasures>, 'id' | 'step' | 'requestId'>,
  kick: () => void,
): Promise<string> {
  const job = await enqueue(running, erasureKind, { erasure: id }, kick)
  await running.collection(erasures).change(id, { state: 'running', step: step ?? 'identifiers', jobId: job.id })
  const details = { request: requestId }
  await running.log({ action: 'erasure.started', collection: erasures.name, target: id, details })
  return job.id
}
