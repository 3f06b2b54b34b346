import type { Api, ConsentImportReport, QueryInput } from '@sotto/contracts'
import { type Download, download } from './file-download.ts'
import type { Group } from './methods.ts'
import type { RequestOptions } from './options.ts'
import type { Transport } from './transport.ts'
import type { ConsentImport } from './upload.ts'

export interface ConsentGroup extends Omit<Group<'consent'>, 'export' | 'import'> {
  /**
   * Brings consents that were given elsewhere. Rows that are wrong are refused one by one, and told in the report; the
   * same rows again are imported once.
   *
   * @throws SottoError `invalid_request` where the file is none of its format
   */
  import(input: ConsentImport, options?: RequestOptions): Promise<ConsentImportReport>

  /**
   * The ledger as a file, in the pieces in which it comes: nothing is asked for before the loop over it begins.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  export(query?: QueryInput<Api['exportConsent']>, options?: Pick<RequestOptions, 'signal'>): Download
}

export const consentExport =
  (transport: Transport): ConsentGroup['export'] =>
  (query = {}, options) =>
    download(transport, 'exportConsent', query, options)
