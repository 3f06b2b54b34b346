import type { ClientSession, MongoClient, RawDocument } from '../mongo/driver.ts'
import { BackupError } from './errors.ts'

/**
 * How it was made sure that a copy shows one moment. `snapshot`: a session that reads as of one time, for as long as the
 * server keeps it (five minutes, unless it was told otherwise). `transaction`: one that only reads, for engines without
 * such sessions; it lives a minute.
 */
export type Consistency = 'snapshot' | 'transaction'

const codeOf = (error: unknown) => Number((error as { code?: unknown }).code)

/** Not implemented, no such command, unknown field, invalid options, snapshots not to be had here. */
const notHere = new Set([238, 59, 40_415, 72, 115, 246])
/** The transaction is gone, it lived too long, the moment is too old. */
const over = new Set([251, 290, 239, 246])

/** Whether this engine has sessions that read as of one time. */
async function hasSnapshots(client: MongoClient, database: string): Promise<boolean> {
  try {
    await client.withSession({ snapshot: true }, (session) =>
      client.db(database).collection('preparations').findOne({}, { session }),
    )
    return true
  } catch (error) {
    if (notHere.has(codeOf(error)) || (error as Error).name === 'MongoCompatibilityError') return false
    throw error
  }
}

/**
 * Reads a database as it is at one moment, however long that takes and whatever others write.
 *
 * @throws BackupError `too-slow` when the engine does not keep that moment for long enough
 */
export async function atOneMoment<T>(
  client: MongoClient,
  database: string,
  work: (session: ClientSession, consistency: Consistency) => Promise<T>,
): Promise<T> {
  const consistency: Consistency = (await hasSnapshots(client, database)) ? 'snapshot' : 'transaction'
  const session = client.startSession(consistency === 'snapshot' ? { snapshot: true } : {})
  try {
    if (consistency === 'transaction') session.startTransaction({ readConcern: { level: 'snapshot' } })
    const result = await work(session, consistency)
    if (consistency === 'transaction') await session.commitTransaction()
    return result
  } catch (error) {
    if (!over.has(codeOf(error))) throw error
    throw new BackupError(
      'too-slow',
      consistency === 'snapshot'
        ? `Copying ${database} takes longer than this MongoDB keeps one moment. Set its parameter minSnapshotHistoryWindowInSeconds higher, or copy its disks or with mongodump, and then run \`npx sotto keys confirm-backup\`.`
        : `Copying ${database} takes longer than a transaction may live here. With the embedded database: stop the server and run this again, then there is no limit.`,
      { cause: error },
    )
  } finally {
    await session.endSession()
  }
}

/** All rows of a collection as raw BSON. */
export async function* rawRows(
  client: MongoClient,
  database: string,
  collection: string,
  session: ClientSession,
): AsyncGenerator<Uint8Array> {
  const rows = client.db(database).collection<RawDocument>(collection).find({}, { session, raw: true, batchSize: 1000 })
  for await (const row of rows) yield row as unknown as Uint8Array
}
