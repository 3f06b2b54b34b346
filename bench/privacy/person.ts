import { messages } from '../../packages/server-sdk/src/features/conversations/index.ts'
import type { BenchPlace } from '../audit/place.ts'
import { message } from '../messages.ts'

/** How many messages the person wrote and got: 100,000, or `SOTTO_BENCH_ROWS`. */
export const rows = Number(process.env.SOTTO_BENCH_ROWS ?? 100_000)
export const atOnce = 1000

/** Somebody with one conversation of many messages, each with its entry in the log. */
export async function makePerson({ sotto, team, teamId }: BenchPlace): Promise<string> {
  const contact = await team.contacts.create({ name: 'Ada King', email: 'ada@example.com' })
  const bot = await team.bots.create({ name: 'Wren' })
  const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id: contact.id } })
  const scope = sotto.system.team(teamId, { actor: { kind: 'system', id: 'bench' }, ip: null, requestId: null })
  const begun = Date.parse('2026-01-01T00:00:00Z')
  for (let start = 0; start < rows; start += atOnce)
    await scope
      .collection(messages)
      .insertMany(
        Array.from({ length: Math.min(atOnce, rows - start) }, (_, index) =>
          message(conversation.id, start + index, new Date(begun + (start + index) * 60_000)),
        ),
      )
  return contact.id
}
