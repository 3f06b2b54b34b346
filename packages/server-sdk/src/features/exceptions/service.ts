import {
  type AccessException,
  type ExceptionState,
  KeyExceptionInput,
  MemberExceptionInput,
  type Page,
  type Role,
} from '@sotto/contracts'
import { accepted } from '../../accepted.ts'
import {
  accessExceptions,
  type ExceptionDocument,
  exceptionFacts,
  holds,
  members,
  type Principal,
} from '../../access/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { enqueue, jobs } from '../../jobs/index.ts'
import { above, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import {
  keyReceiver,
  memberReceiver,
  type Receiver,
  requireEnd,
  requireMore,
  requireRoom,
  requireThings,
} from './asking.ts'
import { approve, type Decider, exceptionOf, refuse, requireState, withdraw } from './deciding.ts'
import type { ExceptionDependencies } from './dependencies.ts'
import { mailApprovers, mailAsker } from './letters.ts'
import { presentException } from './present.ts'
import { exceptionKind } from './watching.ts'

interface Asked {
  role: Role | null
  permissions: (typeof MemberExceptionInput)['_output']['permissions']
  within: (typeof MemberExceptionInput)['_output']['within']
  reason: string
  until: string
}

/** Exceptions of a team: more than a role or key allows, for a time, approved by somebody else. */
export function exceptionService(scope: TeamScope, { kick }: ExceptionDependencies, principal: Principal | null) {
  const rows = scope.collection(accessExceptions)

  /** The person who acts. Keys and software answer for nothing. */
  function requirePerson(): Extract<Principal, { kind: 'member' }> {
    if (principal?.kind === 'member') return principal
    throw new SottoError('forbidden', 'Exceptions are asked for and decided about by people. Sign in first.')
  }

  async function decider(running: TeamScope): Promise<Decider> {
    const { memberId, role, session } = requirePerson()
    const { email, createdAt } = await running.collection(members).get(memberId)
    return { memberId, role, email, browser: session?.browser ?? null, since: createdAt }
  }

  /** Those that one may see: all, with the permission; else those that one asked for, or has. */
  const own =
    principal === null || holds(principal, 'exceptions:approve')
      ? null
      : principal.kind === 'member'
        ? { memberId: principal.memberId }
        : { apiKeyId: principal.kind === 'api-key' ? principal.apiKeyId : '' }

  const isOwn = ({ memberId, askedBy, apiKeyId }: { memberId: string; askedBy: string; apiKeyId: string | null }) =>
    principal?.kind === 'member'
      ? memberId === principal.memberId || askedBy === principal.memberId
      : principal?.kind === 'api-key' && apiKeyId === principal.apiKeyId

  async function shown(id: string): Promise<AccessException> {
    const row = await exceptionOf(scope, id)
    if (own && !isOwn(row)) throw notFound('access exception')
    return presentException(row, scope.now())
  }

  async function ask(receiverOf: (running: TeamScope) => Promise<Receiver>, given: Asked): Promise<AccessException> {
    const { memberId: askedBy, session } = requirePerson()
    const until = requireEnd(given.until, scope.now())
    const id = await scope.transaction(async (running) => {
      const receiver = await receiverOf(running)
      requireMore(given, receiver)
      await requireThings(running, given.within)
      await requireRoom(running, receiver)
      const now = running.now()
      const row = {
        state: 'asked',
        memberId: receiver.memberId,
        apiKeyId: receiver.apiKeyId,
        role: given.role,
        permissions: [...given.permissions],
        ...given.within,
        until,
        askedBy,
        askedAt: now,
        browser: session?.browser ?? null,
        decidedBy: null,
        decidedAt: null,
        endedAt: null,
        leftAt: null,
        createdAt: now,
        reason: given.reason,
      } satisfies Omit<ExceptionDocument, 'id'>
      const id = newId('accessException', now)
      const details = exceptionFacts({ ...row, id })
      const made = await running.collection(accessExceptions).insert(row, { id, action: 'exception.asked', details })
      const job = await enqueue(running, exceptionKind, { exception: made.id }, kick)
      await running.collection(jobs).increment(job.id, {}, { runAfter: until })
      await mailApprovers(running, made, kick)
      return made.id
    })
    return presentException(await exceptionOf(scope, id), scope.now())
  }

  return {
    /** @throws SottoError `invalid_cursor` */
    async list({
      limit = 25,
      cursor,
      state,
    }: PageOptions & { state?: ExceptionState | undefined } = {}): Promise<Page<AccessException>> {
      const now = scope.now()
      const open = state === 'asked' || state === 'active' ? { until: above(now) } : {}
      const filter = { ...own, ...(state ? { state, ...open } : {}) }
      const page = await rows.page(filter, { by: 'createdAt', order: -1, limit, cursor })
      return {
        data: (await rows.openAll(page.rows)).map((row) => presentException(row, now)),
        nextCursor: page.nextCursor,
      }
    },

    /** @throws SottoError `not_found` */
    get: shown,

    /** Asks for a member. @throws SottoError `forbidden`, `not_found`, `invalid_request` */
    async askForMember(memberId: string, given: MemberExceptionInput): Promise<AccessException> {
      return ask((running) => memberReceiver(running, memberId), accepted(MemberExceptionInput, given))
    },

    /** Asks for a secret key. @throws SottoError `forbidden`, `not_found`, `invalid_request` */
    async askForKey(apiKeyId: string, given: KeyExceptionInput): Promise<AccessException> {
      const { memberId } = requirePerson()
      const input = { role: null, ...accepted(KeyExceptionInput, given) }
      return ask((running) => keyReceiver(running, apiKeyId, memberId), input)
    },

    /** @throws SottoError `not_found`, `exception_settled`, `same_person`, `forbidden` */
    async approve(id: string): Promise<AccessException> {
      await scope.transaction(async (running) => {
        await approve(running, id, await decider(running))
        await mailAsker(running, await exceptionOf(running, id), kick)
      })
      return shown(id)
    },

    /** @throws SottoError `not_found`, `exception_settled`, `forbidden` */
    async refuse(id: string): Promise<AccessException> {
      const { memberId } = requirePerson()
      await scope.transaction(async (running) => {
        await refuse(running, id, memberId)
        await mailAsker(running, await exceptionOf(running, id), kick)
      })
      return shown(id)
    },

    /** Those who asked or have it, and managers, end it. @throws SottoError `not_found`, `exception_settled`, `forbidden` */
    async withdraw(id: string): Promise<AccessException> {
      const person = requirePerson()
      await scope.transaction(async (running) => {
        const row = await exceptionOf(running, id)
        if (!isOwn(row) && !holds(person, 'exceptions:approve')) throw notFound('access exception')
        requireState(row, running.now(), 'asked', 'active')
        await withdraw(running, id, person.memberId)
      })
      return shown(id)
    },
  }
}

export type ExceptionService = ReturnType<typeof exceptionService>
