import { conversations, messages } from '../../packages/server-sdk/src/features/conversations/index.ts'
import type { BenchPlace } from '../audit/place.ts'
import { message } from '../messages.ts'
import { copies } from './copies.ts'

/** How many messages a conversation has. */
const words = 19
/** So many conversations are made by the services. All others are copies of their rows, which the bare driver writes. */
const made = 50

/** Old conversations, each with its messages: together so many rows. @returns how many conversations */
export async function fill(place: BenchPlace, rows: number, years = 3): Promise<number> {
  const { sotto, teamId, team } = place
  const bot = (await team.bots.list()).data[0] ?? (await team.bots.create({ name: 'Wren' }))
  const scope = sotto.system.team(teamId, { actor: { kind: 'system', id: 'bench' }, ip: null, requestId: null })
  const count = Math.ceil(rows / (words + 1))
  const at = new Date(Date.now() - years * 365 * 86_400_000)
  const originals = await scope.transaction(async (running) => {
    const some = await running.collection(conversations).insertMany(
      Array.from({ length: Math.min(made, count) }, (_, index) => ({
        contactId: null,
        botId: bot.id,
        status: 'closed' as const,
        assigneeId: null,
        saidName: null,
        saidEmail: null,
        page: '/prices',
        lastSeq: words,
        messageCount: words,
        firstMessageId: null,
        lastMessageId: null,
        answering: null,
        createdAt: at,
        lastActivityAt: new Date(at.getTime() + index),
      })),
    )
    for (const { id } of some)
      await running.collection(messages).insertMany(Array.from({ length: words }, (_, seq) => message(id, seq, at)))
    return some.map(({ id }) => id)
  })
  if (count > originals.length) await copies(place, originals, count - originals.length, at)
  return count
}
