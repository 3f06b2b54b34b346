import type { ConversationEvent, Id } from '@sotto/contracts'
import { SottoError } from '../../errors.ts'
import { eventStream, routes, type ServerEvent } from '../../http/handler.ts'

export const conversationRoutes = routes({
  startConversation: async ({ sotto, team, principal, body, request }) => {
    if (principal.kind !== 'publishable') {
      if (!body.botId)
        throw new SottoError('invalid_request', undefined, {
          errors: [{ field: 'body.botId', message: 'is needed with a secret key or a session' }],
        })
      return team.conversations.start({ ...body, botId: body.botId })
    }
    await sotto.publicBot(principal, request.origin)
    if (body.botId && body.botId !== principal.botId)
      throw new SottoError('not_found', 'There is no such bot, or it is not yours to see.')
    return team.conversations.start({ ...body, botId: principal.botId as Id<'bot'> }, 'visitor')
  },
  listConversations: ({ team, query }) => team.conversations.list(query),
  readConversation: ({ team, params }) => team.conversations.get(params.conversationId),
  changeConversation: ({ team, params, body }) => team.conversations.change(params.conversationId, body),
  deleteConversation: async ({ team, params }) => {
    await team.conversations.remove(params.conversationId)
    return undefined
  },
  listMessages: ({ team, params, query }) => team.conversations.messages(params.conversationId, query),
  deleteMessage: async ({ team, params }) => {
    await team.conversations.removeMessage(params.conversationId, params.messageId)
    return undefined
  },
  rateMessage: ({ team, params, body }) =>
    team.conversations.rate(params.conversationId, params.messageId, body.rating),
  sendMessage: async ({ team, principal, params, body, request }) => {
    const author =
      principal.kind === 'visitor' ? 'visitor' : (body.author ?? (principal.kind === 'member' ? 'member' : 'visitor'))
    const sending = team.chat.send(params.conversationId, {
      text: body.text,
      author,
      idempotencyKey: request.idempotencyKey,
      signal: request.signal,
    })
    return request.wantsEvents ? eventStream(asServerEvents(await sending.events())) : sending.result()
  },
  streamEvents: async ({ team, params, request }) =>
    eventStream(asServerEvents(await team.chat.follow(params.conversationId, request.lastEventId, request.signal))),
})

async function* asServerEvents(events: AsyncIterable<ConversationEvent>): AsyncGenerator<ServerEvent> {
  for await (const event of events) yield { id: event.seq, type: event.type, data: event }
}
