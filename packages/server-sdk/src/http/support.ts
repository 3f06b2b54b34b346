import type { AnyEndpoint, OperationId } from '@sotto/contracts'
import { type Principal, supportCases } from '../access/index.ts'
import { notFound, nounOf, SottoError } from '../errors.ts'
import type { Acting } from './acting.ts'

type Supporter = Extract<Principal, { kind: 'support' }>

interface Named {
  params: Readonly<Record<string, unknown>>
  query: unknown
}

/**
 * Keeps somebody of support within the one bot or conversation that the team let them see: what a request names has to lie
 * there, and what names nothing of the kind is refused, so that no list shows more.
 *
 * @param botOf the bot of a conversation of the team; `null` where there is no such conversation
 * @throws SottoError `forbidden`, `not_found`
 */
export async function requireWithin(
  { definition }: AnyEndpoint,
  { within }: Supporter,
  { params, query }: Named,
  botOf: (conversationId: string) => Promise<string | null>,
): Promise<void> {
  const { botId, conversationId } = within
  if ('support' in definition.allow || (!botId && !conversationId)) return
  if (conversationId) {
    if (params.conversationId === conversationId) return
    if (params.conversationId !== undefined) throw notFound(nounOf('conversation'))
    throw new SottoError('forbidden', 'The team let you see one conversation, and nothing beside it.')
  }
  const named = params.botId ?? (query as { botId?: unknown } | undefined)?.botId
  if (params.conversationId !== undefined) {
    if ((await botOf(String(params.conversationId))) === botId) return
    throw notFound(nounOf('conversation'))
  }
  if (named === botId) return
  if (named !== undefined) throw notFound(nounOf('bot'))
  throw new SottoError(
    'forbidden',
    'The team let you see one bot. Ask for what is of it: name it in the path or query.',
  )
}

/** Writes into the team’s log that somebody of support asks for something, before they get it. */
export const noteLook = (acting: Acting, { caseId, unit }: Supporter, operation: OperationId): Promise<void> =>
  acting.transaction((_team, scope) =>
    scope.log({
      action: 'support.looked',
      collection: supportCases.name,
      unit,
      target: caseId,
      details: { operation },
    }),
  )
