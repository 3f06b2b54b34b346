import type { AuditSink, AuditSinkInput, Id } from '@sotto/contracts'
import { type AuditLog, originName } from '../../audit/index.ts'
import type { DocumentOf } from '../../data-map/index.ts'
import { SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { auditSinks } from './declare.ts'

/** Sinks that a team may have. */
const most = 10

function presentSink(teamId: string, sink: DocumentOf<typeof auditSinks>): AuditSink {
  return {
    id: sink.id as Id<'auditSink'>,
    kind: sink.kind,
    address: sink.address,
    sent: sink.sentSize > 0 ? { origin: originName(teamId, sink.sentOrigin), size: sink.sentSize } : null,
    problem: sink.problem,
    createdAt: sink.createdAt.toISOString(),
  }
}

/** Where the log of a team goes by itself. */
export function sinkService(scope: TeamScope, log: AuditLog) {
  const rows = scope.collection(auditSinks)
  return {
    async list(): Promise<{ data: AuditSink[] }> {
      const found = await rows.openAll(await rows.find({}, { sort: { createdAt: 1 } }))
      return { data: found.map((sink) => presentSink(scope.teamId, sink)) }
    },

    /** A SIEM gets every entry from the first one on, a witness each checkpoint. @throws SottoError `invalid_request` for an eleventh */
    async create(input: AuditSinkInput): Promise<AuditSink> {
      const [oldest] = await log.origins(scope.teamId)
      const sink = await scope.transaction(async (own) => {
        const all = own.collection(auditSinks)
        if ((await all.count()) >= most)
          throw new SottoError('invalid_request', `A team has at most ${most} sinks of its log. Remove one first.`)
        return all.insert({
          kind: input.kind,
          address: input.address,
          trusted: (input.kind === 'siem' ? input.certificate : input.publicKey) ?? null,
          sentOrigin: oldest.origin,
          sentSize: 0,
          problem: null,
          fence: 0,
          leaseUntil: own.now(),
          failures: 0,
          createdAt: own.now(),
        })
      })
      return presentSink(scope.teamId, sink)
    },

    /** @throws SottoError `not_found` */
    async remove(id: string): Promise<void> {
      const sink = await rows.get(id)
      const unit = (await rows.findOne({ id }))?.unit as string
      await scope.forget(unit, { action: 'audit-sink.removed', target: sink.id })
    },
  }
}
