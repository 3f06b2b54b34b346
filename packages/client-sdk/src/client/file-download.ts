import type { OperationId } from '@sotto/contracts'
import { broken } from '../transport/reach.ts'
import type { RequestOptions } from './options.ts'
import type { Call, Transport } from './transport.ts'

/** A file in the pieces in which it comes. Leaving the loop over it ends the connection. */
export type Download = AsyncGenerator<Uint8Array, void, undefined>

/** Asks for a file once the loop over it begins. It is not tried again by itself. */
export async function* download(
  transport: Transport,
  operation: OperationId,
  query: Call['query'],
  { signal, params }: Pick<RequestOptions, 'signal'> & { params?: Call['params'] } = {},
): Download {
  const leaving = new AbortController()
  const ended = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
  try {
    const response = await transport.open(
      operation,
      { ...(params ? { params } : {}), query, headers: { accept: '*/*' } },
      ended,
    )
    const reader = response.body?.getReader()
    while (reader) {
      const { value, done } = await reader.read().catch((cause: unknown) => {
        throw ended.aborted ? ended.reason : broken(cause, response.url)
      })
      if (done) return
      yield value
    }
  } finally {
    leaving.abort()
  }
}
