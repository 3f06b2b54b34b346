import type { Server } from '../commands/call.ts'
import { deleteOne } from '../commands/write-statements.ts'
import { execute, plan } from '../query/plan.ts'
import type { Predicate } from '../query/predicate.ts'
import type { CollectionInfo, IndexInfo } from '../storage/catalog.ts'
import type { StoredRecord } from '../storage/records.ts'
import { Blocked } from '../transactions/transaction.ts'

/** How often a server looks for what has run out, in milliseconds. */
const interval = 1000
/** How often it looks for documents and retry records that have expired. MongoDB does this once a minute too. */
const sweepInterval = 60_000
/** So many expired documents are removed in one batch; the rest follow in the next. */
const mostPerBatch = 1000
const retryWindow = 60 * 60 * 1000

/** Ends what was left open for too long and removes what has expired. Answers how to stop. */
export function startMaintenance(server: Server): () => void {
  let lastSweep = server.engine.now()
  const timer = setInterval(() => {
    server.sessions.sweep()
    server.cursors.sweep()
    if (server.engine.now() - lastSweep < sweepInterval) return
    lastSweep = server.engine.now()
    // What fails now, for want of disk space for example, is tried again the next time.
    removeExpired(server).catch(() => {})
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}

/** Removes the documents whose TTL index says so, and the records of retries that cannot come any more. */
export async function removeExpired(server: Server): Promise<number> {
  let removed = 0
  for (const collection of server.engine.read().catalog.all()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined) continue
      for (let batch = mostPerBatch; batch === mostPerBatch; ) {
        batch = await removeBatch(server, collection, index)
        removed += batch
      }
    }
  }
  const sessions = server.sessions.expired(new Date(server.engine.now() - retryWindow))
  if (sessions.length > 0) {
    await server.engine.write((context) => {
      for (const key of sessions) context.view.remove(key)
      return { value: undefined }
    })
  }
  return removed
}

function removeBatch(
  server: Server,
  { database, name }: CollectionInfo,
  { expireAfterSeconds = 0, fields }: IndexInfo,
): Promise<number> {
  const path = fields[0]?.path ?? []
  const operand = new Date(server.engine.now() - expireAfterSeconds * 1000)
  const predicate: Predicate = { kind: 'compare', path, operator: '$lte', operand }
  return server.engine.write((context) => {
    const collection = context.catalog.find(database, name)
    if (!collection) return { value: 0 }
    const { access } = plan(collection, predicate)
    const expired: StoredRecord[] = []
    for (const row of execute(context, collection, access, predicate)) {
      expired.push({ recordId: row.recordId as number, bytes: row.bytes, document: row.document })
      if (expired.length === mostPerBatch) break
    }
    let removed = 0
    for (const record of expired) {
      const savepoint = context.savepoint()
      try {
        deleteOne(context, collection, record)
        removed += 1
      } catch (error) {
        context.rollback(savepoint)
        // A transaction has it; it will be expired the next time, too.
        if (!(error instanceof Blocked)) throw error
      }
    }
    return { value: removed }
  })
}
