import { type Permission, type Role, roleHolds } from '@sotto/contracts'
import type { ActingContext } from '../audit/index.ts'
import { isSottoError, SottoError } from '../errors.ts'
import { type ReadLog, type ScopeCore, type SystemScope, TeamScope } from '../mongo/index.ts'
import { apiKeys, type CredentialKind, credentials, members } from './declare.ts'
import { exceptionsOf } from './exceptions.ts'
import { hashPassword, newPassword, passwordFits } from './passwords.ts'
import { actorOf, type Principal } from './principal.ts'
import { supporterOf } from './support.ts'
import { csrfToken, newToken, tokenId, tokenKind } from './tokens.ts'

/** How long a session lasts after signing in, in milliseconds. */
export const sessionLength = 12 * 60 * 60 * 1000

/** How exactly it is known when a key was used last, in milliseconds. */
const useLease = 60 * 60 * 1000

const nothing = { memberId: null, botId: null, conversationId: null, apiKeyId: null, browser: null, expiresAt: null }

/** Credentials: who is behind a token, and the making and ending of tokens. */
export class Access {
  readonly #core: ScopeCore
  readonly #system: SystemScope

  constructor(core: ScopeCore, system: SystemScope) {
    this.#core = core
    this.#system = system
  }

  /**
   * Who is behind a token. Roles and scopes are read each time, so that a change counts from the next request on.
   *
   * @throws SottoError `unauthenticated`, in the same words whatever is wrong with it
   */
  async authenticate(token: string): Promise<Principal> {
    const refused = new SottoError(
      'unauthenticated',
      'The credential is not valid, has ended or was revoked. Send a valid one as `Authorization: Bearer …`.',
    )
    const kind = tokenKind(token)
    if (!kind || kind === 'code') throw refused
    if (kind === 'support') {
      const supporter = await supporterOf(this.#system, token)
      if (!supporter) throw refused
      return supporter
    }
    const id = tokenId(token)
    const found = await this.#system.findById(credentials, id)
    if (!found || found.kind !== kind) throw refused
    if (found.expiresAt && found.expiresAt <= this.#core.now()) throw refused
    const { teamId } = found
    const scope = this.#system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    switch (kind) {
      case 'session': {
        const member = await scope.collection(members).findOne({ id: found.memberId as string })
        if (!member?.unit) throw refused
        const browser = found.browser ?? id
        const session = { id, csrfToken: csrfToken(token), browser, expiresAt: found.expiresAt as Date }
        return { ...(await this.#principalOf(scope, { ...member, unit: member.unit })), session }
      }
      case 'secret': {
        const key = await scope.collection(apiKeys).findOne({ id: found.apiKeyId as string })
        if (!key) throw refused
        await this.#noteUse(scope, key)
        const exceptions = await exceptionsOf(scope, { apiKeyId: key.id }, key.exceptionsUntil)
        const own = { kind: 'api-key', teamId, apiKeyId: key.id, exceptions } as const
        if (!key.createdBy) return { ...own, scopes: key.scopes, makerUnit: null }
        // A key holds no more than whoever made it holds now.
        const maker = await scope.collection(members).findOne({ id: key.createdBy })
        if (!maker) throw refused
        const scopes = key.scopes.filter((permission) => roleHolds(maker.role, permission))
        return { ...own, scopes, makerUnit: maker.unit }
      }
      case 'publishable':
        return { kind: 'publishable', teamId, botId: found.botId as string }
      case 'visitor':
        return { kind: 'visitor', teamId, botId: found.botId as string, conversationId: found.conversationId as string }
    }
  }

  /** Notes once an hour that a key is in use. A key that ends at this moment has been used by nobody. */
  async #noteUse(scope: TeamScope, { id, lastUsedAt }: { id: string; lastUsedAt: Date | null }): Promise<void> {
    const now = scope.now()
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < useLease) return
    await scope
      .collection(apiKeys)
      .increment(id, {}, { lastUsedAt: now })
      .catch((error: unknown) => {
        if (!isSottoError(error) || error.code !== 'not_found') throw error
      })
  }

  /** A member by id, for software that has signed its users in itself. The role is the membership's. */
  async member(teamId: string, memberId: string): Promise<Principal> {
    const scope = this.#system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    const member = await scope.collection(members).findOne({ id: memberId })
    if (!member?.unit) throw new SottoError('unauthenticated', 'This user is not a member of the team.')
    return { ...(await this.#principalOf(scope, { ...member, unit: member.unit })), session: null }
  }

  async #principalOf(
    scope: TeamScope,
    { id, role, unit, exceptionsUntil }: { id: string; role: Role; unit: string; exceptionsUntil: Date | null },
  ) {
    const exceptions = await exceptionsOf(scope, { memberId: id }, exceptionsUntil)
    return { kind: 'member', teamId: scope.teamId, memberId: id, role, exceptions, unit } as const
  }

  /** The scope in which a principal acts. `reads` collects looks until the request settles. */
  scope(principal: Principal, request: { ip: string | null; requestId: string | null }, reads?: ReadLog): TeamScope {
    const context: ActingContext = { actor: actorOf(principal), ...request }
    return new TeamScope({ core: this.#core, teamId: principal.teamId, context, reads })
  }

  /** Makes a token and its credential in the scope's transaction. The token is shown once and kept nowhere. */
  async issue(
    scope: TeamScope,
    kind: CredentialKind,
    of: {
      memberId?: string
      botId?: string
      conversationId?: string
      apiKeyId?: string
      browser?: string | null
      expiresAt?: Date
    },
    token = newToken(kind),
  ): Promise<string> {
    await scope
      .collection(credentials)
      .insert({ ...nothing, ...of, kind, createdAt: scope.now() }, { id: tokenId(token) })
    return token
  }

  /** Ends all tokens of a member, key, bot or conversation, in the scope's transaction. */
  async revoke(
    scope: TeamScope,
    of: { memberId: string } | { apiKeyId: string } | { conversationId: string } | { id: string },
  ): Promise<void> {
    await scope.collection(credentials).delete(of)
  }

  /** Ends one session. */
  async endSession(scope: TeamScope, principal: Principal): Promise<void> {
    if (principal.kind !== 'member' || !principal.session) return
    const { unit, memberId, session } = principal
    await scope.transaction(async (running) => {
      await this.revoke(running, { id: session.id })
      await running.log({ action: 'session.ended', unit, subject: memberId })
    })
  }

  /**
   * Signs a member in. Unknown address and wrong password take the same time and are refused in the same words.
   *
   * @param before the session that the browser has already, whosever it is
   * @throws SottoError `sign_in_failed`
   */
  async signIn(
    email: string,
    password: string,
    request: { ip: string | null; requestId: string | null },
    before: string | null = null,
  ): Promise<{ token: string; principal: Principal }> {
    const found = await this.#system.findEverywhere(members, 'email', email)
    for (const { teamId, id } of found) {
      const reading = this.#system.team(teamId, { actor: { kind: 'system', id: null }, ...request })
      const member = await reading.collection(members).findById(id)
      if (!member || !(await passwordFits(member.passwordHash, password))) continue
      const principal = await this.member(teamId, member.id)
      const scope = this.scope(principal, request)
      const token = await scope.transaction(async (running) => {
        const issued = await this.issue(running, 'session', {
          memberId: member.id,
          browser: await this.#browserOf(before),
          expiresAt: new Date(running.now().getTime() + sessionLength),
        })
        await running.log({
          action: 'session.started',
          unit: principal.kind === 'member' ? principal.unit : null,
          subject: member.id,
        })
        return issued
      })
      return { token, principal: await this.authenticate(token) }
    }
    if (found.length === 0) await passwordFits(undefined, password)
    throw new SottoError('sign_in_failed', 'The address or the password is wrong. Check both and try again.')
  }

  async #browserOf(session: string | null): Promise<string | null> {
    if (!session || tokenKind(session) !== 'session') return null
    const id = tokenId(session)
    const found = await this.#system.findById(credentials, id)
    return found ? (found.browser ?? id) : null
  }

  /** Makes a member with a first password, in the scope's transaction. */
  async createMember(scope: TeamScope, input: { name: string; email: string; role: Role; password?: string }) {
    const password = input.password ?? newPassword()
    const passwordHash = await hashPassword(password)
    const member = await scope
      .collection(members)
      .insert({ name: input.name, email: input.email, role: input.role, passwordHash, createdAt: scope.now() })
    return { member, password }
  }

  /** Makes a secret key, in the scope's transaction. */
  async createApiKey(scope: TeamScope, input: { name: string; scopes: readonly Permission[] }) {
    const secret = newToken('secret')
    const { actor } = scope.context
    // A key that was made with a key is the key of the same person, and ends with them.
    const parent =
      actor.kind === 'api-key' && actor.id ? await scope.collection(apiKeys).findOne({ id: actor.id }) : null
    const apiKey = await scope.collection(apiKeys).insert({
      name: input.name,
      scopes: [...input.scopes],
      hint: secret.slice(-4),
      createdBy: actor.kind === 'member' ? actor.id : (parent?.createdBy ?? null),
      createdAt: scope.now(),
    })
    await this.issue(scope, 'secret', { apiKeyId: apiKey.id }, secret)
    return { apiKey, secret }
  }
}
