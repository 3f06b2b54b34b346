import { type SupportArea, supportPermissions } from '@sotto/contracts'
import { accessExceptions, apiKeys, givenBy, members, supportCases } from '../../access/index.ts'
import { SottoError } from '../../errors.ts'
import { above, oneOf, type Row } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { withdraw } from '../exceptions/index.ts'
import { holds, isInvited, withdrawInvitation } from '../holds/index.ts'
import { caseOf, endCase } from '../support/index.ts'
import { apiKeyService, memberService } from '../team/index.ts'
import type { Grant, GrantSource, GrantSources } from './grants.ts'

const nothing = { role: null, permissions: [], until: null, lastUsedAt: null } as const
const inOrder = (limit: number) => ({ sort: { id: 1 }, limit }) as const

const memberGrant = ({ id, role, createdAt }: Row<typeof members>): Grant => ({
  ...nothing,
  kind: 'member',
  subjectId: id,
  memberId: id,
  role,
  since: createdAt,
})

const ofMembers: GrantSource = {
  page: async (scope, after, limit) =>
    (await scope.collection(members).find({ id: above(after) }, inOrder(limit))).map(memberGrant),
  async current(scope, id) {
    const row = await scope.collection(members).findOne({ id })
    return row?.unit ? memberGrant(row) : null
  },
  async names(scope, ids) {
    const rows = scope.collection(members)
    const found = await rows.openAll((await rows.find({ id: oneOf(ids) }, { limit: 1000 })).filter(({ unit }) => unit))
    return new Map(found.map(({ id, name }) => [id, name]))
  },
  end: (running, id, { access, leaving }) => memberService(running, access, null, leaving).remove(id),
}

const keyGrant = ({ id, createdBy, scopes, createdAt, lastUsedAt }: Row<typeof apiKeys>): Grant => ({
  ...nothing,
  kind: 'api-key',
  subjectId: id,
  memberId: createdBy,
  permissions: scopes,
  since: createdAt,
  lastUsedAt: lastUsedAt ?? null,
})

const ofKeys: GrantSource = {
  page: async (scope, after, limit) =>
    (await scope.collection(apiKeys).find({ id: above(after) }, inOrder(limit))).map(keyGrant),
  async current(scope, id) {
    const row = await scope.collection(apiKeys).findOne({ id })
    return row && keyGrant(row)
  },
  async names(scope, ids) {
    const rows = await scope.collection(apiKeys).find({ id: oneOf(ids) }, { limit: 1000 })
    return new Map(rows.map(({ id, name }) => [id, name]))
  },
  end: (running, id, { access }) => apiKeyService(running, access, null).revoke(id),
}

const exceptionGrant = (row: Row<typeof accessExceptions>): Grant => ({
  ...nothing,
  kind: 'exception',
  subjectId: row.id,
  memberId: row.memberId,
  role: row.role,
  permissions: givenBy(row),
  since: row.decidedAt ?? row.askedAt,
  until: row.until,
})

const ofExceptions: GrantSource = {
  page: async (scope, after, limit) =>
    (
      await scope
        .collection(accessExceptions)
        .find({ id: above(after), state: 'active', until: above(scope.now()) }, inOrder(limit))
    ).map(exceptionGrant),
  async current(scope, id) {
    const row = await scope.collection(accessExceptions).findOne({ id, state: 'active', until: above(scope.now()) })
    return row && exceptionGrant(row)
  },
  /** It is called by who has it. */
  async names(scope, ids) {
    const rows = await scope.collection(accessExceptions).find({ id: oneOf(ids) }, { limit: 1000 })
    const keys = await ofKeys.names(
      scope,
      rows.flatMap(({ apiKeyId }) => apiKeyId ?? []),
    )
    const people = await ofMembers.names(scope, [...new Set(rows.map(({ memberId }) => memberId))])
    return new Map(
      rows.flatMap(({ id, apiKeyId, memberId }) => {
        const name = apiKeyId ? keys.get(apiKeyId) : people.get(memberId)
        return name ? [[id, name] as const] : []
      }),
    )
  },
  end: (running, id) => withdraw(running, id, null),
}

const botGrant = ({ id, createdAt }: Row<typeof bots>): Grant => ({
  ...nothing,
  kind: 'public-bot',
  subjectId: id,
  memberId: null,
  since: createdAt,
})

const ofBots: GrantSource = {
  page: async (scope, after, limit) =>
    (await scope.collection(bots).find({ id: above(after), visibility: 'public' }, inOrder(limit))).map(botGrant),
  async current(scope, id) {
    const row = await scope.collection(bots).findOne({ id, visibility: 'public' })
    return row && botGrant(row)
  },
  async names(scope, ids) {
    const rows = scope.collection(bots)
    const found = await rows.openAll(await rows.find({ id: oneOf(ids) }, { limit: 1000 }))
    return new Map(found.map(({ id, name }) => [id, name]))
  },
  end: async (running, id) => void (await running.collection(bots).change(id, { visibility: 'private' })),
}

const holdGrant = ({ id, ownerId, invitedAt, createdAt }: Row<typeof holds>): Grant => ({
  ...nothing,
  kind: 'outside-approver',
  subjectId: id,
  memberId: ownerId,
  since: invitedAt ?? createdAt,
})

const ofHolds: GrantSource = {
  async page(scope, after, limit) {
    const open = { state: oneOf(['proposed', 'active'] as const), invitedAt: above(new Date(0)) }
    return (await scope.collection(holds).find({ id: above(after), ...open }, inOrder(limit))).map(holdGrant)
  },
  async current(scope, id) {
    const row = await scope.collection(holds).findOne({ id })
    return row && isInvited(row) ? holdGrant(row) : null
  },
  async names(scope, ids) {
    const rows = scope.collection(holds)
    const found = await rows.openAll(await rows.find({ id: oneOf(ids) }, { limit: 1000 }))
    return new Map(
      found.flatMap((hold) => {
        const outside = hold.state === 'proposed' ? hold.approver : hold.releaseApprover
        return outside ? [[hold.id, outside.name] as const] : []
      }),
    )
  },
  async end(running, id) {
    if (!(await withdrawInvitation(running, id)))
      throw new SottoError('hold_settled', 'Nobody from outside is asked any more to decide about this hold.')
  },
}

/** Whoever is let in at this moment; what is only asked for, nobody has. */
const letIn = (now: Date) => ({ state: 'active', until: above(now) }) as const

const supportGrant = (row: Row<typeof supportCases>): Grant => ({
  ...nothing,
  kind: 'support',
  subjectId: row.id,
  memberId: null,
  permissions: supportPermissions(row.areas as SupportArea[], row.changesBy !== null),
  since: row.approvedAt ?? row.createdAt,
  until: row.until,
  lastUsedAt: row.signedInAt,
})

const ofSupport: GrantSource = {
  async page(scope, after, limit) {
    const rows = scope.collection(supportCases)
    return (await rows.find({ id: above(after), ...letIn(scope.now()) }, inOrder(limit))).map(supportGrant)
  },
  async current(scope, id) {
    const row = await scope.collection(supportCases).findOne({ id, ...letIn(scope.now()) })
    return row && supportGrant(row)
  },
  async names(scope, ids) {
    const rows = scope.collection(supportCases)
    const found = await rows.openAll(await rows.find({ id: oneOf(ids) }, { limit: 1000 }))
    return new Map(found.map(({ id, person }) => [id, person.name]))
  },
  end: async (running, id, { kick }) =>
    endCase(running, await caseOf(running, id), { who: 'team', memberId: null }, kick),
}

/** Everything that can be had, by kind. */
export const grantSources: GrantSources = {
  support: ofSupport,
  member: ofMembers,
  'api-key': ofKeys,
  exception: ofExceptions,
  'public-bot': ofBots,
  'outside-approver': ofHolds,
}
