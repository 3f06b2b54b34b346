import type { Api, QueryInput } from '@sotto/contracts'
import { type Download, download } from './file-download.ts'
import type { Group } from './methods.ts'
import type { RequestOptions } from './options.ts'
import type { Transport } from './transport.ts'

export interface PortalGroup extends Omit<Group<'privacyPortal'>, 'certificate' | 'exportFile'> {
  /**
   * The certificate of one's erasure, in the pieces in which it comes: nothing is asked for before the loop over it begins.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  certificate(
    teamSlug: string,
    query?: QueryInput<Api['readPrivacyCertificate']>,
    options?: Pick<RequestOptions, 'signal'>,
  ): Download
  /**
   * The file with one's data, by the pass of `redeemExport`, in the pieces in which it comes.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  exportFile(query: QueryInput<Api['downloadExport']>, options?: Pick<RequestOptions, 'signal'>): Download
}

export const exportDownload =
  (transport: Transport): PortalGroup['exportFile'] =>
  (query, options) =>
    download(transport, 'downloadExport', query, options)

export const certificateDownload =
  (transport: Transport): PortalGroup['certificate'] =>
  (teamSlug, query = {}, options) =>
    download(transport, 'readPrivacyCertificate', query, { ...options, params: { teamSlug } })

export interface PrivacyRequestGroup extends Omit<Group<'privacyRequests'>, 'certificate' | 'file'> {
  /**
   * The certificate of the erasure that was asked for, in the pieces in which it comes.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  certificate(
    privacyRequestId: string,
    query?: QueryInput<Api['readPrivacyRequestCertificate']>,
    options?: Pick<RequestOptions, 'signal'>,
  ): Download
  /**
   * The file that the person gets, in the pieces in which it comes. It is logged.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  file(privacyRequestId: string, options?: Pick<RequestOptions, 'signal'>): Download
}

export const requestFile =
  (transport: Transport): PrivacyRequestGroup['file'] =>
  (privacyRequestId, options) =>
    download(transport, 'downloadPrivacyExport', undefined, { ...options, params: { privacyRequestId } })

export const requestCertificate =
  (transport: Transport): PrivacyRequestGroup['certificate'] =>
  (privacyRequestId, query = {}, options) =>
    download(transport, 'readPrivacyRequestCertificate', query, { ...options, params: { privacyRequestId } })
