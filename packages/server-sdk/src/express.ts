export type { BodyLimits, IdentifiedUser, SottoRouterOptions } from './http/options.ts'
export { defaultRateLimits, type Quota, type RateLimitName } from './http/rate-limits.ts'
export { sottoRouter } from './http/router.ts'
export type { Served } from './http/served.ts'
