import { fileAnswer, pageAnswer, routes } from '../../http/handler.ts'
import { personPage } from '../../http/page.ts'
import { downloadRoutes } from './downloads/routes.ts'
import { visitOf } from './visit.ts'

async function* whole(content: Promise<string | Uint8Array>) {
  yield await content
}

const certificateFile = (format: 'json' | 'pdf', content: Promise<string | Uint8Array>) =>
  fileAnswer({
    mediaType: `application/${format}`,
    filename: `erasure-certificate.${format}`,
    chunks: whole(content),
  })

export const privacyRequestRoutes = routes({
  ...downloadRoutes,
  listPrivacyRequests: ({ team, query }) => team.privacyRequests.list(query),
  openPrivacyRequest: ({ team, body }) => team.privacyRequests.open(body),
  readPrivacyRequest: ({ team, params }) => team.privacyRequests.get(params.privacyRequestId),
  verifyPrivacyRequest: ({ team, params, body }) => team.privacyRequests.verify(params.privacyRequestId, body),
  planPrivacyRequest: ({ team, params }) => team.privacyRequests.plan(params.privacyRequestId),
  decidePrivacyConversation: ({ team, params, body }) =>
    team.privacyRequests.widen(params.privacyRequestId, body.conversationId),
  decidePrivacyRedactions: ({ team, params, body }) => team.privacyRequests.redact(params.privacyRequestId, body),
  extendPrivacyRequest: ({ team, params, body }) => team.privacyRequests.extend(params.privacyRequestId, body.reason),
  denyPrivacyRequest: ({ team, params, body }) => team.privacyRequests.deny(params.privacyRequestId, body),
  releasePrivacyRequest: ({ team, params, body }) => team.privacyRequests.release(params.privacyRequestId, body),
  revokePrivacyRequest: ({ team, params }) => team.privacyRequests.revoke(params.privacyRequestId),
  readPrivacyRequestCertificate: async ({ team, params, query: { format } }) =>
    certificateFile(format, team.privacyRequests.certificate(params.privacyRequestId, format)),
  liftRestriction: ({ team, params, body }) =>
    team.privacyRequests.lift(params.contactId, body.reason, { informed: body.informed }).then(() => undefined),
  checkUse: ({ team, params, query }) => team.privacyRequests.mayUse(params.contactId, query.use),
  stopMessages: ({ team, body }) => team.privacyRequests.stop(body),

  receiveTextMessage: async ({ sotto, params, request }) => {
    if (!request.posted) throw new TypeError('a form was not read')
    const { mediaType, text } = await sotto.smsDesk.receive(params.teamSlug, request.posted, request)
    return fileAnswer({ mediaType, filename: null, chunks: whole(Promise.resolve(text)) })
  },

  readPrivacyPortal: ({ sotto, params }) => sotto.privacyPortal.read(params.teamSlug),
  startPrivacyRequest: ({ sotto, params, body, request }) =>
    sotto.privacyPortal.ask(params.teamSlug, body, visitOf(request)),
  confirmPrivacyRequest: ({ sotto, params, body, request }) =>
    sotto.privacyPortal.confirm(params.teamSlug, body, visitOf(request)),
  correctOwnData: ({ sotto, params, body, request }) =>
    sotto.privacyPortal.correct(params.teamSlug, body, visitOf(request)),
  readPrivacyStatus: ({ sotto, params, query, request }) =>
    sotto.privacyPortal.status(params.teamSlug, query.token, visitOf(request)),
  changeOwnPrivacyRequest: ({ sotto, params, body, request }) =>
    sotto.privacyPortal.act(params.teamSlug, body, visitOf(request)),
  readPrivacyCertificate: async ({ sotto, params, query, request }) =>
    certificateFile(
      query.format,
      sotto.privacyPortal.certificate(params.teamSlug, query.token, query.format, visitOf(request)),
    ),
  readPrivacyPage: async ({ sotto, params, query, request }) =>
    pageAnswer(personPage(await sotto.privacyPages.ask(params.teamSlug, query, visitOf(request, query.lang)))),
  sendPrivacyPage: async ({ sotto, params, query, body, request }) =>
    pageAnswer(personPage(await sotto.privacyPages.send(params.teamSlug, body, visitOf(request, query.lang)))),
  readPrivacyStatusPage: async ({ sotto, params, query, request }) =>
    pageAnswer(personPage(await sotto.privacyPages.status(params.teamSlug, query.token, visitOf(request, query.lang)))),
  sendPrivacyStatusPage: async ({ sotto, params, query, body, request }) =>
    pageAnswer(
      personPage(await sotto.privacyPages.act(params.teamSlug, query.token, body, visitOf(request, query.lang))),
    ),
})
