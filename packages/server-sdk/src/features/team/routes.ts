import { permissionNames, type Session } from '@sotto/contracts'
import { holds, type Principal } from '../../access/index.ts'
import { SottoError } from '../../errors.ts'
import { Reply, routes } from '../../http/handler.ts'
import type { Team } from '../services.ts'

async function sessionOf(team: Team, principal: Principal): Promise<Session> {
  if (principal.kind !== 'member') throw new SottoError('forbidden', 'Only a signed-in member has a session.')
  return {
    member: await team.members.get(principal.memberId),
    team: await team.team.get(),
    role: principal.role,
    permissions: permissionNames.filter((permission) => holds(principal, permission)),
    csrfToken: principal.session?.csrfToken ?? '',
    expiresAt: (principal.session?.expiresAt ?? new Date(0)).toISOString(),
  }
}

export const teamRoutes = routes({
  signIn: async ({ sotto, body, request }) => {
    const { token, principal } = await sotto.access.signIn(body.email, body.password, request, request.session)
    const { team, settle } = sotto.as(principal, request)
    const session = await sessionOf(team, principal)
    await settle()
    return new Reply(session, { session: { token, csrfToken: session.csrfToken } })
  },
  readSession: ({ team, principal }) => sessionOf(team, principal),
  signOut: async ({ team, principal }) => {
    if (principal.kind === 'member' && principal.session) await team.endSession(principal)
    return new Reply(undefined, { session: 'end' })
  },
  readTeam: ({ team }) => team.team.get(),
  changeTeam: ({ team, body }) => team.team.change(body),
  listMembers: ({ team, query }) => team.members.list(query),
  createMember: ({ team, body }) => team.members.create(body),
  changeMember: ({ team, params, body }) => team.members.change(params.memberId, body),
  removeMember: async ({ team, params }) => {
    await team.members.remove(params.memberId)
    return undefined
  },
  listApiKeys: ({ team, query }) => team.apiKeys.list(query),
  createApiKey: ({ team, body }) => team.apiKeys.create(body),
  revokeApiKey: async ({ team, params }) => {
    await team.apiKeys.revoke(params.apiKeyId)
    return undefined
  },
})
