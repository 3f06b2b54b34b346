import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { permissionNames, roles } from '../permissions.ts'
import { emailAddress } from '../text.ts'
import { Member, Team } from './team.ts'

/** Address and password of a member. */
export const SignIn = z
  .strictObject({ email: emailAddress, password: z.string().min(1).max(1000) })
  .meta({ id: 'SignIn' })

/** Who is signed in, in which team, and what they may do there. */
export const Session = z
  .object({
    member: Member,
    team: Team,
    role: z.enum(roles),
    permissions: z.array(z.enum(permissionNames)),
    csrfToken: z.string().meta({
      description: 'To be sent as `X-CSRF-Token` with every request that changes something',
    }),
    expiresAt: z.string(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

/** Signing in with a password, who is signed in, and signing out. */
export const sessionEndpoints = {
  signIn: endpoint('POST /v1/session', {
    summary: 'Sign in with address and password',
    tag: 'Session',
    allow: { anyone: true },
    body: SignIn,
    returns: { 201: Session },
    errors: ['sign_in_failed'],
    logs: 'session.started',
  }),
  readSession: endpoint('GET /v1/session', {
    summary: 'Read who is signed in',
    tag: 'Session',
    allow: { session: true },
    returns: { 200: Session },
    logs: 'member.read',
  }),
  signOut: endpoint('DELETE /v1/session', {
    summary: 'Sign out',
    tag: 'Session',
    allow: { session: true },
    returns: { 204: null },
    logs: 'session.ended',
  }),
}
