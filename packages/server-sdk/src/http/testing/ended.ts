import { randomBytes } from 'node:crypto'
import { contractEnds, hashOfLink } from '../../features/contract-end/index.ts'
import { newId } from '../../ids.ts'
import type { Sotto } from '../../sotto.ts'
import type { Staff } from './staff.ts'

/** A team of which nothing is left but its certificate: the token of the link to it. */
export async function endedTeam(sotto: Sotto): Promise<string> {
  const id = newId('team', new Date())
  const secret = randomBytes(32).toString('base64url')
  const scope = sotto.system.team(id, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  const asked = { askedBy: null, confirmedBy: null, graceDays: 7, askedAt: new Date(), deleteAt: new Date() }
  const none = { code: null, codeUntil: null, codesTried: 0, held: 0, begunAt: null, endedAt: null, facts: null }
  const done = { state: 'ended', link: hashOfLink(secret), certificate: '{}', tallies: {}, keysDestroyed: 0 } as const
  await scope
    .collection(contractEnds)
    .insert({ ...asked, ...none, ...done, erasure: newId('erasure', new Date()), nonce: 'AA' }, { id })
  return `${id}.${secret}`
}

/** Credentials of members that were good once: of a session that was signed out, and of somebody who left. */
export async function endedSessions(sotto: Sotto, { team, signIn, leaver, here }: Staff) {
  const session = await signIn('owner')
  const principal = await sotto.access.authenticate(session)
  await sotto.access.endSession(sotto.access.scope(principal, here), principal)
  const gone = await leaver()
  const member = await signIn(gone)
  await team.members.remove(gone)
  return { session, member }
}
