/**
 * What went wrong between us and a model provider.
 *
 * | code | when | may retry |
 * |---|---|---|
 * | `model_unauthorised` | HTTP 401 or 403: the key is missing, wrong or not allowed this model | no |
 * | `model_rate_limited` | HTTP 429; `retryAfter` where the provider said how long | yes, unless the quota is used up |
 * | `model_unavailable` | HTTP 5xx, 408, 409, or no connection | yes |
 * | `model_timeout` | no first token, or no next token, in time | yes |
 * | `model_interrupted` | the stream ended without saying that it was finished | yes |
 * | `model_refused` | the provider turned the request or its content down | no |
 */
export type ModelErrorCode =
  | 'model_unauthorised'
  | 'model_rate_limited'
  | 'model_unavailable'
  | 'model_timeout'
  | 'model_interrupted'
  | 'model_refused'

export interface ModelErrorDetails {
  /** Who failed, as in `ChatModel.provider`. */
  provider: string
  /** Whether the same request can succeed when it is sent again later. */
  mayRetry: boolean
  /** HTTP status, where there was a response. */
  status?: number | undefined
  /** Seconds to wait before trying again, at least 0, where the provider said so. */
  retryAfter?: number | undefined
}

/**
 * A failure of a model provider.
 *
 * Has no `cause` on purpose: what a client library throws can quote the key, the prompt or the answer. Message and
 * fields are made here from the status and from known error codes alone, so that they may be logged.
 */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly code: ModelErrorCode
  /** Who failed, as in `ChatModel.provider`. */
  readonly provider: string
  /** Whether the same request may succeed a moment later. */
  readonly mayRetry: boolean
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined
  /** Seconds that the provider asked to wait. */
  readonly retryAfter: number | undefined

  constructor(code: ModelErrorCode, message: string, details: ModelErrorDetails) {
    super(message)
    this.code = code
    this.provider = details.provider
    this.mayRetry = details.mayRetry
    this.status = details.status
    this.retryAfter = details.retryAfter
  }
}

/** Whether `value` is a `ModelError`, also one of another copy of this package. */
export function isModelError(value: unknown): value is ModelError {
  return value instanceof Error && value.name === 'ModelError' && 'code' in value && 'mayRetry' in value
}
