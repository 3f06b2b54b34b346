import type { Request } from 'express'
import type { Quota, RateLimitName } from './rate-limits.ts'

/** A user whom the host application has signed in. The role comes from the membership, not from here. */
export interface IdentifiedUser {
  /** The id of the team, `team_…`. */
  teamId: string
  /** The id of the member, `mem_…`. */
  userId: string
}

type MaybePromise<T> = T | Promise<T>

/** How the API is served inside of an Express app. */
export interface SottoRouterOptions {
  /**
   * Who is behind a request, for hosts that sign their users in themselves. Asked for every request that carries none
   * of Sotto's own tokens; `undefined` or `null` means nobody, and then Sotto's own session counts.
   */
  identify?: (request: Request) => MaybePromise<IdentifiedUser | undefined | null>
  /**
   * Which proxies may say from where a request comes (`X-Forwarded-For`), as Express understands its setting
   * `trust proxy`. A number counts hops; texts are addresses, subnets or `loopback`, `linklocal`, `uniquelocal`.
   * Default: the setting of the application into which the router is mounted. Behind a proxy that is not named here or
   * there, all visitors come from one address and share its quotas.
   */
  trustProxy?: boolean | number | string | string[]
  /**
   * Origins of other websites whose pages may call, such as `https://www.example.com`. Default: any for publishable
   * keys and visitors' tokens (each bot has its own list), none for people whom `identify` names.
   */
  allowedOrigins?: readonly string[]
  /**
   * `secure: false` only where the server is reached over plain HTTP: the session cookie then is `session`, otherwise
   * `__Host-session`. Default `true`.
   */
  cookies?: { secure: boolean }
  /** Quotas that differ from `defaultRateLimits`; `false` switches all of them off. */
  rateLimits?: Partial<Record<RateLimitName, Quota>> | false
  /** The largest bodies and files that are taken, in bytes. */
  limits?: Partial<BodyLimits>
  /** Where files are kept while they are received. Default: the folder of the system for temporary files. */
  uploadFolder?: string
}

/** Bytes of a body. */
export interface BodyLimits {
  /** JSON. Default 1,000,000. */
  json: number
  /** JSON of endpoints that also take files. Default 12,000,000. */
  documentJson: number
  /** A file. Default 25,000,000. */
  file: number
}

export const defaultBodyLimits: BodyLimits = { json: 1_000_000, documentJson: 12_000_000, file: 25_000_000 }
