import type { Id } from '@sotto/contracts'
import type { DocumentOf } from '../data-map/index.ts'
import { declarationOf, identityOf, readableIdentityOf, rootOf } from '../data-subject/index.ts'
import { changeGuard } from '../erasure/index.ts'
import { isSottoError, notFound, SottoError } from '../errors.ts'
import { enqueue } from '../jobs/index.ts'
import { oneOf, type Row, type TeamScope } from '../mongo/index.ts'
import { accessExports, exportRedactions } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import { discardExport } from './discard.ts'
import { downloadOf } from './download.ts'
import { exportKind } from './run.ts'
import { sourcesOf } from './sources.ts'
import { subjectOf } from './subject.ts'
import { type ExportTokens, tokenHash } from './tokens.ts'
import type { AccessExport, AccessExportService, ExportManifest, Redaction } from './types.ts'

const day = 24 * 60 * 60 * 1000
/** The longest time in which a request may be answered, extension included; nothing waits for a release for longer. */
const longestReview = 100 * day
const shownAtOnce = 100
const changedAtOnce = 200

/** Exports of a team. */
export function accessExportService(
  scope: TeamScope,
  dependencies: ExportDependencies,
  tokens: ExportTokens,
): AccessExportService {
  const { core, kick, days, publicUrl } = dependencies
  const rows = scope.collection(accessExports)

  const get = async (id: string): Promise<DocumentOf<typeof accessExports>> => {
    const row = await rows.findById(id)
    if (!row) throw notFound('access export')
    return row
  }
  const conflict = (detail: string) => new SottoError('version_conflict', detail)

  return {
    async start({ contactId, memberId, also = [], requestId = null, kind = 'access' }) {
      if ((contactId === undefined) === (memberId === undefined))
        throw new SottoError('invalid_request', 'Name the person by contactId or by memberId.')
      const person = { contactId: contactId ?? null, memberId: memberId ?? null }
      const asked = subjectOf(core, person)
      const subject = await rootOf(core, scope.teamId, asked)
      if (subject.id !== asked.id) person.contactId = subject.id
      const { unit } = await readableIdentityOf(core, scope.teamId, subject)
      const known = new Set(
        sourcesOf(core.map, declarationOf(core.map, subject.collection)).map((one) => one.collection.name),
      )
      for (const { collection, id } of also) {
        const row = known.has(collection)
          ? await core.database.data
              .collection<{ _id: string }>(collection)
              .findOne({ _id: id, teamId: scope.teamId }, { projection: { _id: 1 } })
          : null
        if (!row) throw new SottoError('invalid_request', `There is no such row of ${collection} that could be theirs.`)
      }
      const now = scope.now()
      return scope.transaction(async (running) => {
        // Of this and a merge that is made at once one comes first.
        await changeGuard(running)
        if ((await rootOf(core, scope.teamId, subject)).id !== subject.id) throw notFound('contact')
        const { id } = await running.collection(accessExports).insert(
          {
            ...person,
            requestId,
            kind,
            state: 'collecting',
            at: { source: 0, batch: 0, pieces: 0, redactions: 0 },
            progress: [],
            redactions: 0,
            undecided: 0,
            bytes: null,
            pieces: 0,
            link: null,
            linkUntil: null,
            codesSent: 0,
            codesTried: 0,
            codeUntil: null,
            pass: null,
            passUntil: null,
            given: 0,
            endGiven: false,
            promised: 0,
            begunUntil: new Date(0),
            downloadedAt: null,
            problem: null,
            createdAt: now,
            asOf: now,
            releasedAt: null,
            endsAt: new Date(now.getTime() + longestReview),
            also: also.map(({ collection, id: row }) => ({ collection, id: row })),
            code: null,
            manifest: null,
            facts: null,
          },
          { action: 'access-export.started' },
        )
        // Without the key of the person their id would stand in the clear, for as long as the log.
        const about = unit
          ? { unit, collection: subject.collection, target: subject.id, subject: subject.id }
          : { collection: accessExports.name, target: id }
        await running.log({
          action: 'access-export.begun',
          ...about,
          details: { export: id, request: requestId, kind },
        })
        await enqueue(running, exportKind, { export: id }, kick)
        return id as Id<'accessExport'>
      })
    },

    async get(id): Promise<AccessExport> {
      const row = await get(id)
      const found = await scope
        .collection(exportRedactions)
        .find({ exportId: id }, { sort: { number: 1 }, limit: shownAtOnce })
      const iso = (time: Date | null) => time?.toISOString() ?? null
      return {
        id: row.id as Id<'accessExport'>,
        subject: subjectOf(core, row),
        requestId: row.requestId,
        kind: row.kind,
        state: row.state,
        progress: row.progress,
        redactions: await presentAll(scope, found),
        counts: {
          redactions: row.redactions,
          undecided: await scope.collection(exportRedactions).count({ exportId: id, decision: null }),
        },
        manifest: row.manifest === null ? null : (JSON.parse(row.manifest) as ExportManifest),
        bytes: row.bytes,
        problem: row.problem,
        createdAt: row.createdAt.toISOString(),
        releasedAt: iso(row.releasedAt),
        downloadedAt: iso(row.downloadedAt),
        expiresAt: row.endsAt.toISOString(),
      }
    },

    async redactions(id, { limit = 25, cursor, undecided = false } = {}) {
      if (!(await rows.findOne({ id }))) throw notFound('access export')
      const filter = undecided ? { exportId: id, decision: null } : { exportId: id }
      const page = await scope
        .collection(exportRedactions)
        .page(filter, { by: 'number', order: 1, limit: Math.min(limit, shownAtOnce), cursor })
      return { data: await presentAll(scope, page.rows), nextCursor: page.nextCursor }
    },

    async decide(id, numbers, decision) {
      let changed = 0
      const wanted = numbers === 'undecided' ? undefined : [...new Set(numbers)]
      for (let start = 0; ; start += changedAtOnce) {
        const some = wanted?.slice(start, start + changedAtOnce)
        if (some && some.length === 0) return changed
        const more = await scope.transaction(async (running) => {
          const row = await running.collection(accessExports).findOne({ id })
          if (!row) throw notFound('access export')
          if (row.state !== 'review') throw conflict('Places are decided on while an export is in review.')
          const places = running.collection(exportRedactions)
          const filter = some ? { exportId: id, number: oneOf(some) } : { exportId: id, decision: null }
          const found = await places.find(filter, { limit: changedAtOnce })
          let count = 0
          for (const place of found)
            if (place.decision !== decision) {
              await places.change(place.id, { decision })
              count += 1
            }
          // A row that is really changed: a release at the same moment conflicts with this.
          const undecided = await places.count({ exportId: id, decision: null })
          await running.collection(accessExports).increment(id, {}, { undecided })
          await running.log({
            action: 'access-export.decided',
            collection: accessExports.name,
            target: id,
            details: { decision, places: count },
          })
          return { count, found: found.length }
        })
        changed += more.count
        if (!some && more.found < changedAtOnce) return changed
      }
    },

    async release(id) {
      await scope.transaction(async (running) => {
        const row = await running.collection(accessExports).findOne({ id })
        if (!row) throw notFound('access export')
        if (row.state === 'packing' || row.state === 'ready' || row.state === 'downloaded') return
        if (row.state !== 'review') throw conflict('An export can be released once everything was brought together.')
        const undecided = await running.collection(exportRedactions).count({ exportId: id, decision: null })
        if (undecided > 0)
          throw conflict(`In ${undecided} places somebody else may be named. Keep or remove each before the release.`)
        const set = { state: 'packing', releasedAt: running.now(), undecided: 0 } as const
        await running.collection(accessExports).increment(id, {}, set, { state: 'review' })
        await running.log({ action: 'access-export.released', collection: accessExports.name, target: id })
        await enqueue(running, exportKind, { export: id }, kick)
      })
    },

    async linkFor(id) {
      const row = await rows.findOne({ id })
      if (!row) throw notFound('access export')
      if (row.state !== 'ready' && row.state !== 'downloaded') throw conflict('There is no file yet.')
      const token = await tokens.make(scope.teamId, id, 'link')
      const until = new Date(scope.now().getTime() + days * day)
      await scope.transaction(async (running) => {
        const set = {
          state: 'ready',
          link: tokenHash(token),
          linkUntil: until,
          codesSent: 0,
          codesTried: 0,
          codeUntil: null,
          pass: null,
          passUntil: null,
          given: 0,
          endGiven: false,
          promised: 0,
          begunUntil: new Date(0),
          downloadedAt: null,
          endsAt: until,
        } as const
        await running.collection(accessExports).increment(id, {}, set, { state: row.state })
        await running.log({ action: 'access-export.linked', collection: accessExports.name, target: id })
      })
      const base = publicUrl().replace(/\/+$/, '')
      return { token, url: `${base}/v1/privacy/exports?token=${token}`, expiresAt: until.toISOString() }
    },

    async take(id) {
      const row = await rows.findOne({ id })
      if (!row) throw notFound('access export')
      if (row.state !== 'ready' && row.state !== 'downloaded') throw conflict('There is no file yet.')
      const subject = subjectOf(core, row)
      const identity = await identityOf(core, scope.teamId, subject)
      const download = await downloadOf(scope, row, {})
      if (!download) throw conflict('There is no file yet.')
      await scope.log({
        action: 'access-export.taken',
        unit: identity.unit,
        collection: subject.collection,
        target: subject.id,
        subject: subject.id,
        details: { export: id, request: row.requestId },
      })
      return download
    },

    async discard(id) {
      if (!(await discardExport(scope, id, 'access-export.discarded'))) throw notFound('access export')
    },
  }
}

async function presentAll(scope: TeamScope, rows: readonly Row<typeof exportRedactions>[]): Promise<Redaction[]> {
  const opened = await scope.collection(exportRedactions).openAll(rows)
  return opened.map(({ number, collection, row, field, kind, text, context, certainty, decision }) => ({
    number,
    collection,
    id: row,
    field,
    kind,
    text,
    context,
    certainty,
    decision,
  }))
}

/** Whether something was refused because it is not there. */
export const isGone = (error: unknown): boolean => isSottoError(error) && error.code === 'not_found'
