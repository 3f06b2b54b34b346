import type { Api, QueryInput } from '@sotto/contracts'
import { broken } from '../transport/reach.ts'
import type { Group } from './methods.ts'
import type { RequestOptions } from './options.ts'
import type { Transport } from './transport.ts'

export interface AuditGroup extends Omit<Group<'audit'>, 'export'> {
  /**
   * The log as a file, in the pieces in which it comes: nothing is asked for before the loop over it begins, and leaving
   * the loop ends the connection. It is not tried again by itself: `from` and `size` continue where it broke.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  export(
    query?: QueryInput<Api['exportAuditLog']>,
    options?: Pick<RequestOptions, 'signal'>,
  ): AsyncGenerator<Uint8Array, void, undefined>
}

export const auditExport = (transport: Transport): AuditGroup['export'] =>
  async function* (query = {}, { signal } = {}) {
    const leaving = new AbortController()
    const ended = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
    try {
      const response = await transport.open('exportAuditLog', { query, headers: { accept: '*/*' } }, ended)
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
