import type { Api, QueryInput } from '@sotto/contracts'
import { type Download, download } from './file-download.ts'
import type { Group } from './methods.ts'
import type { RequestOptions } from './options.ts'
import type { Transport } from './transport.ts'

/** The log of a team: entries, proofs, checkpoints, checks, and where it goes by itself. */
export interface AuditGroup extends Omit<Group<'audit'>, 'export'> {
  /**
   * The log as a file, in the pieces in which it comes: nothing is asked for before the loop over it begins, and leaving
   * the loop ends the connection. It is not tried again by itself: `from` and `size` continue where it broke.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  export(query?: QueryInput<Api['exportAuditLog']>, options?: Pick<RequestOptions, 'signal'>): Download
}

export const auditExport =
  (transport: Transport): AuditGroup['export'] =>
  (query = {}, options) =>
    download(transport, 'exportAuditLog', query, options)
