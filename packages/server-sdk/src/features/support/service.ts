import { type Page, SupportApproval, type SupportCase, type SupportLook } from '@sotto/contracts'
import { accepted } from '../../accepted.ts'
import { mailboxOf, members, type Principal, supportCases } from '../../access/index.ts'
import { SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { openEntries, seesPeople } from '../audit/index.ts'
import { endCase } from './ending.ts'
import { writeToSupporter } from './letters.ts'
import type { OpenLooks } from './open-looks.ts'
import { presentCase, presentLook } from './present.ts'
import { grantedOf } from './reach.ts'
import { caseOf, isOpen, perhapsOpen, requireState } from './store.ts'
import { tell } from './telling.ts'

const minute = 60 * 1000

/** A case as it stands: when it changes, a look at it is another one. */
const seen = ({ id, state, changes }: SupportCase) => `${id} ${state} ${changes !== null}`

export interface SupportDependencies {
  /** Where this server is reached from outside. */
  publicUrl: () => string
  kick: () => void
  openLooks: OpenLooks
}

/** What support asks a team for, and what the team lets it see. */
export function supportService(scope: TeamScope, dependencies: SupportDependencies, principal: Principal | null) {
  const { kick } = dependencies
  const rows = scope.collection(supportCases)

  /** The person who decides. Keys, software and support itself decide about nobody. */
  function requirePerson(): string {
    if (principal?.kind === 'member') return principal.memberId
    throw new SottoError('forbidden', 'Whom the team lets in is decided by people. Sign in instead of sending a key.')
  }

  async function shown(id: string): Promise<SupportCase> {
    return presentCase(await caseOf(scope, id), scope.now())
  }

  return {
    /** @throws SottoError `invalid_cursor` */
    async list({
      limit = 25,
      cursor,
      standing,
    }: PageOptions & { standing?: 'open' | undefined } = {}): Promise<Page<SupportCase>> {
      const now = scope.now()
      const page = await rows.page(standing ? perhapsOpen(now) : {}, { by: 'createdAt', order: -1, limit, cursor })
      const wanted = standing ? page.rows.filter((row) => isOpen(row, now)) : page.rows
      const data = (await rows.openAll(wanted)).map((row) => presentCase(row, now))
      const log = () =>
        scope.log({ action: 'support.read', collection: supportCases.name, details: { cases: data.length } })
      // The dashboard asks whenever it begins; most teams never had a case, and then nothing was seen.
      if (data.length === 0) return { data, nextCursor: page.nextCursor }
      if (standing) await dependencies.openLooks.once(scope, data.map(seen), log)
      else await log()
      return { data, nextCursor: page.nextCursor }
    },

    /** @throws SottoError `not_found` */
    async get(id: string): Promise<SupportCase> {
      const found = await shown(id)
      await scope.log({ action: 'support.read', collection: supportCases.name, target: id })
      return found
    },

    /**
     * Lets somebody of support see what they asked for, or less of it.
     *
     * @throws SottoError `not_found`, `support_settled`, `same_person`, `invalid_request`, `forbidden`
     */
    async approve(id: string, given: SupportApproval): Promise<SupportCase> {
      const input = accepted(SupportApproval, given) as SupportApproval
      const memberId = requirePerson()
      await scope.transaction(async (running) => {
        const now = running.now()
        const row = await caseOf(running, id)
        requireState(row, ['asked'], now)
        const { email } = await running.collection(members).get(memberId)
        if (mailboxOf(email) === mailboxOf(row.person.email))
          throw new SottoError(
            'same_person',
            'You cannot let yourself in. Somebody else of the team has to approve it.',
          )
        const granted = await grantedOf(running, row, input)
        const until = new Date(now.getTime() + granted.minutes * minute)
        const { areas, botId, conversationId, minutes } = granted
        await running
          .collection(supportCases)
          .change(
            id,
            { state: 'active', areas, botId, conversationId, approvedBy: memberId, approvedAt: now, until },
            { action: 'support.approved', details: { areas, minutes } },
          )
        await writeToSupporter(running, row, { ...granted, until }, dependencies)
        await tell(running, id, 'approved', kick)
        await tell(running, id, 'over', kick)
      })
      return shown(id)
    },

    /** @throws SottoError `not_found`, `support_settled`, `forbidden` */
    async refuse(id: string): Promise<SupportCase> {
      const memberId = requirePerson()
      await scope.transaction(async (running) => {
        const row = await caseOf(running, id)
        requireState(row, ['asked'], running.now())
        await endCase(running, row, { who: 'team', memberId }, kick)
      })
      return shown(id)
    },

    /**
     * Lets whoever is let in also change what they see.
     *
     * @throws SottoError `not_found`, `support_settled`, `forbidden`
     */
    async allowChanges(id: string): Promise<SupportCase> {
      const memberId = requirePerson()
      await scope.transaction(async (running) => {
        const row = await caseOf(running, id)
        requireState(row, ['active'], running.now())
        if (!row.askedChanges)
          throw new SottoError('support_settled', 'Support did not ask to change anything. It would have to ask again.')
        if (row.changesBy) throw new SottoError('support_settled', 'Somebody has allowed changes already.')
        await running
          .collection(supportCases)
          .change(id, { changesBy: memberId, changesAt: running.now() }, { action: 'support-changes.approved' })
      })
      return shown(id)
    },

    /** Ends what somebody of support may see, at once. @throws SottoError `not_found`, `support_settled`, `forbidden` */
    async end(id: string): Promise<SupportCase> {
      const memberId = requirePerson()
      await scope.transaction(async (running) => {
        const row = await caseOf(running, id)
        requireState(row, ['active'], running.now())
        await endCase(running, row, { who: 'team', memberId }, kick)
      })
      return shown(id)
    },

    /** What they did and saw, newest first. @throws SottoError `not_found`, `invalid_cursor` */
    async looks(id: string, { limit = 25, cursor }: PageOptions = {}): Promise<Page<SupportLook>> {
      await caseOf(scope, id)
      const { rows: found, nextCursor } = await scope.auditEntries({ actorId: id }, { limit, cursor })
      const opened = await openEntries(
        found.map(({ bytes }) => bytes),
        {
          unitKeys: (ids) => scope.unitKeys(ids),
          sees: (collection) => collection === supportCases.name || seesPeople(principal, collection),
        },
      )
      await scope.log({ action: 'support.read', collection: supportCases.name, target: id })
      // That a token came or went is said by what it was for.
      const told = opened.filter(({ entry }) => !entry.action.startsWith('credential.'))
      return { data: told.map(presentLook), nextCursor }
    },

    /** Ends one's own case, as the one who was let in. @throws SottoError `forbidden`, `support_settled` */
    async leave(): Promise<void> {
      if (principal?.kind !== 'support') throw new SottoError('forbidden', 'Only somebody of support can leave.')
      await scope.transaction(async (running) => {
        await endCase(running, await caseOf(running, principal.caseId), { who: 'support', memberId: null }, kick)
      })
    },
  }
}

export type SupportService = ReturnType<typeof supportService>
