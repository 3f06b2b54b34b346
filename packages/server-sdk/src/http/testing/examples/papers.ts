import { legalEntity, subProcessor } from '../papers.ts'
import { type Examples, inPaper, inPortal, next } from './making.ts'

/** Requests of papers, providers and breaches. */
export const papersExamples = {
  readLegalEntity: () => ({}),
  changeLegalEntity: ({ word }) => ({ body: legalEntity(word) }),
  listPapers: () => ({}),
  readPaper: () => inPaper('record-of-processing'),
  readPaperFile: () => ({ ...inPaper('retention-schedule'), query: { format: 'md' } }),
  publishPaper: async ({ team, word }) => {
    await team.legalEntity.change(legalEntity(word))
    return { ...inPaper('transfer-register'), body: {} }
  },
  listPaperVersions: () => inPaper('privacy-notice'),
  comparePaper: () => inPaper('privacy-notice'),
  readPrivacyNoticePage: inPortal,
  readCookieTablePage: inPortal,
  readSubProcessorsPage: inPortal,
  readPublicPaper: ({ slug }) => ({ params: { teamSlug: slug, paperName: 'privacy-notice' } }),
  listSubProcessors: () => ({}),
  addSubProcessor: ({ word }) => ({ body: subProcessor(word) }),
  endSubProcessor: async ({ fresh }) => ({ params: { subProcessorId: await fresh.subProcessor() }, body: {} }),
  objectToSubProcessor: async ({ fresh, word }) => ({
    params: { subProcessorId: await fresh.subProcessor() },
    body: { reason: `Not for ${word}` },
  }),
  settleSubProcessorObjection: async ({ team, fresh, word }) => {
    const subProcessorId = await fresh.subProcessor()
    await team.subProcessors.object(subProcessorId, `Not for ${word}`)
    return { params: { subProcessorId }, body: { outcome: 'withdrawn', reason: `They explained it to ${word}` } }
  },
  listModelProviders: () => ({}),
  attestModelProvider: ({ word, evidenceId }) => ({
    body: {
      endpoint: `https://models.${word}.example/v1`,
      training: 'no',
      retentionDays: next(),
      country: 'IE',
      transfer: 'none-needed',
      evidence: { kind: 'file', evidenceId },
      statedOn: '2026-01-31',
    },
  }),
  listEvidence: () => ({}),
  addEvidence: ({ word }) => ({
    body: {
      filename: `${word} ${next()}.txt`,
      mediaType: 'text/plain',
      content: Buffer.from(`Nothing is kept, says ${word}.`).toString('base64'),
    },
  }),
  readEvidenceFile: ({ evidenceId }) => ({ params: { evidenceId } }),
  signPaper: async ({ agreement, evidenceId }) => ({
    ...inPaper('data-processing-agreement'),
    body: { party: 'other', name: 'Ines', title: 'Owner', evidenceId, ...(await agreement()) },
  }),
  listPaperSignatures: () => inPaper('data-processing-agreement'),
  readControls: () => ({}),
  exportControls: () => ({}),
  addAssuranceReport: ({ evidenceId, word }) => ({
    body: {
      standard: 'soc2-type2',
      issuer: `Auditors of ${word}`,
      issuedOn: '2026-01-01',
      validUntil: '2030-01-01',
      evidenceId,
    },
  }),
  removeAssuranceReport: async ({ fresh }) => ({ params: { assuranceReportId: await fresh.assuranceReport() } }),
  listBreaches: () => ({}),
  openBreach: ({ word }) => ({ body: { title: `A laptop of ${word} was lost`, awareAt: '2026-05-03T09:00:00Z' } }),
  readBreach: ({ breachId }) => ({ params: { breachId } }),
  changeBreach: ({ breachId, word }) => ({ params: { breachId }, body: { nature: `It had ${word} on it, ${next()}` } }),
  findAffectedPeople: async ({ fresh }) => ({
    params: { breachId: await fresh.breach() },
    body: { since: '2020-01-01T00:00:00Z', until: '2020-01-02T00:00:00Z' },
  }),
  reportBreach: ({ breachId, word }) => ({
    params: { breachId },
    body: { to: 'authority', text: `Of ${word} ${next()}` },
  }),
  closeBreach: async ({ fresh }) => ({ params: { breachId: await fresh.breach() }, body: {} }),
  draftBreachLetter: ({ breachId }) => ({ params: { breachId } }),
} satisfies Examples
