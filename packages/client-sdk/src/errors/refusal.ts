import type { ErrorCode, Problem } from '@sotto/contracts'
import { SottoError } from './sotto-error.ts'

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'payload_too_large',
  429: 'rate_limited',
  500: 'internal',
}

/** What a proxy or another kind of server answers has no code; the status says what it comes nearest to. */
function unexplained(status: number): Problem {
  const code = codes[status] ?? (status < 500 ? 'invalid_request' : 'unavailable')
  const title = `Status ${status} without a reason`
  return { type: `/docs#${code}`, title, status, code, detail: `${title}. Is baseUrl the address of a Sotto server?` }
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Problem).code === 'string' &&
  typeof (value as Problem).detail === 'string'

/** Seconds from now, from a `Retry-After` header in either of its forms (RFC 9110, 10.2.3). */
function secondsOf(header: string | null, now: number): number | undefined {
  if (!header) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds))
}

/** The error that an answer with a status of 400 or above stands for. */
export function refusalOf(response: Pick<Response, 'status' | 'headers'>, body: unknown): SottoError {
  const { status, headers } = response
  const problem = isProblem(body) ? { ...body, status } : unexplained(status)
  return new SottoError(problem, { retryAfter: secondsOf(headers.get('retry-after'), Date.now()) })
}

/** The body of a refusal as far as it is JSON, else `undefined`. */
export async function refusalIn(response: Response): Promise<SottoError> {
  return refusalOf(response, await response.json().catch(() => undefined))
}
