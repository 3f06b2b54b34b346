import type {
  AuditEntry,
  AuditProof,
  AuditReport,
  Checkpoint,
  ConsistencyProof,
  Id,
  Job as JobShape,
  Page,
} from '@sotto/contracts'
import type { Principal } from '../../access/index.ts'
import type { AuditLog, VerifyOptions } from '../../audit/index.ts'
import { originName, proofText } from '../../audit/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { decodeCursor, encodeCursor, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { type CheckpointMail, checkpointMail } from './checkpoint-mail.ts'
import { type ExportedLog, type ExportQuery, exported, filterShown } from './export/export.ts'
import { type Opening, openEntries, presentCheckpoint, presentEntry } from './present.ts'
import { sinkService } from './sinks.ts'
import { beginVerification, lastVerification } from './verification.ts'
import { seesPeople } from './visibility.ts'

export interface AuditQuery {
  action?: string | undefined
  actorId?: string | undefined
  targetId?: string | undefined
  /** ISO 8601. */
  since?: string | undefined
  /** ISO 8601: entries before this instant. */
  until?: string | undefined
}

export interface AuditDependencies {
  log: AuditLog
  /** Tells the runner that there is work. */
  kick: () => void
}

/** A size or number that the log never had is refused with its own words. */
async function inRange<T>(field: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new SottoError('invalid_request', `The log has no such state: ${error.message}.`, {
      errors: [{ field, message: error.message }],
    })
  }
}

/** The log of a team. Reading it is logged. */
export function auditService(scope: TeamScope, { log, kick }: AuditDependencies, principal: Principal | null) {
  const { teamId } = scope
  const opening: Opening = {
    unitKeys: (ids) => scope.unitKeys(ids),
    sees: (collection) => seesPeople(principal, collection),
  }
  const bytesOf = async (id: string): Promise<Buffer> => {
    const bytes = await log.bytes(teamId, id)
    if (!bytes) throw notFound('audit entry')
    return bytes
  }
  return {
    /** Newest first. @throws SottoError `invalid_cursor` */
    async list(query: AuditQuery & PageOptions = {}): Promise<Page<AuditEntry>> {
      const { limit = 25, cursor, ...by } = query
      const { rows, nextCursor } = await scope.auditEntries(by, { limit, cursor })
      const stored = rows.map(({ bytes }) => bytes)
      const places = await log.places(
        teamId,
        rows.map(({ id }) => id),
      )
      const opened = await openEntries(stored, opening)
      await scope.log({ action: 'audit.read', details: { entries: opened.length } })
      return {
        data: opened.map((entry, at) => presentEntry(entry, stored[at] as Buffer, places.get(entry.entry.id))),
        nextCursor,
      }
    },

    /** One entry. @throws SottoError `not_found` */
    async get(id: string): Promise<AuditEntry> {
      const bytes = await bytesOf(id)
      const [opened] = await openEntries([bytes], opening)
      const place = (await log.places(teamId, [id])).get(id)
      await scope.log({ action: 'audit.read', details: { entry: id } })
      return presentEntry(opened as NonNullable<typeof opened>, bytes, place)
    },

    /** That an entry is in the log. @throws SottoError `not_found`, `entry_waiting` */
    async proof(id: string): Promise<AuditProof> {
      const bytes = await bytesOf(id)
      const proven = await log.inclusion(teamId, id)
      if (!proven)
        throw new SottoError('entry_waiting', 'The entry has no place in the log yet. Ask again in a second.', {
          retryAfter: 1,
        })
      await scope.log({ action: 'audit.read', details: { entry: id } })
      return {
        id: id as Id<'auditEntry'>,
        origin: proven.checkpoint.origin,
        index: proven.index,
        entry: bytes.toString('utf8'),
        proof: proofText(bytes, proven),
        publicKey: proven.checkpoint.verifier,
      }
    },

    /**
     * That the log of one size is the beginning of that of another; `to` is its size now unless told.
     *
     * @throws SottoError `invalid_request`
     */
    async consistency(of: {
      from: number
      to?: number | undefined
      origin?: number | undefined
    }): Promise<ConsistencyProof> {
      const origins = await log.origins(teamId)
      const { origin, size } =
        origins.find((one) => one.origin === of.origin) ?? (origins.at(-1) as (typeof origins)[0])
      if (of.origin !== undefined && of.origin !== origin)
        throw new SottoError('invalid_request', `There is no log ${of.origin} of this team.`, {
          errors: [{ field: 'query.origin', message: `must be 1 to ${origin}` }],
        })
      const [first, second] = [of.from, of.to ?? size]
      const proof = await inRange('query', log.consistency(teamId, { origin, first, second }))
      return { origin: originName(teamId, origin), first, second, proof: proof.map((hash) => hash.toString('base64')) }
    },

    /** The newest signed checkpoint. */
    async checkpoint(): Promise<Checkpoint> {
      return presentCheckpoint(await log.checkpoint(teamId))
    },

    /** The mail with which owners get the newest checkpoint. */
    async checkpointMail(team: string): Promise<CheckpointMail> {
      return checkpointMail(team, presentCheckpoint(await log.checkpoint(teamId)))
    },

    /** The checkpoints that are kept, newest first. @throws SottoError `invalid_cursor` */
    async checkpoints({ limit = 25, cursor }: PageOptions = {}): Promise<Page<Checkpoint & { at: string }>> {
      const [origin, size] = cursor === undefined ? [] : decodeCursor(cursor, 2)
      const before = cursor === undefined ? undefined : { origin: Number(origin), size: Number(size) }
      const found = await log.kept(teamId, { limit: limit + 1, before })
      const shown = found.slice(0, limit)
      const last = shown.at(-1)
      return {
        data: shown.map(({ checkpoint, at }) => ({ ...presentCheckpoint(checkpoint), at: at.toISOString() })),
        nextCursor: found.length > limit && last ? encodeCursor([last.origin, last.checkpoint.size]) : null,
      }
    },

    /** Checks the whole log, and the rows that it tells of. */
    verify: (options: VerifyOptions = {}) => log.verify(teamId, options),

    /** Begins a check in the background, or gives the one that runs. */
    beginVerification: (): Promise<JobShape> => beginVerification(scope, kick),

    /** What the last check found, and the one that runs. */
    lastVerification: (): Promise<{ report: AuditReport | null; job: JobShape | null }> => lastVerification(scope),

    /**
     * The log as a file. That it was exported is logged before the first byte is there.
     *
     * @throws SottoError `invalid_request` for a state that the log never had
     */
    async export(query: ExportQuery): Promise<ExportedLog> {
      const filter = filterShown(query)
      const whole = query.format === 'jsonl' && !filter
      if (whole && query.from % 256 > 0)
        throw new SottoError('invalid_request', 'A whole export is continued where a group of 256 entries begins.', {
          errors: [{ field: 'query.from', message: 'must be a multiple of 256' }],
        })
      const { from, size, origin, format } = query
      const sections = await inRange('query', log.sections(teamId, { from, size, origin }))
      await scope.log({
        action: 'audit.exported',
        details: { format, from, ...(filter ? { filter: named(filter) } : {}) },
      })
      return exported(log, teamId, sections, query, opening)
    },

    /** Where the log goes by itself. */
    sinks: sinkService(scope, log),

    /** Lets go of entries that are older than seven years, and says so in the log. @returns how many went */
    async prune(): Promise<number> {
      const entries = await log.prune(teamId)
      if (entries > 0) await scope.log({ action: 'log.pruned', details: { entries } })
      return entries
    },

    /** Closes the log after a restore and begins the next one. To be called before anything is served again. */
    beginOrigin: () => log.beginOrigin(teamId, scope.context),
  }
}

/** A filter as the log may say it: that people were asked for, not who. */
function named({ subject, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return subject === undefined ? rest : { ...rest, subject: 'one person' }
}

export type AuditService = ReturnType<typeof auditService>
