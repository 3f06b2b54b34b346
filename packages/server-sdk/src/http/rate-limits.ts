import { createHmac, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Response } from 'express'
import type { Principal } from '../access/index.ts'
import { SottoError } from '../errors.ts'
import { normalise } from '../keys/index.ts'

/** So many requests in so many seconds; what was not used is kept up to that number. */
export interface Quota {
  /** So many at once, which come back evenly within `seconds`. */
  requests: number
  seconds: number
}

/**
 * - `credential`: each secret key and each member
 * - `visitor-reads`, `visitor-writes`: visitors' tokens and publishable keys of one bot, from one address
 * - `anonymous`: requests without a credential, or with one that is refused, from one address
 * - `privacy-address`: requests about one’s data and the codes that confirm them, from one network address
 * - `sign-in-address`, `sign-in-account`: sign-ins from one network address, and for one e-mail address
 */
export const defaultRateLimits = {
  credential: { requests: 600, seconds: 60 },
  'visitor-reads': { requests: 600, seconds: 60 },
  'visitor-writes': { requests: 60, seconds: 60 },
  anonymous: { requests: 600, seconds: 60 },
  'privacy-address': { requests: 20, seconds: 600 },
  'sign-in-address': { requests: 10, seconds: 60 },
  'sign-in-account': { requests: 5, seconds: 60 },
} as const satisfies Record<string, Quota>

/** What a quota is counted by: the names in `defaultRateLimits`. */
export type RateLimitName = keyof typeof defaultRateLimits

/** What is left after a request. */
interface Left {
  allowed: boolean
  remaining: number
  /** Seconds until the whole quota is there again. */
  reset: number
  /** Seconds until the next request is allowed. */
  wait: number
}

/** Most buckets that are kept; the ones that were used least recently go first. One takes about 150 bytes. */
const mostBuckets = 100_000

/**
 * Token buckets: each key has its quota at first, and gets it back evenly as time goes by.
 *
 * @param now milliseconds, from any start
 */
export function tokenBuckets(now: () => number, most = mostBuckets) {
  // In order of use, so that the first entries are the ones to let go.
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(key: string, { requests, seconds }: Quota): Left {
      const at = now()
      const perMillisecond = requests / (seconds * 1000)
      const bucket = buckets.get(key)
      const filled = bucket ? bucket.tokens + Math.max(0, at - bucket.at) * perMillisecond : requests
      const before = Math.min(requests, filled)
      const allowed = before >= 1
      const tokens = allowed ? before - 1 : before
      buckets.delete(key)
      buckets.set(key, { tokens, at })
      if (buckets.size > most) buckets.delete(buckets.keys().next().value as string)
      return {
        allowed,
        remaining: Math.floor(tokens),
        reset: Math.ceil((requests - tokens) / perMillisecond / 1000),
        wait: allowed ? 0 : Math.ceil((1 - tokens) / perMillisecond / 1000),
      }
    },
    get size() {
      return buckets.size
    },
  }
}

/** Whoever has one IPv6 address has its /64. */
export function networkOf(ip: string | null): string {
  if (ip === null) return 'unknown'
  if (!isIPv6(ip)) return ip
  const [head = '', tail = ''] = ip.split('::') as [string, string?]
  const front = head.split(':').filter(Boolean)
  const back = tail.split(':').filter(Boolean)
  const groups = ip.includes('::') ? [...front, ...Array(8 - front.length - back.length).fill('0'), ...back] : front
  return `${groups.slice(0, 4).join(':')}::/64`
}

export interface RateLimits {
  /** Counts a request of a principal, or of nobody. @throws SottoError `rate_limited` */
  request(response: Response, principal: Principal | null, facts: { ip: string | null; writes: boolean }): void
  /** Counts what somebody asks about their data, or a code. @throws SottoError `rate_limited` */
  privacy(response: Response, ip: string | null): void
  /** Counts a try to sign in. @throws SottoError `rate_limited` */
  signIn(response: Response, email: string, ip: string | null): void
}

/**
 * Counts requests in this process, and says in `RateLimit` and `RateLimit-Policy` what is left
 * (draft-ietf-httpapi-ratelimit-headers).
 */
export function rateLimits(
  options: Partial<Record<RateLimitName, Quota>> | false | undefined,
  now: () => number,
): RateLimits {
  if (options === false) return { request() {}, privacy() {}, signIn() {} }
  const quotas: Record<RateLimitName, Quota> = { ...defaultRateLimits, ...options }
  const buckets = tokenBuckets(now)
  // Addresses are kept as a hash under a key that ends with the process.
  const key = randomBytes(32)
  const account = (email: string) => createHmac('sha256', key).update(normalise.email(email)).digest('base64url')

  function count(response: Response, counted: readonly [RateLimitName, string][]): void {
    const left = counted.map(([name, who]) => ({ name, ...buckets.take(`${name} ${who}`, quotas[name]) }))
    response.setHeader(
      'RateLimit-Policy',
      counted.map(([name]) => `"${name}";q=${quotas[name].requests};w=${quotas[name].seconds}`).join(', '),
    )
    response.setHeader(
      'RateLimit',
      left.map(({ name, remaining, reset }) => `"${name}";r=${remaining};t=${reset}`).join(', '),
    )
    const refused = left.filter(({ allowed }) => !allowed).sort((a, b) => b.wait - a.wait)[0]
    if (!refused) return
    const { requests, seconds } = quotas[refused.name]
    throw new SottoError(
      'rate_limited',
      `At most ${requests} of these requests are answered in ${seconds} seconds. Wait ${refused.wait} s, then try again.`,
      { retryAfter: refused.wait },
    )
  }

  return {
    request(response, principal, { ip, writes }) {
      count(response, [bucketOf(principal, networkOf(ip), writes)])
    },
    privacy(response, ip) {
      count(response, [['privacy-address', networkOf(ip)]])
    },
    signIn(response, email, ip) {
      count(response, [
        ['sign-in-address', networkOf(ip)],
        ['sign-in-account', account(email)],
      ])
    },
  }
}

function bucketOf(principal: Principal | null, network: string, writes: boolean): [RateLimitName, string] {
  switch (principal?.kind) {
    case undefined:
      return ['anonymous', network]
    case 'member':
      return ['credential', `${principal.teamId} ${principal.memberId}`]
    case 'api-key':
      return ['credential', principal.apiKeyId]
    case 'support':
      return ['credential', principal.caseId]
    // A publishable key is everybody's, and whoever has it can have as many visitors' tokens as they like.
    case 'publishable':
    case 'visitor':
      return [writes ? 'visitor-writes' : 'visitor-reads', `${principal.botId} ${network}`]
  }
}
