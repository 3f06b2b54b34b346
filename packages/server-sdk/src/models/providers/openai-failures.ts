import { APIConnectionError, APIError } from 'openai'
import { isModelError, ModelError, type ModelErrorCode } from '../model-error.ts'

/**
 * Codes that OpenAI-compatible servers put into their errors, with what to do. Only these are read from a response:
 * its other words can quote the key or the prompt.
 */
const knownCodes: Record<string, string> = {
  insufficient_quota: 'The quota of the account is used up: check its plan and billing.',
  billing_hard_limit_reached: 'The quota of the account is used up: check its plan and billing.',
  model_not_found: 'There is no such model for this key: check OPENAI_MODEL or `model`.',
  context_length_exceeded: 'Prompt and passages are longer than the model reads: send fewer passages.',
  string_above_max_length: 'A text is longer than the model reads: send shorter passages.',
  unsupported_parameter: 'The endpoint does not know a field of the request: see `leaveOut` and `tokenLimitField`.',
  unknown_parameter: 'The endpoint does not know a field of the request: see `leaveOut` and `tokenLimitField`.',
  content_filter: 'Its content filter stopped the request.',
  content_policy_violation: 'Its content filter stopped the request.',
}
const quotaCodes = new Set(['insufficient_quota', 'billing_hard_limit_reached'])

/** Turns whatever the client library threw into a `ModelError` that carries neither key nor text. */
export function toModelError(error: unknown, provider: string, now: number): ModelError {
  if (isModelError(error)) return error
  if (error instanceof APIConnectionError) {
    return new ModelError('model_unavailable', `No connection to the model provider ${provider}.`, {
      provider,
      mayRetry: true,
    })
  }
  if (error instanceof APIError) return fromResponse(error, provider, now)
  return new ModelError(
    'model_interrupted',
    `The answer of the model provider ${provider} broke off or could not be read.`,
    { provider, mayRetry: true },
  )
}

function fromResponse(error: APIError, provider: string, now: number): ModelError {
  const status = error.status ?? statusFromErrorEvent(error)
  const known = typeof error.code === 'string' && Object.hasOwn(knownCodes, error.code) ? error.code : undefined
  const usedUp = known !== undefined && quotaCodes.has(known)
  const retryAfter = retryAfterSeconds(error.headers, now)
  const [code, words, mayRetry] = meaning(status, usedUp)
  const message = [
    `The model provider ${provider} ${words}${status === undefined ? '' : ` (HTTP ${status})`}.`,
    known && knownCodes[known],
  ]
  return new ModelError(code, message.filter(Boolean).join(' '), { provider, mayRetry, status, retryAfter })
}

function meaning(status: number | undefined, usedUp: boolean): [ModelErrorCode, string, mayRetry: boolean] {
  if (status === undefined) return ['model_unavailable', 'reported a failure in the middle of its answer', true]
  if (status === 401 || status === 403) {
    return ['model_unauthorised', 'refused the key: check OPENAI_API_KEY or `apiKey`', false]
  }
  if (status === 429) return ['model_rate_limited', 'takes no more requests for now', !usedUp]
  if (status >= 500 || status === 408 || status === 409) return ['model_unavailable', 'is not available', true]
  return ['model_refused', 'turned the request down', false]
}

/** An `error` event inside a stream has no status of its own, but often says which one it would have been. */
function statusFromErrorEvent(error: APIError): number | undefined {
  if (error.code === 'rate_limit_exceeded' || quotaCodes.has(error.code ?? '')) return 429
  if (error.code === 'invalid_api_key') return 401
  if (error.code === 'content_filter' || error.type === 'invalid_request_error') return 400
  return undefined
}

/** Seconds from `retry-after-ms` or `Retry-After` (seconds or a date), or undefined. */
function retryAfterSeconds(headers: Headers | undefined, now: number): number | undefined {
  const milliseconds = headers?.get('retry-after-ms')
  if (milliseconds && Number.isFinite(Number(milliseconds))) return Math.max(0, Number(milliseconds) / 1000)
  const value = headers?.get('retry-after')
  if (!value) return undefined
  if (Number.isFinite(Number(value))) return Math.max(0, Number(value))
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}
