import { SottoConnectionError } from '../errors/sotto-connection-error.ts'

/** What sends a request: the platform’s `fetch`, or one of the same form. */
export type Fetch = (input: Request | string | URL, init?: RequestInit) => Promise<Response>

/**
 * Waits for an answer, and says in one way why none came. Aborting keeps the platform's own error. Redirects are not
 * followed: they would carry a key in the clear to an address that nobody chose, or turn a POST into a GET.
 */
export async function reach(answer: Promise<Response>, signal: AbortSignal, server: string): Promise<Response> {
  const response = await answer.catch((cause: unknown) => {
    if (signal.aborted) throw signal.reason
    throw cause instanceof SottoConnectionError ? cause : broken(cause, server)
  })
  if (response.type !== 'opaqueredirect' && (response.status < 300 || response.status > 399)) return response
  await response.body?.cancel()
  throw new SottoConnectionError(
    'redirect',
    `${server} redirects; set baseUrl to the final address (https instead of http, perhaps)`,
  )
}

/** @param server its address, for the message */
export const broken = (cause: unknown, server = '') =>
  new SottoConnectionError('network', `${server || 'The server'} could not be reached, or the connection broke`, {
    cause,
  })
