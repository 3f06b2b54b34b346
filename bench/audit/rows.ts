import { contacts } from '../../packages/server-sdk/src/features/contacts/index.ts'
import { messages as messageRows } from '../../packages/server-sdk/src/features/conversations/index.ts'
import { type Figure, share, told } from './figure.ts'
import { ratioOf } from './paired.ts'
import type { BenchPlace } from './place.ts'

const aims = { update: 0.6, updateAfterRead: 0.7, opened: 0.5, closed: 0.9, message: 0.45 }
type Bare = Record<string, unknown> & { _id: string }

/** What sealing, tokens and the log cost when rows are written and listed. */
export async function rowFigures(place: BenchPlace): Promise<Figure[]> {
  return [...(await updates(place)), ...(await lists(place)), ...(await messages(place))]
}

async function updates({ client, team }: BenchPlace): Promise<Figure[]> {
  const ada = await team.contacts.create({ name: 'Ada Lovelace', email: 'ada@example.com', company: 'Engines' })
  const rows = client.db('bare').collection<Bare>('contacts')
  const log = client.db('bare').collection('log')
  await rows.createIndex({ teamId: 1, email: 1 })
  await log.createIndex({ teamId: 1, at: -1 })
  const fields = { teamId: 't', name: 'Ada Lovelace', email: 'ada@example.com', phone: null, company: 'Engines' }
  await rows.insertOne({ _id: 'a', ...fields })
  const bare = (read: boolean) => (n: number) =>
    client.withSession((session) =>
      session.withTransaction(async () => {
        const set = { name: `Ada Lovelace ${n}`, email: `ada${n}@example.com` }
        const before = read ? await rows.findOne({ _id: 'a', teamId: 't' }, { session }) : null
        await rows.updateOne({ _id: 'a', teamId: 't' }, { $set: set }, { session })
        await log.insertOne({ teamId: 't', at: new Date(), action: 'changed', before, after: set }, { session })
      }),
    )
  const sotto = async (n: number) =>
    void (await team.contacts.change(ada.id, { name: `Ada Lovelace ${n}`, email: `ada${n}@example.com` }))
  const plain = await ratioOf(sotto, bare(false))
  const read = await ratioOf(sotto, bare(true))
  return [
    share('contact update, sealed, with tokens and log', plain.ratio, aims.update, {
      'bare update + insert in a transaction (ms)': plain.bareMilliseconds,
      'Sotto (ms)': plain.milliseconds,
    }),
    share('the same', read.ratio, aims.updateAfterRead, {
      'bare read + update + insert in a transaction (ms)': read.bareMilliseconds,
      'Sotto (ms)': read.milliseconds,
    }),
  ]
}

async function lists({ client, sotto, teamId, team }: BenchPlace): Promise<Figure[]> {
  const rows = client.db('bare').collection<Bare>('listed')
  for (let n = 0; n < 50; n++) {
    const fields = {
      name: `Person ${n} Example`,
      email: `person${n}@example.com`,
      phone: `+44 7700 9${String(n).padStart(5, '0')}`,
    }
    await team.contacts.create(fields)
    await rows.insertOne({ _id: `c${n}`, teamId: 't', ...fields, company: null, createdAt: new Date() })
  }
  const scope = sotto.system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  const own = scope.collection(contacts)
  const page = () => own.page({}, { by: 'createdAt', order: -1, limit: 50 })
  const bare = async () => void (await rows.find({ teamId: 't' }).sort({ createdAt: -1, _id: -1 }).limit(51).toArray())
  const opened = await ratioOf(async () => void (await own.openAll((await page()).rows)), bare)
  const closed = await ratioOf(async () => void (await page()), bare)
  const logged = await ratioOf(async () => void (await team.contacts.list({ limit: 50 })), bare, { times: 15 })
  return [
    share('list of 50 contacts, all opened', opened.ratio, aims.opened, { 'plain (ms)': opened.bareMilliseconds }),
    share('list of 50 contacts, names not looked at', closed.ratio, aims.closed, {
      'plain (ms)': closed.bareMilliseconds,
    }),
    told('list of 50 contacts, all opened, and each look in the log', logged.ratio, 'ratio', {
      'plain (ms)': logged.bareMilliseconds,
    }),
  ]
}

async function messages({ client, sotto, teamId, team }: BenchPlace): Promise<Figure[]> {
  const bot = await team.bots.create({ name: 'Wren' })
  const { conversation } = await team.conversations.start({ botId: bot.id })
  const rows = client.db('bare').collection('messages')
  await rows.createIndex({ conversationId: 1, seq: 1 })
  const text = 'How many days of leave do I get in my first year, and can I take them all at once?'
  const bare = async (n: number) =>
    void (await rows.insertOne({ teamId: 't', conversationId: 'c', seq: n, text, createdAt: new Date() }))
  const send = async () => void (await team.chat.send(conversation.id, { text, author: 'member' }).result())
  const scope = sotto.system.team(teamId, { actor: { kind: 'system', id: 'bench' }, ip: null, requestId: null })
  const own = scope.collection(messageRows)
  const blank = { authorId: null, replyTo: null, grounded: null, rating: null, usage: null, problem: null }
  const row = { ...blank, conversationId: conversation.id, authorKind: 'member', state: 'completed' } as const
  const rest = { endSeq: null, sendKey: null, text, citations: [] }
  const alone = await ratioOf(
    async (n) => void (await own.insert({ ...row, ...rest, seq: n + 1000, createdAt: new Date() })),
    bare,
  )
  const sent = await ratioOf(send, bare)
  return [
    share('message and its entry in the log, sealed', alone.ratio, aims.message, {
      'one plain insert (ms)': alone.bareMilliseconds,
      'Sotto (ms)': alone.milliseconds,
    }),
    told(
      'message of a member as it is sent: also events, conversation and the key of the request',
      sent.ratio,
      'ratio',
      {
        'one plain insert (ms)': sent.bareMilliseconds,
        'Sotto (ms)': sent.milliseconds,
      },
    ),
  ]
}
