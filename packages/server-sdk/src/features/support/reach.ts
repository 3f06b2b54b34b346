import type { SupportApproval, SupportArea } from '@sotto/contracts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { conversations } from '../conversations/index.ts'
import type { SupportDocument } from './store.ts'

const wrong = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

export interface Granted {
  areas: SupportArea[]
  botId: string | null
  conversationId: string | null
  minutes: number
}

const withinBot: readonly SupportArea[] = ['bots', 'knowledge', 'conversations']
const withinConversation: readonly SupportArea[] = ['conversations']

/**
 * What is granted of what was asked for: as much, or less of it.
 *
 * @throws SottoError `invalid_request` where it would be more, or nothing; `not_found`
 */
export async function grantedOf(running: TeamScope, asked: SupportDocument, given: SupportApproval): Promise<Granted> {
  const { askedAreas, askedBot, askedConversation, askedMinutes } = asked
  const minutes = given.minutes ?? askedMinutes
  if (minutes > askedMinutes) throw wrong('minutes', `must be at most the ${askedMinutes} that were asked for`)
  if (askedBot && given.botId && given.botId !== askedBot) throw wrong('botId', 'must be the bot that was asked for')
  if (askedConversation && given.conversationId && given.conversationId !== askedConversation)
    throw wrong('conversationId', 'must be the conversation that was asked for')
  const conversationId = given.conversationId ?? askedConversation
  const botId = await botWithin(running, given.botId ?? askedBot, conversationId)
  if (given.areas?.some((area) => !askedAreas.includes(area)))
    throw wrong('areas', `must be among those that were asked for: ${askedAreas.join(', ')}`)
  const possible = conversationId ? withinConversation : botId ? withinBot : (askedAreas as SupportArea[])
  if (given.areas?.some((area) => !possible.includes(area)))
    throw wrong('areas', `must be among what lies within the one that is named: ${possible.join(', ')}`)
  const areas = (given.areas ?? (askedAreas as SupportArea[])).filter((area) => possible.includes(area))
  if (areas.length === 0)
    throw wrong('areas', `must name something: nothing that was asked for lies within the one that is named`)
  return { areas, botId, conversationId, minutes }
}

/** The bot within which it is; a conversation has to be one with it. */
async function botWithin(
  running: TeamScope,
  botId: string | null,
  conversationId: string | null,
): Promise<string | null> {
  if (botId && !(await running.collection(bots).findOne({ id: botId }))) throw notFound('bot')
  if (!conversationId) return botId
  const conversation = await running.collection(conversations).findOne({ id: conversationId })
  if (!conversation?.unit) throw notFound('conversation')
  if (botId && conversation.botId !== botId) throw wrong('conversationId', 'must be a conversation with that bot')
  return conversation.botId
}
