import type { Timers } from '../models/providers/timers.ts'
import type { SessionCookies } from './cookies.ts'
import type { idempotentRequests } from './idempotency.ts'
import type { BodyLimits, SottoRouterOptions } from './options.ts'
import type { RateLimits } from './rate-limits.ts'
import type { Served } from './served.ts'

/** What all operations of one router share. */
export interface Desk extends Pick<SottoRouterOptions, 'identify' | 'allowedOrigins'> {
  sotto: Served
  cookies: SessionCookies
  rates: RateLimits
  limits: BodyLimits
  uploadFolder: string
  repeats: ReturnType<typeof idempotentRequests>
  timers: Timers
}

/** Methods that are answered without doing anything. */
export const changesNothing = new Set(['GET', 'HEAD'])
