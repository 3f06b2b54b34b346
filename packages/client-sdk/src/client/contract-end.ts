import type { Api, QueryInput } from '@sotto/contracts'
import { type Download, download } from './file-download.ts'
import type { Group } from './methods.ts'
import type { RequestOptions } from './options.ts'
import type { Transport } from './transport.ts'

export interface ContractEndGroup extends Omit<Group<'contractEnd'>, 'export' | 'certificate'> {
  /**
   * Everything that the team has, as a signed ZIP, in the pieces in which it comes: nothing is asked for before the loop
   * over it begins.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  export(options?: Pick<RequestOptions, 'signal'>): Download
  /** The certificate of a team that has ended, by the token of the mail. */
  certificate(query: QueryInput<Api['readTeamCertificate']>, options?: Pick<RequestOptions, 'signal'>): Download
}

export const teamExport =
  (transport: Transport): ContractEndGroup['export'] =>
  (options) =>
    download(transport, 'exportTeam', undefined, options)

export const teamCertificate =
  (transport: Transport): ContractEndGroup['certificate'] =>
  (query, options) =>
    download(transport, 'readTeamCertificate', query, options)
