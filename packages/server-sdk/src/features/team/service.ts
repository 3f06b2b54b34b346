import {
  type ApiKey,
  type ApiKeyInput,
  type Id,
  type Member,
  type MemberInput,
  type MemberPatch,
  type Page,
  type Role,
  roleReaches,
  type Team,
  type TeamPatch,
} from '@sotto/contracts'
import type { z } from 'zod'
import {
  type Access,
  apiKeys,
  endExceptions,
  holdsForGood,
  members,
  noteLeaving,
  type Principal,
  prepareLeaving,
} from '../../access/index.ts'
import type { DocumentOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { SystemScope, TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { teamSlugs, teams } from './declare.ts'
import { type LeavingDependencies, tellWhereTheyStand } from './leaving.ts'

export const presentTeam = ({ id, name, slug, portalOrigins, createdAt }: DocumentOf<typeof teams>): Team => ({
  id: id as Id<'team'>,
  name,
  slug,
  // Teams that were made before there were any have none.
  portalOrigins: portalOrigins ?? [],
  createdAt: createdAt.toISOString(),
})

const presentMember = ({ id, name, email, role, createdAt }: DocumentOf<typeof members>): Member => ({
  id: id as Id<'member'>,
  name,
  email,
  role,
  createdAt: createdAt.toISOString(),
})

const presentApiKey = ({ id, name, scopes, hint, createdAt }: DocumentOf<typeof apiKeys>): ApiKey => ({
  id: id as Id<'apiKey'>,
  name,
  scopes,
  hint,
  createdAt: createdAt.toISOString(),
})

/** The team itself. */
export function teamService(scope: TeamScope) {
  const rows = scope.collection(teams)
  return {
    get: async (): Promise<Team> => presentTeam(await rows.get(scope.teamId)),
    /** Renames it, or names the websites that may show its portal. */
    async change({ name, portalOrigins }: z.output<typeof TeamPatch>): Promise<Team> {
      const origins = portalOrigins && [...new Set(portalOrigins.map((origin) => origin.toLowerCase()))]
      const patch = { ...(name === undefined ? {} : { name }), ...(origins ? { portalOrigins: origins } : {}) }
      return presentTeam(await rows.change(scope.teamId, patch))
    },
  }
}

/** The members of a team, as far as the principal may handle them. */
export function memberService(
  scope: TeamScope,
  access: Access,
  principal: Principal | null,
  leaving: LeavingDependencies,
) {
  const rows = scope.collection(members)

  /** Nobody handles a role above their own, and owners are a matter of owners. */
  function mayHandle(role: Role): void {
    const own =
      principal?.kind === 'member'
        ? principal.role
        : principal?.kind === 'api-key'
          ? 'admin'
          : principal
            ? 'viewer'
            : 'owner'
    if (!roleReaches(own, role))
      throw new SottoError('forbidden', `Only somebody who is ${role} themselves can do that to the role ${role}.`)
  }

  /** Who changes the owners changes the team's row, so that of two that leave at once one is refused. */
  async function guardOwners(running: TeamScope, leaving: { role: Role }, next: Role | null): Promise<void> {
    if (leaving.role !== 'owner' && next !== 'owner') return
    await running.collection(teams).increment(running.teamId, { ownership: 1 })
    if (
      leaving.role === 'owner' &&
      next !== 'owner' &&
      (await running.collection(members).count({ role: 'owner' })) < 2
    )
      throw new SottoError('last_owner', 'A team keeps at least one owner. Make somebody else an owner first.')
  }

  return {
    async list({ limit = 25, cursor }: PageOptions = {}): Promise<Page<Member>> {
      const page = await rows.page({}, { by: 'createdAt', order: 1, limit, cursor })
      return { data: (await rows.openAll(page.rows)).map(presentMember), nextCursor: page.nextCursor }
    },

    /** @throws SottoError `not_found` */
    get: async (id: string): Promise<Member> => presentMember(await rows.get(id)),

    /** Adds a member; the password is shown once. @throws SottoError `member_exists`, `forbidden` */
    async create(input: z.output<typeof MemberInput>): Promise<{ member: Member; password: string }> {
      mayHandle(input.role)
      return scope.transaction(async (running) => {
        if (input.role === 'owner') await running.collection(teams).increment(running.teamId, { ownership: 1 })
        const { member, password } = await access.createMember(running, input)
        return { member: presentMember(member), password }
      })
    },

    /** A lower role ends sessions and streams. @throws SottoError `not_found`, `last_owner`, `forbidden` */
    async change(id: string, patch: z.output<typeof MemberPatch>): Promise<Member> {
      return scope.transaction(async (running) => {
        const row = await running.collection(members).findOne({ id })
        if (!row) throw notFound('member')
        mayHandle(row.role)
        if (patch.role) {
          mayHandle(patch.role)
          await guardOwners(running, row, patch.role)
        }
        const change = { ...(patch.name ? { name: patch.name } : {}), ...(patch.role ? { role: patch.role } : {}) }
        // Whoever may do less signs in again: nothing that was opened with the role before goes on.
        if (patch.role && !roleReaches(patch.role, row.role)) await access.revoke(running, { memberId: id })
        return presentMember(await running.collection(members).change(id, change))
      })
    },

    /** Ends sessions, keys and sign-in, and forgets the profile. @throws SottoError `not_found`, `last_owner`, `forbidden` */
    async remove(id: string): Promise<void> {
      await prepareLeaving(scope)
      await scope.transaction(async (running) => {
        const row = await running.collection(members).findOne({ id })
        if (!row?.unit) throw notFound('member')
        mayHandle(row.role)
        await guardOwners(running, row, null)
        for (const key of await running.collection(apiKeys).find({ createdBy: id }, { limit: 1000 })) {
          await access.revoke(running, { apiKeyId: key.id })
          await running.collection(apiKeys).delete({ id: key.id }, { action: 'api-key.revoked' })
        }
        await access.revoke(running, { memberId: id })
        await endExceptions(running, { memberId: id })
        const places = await noteLeaving(running, row, leaving.settings)
        await running.forget(row.unit, { action: 'member.removed', target: id })
        if (places.length > 0) await tellWhereTheyStand(running, places)
      })
    },
  }
}

/** The secret keys of a team. */
export function apiKeyService(scope: TeamScope, access: Access, principal: Principal | null) {
  const rows = scope.collection(apiKeys)
  return {
    async list({ limit = 25, cursor }: PageOptions = {}): Promise<Page<ApiKey>> {
      const page = await rows.page({}, { by: 'createdAt', order: -1, limit, cursor })
      return { data: (await rows.openAll(page.rows)).map(presentApiKey), nextCursor: page.nextCursor }
    },

    /** Makes a key; it is shown once and holds no more than whoever makes it. @throws SottoError `forbidden` */
    async create(input: z.output<typeof ApiKeyInput>): Promise<{ apiKey: ApiKey; secret: string }> {
      for (const permission of input.scopes) {
        // What an exception gives for a time is not handed on to a key that stays.
        const held = principal === null || holdsForGood(principal, permission)
        if (!held)
          throw new SottoError('forbidden', `You do not hold ${permission} yourself, so a key of yours cannot hold it.`)
      }
      return scope.transaction(async (running) => {
        const { apiKey, secret } = await access.createApiKey(running, input)
        return { apiKey: presentApiKey(apiKey), secret }
      })
    },

    /** @throws SottoError `not_found` */
    async revoke(id: string): Promise<void> {
      await scope.transaction(async (running) => {
        if ((await running.collection(apiKeys).delete({ id }, { action: 'api-key.revoked' })) === 0)
          throw notFound('key')
        await access.revoke(running, { apiKeyId: id })
        await endExceptions(running, { apiKeyId: id })
      })
    },
  }
}

export interface NewTeam {
  name: string
  /** Small letters, digits and hyphens; stands in addresses. Default: made from the name. */
  slug?: string
  owner: { name: string; email: string; password?: string }
}

const slugOf = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'team'

/** What lies at `/privacy/` beside the portals of teams. */
const ownPages: ReadonlySet<string> = new Set(['check'])
const free = (slug: string) => (ownPages.has(slug) ? `${slug}-team` : slug)

/**
 * Makes a team with its first owner, whose password is shown once.
 *
 * @throws SottoError `invalid_request` when another team has the slug
 */
export async function createTeam(
  system: SystemScope,
  access: Access,
  teamId: string,
  input: NewTeam,
): Promise<{ team: Team; owner: Member; password: string }> {
  const slug = input.slug ?? free(slugOf(input.name))
  if (!/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/.test(slug))
    throw new SottoError('invalid_request', undefined, {
      errors: [{ field: 'slug', message: 'must have small letters, digits and hyphens, such as kestrel-cycles' }],
    })
  if (ownPages.has(slug))
    throw new SottoError('invalid_request', undefined, {
      errors: [{ field: 'slug', message: `must be another: /privacy/${slug} is a page of the server itself` }],
    })
  const scope = system.team(teamId, { actor: { kind: 'system', id: 'set-up' }, ip: null, requestId: null })
  return scope.transaction(async (running) => {
    const taken = () =>
      new SottoError('invalid_request', `Another team has the slug ${slug}.`, {
        errors: [{ field: 'slug', message: 'must be one that no other team has' }],
      })
    await running.collection(teamSlugs).insert({ createdAt: running.now() }, { id: slug, taken })
    const team = await running
      .collection(teams)
      .insert({ name: input.name, slug, portalOrigins: [], ownership: 1, createdAt: running.now() }, { id: teamId })
    const { member, password } = await access.createMember(running, { ...input.owner, role: 'owner' })
    return { team: presentTeam(team), owner: presentMember(member), password }
  })
}
