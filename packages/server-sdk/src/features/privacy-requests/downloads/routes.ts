import type { ExportDownload } from '../../../access-export/types.ts'
import { fileAnswer, pageAnswer, routes } from '../../../http/handler.ts'
import { personPage } from '../../../http/page.ts'
import { visitOf } from '../visit.ts'

const zip = ({ filename, chunks, from, to, bytes, tag }: ExportDownload) =>
  fileAnswer({ mediaType: 'application/zip', filename, chunks, part: { from, to, bytes, tag } })

export const downloadRoutes = routes({
  readExportPage: async ({ sotto, query, request }) =>
    pageAnswer(personPage(await sotto.downloadPages.show(query.token, visitOf(request, query.lang)))),
  sendExportPage: async ({ sotto, query, body, request }) =>
    pageAnswer(personPage(await sotto.downloadPages.act(query.token, body, visitOf(request, query.lang)))),
  sendExportCode: ({ sotto, body, request }) => sotto.privacyDownloads.sendCode(body.token, visitOf(request)),
  redeemExport: ({ sotto, body, request }) => sotto.privacyDownloads.redeem(body, visitOf(request)),
  downloadExport: async ({ sotto, query, request }) =>
    zip(await sotto.privacyDownloads.file(query.pass, request.range, visitOf(request))),
  listPrivacyRedactions: ({ team, params, query }) => team.privacyRequests.redactions(params.privacyRequestId, query),
  downloadPrivacyExport: async ({ team, params }) =>
    zip(await team.privacyRequests.exportFile(params.privacyRequestId)),
})
