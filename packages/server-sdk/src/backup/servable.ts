import type { AuditStore } from '../audit/index.ts'
import type { TeamKeyDocument } from '../keys/index.ts'
import { type Database, DatabaseUnsuitableError, mismatch, pages } from '../mongo/index.ts'

/** What shows that databases were put back, and not brought in line yet; `null` when nothing does. */
export async function foundPutBack(database: Database, store: AuditStore): Promise<string | null> {
  return (await mismatch(database)) ?? (await logBehindItsCheckpoint(database, store))
}

/**
 * Makes sure that the three databases belong together, so that nothing is served from one that was put back from a copy.
 *
 * @throws DatabaseUnsuitableError with what to do
 */
export async function requireServable(database: Database, store: AuditStore): Promise<void> {
  const wrong = await foundPutBack(database, store)
  if (wrong) throw new DatabaseUnsuitableError(wrong)
}

/** A checkpoint lies in the key database, and is signed after the head that it is of: no head is ever behind it. */
async function logBehindItsCheckpoint(database: Database, store: AuditStore): Promise<string | null> {
  // Whoever has signed has a key for it; there are far fewer of these than checkpoints.
  const signers = database.keys.collection<TeamKeyDocument>('teamKeys')
  for await (const keys of pages(signers, { purpose: 'signing' })) {
    const page = keys.map(({ teamId }) => teamId)
    const signed = await store.checkpoints.find({ _id: { $in: page.map((team) => `${team}:latest`) } }).toArray()
    const heads = new Map<string, { origin: number; size: number }>()
    for (const { _id, origin, size } of await store.heads.find({ _id: { $in: page } }).toArray())
      heads.set(_id, { origin, size })
    for (const { teamId, origin, size } of signed) {
      const head = heads.get(teamId) ?? { origin: 1, size: 0 }
      if (head.origin > origin || (head.origin === origin && head.size >= size)) continue
      return `The log of team ${teamId} ends at entry ${head.size} of log ${head.origin} in ${database.data.databaseName}, and entry ${size} of log ${origin} was signed: the database was put back from a copy. Run \`npx sotto restore-check\` before it serves; nothing was changed.`
    }
  }
  return null
}
