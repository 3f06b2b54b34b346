import { fileAnswer, pageAnswer, routes } from '../../http/handler.ts'

export const paperRoutes = routes({
  readLegalEntity: ({ team }) => team.legalEntity.get(),
  changeLegalEntity: ({ team, body }) => team.legalEntity.change(body),
  listPapers: ({ team }) => team.papers.list(),
  readPaper: ({ team, params, query }) => team.papers.get(params.paperName, query.version),
  readPaperFile: async ({ team, params, query }) => fileAnswer(await team.papers.file(params.paperName, query)),
  publishPaper: ({ team, params, body }) => team.papers.publish(params.paperName, body.hash),
  listPaperVersions: ({ team, params }) => team.papers.versions(params.paperName),
  comparePaper: ({ team, params, query }) => team.papers.compare(params.paperName, query),
  signPaper: ({ team, params, body }) => team.signatures.sign(params.paperName, body),
  listPaperSignatures: ({ team, params }) => team.signatures.list(params.paperName),
  readPrivacyNoticePage: async ({ sotto, params }) =>
    pageAnswer(await sotto.publicPapers.page(params.teamSlug, 'privacy-notice')),
  readCookieTablePage: async ({ sotto, params }) =>
    pageAnswer(await sotto.publicPapers.page(params.teamSlug, 'cookie-table')),
  readSubProcessorsPage: async ({ sotto, params }) =>
    pageAnswer(await sotto.publicPapers.page(params.teamSlug, 'sub-processors')),
  readPublicPaper: async ({ sotto, params, query }) =>
    fileAnswer(await sotto.publicPapers.file(params.teamSlug, params.paperName, query)),

  listSubProcessors: ({ team }) => team.subProcessors.list(),
  addSubProcessor: ({ team, body }) => team.subProcessors.add(body),
  endSubProcessor: ({ team, params }) => team.subProcessors.end(params.subProcessorId),
  objectToSubProcessor: ({ team, params, body }) => team.subProcessors.object(params.subProcessorId, body.reason),
  settleSubProcessorObjection: ({ team, params, body }) => team.subProcessors.settle(params.subProcessorId, body),

  readControls: ({ team }) => team.controls.read(),
  exportControls: async ({ team }) => fileAnswer(await team.controls.evidence()),
  addAssuranceReport: ({ team, body }) => team.controls.addReport(body),
  removeAssuranceReport: ({ team, params }) =>
    team.controls.removeReport(params.assuranceReportId).then(() => undefined),

  listBreaches: ({ team }) => team.breaches.list(),
  openBreach: ({ team, body }) => team.breaches.open(body),
  readBreach: ({ team, params }) => team.breaches.get(params.breachId),
  changeBreach: ({ team, params, body }) => team.breaches.change(params.breachId, body),
  findAffectedPeople: ({ team, params, body }) => team.breaches.findAffected(params.breachId, body),
  reportBreach: ({ team, params, body }) => team.breaches.report(params.breachId, body),
  closeBreach: ({ team, params }) => team.breaches.close(params.breachId),
  draftBreachLetter: async ({ team, params, query }) => fileAnswer(await team.breaches.letter(params.breachId, query)),

  listModelProviders: ({ team }) => team.modelProviders.list(),
  attestModelProvider: ({ team, body }) => team.modelProviders.attest(body),
  listEvidence: ({ team }) => team.evidence.list(),
  addEvidence: ({ team, body }) => team.evidence.add(body),
  readEvidenceFile: async ({ team, params }) => fileAnswer(await team.evidence.file(params.evidenceId)),
})
