import { routes } from '../../http/handler.ts'

export const botRoutes = routes({
  listBots: ({ team, query }) => team.bots.list(query),
  createBot: ({ team, body }) => team.bots.create(body),
  readBot: ({ team, params }) => team.bots.get(params.botId),
  changeBot: ({ team, params, body }) => team.bots.change(params.botId, body),
  readWidget: ({ sotto, principal, request }) => sotto.widget(principal, request),
})
