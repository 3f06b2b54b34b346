import { type AnyEndpoint, api, type OperationId, problems, problemType } from '@sotto/contracts'
import ky, { isHTTPError, isTimeoutError, type Options } from 'ky'
import { z } from 'zod'
import { refusalIn, refusalOf } from '../errors/refusal.ts'
import { SottoConnectionError } from '../errors/sotto-connection-error.ts'
import { SottoError } from '../errors/sotto-error.ts'
import { SottoResponseError } from '../errors/sotto-response-error.ts'
import { idempotencyKey } from '../retry/idempotency-key.ts'
import { isPassing, type RetryPolicy, retryPolicy, waitBefore } from '../retry/policy.ts'
import { authorization, baseAddress } from '../transport/address.ts'
import { broken, type Fetch, reach } from '../transport/reach.ts'
import type { RequestOptions, SottoClientOptions } from './options.ts'
import { validated } from './validate.ts'

/** One request in the contract's terms. */
export interface Call {
  params?: Readonly<Record<string, unknown>>
  query?: Readonly<Record<string, unknown>> | undefined
  /** JSON, or a multipart form. */
  body?: unknown
  headers?: Readonly<Record<string, string>>
  options?: RequestOptions | undefined
}

export interface Transport {
  readonly policy: RetryPolicy
  /** Milliseconds for one attempt. */
  readonly timeout: number
  /** The checked answer of an operation; `undefined` where it has none. */
  call(operation: OperationId, call: Call): Promise<unknown>
  /** The answer to one attempt, as soon as it begins: for streams, which are retried elsewhere. */
  open(operation: OperationId, call: Call, signal: AbortSignal): Promise<Response>
}

/** Statuses whose answers never have a body. */
const withoutBody = new Set([204, 205, 304])

type Csrf = () => string | undefined | Promise<string | undefined>

export function createTransport(options: SottoClientOptions, csrf: Csrf): Transport {
  const base = baseAddress(options.baseUrl)
  const bearer = options.key === undefined ? undefined : authorization(options.key)
  const policy = retryPolicy(options.retry)
  const timeout = options.timeout ?? 30_000
  const send: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))

  const streamed: Fetch = (input, init) => reach(send(input, init), (input as Request).signal, base)

  /** An answer has come when its last byte has: one that breaks off is as lost as one that never began. */
  const whole: Fetch = async (input, init) => {
    const response = await streamed(input, init)
    const { status, statusText, headers } = response
    const body = await response.arrayBuffer().catch((cause: unknown) => {
      const { signal } = input as Request
      throw signal.aborted ? signal.reason : broken(cause, base)
    })
    return new Response(withoutBody.has(status) ? null : body, { status, statusText, headers })
  }

  async function prepare(operation: OperationId, { params, query, body, headers, options: own }: Call) {
    const endpoint: AnyEndpoint = api[operation]
    const changes = endpoint.method !== 'GET'
    const token = changes && bearer === undefined && operation !== 'signIn' ? await csrf() : undefined
    const prepared: Options = {
      method: endpoint.method,
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        ...options.headers,
        ...(bearer === undefined ? {} : { authorization: bearer }),
        ...(changes ? { 'idempotency-key': own?.idempotencyKey ?? idempotencyKey() } : {}),
        ...(token === undefined ? {} : { 'x-csrf-token': token }),
        ...headers,
      },
    }
    // Cloudflare's Request has no cookies, and throws where they are spoken of.
    if ('credentials' in Request.prototype) prepared.credentials = bearer === undefined ? 'include' : 'omit'
    if (body instanceof FormData) prepared.body = body
    else if (body !== undefined) prepared.json = body
    if (own?.signal) prepared.signal = own.signal
    return { url: `${base}${pathOf(operation, endpoint, params ?? {})}${searchOf(query)}`, prepared }
  }

  return {
    policy,
    timeout,

    async call(operation, call) {
      const { url, prepared } = await prepare(operation, call)
      const limit = call.options?.timeout ?? timeout
      let failure: unknown
      const retry = {
        limit: policy.limit,
        methods: ['get', 'post', 'put', 'patch', 'delete'],
        shouldRetry: ({ error, retryCount }: { error: Error; retryCount: number }) => {
          failure = failureOf(error, limit)
          return isPassing(failure, retryCount > 1, policy)
        },
        delay: (attempt: number) => waitBefore(attempt, failure, policy),
      }
      try {
        const response = await ky(url, { ...prepared, fetch: whole, timeout: limit, retry })
        return await resultOf(operation, response)
      } catch (error) {
        throw failureOf(error, limit)
      }
    },

    async open(operation, call, signal) {
      const { url, prepared } = await prepare(operation, call)
      const single = { fetch: streamed, timeout: false, retry: 0, throwHttpErrors: false } as const
      const response = await ky(url, { ...prepared, ...single, signal })
      if (!response.ok) throw await refusalIn(response)
      return response
    },
  }
}

/** Errors of ky hold the request with its key, so they are replaced, not kept as a cause. */
function failureOf(error: unknown, timeout: number): unknown {
  if (isHTTPError(error)) return refusalOf(error.response, error.data)
  if (isTimeoutError(error))
    return new SottoConnectionError('timeout', `The server did not answer within ${timeout} ms`)
  return error
}

/** @throws SottoError `invalid_request` before anything is sent, as the server would: `..` must not become a path. */
function pathOf(operation: OperationId, endpoint: AnyEndpoint, params: Readonly<Record<string, unknown>>): string {
  const checked = endpoint.params.safeParse(params)
  if (checked.success) return endpoint.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params[name])))
  const [status, title] = problems.invalid_request
  throw new SottoError({
    type: problemType('invalid_request'),
    title,
    status,
    code: 'invalid_request',
    detail: `${operation} was not sent, because an id in its path cannot be one`,
    errors: checked.error.issues.map(({ path, message }) => ({ field: `params.${path.join('.')}`, message })),
  })
}

function searchOf(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

async function resultOf(operation: OperationId, response: Response): Promise<unknown> {
  const { returns } = api[operation].definition as AnyEndpoint['definition']
  const promised = response.status in returns ? returns[response.status] : Object.values(returns)[0]
  if (!(promised instanceof z.ZodType)) return undefined
  // The parser's own complaint quotes the text.
  const body: unknown = await response.json().catch(() => {
    throw new SottoResponseError(operation, [{ field: 'body', message: 'expected JSON' }])
  })
  return validated(promised, body, operation)
}
