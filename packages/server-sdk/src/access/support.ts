import { type Id, type SupportArea, supportAreas, supportPermissions } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, type PlainOf, plain } from '../data-map/index.ts'
import type { SystemScope } from '../mongo/index.ts'
import type { Principal } from './principal.ts'
import { tokenId } from './tokens.ts'

const id = z.string().nullable()
const time = z.date().nullable()
const areas = z.array(z.enum(supportAreas))

/**
 * Each time that support asked to be let in. What decides carries a MAC: whoever writes to the database without the keys
 * lets nobody in, and makes nobody's time longer. Each is a unit of its own: what the log says of it, and from where
 * somebody of support came, ends with it.
 */
export const supportCases = collection('supportCases', {
  id: 'supportCase',
  about: 'nobody',
  unit: 'own',
  purpose: 'Letting support see what a team approved, and showing what it saw',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: 'support-case',
  goesWith: ['askedConversation', 'conversationId'],
  fields: {
    /** The number of a ticket: nothing of people. */
    reference: plain(z.string()),
    state: plain(z.enum(['asked', 'active', 'refused', 'withdrawn', 'ended'])),
    askedAreas: plain(areas),
    askedBot: plain(id),
    askedConversation: plain(id),
    askedChanges: plain(z.boolean()),
    askedMinutes: plain(z.number().int()),
    /** Until when the team can decide. */
    askedUntil: plain(z.date()),
    /** What was approved; empty before. */
    areas: plain(areas),
    botId: plain(id),
    conversationId: plain(id),
    approvedBy: plain(id),
    approvedAt: plain(time),
    until: plain(time),
    changesBy: plain(id),
    changesAt: plain(time),
    endedBy: plain(z.enum(['team', 'support']).nullable()),
    endedMember: plain(id),
    endedAt: plain(time),
    signedInAt: plain(time),
    createdAt: plain(z.date()),
    reason: confidential(z.string(), { inLog: false }),
    person: confidential(z.object({ name: z.string(), email: z.string() })),
  },
  indexes: [{ createdAt: -1 }, { state: 1 }],
  authenticated: [
    'reference',
    'state',
    'askedAreas',
    'askedBot',
    'askedConversation',
    'askedChanges',
    'askedMinutes',
    'askedUntil',
    'areas',
    'botId',
    'conversationId',
    'approvedBy',
    'approvedAt',
    'until',
    'changesBy',
    'changesAt',
    'endedBy',
    'endedAt',
  ],
})

/** Codes and tokens of support, by the SHA-256 of their secret. They end with their case. */
export const supportCredentials = collection('supportCredentials', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Access',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'asking and signing in have entries of their own', hashesAs: 'credential' },
  fields: {
    kind: plain(z.enum(['code', 'token'])),
    caseId: plain(z.string()),
    expiresAt: plain(z.date()),
    createdAt: plain(z.date()),
  },
  indexes: [{ caseId: 1 }],
  acrossTeams: [{ expiresAt: 1 }],
  goesWith: ['caseId'],
  authenticated: ['kind', 'caseId', 'expiresAt'],
})

export const supportCollections = [supportCases, supportCredentials] as const

/** Whether somebody is let in at this moment. */
export const isLetIn = ({ state, until }: Pick<PlainOf<typeof supportCases>, 'state' | 'until'>, now: Date): boolean =>
  state === 'active' && until !== null && until > now

/** Who of support is behind a token, as the team has it now; `null` where nobody is let in with it. */
export async function supporterOf(system: SystemScope, token: string): Promise<Principal | null> {
  const credential = await system.findById(supportCredentials, tokenId(token))
  if (credential?.kind !== 'token' || credential.expiresAt <= system.now()) return null
  const { teamId, caseId } = credential
  const scope = system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  const found = await scope.collection(supportCases).findOne({ id: caseId })
  if (!found?.unit || !found.until || !isLetIn(found, system.now())) return null
  return {
    kind: 'support',
    teamId,
    caseId: found.id as Id<'supportCase'>,
    unit: found.unit,
    scopes: supportPermissions(found.areas as SupportArea[], found.changesBy !== null),
    within: { botId: found.botId, conversationId: found.conversationId },
    until: found.until,
  }
}

/**
 * Lets go of codes and tokens whose time is over, a hundred at once. The log knows that they were there, so it is told that
 * they went.
 *
 * @returns how many went
 */
export async function endOldSupportCredentials(system: SystemScope): Promise<number> {
  let gone = 0
  for (const { id: old, teamId } of await system.over(supportCredentials, 'expiresAt')) {
    const scope = system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    gone += await scope.collection(supportCredentials).delete({ id: old })
  }
  return gone
}
