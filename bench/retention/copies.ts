import { randomBytes } from 'node:crypto'
import { Binary, type Db, type Document } from 'mongodb'
import { newId, newUnitId } from '../../packages/server-sdk/src/ids.ts'
import type { BenchPlace } from '../audit/place.ts'

const atOnce = 50

/** What one conversation is in the database: its rows, its key, and the tokens by which the log is searched for it. */
interface Stored {
  conversation: Document
  messages: Document[]
  key: Document
  tokens: Document[]
}

/**
 * Writes copies of conversations, each with ids, a unit, a key and tokens of its own. What is sealed in them opens for nobody,
 * which a run never tries; entries of the log, which it never reads, have no copies.
 *
 * @param at what their clocks show; the copies follow each other by a millisecond
 */
export async function copies(place: BenchPlace, originals: readonly string[], count: number, at: Date): Promise<void> {
  const databases = {
    data: place.client.db(place.database),
    keys: place.client.db(`${place.database}_keys`),
    index: place.client.db(`${place.database}_index`),
  }
  const stored = await Promise.all(originals.map((id) => storedOf(databases, id)))
  for (let start = 0; start < count; start += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, count - start) }, (_, index) =>
      copyOf(
        stored[(start + index) % stored.length] as Stored,
        new Date(at.getTime() + originals.length + start + index),
      ),
    )
    const write = (db: Db, name: string, rows: Document[]) =>
      db.collection(name).insertMany(rows, { ordered: false, forceServerObjectId: true })
    await Promise.all([
      write(
        databases.data,
        'conversations',
        some.map(({ conversation }) => conversation),
      ),
      write(
        databases.data,
        'messages',
        some.flatMap(({ messages }) => messages),
      ),
      write(
        databases.keys,
        'unitKeys',
        some.map(({ key }) => key),
      ),
      write(
        databases.index,
        'tokens',
        some.flatMap(({ tokens }) => tokens),
      ),
    ])
  }
}

async function storedOf({ data, keys, index }: Record<'data' | 'keys' | 'index', Db>, id: string): Promise<Stored> {
  const conversation = (await data.collection('conversations').findOne({ _id: id as never })) as Document
  const { unit } = conversation
  return {
    conversation,
    messages: await data.collection('messages').find({ conversationId: id }).toArray(),
    key: (await keys.collection('unitKeys').findOne({ _id: unit })) as Document,
    tokens: await index.collection('tokens').find({ row: unit }).toArray(),
  }
}

function copyOf({ conversation, messages, key, tokens }: Stored, lastActivityAt: Date): Stored {
  const now = new Date()
  const unit = newUnitId()
  const id = newId('conversation', now)
  return {
    conversation: { ...conversation, _id: id, unit, lastActivityAt },
    messages: messages.map((row) => ({ ...row, _id: newId('message', now), conversationId: id, unit })),
    key: { ...key, _id: unit },
    tokens: tokens.map((row) => {
      const entry = newId('auditEntry', now)
      const named = Array.isArray(row.token) ? row.token.map(token) : token()
      return { ...row, _id: `${unit}:${row.kind}:${entry}:${row.generation}`, token: named, row: unit }
    }),
  }
}

const token = () => new Binary(randomBytes(16))
