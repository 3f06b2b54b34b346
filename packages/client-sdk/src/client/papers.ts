import type { Api, QueryInput } from '@sotto/contracts'
import { type Download, download } from './file-download.ts'
import type { Group } from './methods.ts'
import type { RequestOptions } from './options.ts'
import type { Transport } from './transport.ts'

type Signal = Pick<RequestOptions, 'signal'>

export interface PaperGroup extends Omit<Group<'papers'>, 'file' | 'publicFile'> {
  /**
   * A paper as Markdown, PDF, page or JSON, in the pieces in which it comes.
   *
   * @throws SottoError when the server refuses, SottoConnectionError when the connection breaks
   */
  file(paperName: string, query?: QueryInput<Api['readPaperFile']>, options?: Signal): Download
  /** A published paper of any team, for everybody. */
  publicFile(
    teamSlug: string,
    paperName: string,
    query?: QueryInput<Api['readPublicPaper']>,
    options?: Signal,
  ): Download
}

export interface EvidenceGroup extends Omit<Group<'evidence'>, 'file'> {
  /** A file as it was kept. */
  file(evidenceId: string, options?: Signal): Download
}

export interface ControlGroup extends Omit<Group<'controls'>, 'evidence'> {
  /** Controls, checks and what they found, as JSON. */
  evidence(options?: Signal): Download
}

export interface BreachGroup extends Omit<Group<'breaches'>, 'letter'> {
  /** A draft for the authority, or for people. */
  letter(breachId: string, query?: QueryInput<Api['draftBreachLetter']>, options?: Signal): Download
}

export const controlEvidence =
  (transport: Transport): ControlGroup['evidence'] =>
  (options) =>
    download(transport, 'exportControls', {}, options)

export const breachLetter =
  (transport: Transport): BreachGroup['letter'] =>
  (breachId, query = {}, options) =>
    download(transport, 'draftBreachLetter', query, { ...options, params: { breachId } })

export const paperFiles = (transport: Transport): Pick<PaperGroup, 'file' | 'publicFile'> => ({
  file: (paperName, query = {}, options) =>
    download(transport, 'readPaperFile', query, { ...options, params: { paperName } }),
  publicFile: (teamSlug, paperName, query = {}, options) =>
    download(transport, 'readPublicPaper', query, { ...options, params: { teamSlug, paperName } }),
})

export const evidenceFile =
  (transport: Transport): EvidenceGroup['file'] =>
  (evidenceId, options) =>
    download(transport, 'readEvidenceFile', {}, { ...options, params: { evidenceId } })
