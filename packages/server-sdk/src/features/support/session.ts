import type { Id, SupportArea, SupportSession } from '@sotto/contracts'
import { newToken, type Principal, supportCases, supportCredentials, tokenId, tokenKind } from '../../access/index.ts'
import type { PlainOf } from '../../data-map/index.ts'
import { SottoError } from '../../errors.ts'
import type { SystemScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import { stateOf } from './store.ts'

const refused = () =>
  new SottoError(
    'unauthenticated',
    'The code is not valid: it was used, replaced, or its case has ended. `npx sotto support code` makes a new one.',
  )

/** How somebody of support signs in. */
export interface SupportSessions {
  /**
   * Takes a code, once, for a token that is good as long as the team lets them in. Tokens of the case from before end.
   *
   * @throws SottoError `unauthenticated`, `support_not_approved`
   */
  start(
    code: string,
    request: { ip: string | null; requestId: string | null },
  ): Promise<SupportSession & { token: string }>
  read(principal: Principal): Promise<SupportSession>
}

export function supportSessions(system: SystemScope): SupportSessions {
  async function presented(
    id: string,
    row: PlainOf<typeof supportCases> & { teamId: string },
  ): Promise<SupportSession> {
    const team = await system.findById(teams, row.teamId)
    const { person } = await system.team(row.teamId, ownContext).collection(supportCases).get(id)
    return {
      supportCaseId: id as Id<'supportCase'>,
      team: { id: row.teamId as Id<'team'>, name: team?.name ?? '' },
      reference: row.reference,
      person,
      areas: row.areas as SupportArea[],
      botId: row.botId as Id<'bot'> | null,
      conversationId: row.conversationId as Id<'conversation'> | null,
      changes: row.changesBy !== null,
      until: (row.until as Date).toISOString(),
    }
  }

  return {
    async start(code, request) {
      if (tokenKind(code) !== 'code') throw refused()
      const known = await system.findById(supportCredentials, tokenId(code))
      if (known?.kind !== 'code' || known.expiresAt <= system.now()) throw refused()
      const { teamId, caseId } = known
      const unit = (await system.team(teamId, ownContext).collection(supportCases).findOne({ id: caseId }))?.unit
      if (!unit) throw refused()
      const scope = system.team(teamId, { actor: { kind: 'support', id: caseId, unit }, ...request })
      const token = newToken('support')
      await scope.transaction(async (running) => {
        const row = await running.collection(supportCases).findOne({ id: caseId })
        const state = row && stateOf(row, running.now())
        if (!row || (state !== 'asked' && state !== 'active')) throw refused()
        if (state === 'asked')
          throw new SottoError(
            'support_not_approved',
            'The team has not approved it. The code stays good: try again when it has.',
          )
        const credentials = running.collection(supportCredentials)
        // Of two with the same code at once one finds it gone.
        if ((await credentials.delete({ id: known.id })) !== 1) throw refused()
        await credentials.delete({ caseId, kind: 'token' })
        const now = running.now()
        await credentials.insert(
          { kind: 'token', caseId, expiresAt: row.until as Date, createdAt: now },
          { id: tokenId(token) },
        )
        // Bookkeeping on the row of the case: who ends it at the same time comes before or after.
        await running.collection(supportCases).increment(caseId, {}, { signedInAt: now })
        await running.log({ action: 'support-session.started', collection: supportCases.name, unit, target: caseId })
      })
      const row = await system.findById(supportCases, caseId)
      if (!row) throw refused()
      return { ...(await presented(caseId, row)), token }
    },

    async read(principal) {
      const row = principal.kind === 'support' ? await system.findById(supportCases, principal.caseId) : null
      if (!row) throw new SottoError('forbidden', 'Only somebody of support whom a team let in has such a session.')
      return presented(row.id, row)
    },
  }
}

const ownContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
