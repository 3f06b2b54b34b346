import { randomInt } from 'node:crypto'
import { appointments } from '../../features/appointments/index.ts'
import { contacts } from '../../features/contacts/index.ts'
import { conversations, messages } from '../../features/conversations/index.ts'
import { tickets } from '../../features/tickets/index.ts'
import type { RetentionPlace } from './place.ts'

const day = 24 * 60 * 60 * 1000

export interface Person {
  id: string
  conversations: string[]
  tickets: string[]
  appointments: string[]
}

/** People with a past: what they did lies at random between now and eight years ago. */
export async function makePeople({ scope, acme, clock }: RetentionPlace, count: number): Promise<Person[]> {
  const bot = (await acme.team.bots.list()).data[0] ?? (await acme.team.bots.create({ name: 'Wren' }))
  const past = () => new Date(clock.now().getTime() - randomInt(8 * 365) * day - randomInt(day))
  const people: Person[] = []
  for (let n = 0; n < count; n++) {
    const at = past()
    await scope.transaction(async (running) => {
      const { id } = await running
        .collection(contacts)
        .insert({ name: `Ada ${n}`, email: `ada${n}.${randomInt(1e9)}@example.com`, createdAt: at, lastActivityAt: at })
      const person: Person = { id, conversations: [], tickets: [], appointments: [] }
      for (let one = randomInt(3); one > 0; one--)
        person.conversations.push(await makeConversation(running, bot.id, id, past()))
      for (let one = randomInt(2); one > 0; one--) {
        const startsAt = past()
        const endsAt = new Date(startsAt.getTime() + 3_600_000)
        const row = {
          contactId: id,
          memberId: null,
          title: 'Fitting',
          notes: null,
          startsAt,
          endsAt,
          status: 'booked' as const,
          createdAt: startsAt,
        }
        person.appointments.push((await running.collection(appointments).insert(row)).id)
      }
      for (let one = randomInt(2); one > 0; one--) {
        const lastActivityAt = past()
        const row = {
          number: n,
          contactId: id,
          conversationId: null,
          assigneeId: null,
          subject: 'Shoes',
          description: null,
          priority: 'normal' as const,
          status: 'open' as const,
          outcome: null,
          createdAt: lastActivityAt,
          closedAt: null,
          lastActivityAt,
        }
        person.tickets.push((await running.collection(tickets).insert(row)).id)
      }
      people.push(person)
    })
  }
  return people
}

/** A conversation whose clock shows a time. */
export async function makeConversation(
  scope: RetentionPlace['scope'],
  botId: string,
  contactId: string | null,
  lastActivityAt: Date,
  { words = 2, status = 'open' }: { words?: number; status?: 'open' | 'closed' } = {},
): Promise<string> {
  const { id } = await scope.collection(conversations).insert({
    contactId,
    botId,
    status,
    assigneeId: null,
    saidName: null,
    saidEmail: null,
    page: '/prices',
    lastSeq: words,
    messageCount: words,
    firstMessageId: null,
    lastMessageId: null,
    answering: null,
    createdAt: lastActivityAt,
    lastActivityAt,
  })
  await scope.collection(messages).insertMany(
    Array.from({ length: words }, (_, index) => ({
      conversationId: id,
      authorKind: 'visitor' as const,
      authorId: null,
      state: 'completed' as const,
      replyTo: null,
      grounded: null,
      rating: null,
      usage: null,
      problem: null,
      seq: index + 1,
      endSeq: null,
      sendKey: null,
      createdAt: lastActivityAt,
      text: `Hello ${index}`,
      citations: [],
    })),
  )
  return id
}
