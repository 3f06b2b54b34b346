import { type Database, DatabaseUnsuitableError } from './database.ts'
import type { ClientSession } from './driver.ts'
import type { StoredCollection } from './stored.ts'

/**
 * A number that all three databases have. It grows with each start of a server and with each confirmed backup, in all of
 * them at once: a database that was put back from a copy has a smaller one than those beside it.
 */
interface GenerationDocument {
  _id: 'generation'
  generation: number
  /** There while databases are put back. */
  restoring?: RestoreStep
  at: Date
}

export interface Generations {
  data: GenerationDocument | null
  keys: GenerationDocument | null
  index: GenerationDocument | null
}

const of = ['data', 'keys', 'index'] as const

export const generationCollections: readonly StoredCollection[] = of.map((database) => ({
  database,
  name: 'preparations',
  indexes: [],
}))

const documents = (database: Database, which: (typeof of)[number]) =>
  database[which].collection<GenerationDocument>('preparations')

async function read(database: Database, session?: ClientSession): Promise<Generations> {
  const found: Partial<Generations> = {}
  for (const which of of)
    found[which] = await documents(database, which).findOne({ _id: 'generation' }, session ? { session } : {})
  return found as Generations
}

/** Reads or changes the numbers of all three databases at one moment. */
async function atOnce<T>(database: Database, work: (session: ClientSession) => Promise<T>): Promise<T> {
  return database.client.withSession((session) =>
    session.withTransaction(() => work(session), {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority' },
    }),
  )
}

/** `loading`: what lies there is not whole. `checking`: it is whole, and not brought in line with the others yet. */
export type RestoreStep = 'loading' | 'checking'
export type RestoreSteps = Record<(typeof of)[number], RestoreStep>

async function write(
  database: Database,
  session: ClientSession,
  to: { generation: number; at: Date; steps?: RestoreSteps },
): Promise<void> {
  const { generation, at, steps } = to
  for (const which of of) {
    const set = { generation, at, ...(steps ? { restoring: steps[which] } : {}) }
    const change = steps ? { $set: set } : { $set: set, $unset: { restoring: '' as const } }
    await documents(database, which).updateOne({ _id: 'generation' }, change, { session, upsert: true })
  }
}

const highest = (found: Generations) => Math.max(0, ...of.map((which) => found[which]?.generation ?? 0))

/** What each database says. */
export const generationsOf = (database: Database): Promise<Generations> =>
  atOnce(database, (session) => read(database, session))

/** What is wrong with how the three databases go together; `null` when nothing is. */
export const mismatch = async (database: Database): Promise<string | null> =>
  describe(database, await generationsOf(database))

/**
 * Counts on, in all three databases.
 *
 * @returns what they count now
 * @throws DatabaseUnsuitableError when they do not belong together, or are being put back; nothing is changed then
 */
export async function nextGeneration(database: Database, at: Date): Promise<number> {
  return atOnce(database, async (session) => {
    const found = await read(database, session)
    const wrong = describe(database, found)
    if (wrong) throw new DatabaseUnsuitableError(wrong)
    const generation = highest(found) + 1
    await write(database, session, { generation, at })
    return generation
  })
}

/** Why a server may not go on with databases that it found whole, and that counted so many then; `null` when it may. */
export async function replacedSince(database: Database, then: number): Promise<string | null> {
  const found = await generationsOf(database)
  const wrong = describe(database, found)
  if (wrong) return wrong
  if (highest(found) >= then) return null
  return `The database ${database.data.databaseName} was dropped, or another one was put in its place, since this server started (state ${highest(found)} after ${then}). Put it back with \`npx sotto restore\` where it is lost, and start the server again; nothing is served before.`
}

/** From now on nothing is served from these databases, until `servable`. */
export async function restoring(database: Database, steps: RestoreSteps, at: Date): Promise<void> {
  await atOnce(database, async (session) =>
    write(database, session, { generation: highest(await read(database, session)), at, steps }),
  )
}

/** They are whole and belong together. */
export async function servable(database: Database, at: Date): Promise<void> {
  await atOnce(database, async (session) =>
    write(database, session, { generation: highest(await read(database, session)) + 1, at }),
  )
}

function describe({ data, keys, index }: Database, found: Generations): string | null {
  const name = data.databaseName
  if (of.some((which) => found[which]?.restoring === 'loading'))
    return `The database ${name} was being put back from a backup, and that has not ended. Run \`npx sotto restore\` again; nothing is served before.`
  if (of.some((which) => found[which]?.restoring))
    return `The database ${name} was put back and is not brought in line yet. Run \`npx sotto restore-check\` again; nothing is served before.`
  const [ofData, ofKeys, ofIndex] = of.map((which) => found[which]?.generation ?? 0) as [number, number, number]
  const check = 'Run `npx sotto restore-check` before it serves; nothing was changed.'
  if (ofKeys < ofData)
    return `The key database ${keys.databaseName} is older than ${name} (state ${ofKeys} beside ${ofData}): it was put back, or lost. Put its newest backup in its place: what was sealed since needs keys that are not there. ${check}`
  if (ofData < ofKeys)
    return `The database ${name} is older than its keys (state ${ofData} beside ${ofKeys}): it was put back from a copy, or lost. ${check}`
  if (ofIndex !== ofData)
    return `The index database ${index.databaseName} does not belong to ${name} (state ${ofIndex} beside ${ofData}): the database was put back from a copy. ${check}`
  return null
}
