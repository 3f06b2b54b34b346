import type { IncomingMessage } from 'node:http'
import { parse } from 'cookie'
import type { Response } from 'express'

/**
 * The two cookies of a signed-in member: the session, which no script can read, and the token that a page has to send
 * with every change. Both go with the browser's session.
 */
export function sessionCookies({ secure }: { secure: boolean }) {
  const session = secure ? '__Host-session' : 'session'
  const attributes = { path: '/', sameSite: 'lax', secure } as const
  return {
    read: (request: IncomingMessage): string | undefined => parse(request.headers.cookie ?? '')[session] || undefined,
    set(response: Response, { token, csrfToken }: { token: string; csrfToken: string }) {
      response.cookie(session, token, { ...attributes, httpOnly: true })
      response.cookie('csrf_token', csrfToken, attributes)
    },
    end(response: Response) {
      response.clearCookie(session, { ...attributes, httpOnly: true })
      response.clearCookie('csrf_token', attributes)
    },
  }
}

export type SessionCookies = ReturnType<typeof sessionCookies>
