import { pageAnswer, routes } from '../../http/handler.ts'
import { personPage } from '../../http/page.ts'

export const holdRoutes = routes({
  listHolds: ({ team, query }) => team.holds.list(query),
  proposeHold: ({ team, body }) => team.holds.propose(body),
  readHold: ({ team, params }) => team.holds.get(params.holdId),
  approveHold: ({ team, params }) => team.holds.approve(params.holdId),
  refuseHold: ({ team, params }) => team.holds.refuse(params.holdId),
  releaseHold: ({ team, params, body }) => team.holds.release(params.holdId, body.because),
  reviewHold: ({ team, params, body }) => team.holds.review(params.holdId, body),
  inviteHoldApprover: ({ team, params, body }) => team.holds.inviteApprover(params.holdId, body),
  readHoldReasons: ({ team }) => team.holds.reasons(),
  changeHoldReasons: ({ team, body }) => team.holds.changeReasons(body),
  readHoldApproval: async ({ sotto, query, request }) =>
    pageAnswer(personPage(await sotto.approverPages.read(query.token, { requestId: request.requestId }))),
  sendHoldApproval: async ({ sotto, query, body, request }) =>
    pageAnswer(personPage(await sotto.approverPages.send(query.token, body, { requestId: request.requestId }))),
})
