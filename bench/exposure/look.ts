import { BSON, type MongoClient } from 'mongodb'
import type { DataMap } from '../../packages/server-sdk/src/data-map/index.ts'
import type { Person } from './population.ts'

/** The databases, as a thief has them. */
export interface Copy {
  client: MongoClient
  database: string
  teamId: string
}

const databasesOf = ({ client, database }: Copy) => ['', '_keys', '_index'].map((end) => client.db(`${database}${end}`))

/** How many names, addresses and texts of people stand somewhere in the bytes of any row. */
export async function valuesIn(copy: Copy, known: readonly Person[]): Promise<number> {
  const wanted = [...new Set(known.flatMap(({ name, email, text }) => [name, email, ...(text ? [text] : [])]))]
  const found = new Set<string>()
  for (const database of databasesOf(copy))
    for (const { name } of await database.listCollections().toArray())
      for await (const row of database.collection(name).find()) {
        const bytes = Buffer.from(BSON.serialize(row)).toString('latin1').toLowerCase()
        for (const value of wanted) if (bytes.includes(value.toLowerCase())) found.add(value)
      }
  return found.size
}

/** Of each person the tokens under which the beginnings of the name are looked up, by row. */
export async function namesIn(copy: Copy): Promise<Map<string, string[]>> {
  const byRow = new Map<string, string[]>()
  const tokens = copy.client.db(`${copy.database}_index`).collection<{ row: string; token: BSON.Binary }>('tokens')
  for await (const { row, token } of tokens.find({ teamId: copy.teamId, kind: 'contacts.name' })) {
    const text = Buffer.from(token.buffer).toString('hex')
    byRow.set(row, [...(byRow.get(row) ?? []), text])
  }
  // Ids begin with the time, so that a thief who knows who came first knows nothing more: rows are in the order of people.
  return new Map([...byRow].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** The share of messages of which the length of the text follows from the length of what is sealed. */
export async function lengthsTold(copy: Copy, known: readonly Person[]): Promise<number> {
  const rows = await copy.client
    .db(copy.database)
    .collection<{ sealed: BSON.Binary; seq: number }>('messages')
    .find({ authorKind: 'member' })
    .sort({ _id: 1 })
    .toArray()
  const texts = known.flatMap(({ text }) => (text === null ? [] : [Buffer.byteLength(text)]))
  const over = rows.map(({ sealed }, index) => sealed.length() - (texts[index] as number))
  const usual = over.toSorted((one, other) => one - other)[Math.floor(over.length / 2)]
  return over.filter((one) => one === usual).length / Math.max(1, over.length)
}

/** The share of declared fields that are not sealed. */
export function plainFieldsOf(map: DataMap): number {
  const plain = map.collections.reduce((sum, { plainNames }) => sum + plainNames.length, 0)
  const sealed = map.collections.reduce((sum, { sealedNames }) => sum + sealedNames.length, 0)
  return plain / (plain + sealed)
}
