import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { permissionNames, roles } from '../permissions.ts'
import { emailAddress, line, webOrigin } from '../text.ts'

const portalOrigins = z
  .array(webOrigin)
  .max(50)
  .meta({ description: 'Websites, beside this server itself, whose pages may show the privacy portal of the team' })

/** A team: whoever shares contacts, bots and keys. */
export const Team = z
  .object({
    id: id('team'),
    name: z.string(),
    slug: z.string(),
    portalOrigins,
    createdAt: z.string(),
  })
  .meta({ id: 'Team' })
export type Team = z.infer<typeof Team>

/** Fields that are left out stay as they are. */
export const TeamPatch = z
  .strictObject({ name: line(120), portalOrigins })
  .partial()
  .meta({ id: 'TeamPatch' })

/** A person of a team. */
export const Member = z
  .object({
    id: id('member'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    role: z.enum(roles),
    createdAt: z.string(),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

/** Who is let in, and with which role. */
export const MemberInput = z
  .strictObject({ name: line(200), email: emailAddress, role: z.enum(roles) })
  .meta({ id: 'MemberInput' })
/** Fields that are left out stay as they are. */
export const MemberPatch = z
  .strictObject({ name: line(200).optional(), role: z.enum(roles).optional() })
  .meta({ id: 'MemberPatch' })

/** A key of a team’s software, as it is listed: the key itself is shown once. */
export const ApiKey = z
  .object({
    id: id('apiKey'),
    name: z.string(),
    scopes: z.array(z.enum(permissionNames)),
    hint: z.string().meta({ description: 'The last four characters of the key' }),
    createdAt: z.string(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

/** What a new key may do. */
export const ApiKeyInput = z
  .strictObject({
    name: line(120),
    scopes: z.array(z.enum(permissionNames)).min(1),
  })
  .meta({ id: 'ApiKeyInput' })

/** A team, its members and its API keys. */
export const teamEndpoints = {
  readTeam: endpoint('GET /v1/team', {
    summary: 'Read the team',
    tag: 'Team',
    allow: { permission: 'team:read' },
    returns: { 200: Team },
    logs: null,
  }),
  changeTeam: endpoint('PATCH /v1/team', {
    summary: 'Rename the team, or name the websites that may show its privacy portal',
    tag: 'Team',
    allow: { permission: 'team:write' },
    body: TeamPatch,
    returns: { 200: Team },
    logs: 'team.changed',
  }),
  listMembers: endpoint('GET /v1/members', {
    summary: 'List the members of the team',
    tag: 'Team',
    allow: { permission: 'members:read' },
    query: PageQuery,
    returns: { 200: page(Member) },
    errors: ['invalid_cursor'],
    logs: 'member.read',
  }),
  createMember: endpoint('POST /v1/members', {
    summary: 'Add a member; the first password is shown once',
    tag: 'Team',
    allow: { permission: 'members:write' },
    body: MemberInput,
    returns: { 201: z.object({ member: Member, password: z.string() }) },
    errors: ['member_exists'],
    logs: 'member.created',
  }),
  changeMember: endpoint('PATCH /v1/members/{memberId}', {
    summary: 'Change the name or role of a member',
    tag: 'Team',
    allow: { permission: 'members:write' },
    body: MemberPatch,
    returns: { 200: Member },
    errors: ['last_owner'],
    logs: 'member.changed',
  }),
  removeMember: endpoint('DELETE /v1/members/{memberId}', {
    summary: 'Remove a member; sessions and keys end with it',
    tag: 'Team',
    allow: { permission: 'members:write' },
    returns: { 204: null },
    errors: ['last_owner'],
    logs: 'member.removed',
  }),
  listApiKeys: endpoint('GET /v1/api-keys', {
    summary: 'List the secret keys of the team',
    tag: 'Team',
    allow: { permission: 'api-keys:read' },
    query: PageQuery,
    returns: { 200: page(ApiKey) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  createApiKey: endpoint('POST /v1/api-keys', {
    summary: 'Make a secret key; it is shown once',
    tag: 'Team',
    allow: { permission: 'api-keys:write' },
    body: ApiKeyInput,
    returns: { 201: z.object({ apiKey: ApiKey, secret: z.string() }) },
    logs: 'api-key.created',
  }),
  revokeApiKey: endpoint('DELETE /v1/api-keys/{apiKeyId}', {
    summary: 'Revoke a secret key; it is refused from the next request on',
    tag: 'Team',
    allow: { permission: 'api-keys:write' },
    returns: { 204: null },
    logs: 'api-key.revoked',
  }),
}
