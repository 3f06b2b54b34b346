import { pageAnswer, type RequestFacts, routes } from '../../../http/handler.ts'
import { personPage } from '../../../http/page.ts'
import type { PermissionPage } from './pages.ts'

const shown = async (page: Promise<PermissionPage>) => pageAnswer(personPage(await page))
const visitOf = ({ languages, requestId }: RequestFacts) => ({ languages, requestId })

export const permissionRoutes = routes({
  requestPermission: ({ team, body, request }) => team.consent.permission.request(body, request.origin),
  readConfirmation: ({ sotto, query, request }) =>
    shown(sotto.permissionPages.confirmation(query.token, visitOf(request))),
  confirmPermission: ({ sotto, query, request }) => shown(sotto.permissionPages.confirm(query.token, visitOf(request))),
  readUnsubscribe: ({ sotto, query, request }) =>
    shown(sotto.permissionPages.unsubscription(query.token, visitOf(request))),
  unsubscribe: ({ sotto, query, body, request }) => {
    // One click of a mail program is a no, whatever else stands beside it.
    const action = body['List-Unsubscribe'] ? 'unsubscribe' : body.action
    return shown(sotto.permissionPages.unsubscribe(query.token, action, visitOf(request)))
  },
  makeUnsubscribeHeaders: ({ team, params, body }) =>
    team.consent.unsubscribeHeaders(params.contactId, body.purpose, body.language),
})
