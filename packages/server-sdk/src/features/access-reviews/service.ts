import type {
  AccessGrant,
  AccessOutcome,
  AccessReview,
  AccessReviewLine,
  AccessReviewPatch,
  AccessReviewSettings,
  Id,
  Page,
} from '@sotto/contracts'
import type { z } from 'zod'
import type { Principal } from '../../access/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { decodeCursor, encodeCursor, type Row, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { beginReview } from './begin.ts'
import { decideLine, lineOf } from './deciding.ts'
import { accessReviewLines, accessReviews } from './declare.ts'
import type { AccessReviewDependencies } from './dependencies.ts'
import { beginning, namesOf, nextGrants, presentGrant } from './grants.ts'
import { changeSettings, presentSettings, settingsOf } from './settings.ts'
import { countsOf, type Line } from './settle.ts'
import { grantSources } from './sources.ts'

/** Who has what in a team, and the reviews in which that is confirmed or ends. */
export function accessReviewService(
  scope: TeamScope,
  dependencies: AccessReviewDependencies,
  principal: Principal | null,
) {
  const reviews = scope.collection(accessReviews)
  const lines = scope.collection(accessReviewLines)

  /** The person who acts. Keys and software answer for nothing. */
  function requirePerson(): Extract<Principal, { kind: 'member' }> {
    if (principal?.kind === 'member') return principal
    throw new SottoError('forbidden', 'Access is reviewed by people. Sign in instead of sending a key.')
  }

  const presentReview = async (row: Row<typeof accessReviews>): Promise<AccessReview> => ({
    id: row.id as Id<'accessReview'>,
    state: row.state,
    trigger: row.trigger,
    startedAt: row.createdAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    counts: await countsOf(scope, row.id),
  })

  async function presentLines(rows: readonly Line[]): Promise<AccessReviewLine[]> {
    const nameOf = await namesOf(grantSources, scope, rows)
    return rows.map((line) => ({
      id: line.id as Id<'accessReviewLine'>,
      ...presentGrant(line, nameOf(line)),
      outcome: line.outcome,
      decidedBy: line.decidedBy as Id<'member'> | null,
      decidedAt: line.decidedAt?.toISOString() ?? null,
      why: line.why,
      ownLine: line.ownLine,
    }))
  }

  async function reviewOf(id: string): Promise<Row<typeof accessReviews>> {
    const row = await reviews.findOne({ id })
    if (!row) throw notFound('access review')
    return row
  }

  return {
    /** @throws SottoError `invalid_cursor` */
    async list({ limit = 25, cursor }: PageOptions = {}): Promise<Page<AccessGrant>> {
      const [kind, after] = cursor === undefined ? [0, ''] : decodeCursor(cursor, 2)
      const from = cursor === undefined ? beginning : { kind: Number(kind), after: String(after) }
      const { grants, next } = await nextGrants(grantSources, scope, from, limit)
      const nameOf = await namesOf(grantSources, scope, grants)
      await scope.log({ action: 'access.read', details: { rows: grants.length } })
      return {
        data: grants.map((grant) => presentGrant(grant, nameOf(grant))),
        nextCursor: next && encodeCursor([next.kind, next.after]),
      }
    },

    /** @throws SottoError `invalid_cursor` */
    async reviews({ limit = 25, cursor }: PageOptions = {}): Promise<Page<AccessReview>> {
      const { rows, nextCursor } = await reviews.page({}, { by: 'createdAt', order: -1, limit, cursor })
      return { data: await Promise.all(rows.map(presentReview)), nextCursor }
    },

    /** Begins one; while one runs, it is that one. @throws SottoError `forbidden` */
    async start({ days }: { days?: number | undefined } = {}): Promise<AccessReview> {
      requirePerson()
      const chosen = days ?? (await settingsOf(scope)).days
      return presentReview(await beginReview(scope, { trigger: 'hand', days: chosen }, dependencies.kick))
    },

    /** @throws SottoError `not_found` */
    get: async (id: string): Promise<AccessReview> => presentReview(await reviewOf(id)),

    /** @throws SottoError `not_found`, `invalid_cursor` */
    async lines(
      id: string,
      { limit = 25, cursor, outcome }: PageOptions & { outcome?: AccessOutcome | undefined } = {},
    ): Promise<Page<AccessReviewLine>> {
      const { id: reviewId } = await reviewOf(id)
      const filter = { reviewId, ...(outcome ? { outcome } : {}) }
      const { rows, nextCursor } = await lines.page(filter, { by: 'rank', order: 1, limit, cursor })
      const data = await presentLines(rows)
      await scope.log({ action: 'access.read', details: { review: reviewId, rows: rows.length } })
      return { data, nextCursor }
    },

    /** @throws SottoError see `decideLine` */
    async decide(reviewId: string, lineId: string, decision: 'keep' | 'remove'): Promise<AccessReviewLine> {
      await decideLine(scope, { reviewId, lineId, decision }, requirePerson(), grantSources, dependencies)
      const [line] = await presentLines([await lineOf(scope, reviewId, lineId)])
      return line as AccessReviewLine
    },

    settings: (): Promise<AccessReviewSettings> => presentSettings(scope),

    /** @throws SottoError `invalid_request` */
    changeSettings: (patch: z.input<typeof AccessReviewPatch>): Promise<AccessReviewSettings> =>
      changeSettings(scope, patch),
  }
}

export type AccessReviewService = ReturnType<typeof accessReviewService>
