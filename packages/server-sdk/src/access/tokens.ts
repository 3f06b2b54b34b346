import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What each kind of bearer token begins with. Each is followed by 256 random bits. */
const tokenPrefixes = {
  secret: 'sk_',
  publishable: 'pk_',
  visitor: 'vt_',
  session: 'ss_',
  support: 'su_',
  code: 'sc_',
} as const
export type TokenKind = keyof typeof tokenPrefixes

/** A new token, to be shown once. */
export const newToken = (kind: TokenKind) => tokenPrefixes[kind] + randomBytes(32).toString('base64url')

/** The id under which a token is kept: its SHA-256. Tokens are random, so no slow hash is needed. */
export const tokenId = (token: string) => createHash('sha256').update(token).digest('base64url')

/** Which kind a token claims to be, from its form alone. */
export function tokenKind(token: string): TokenKind | undefined {
  if (!/^[a-z]{2}_[\w-]{43}$/.test(token)) return undefined
  return (Object.keys(tokenPrefixes) as TokenKind[]).find((kind) => token.startsWith(tokenPrefixes[kind]))
}

/** The token that a session's requests carry against forgery. It follows from the session, so it needs no storage. */
export const csrfToken = (session: string) => createHash('sha256').update(`csrf\0${session}`).digest('base64url')

/** Compares two texts in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
