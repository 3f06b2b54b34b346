import { routes } from '../../http/handler.ts'

export const supportRoutes = routes({
  listSupportCases: ({ team, query }) => team.support.list(query),
  readSupportCase: ({ team, params }) => team.support.get(params.supportCaseId),
  approveSupportCase: ({ team, params, body }) => team.support.approve(params.supportCaseId, body),
  refuseSupportCase: ({ team, params }) => team.support.refuse(params.supportCaseId),
  allowSupportChanges: ({ team, params }) => team.support.allowChanges(params.supportCaseId),
  endSupportCase: ({ team, params }) => team.support.end(params.supportCaseId),
  listSupportLooks: ({ team, params, query }) => team.support.looks(params.supportCaseId, query),
  startSupportSession: ({ sotto, body, request }) => sotto.supportSessions.start(body.code, request),
  readSupportSession: ({ sotto, principal }) => sotto.supportSessions.read(principal),
  endSupportSession: async ({ team }) => {
    await team.support.leave()
    return undefined
  },
})
