import { SupportAsk, type SupportState, supportDecisionHours } from '@sotto/contracts'
import { accepted } from '../../accepted.ts'
import { newToken, supportCases, supportCredentials, tokenId } from '../../access/index.ts'
import type { PlainOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { SystemScope, TeamScope } from '../../mongo/index.ts'
import { teams } from '../team/index.ts'
import { endCase } from './ending.ts'
import { caseOf, requireState, stateOf } from './store.ts'
import { tell } from './telling.ts'

const minute = 60 * 1000
/** Cases of one team that wait for its decision. */
const mostAsked = 20

/** What the operator of a server sees of a case: nothing of it is opened. */
export interface SupportStanding {
  id: string
  teamId: string
  reference: string
  state: SupportState
  asked: {
    areas: string[]
    botId: string | null
    conversationId: string | null
    changes: boolean
    minutes: number
    at: string
    until: string
  }
  granted: {
    areas: string[]
    botId: string | null
    conversationId: string | null
    changes: boolean
    from: string
    until: string
  } | null
  signedInAt: string | null
  endedAt: string | null
}

/** What whoever runs a server does to be let in by a team: ask, and wait. */
export interface SupportDesk {
  /**
   * Asks a team to let one person see something. The code is shown once; it opens nothing before the team has approved.
   *
   * @throws SottoError `invalid_request`, `not_found`
   */
  ask(teamId: string, input: SupportAsk): Promise<{ standing: SupportStanding; code: string }>
  /** All cases, of one team or of all, the newest first. */
  list(teamId?: string): Promise<SupportStanding[]>
  /** Makes a new code; the one before, and what was signed in, ends. @throws SottoError `not_found`, `support_settled` */
  code(caseId: string): Promise<{ standing: SupportStanding; code: string }>
  /** Takes a case back, or ends it. @throws SottoError `not_found`, `support_settled` */
  end(caseId: string): Promise<SupportStanding>
}

const iso = (time: Date | null) => time?.toISOString() ?? null

function standingOf(row: PlainOf<typeof supportCases> & { id: string; teamId: string }, now: Date): SupportStanding {
  const { approvedAt, until } = row
  return {
    id: row.id,
    teamId: row.teamId,
    reference: row.reference,
    state: stateOf(row, now),
    asked: {
      areas: row.askedAreas,
      botId: row.askedBot,
      conversationId: row.askedConversation,
      changes: row.askedChanges,
      minutes: row.askedMinutes,
      at: row.createdAt.toISOString(),
      until: row.askedUntil.toISOString(),
    },
    granted:
      approvedAt && until
        ? {
            areas: row.areas,
            botId: row.botId,
            conversationId: row.conversationId,
            changes: row.changesBy !== null,
            from: approvedAt.toISOString(),
            until: until.toISOString(),
          }
        : null,
    signedInAt: iso(row.signedInAt),
    endedAt: iso(row.endedAt),
  }
}

export function supportDesk(system: SystemScope, { kick }: { kick: () => void }): SupportDesk {
  const scopeOf = (teamId: string) =>
    system.team(teamId, { actor: { kind: 'system', id: 'sotto support' }, ip: null, requestId: null })

  async function standing(caseId: string): Promise<SupportStanding> {
    const row = await system.findById(supportCases, caseId)
    if (!row) throw notFound('support case')
    return standingOf(row, system.now())
  }

  async function inTeamOf(caseId: string, work: (running: TeamScope) => Promise<void>): Promise<void> {
    const { teamId } = await standing(caseId)
    await scopeOf(teamId).transaction(work)
  }

  /** In place of the codes and tokens before. */
  async function newCode(running: TeamScope, caseId: string, expiresAt: Date): Promise<string> {
    const code = newToken('code')
    const credentials = running.collection(supportCredentials)
    await credentials.delete({ caseId })
    await credentials.insert({ kind: 'code', caseId, expiresAt, createdAt: running.now() }, { id: tokenId(code) })
    return code
  }

  return {
    async ask(teamId, given) {
      const input = accepted(SupportAsk, given)
      if (!(await system.findById(teams, teamId))) throw notFound('team')
      const { id, code } = await scopeOf(teamId).transaction(async (running) => {
        const now = running.now()
        const cases = running.collection(supportCases)
        const waiting = await cases.find({ state: 'asked' }, { limit: 1000 })
        if (waiting.filter((row) => stateOf(row, now) === 'asked').length >= mostAsked)
          throw new SottoError(
            'invalid_request',
            `${mostAsked} cases wait for the decision of this team. Take one back before you ask again.`,
          )
        const askedUntil = new Date(now.getTime() + supportDecisionHours * 60 * minute)
        const nothing = { approvedBy: null, approvedAt: null, until: null, changesBy: null, changesAt: null } as const
        const row = await cases.insert(
          {
            ...nothing,
            state: 'asked',
            reference: input.reference,
            askedAreas: input.areas,
            askedBot: input.botId,
            askedConversation: input.conversationId,
            askedChanges: input.changes,
            askedMinutes: input.minutes,
            askedUntil,
            areas: [],
            botId: null,
            conversationId: null,
            endedBy: null,
            endedMember: null,
            endedAt: null,
            signedInAt: null,
            createdAt: now,
            reason: input.reason,
            person: input.person,
          },
          { action: 'support.asked' },
        )
        await tell(running, row.id, 'asked', kick)
        // No longer than the longest way through: decided at the last moment, and signed in at the last moment.
        const expiresAt = new Date(askedUntil.getTime() + input.minutes * minute)
        return { id: row.id, code: await newCode(running, row.id, expiresAt) }
      })
      return { standing: await standing(id), code }
    },

    async list(teamId) {
      const now = system.now()
      const all: SupportStanding[] = []
      for await (const row of system.each(supportCases))
        if (teamId === undefined || row.teamId === teamId) all.push(standingOf(row, now))
      return all.reverse()
    },

    async code(caseId) {
      let code = ''
      await inTeamOf(caseId, async (running) => {
        const row = await caseOf(running, caseId)
        requireState(row, ['asked', 'active'], running.now())
        code = await newCode(
          running,
          caseId,
          row.until ?? new Date(row.askedUntil.getTime() + row.askedMinutes * minute),
        )
        await running.log({ action: 'support-code.created', collection: supportCases.name, target: caseId })
      })
      return { standing: await standing(caseId), code }
    },

    async end(caseId) {
      await inTeamOf(caseId, async (running) =>
        endCase(running, await caseOf(running, caseId), { who: 'support', memberId: null }, kick),
      )
      return standing(caseId)
    },
  }
}
