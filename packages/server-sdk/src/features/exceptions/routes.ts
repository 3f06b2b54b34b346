import { routes } from '../../http/handler.ts'

export const exceptionRoutes = routes({
  listExceptions: ({ team, query }) => team.exceptions.list(query),
  askMemberException: ({ team, params, body }) => team.exceptions.askForMember(params.memberId, body),
  askKeyException: ({ team, params, body }) => team.exceptions.askForKey(params.apiKeyId, body),
  readException: ({ team, params }) => team.exceptions.get(params.accessExceptionId),
  approveException: ({ team, params }) => team.exceptions.approve(params.accessExceptionId),
  refuseException: ({ team, params }) => team.exceptions.refuse(params.accessExceptionId),
  withdrawException: ({ team, params }) => team.exceptions.withdraw(params.accessExceptionId),
})
