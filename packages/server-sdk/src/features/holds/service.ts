import {
  type Hold,
  type HoldInput,
  HoldInput as HoldInputSchema,
  type HoldReason,
  HoldReasons,
  type HoldState,
  type Page,
  roleHolds,
} from '@sotto/contracts'
import { accepted } from '../../accepted.ts'
import { members, type Principal } from '../../access/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { bots } from '../bots/index.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { invite } from './approver.ts'
import { mostHolds } from './covers.ts'
import { approve, refuse } from './deciding.ts'
import { holdReasons, holds, stoppedErasures } from './declare.ts'
import type { HoldDependencies } from './dependencies.ts'
import { presentHold } from './present.ts'
import { type Decider, type HoldDocument, holdOf, reasonsOf, waitsFor, watch } from './store.ts'

const day = 24 * 60 * 60 * 1000
const firstReview = 90 * day
const latestReview = 366 * day

const wrong = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

/** Legal holds of a team. */
export function holdService(scope: TeamScope, dependencies: HoldDependencies, principal: Principal | null) {
  const rows = scope.collection(holds)
  const { kick } = dependencies

  /** The person who acts. Keys and software answer for nothing. */
  function requirePerson(): Extract<Principal, { kind: 'member' }> {
    if (principal?.kind === 'member') return principal
    throw new SottoError('forbidden', 'A hold is decided about by people. Sign in instead of sending a key.')
  }

  async function decider(running: TeamScope): Promise<Decider> {
    const { memberId, session } = requirePerson()
    const { email, createdAt } = await running.collection(members).get(memberId)
    return { memberId, email, browser: session?.browser ?? null, since: createdAt, outside: null }
  }

  async function present(all: readonly HoldDocument[]): Promise<Hold[]> {
    const owners = [...new Set(all.map(({ ownerId }) => ownerId))]
    const there = owners.length > 0 ? await scope.collection(members).find({ id: oneOf(owners) }, { limit: 1000 }) : []
    const known = new Set(there.map(({ id }) => id))
    const stopped = await scope.collection(stoppedErasures).count()
    const now = scope.now()
    return all.map((hold) => presentHold(hold, { now, ownerGone: !known.has(hold.ownerId), stopped }))
  }
  const shown = async (id: string): Promise<Hold> => (await present([await holdOf(scope, id)]))[0] as Hold

  function requireReview(at: string | undefined): Date {
    const now = scope.now().getTime()
    const time = at === undefined ? now + firstReview : Date.parse(at)
    if (!(time > now && time <= now + latestReview))
      throw wrong('reviewAt', 'must lie in the future, and at most a year away')
    return new Date(time)
  }

  async function requireMember(running: TeamScope, ownerId: string): Promise<void> {
    const owner = await running.collection(members).findOne({ id: ownerId })
    if (!owner) throw notFound('member')
    if (!roleHolds(owner.role, 'holds:write'))
      throw wrong('ownerId', 'must be a member who may handle holds: an admin or owner')
  }

  return {
    /** @throws SottoError `invalid_cursor` */
    async list({
      limit = 25,
      cursor,
      state,
    }: PageOptions & { state?: HoldState | undefined } = {}): Promise<Page<Hold>> {
      const page = await rows.page(state ? { state } : {}, { by: 'createdAt', order: -1, limit, cursor })
      const data = await present(await rows.openAll(page.rows))
      await scope.log({ action: 'hold.read', collection: holds.name, details: { holds: data.length } })
      return { data, nextCursor: page.nextCursor }
    },

    /** @throws SottoError `not_found` */
    async get(id: string): Promise<Hold> {
      const hold = await shown(id)
      await scope.log({ action: 'hold.read', collection: holds.name, target: id })
      return hold
    },

    /** Proposes a hold, in the name of a person. @throws SottoError `forbidden`, `not_found`, `invalid_request` */
    async propose(given: HoldInput): Promise<Hold> {
      const input = accepted(HoldInputSchema, given)
      const { memberId, session } = requirePerson()
      const { contactId, conversationId, botId } = input.scope
      const reviewAt = requireReview(input.reviewAt)
      const now = scope.now()
      const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt)
      if (expiresAt && expiresAt <= now) throw wrong('expiresAt', 'must lie in the future')
      const reason = (await reasonsOf(scope)).find(({ code }) => code === input.reason)
      if (!reason) throw wrong('reason', 'must be the code of one of the reasons of the team')
      const id = await scope.transaction(async (running) => {
        const missing = async (found: Promise<unknown>, what: string) => {
          if (!(await found)) throw notFound(what)
        }
        const person = contactId && (await running.collection(contacts).findOne({ id: contactId }))
        if (contactId && !person) throw notFound('contact')
        if (conversationId)
          await missing(running.collection(conversations).findOne({ id: conversationId }), 'conversation')
        if (botId) await missing(running.collection(bots).findOne({ id: botId }), 'bot')
        const ownerId = input.ownerId ?? memberId
        await requireMember(running, ownerId)
        const open = await running.collection(holds).count({ state: oneOf(['proposed', 'active']) })
        if (open >= mostHolds)
          throw wrong('scope', `cannot be held in addition: a team has at most ${mostHolds} holds that have not ended`)
        const hold = await running.collection(holds).insert(
          {
            state: 'proposed',
            reason: reason.code,
            ground: reason.ground,
            ownerId,
            contactId: person ? person.id : null,
            conversationId,
            botId,
            wholeTeam: input.scope.team,
            categories: input.scope.categories,
            from: input.scope.from === null ? null : new Date(input.scope.from),
            until: input.scope.until === null ? null : new Date(input.scope.until),
            proposedBy: memberId,
            proposedAt: now,
            browser: session?.browser ?? null,
            approvedBy: null,
            approvedAt: null,
            releaseBy: null,
            releaseAt: null,
            releaseApprovedBy: null,
            releaseApprovedAt: null,
            reviewAt,
            expiresAt,
            endedAt: null,
            invitedAt: null,
            code: null,
            codeUntil: null,
            tries: 0,
            codes: 0,
            remindedAt: null,
            turn: 0,
            createdAt: now,
            matter: input.matter,
            because: null,
            approver: null,
            releaseApprover: null,
          },
          { action: 'hold.proposed' },
        )
        return hold.id
      })
      return shown(id)
    },

    /** Approves what waits. @throws SottoError `not_found`, `hold_settled`, `same_person`, `hold_too_late`, `forbidden` */
    async approve(id: string): Promise<Hold> {
      await approve(scope, id, await decider(scope), kick)
      return shown(id)
    },

    /** Refuses what waits, or takes it back. @throws SottoError `not_found`, `hold_settled`, `forbidden` */
    async refuse(id: string): Promise<Hold> {
      await refuse(scope, id, requirePerson().memberId)
      return shown(id)
    },

    /** Proposes the end of a hold. @throws SottoError `not_found`, `hold_settled`, `forbidden` */
    async release(id: string, because: string): Promise<Hold> {
      const { memberId, session } = requirePerson()
      await scope.transaction(async (running) => {
        const hold = await holdOf(running, id)
        if (hold.state !== 'active' || waitsFor(hold))
          throw new SottoError('hold_settled', 'Only a hold that is active, and not proposed for release yet, can be.')
        const browser = session?.browser ?? null
        const set = { releaseBy: memberId, releaseAt: running.now(), because, browser }
        await running.collection(holds).change(id, set, { action: 'hold-release.proposed' })
      })
      return shown(id)
    },

    /** It is still needed. @throws SottoError `not_found`, `hold_settled`, `forbidden`, `invalid_request` */
    async review(id: string, input: { reviewAt: string; ownerId?: string | undefined }): Promise<Hold> {
      requirePerson()
      const reviewAt = requireReview(input.reviewAt)
      await scope.transaction(async (running) => {
        const hold = await holdOf(running, id)
        if (hold.endedAt) throw new SottoError('hold_settled', 'The hold has ended. There is nothing to look after.')
        const ownerId = input.ownerId ?? hold.ownerId
        if (ownerId !== hold.ownerId) await requireMember(running, ownerId)
        await running.collection(holds).change(id, { reviewAt, ownerId, remindedAt: null }, { action: 'hold.reviewed' })
        if (hold.state === 'active') await watch(running, hold, kick)
      })
      return shown(id)
    },

    /**
     * Asks somebody outside of the team, where nobody in it can decide.
     *
     * @throws SottoError `not_found`, `hold_settled`, `same_person`, `approver_not_needed`, `forbidden`
     */
    async inviteApprover(id: string, outside: { name: string; email: string }): Promise<Hold> {
      requirePerson()
      await invite(scope, id, outside, dependencies)
      return shown(id)
    },

    reasons: async (): Promise<{ reasons: HoldReason[] }> => ({ reasons: await reasonsOf(scope) }),

    /** Replaces the reasons. @throws SottoError `forbidden`, `invalid_request` */
    async changeReasons(given: { reasons: HoldReason[] }): Promise<{ reasons: HoldReason[] }> {
      requirePerson()
      const { reasons } = accepted(HoldReasons, given)
      await scope.transaction(async (running) => {
        const own = running.collection(holdReasons)
        const action = { action: 'hold-reasons.changed' }
        if (await own.findOne({ id: running.teamId })) await own.change(running.teamId, { reasons }, action)
        else await own.insert({ reasons, createdAt: running.now() }, { id: running.teamId, ...action })
      })
      return { reasons }
    },
  }
}

export type HoldService = ReturnType<typeof holdService>
