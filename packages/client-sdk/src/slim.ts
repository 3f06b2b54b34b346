export { type ConnectionFailure, SottoConnectionError } from './errors/sotto-connection-error.ts'
export { isSottoError, SottoError } from './errors/sotto-error.ts'
export { SottoResponseError } from './errors/sotto-response-error.ts'
export { idempotencyKey } from './retry/idempotency-key.ts'
export type { RetryPolicy } from './retry/policy.ts'
export {
  createSlimClient,
  type SlimClient,
  type SlimClientOptions,
  type SlimFollow,
  type SlimSend,
  type SlimStart,
} from './slim/slim-client.ts'
export type { ConnectionState } from './stream/follow.ts'
