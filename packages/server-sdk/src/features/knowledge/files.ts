import { createHash } from 'node:crypto'
import { type AuditLog, latestSigned } from '../../audit/index.ts'
import { enqueue, forgetPast, type JobHandler, jobs } from '../../jobs/index.ts'
import { type BotScope, oneOf, type SystemScope, type TeamScope } from '../../mongo/index.ts'
import type { EndPart } from '../../retention/index.ts'
import { bots } from '../bots/index.ts'
import { documents, originals } from './declare.ts'

export const filesKind = 'knowledge.files'

const day = 24 * 60 * 60 * 1000
const atOnce = 500
const noContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const

/** Why the bytes of a document go while what was read of it stays. */
export type RemovalReason = 'delete-after-processing' | 'sensitive-data' | 'retention'

/**
 * Removes the bytes of an original in the scope's transaction, and proves it in the log by their hash and number. What is
 * left of the document is sealed under another key, as a job, so that no backup has the bytes either.
 *
 * @returns how many pieces went
 */
export async function removeOriginal(
  running: TeamScope,
  botId: string,
  document: { id: string; unit: string | null },
  { reason, kick }: { reason: RemovalReason; kick: () => void },
): Promise<number> {
  const pieces = running.bot(botId).collection(originals)
  const hash = createHash('sha256')
  let bytes = 0
  // One piece after the other: a file may be larger than what there is room for.
  for (const row of await pieces.find({ documentId: document.id }, { sort: { ordinal: 1 }, limit: 1000 })) {
    const piece = (await row.open()).bytes
    hash.update(piece)
    bytes += piece.length
  }
  const removed = await pieces.delete({ documentId: document.id })
  if (removed === 0) return 0
  await running.log({
    action: 'original.removed',
    collection: documents.name,
    target: document.id,
    unit: document.unit,
    details: { sha256: hash.digest('hex'), bytes, pieces: removed, reason },
  })
  if (document.unit) await forgetPast(running, document.unit, kick)
  return removed
}

/** Ends the original of a document whose time is over, in the scope's transaction. The document stays. */
export const endOriginal =
  (kick: () => void): EndPart =>
  async (running, { whole, unit, botId }) => {
    const rows = await removeOriginal(running, botId, { id: whole, unit }, { reason: 'retention', kick })
    if (rows > 0)
      await running
        .bot(botId)
        .collection(documents)
        .change(whole, { original: 'deleted' }, { action: 'document.original-deleted' })
    return rows
  }

/** What was found that does not belong together, in one team. */
export interface FilesSwept {
  /** Documents whose bytes lay there without them. */
  withoutDocument: number
  /** Documents that said to have their bytes, and had none. */
  withoutBytes: number
}

/** Bytes without a document go; documents without bytes say so. Both stand in the log. */
export async function sweepFiles(scope: TeamScope): Promise<FilesSwept> {
  const swept: FilesSwept = { withoutDocument: 0, withoutBytes: 0 }
  let cursor: string | undefined
  do {
    const page = await scope.collection(bots).page({}, { by: 'id', order: 1, limit: 100, cursor })
    for (const { id } of page.rows) {
      swept.withoutDocument += await removeOrphans(scope, id)
      swept.withoutBytes += await markMissing(scope, id)
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  if (swept.withoutDocument + swept.withoutBytes > 0) await scope.log({ action: 'files.swept', details: { ...swept } })
  return swept
}

async function removeOrphans(scope: TeamScope, botId: string): Promise<number> {
  let gone = 0
  for await (const ids of pagesOf(scope.bot(botId), originals, { ordinal: 0 }, ({ documentId }) => documentId))
    gone += await scope.transaction(async (running) => {
      const bot = running.bot(botId)
      const known = await bot.collection(documents).find({ id: oneOf(ids) }, { limit: ids.length })
      const there = new Set(known.map((row) => row.id))
      const orphans = ids.filter((id) => !there.has(id))
      for (const id of orphans) {
        const pieces = await bot.collection(originals).delete({ documentId: id })
        await running.log({ action: 'original.orphaned', collection: documents.name, target: id, details: { pieces } })
      }
      return orphans.length
    })
  return gone
}

async function markMissing(scope: TeamScope, botId: string): Promise<number> {
  let marked = 0
  // What is still to be read was stored together with its bytes, and is looked at by the job that reads it.
  const read = { original: 'kept', state: oneOf(['ready', 'failed']) } as const
  for await (const ids of pagesOf(scope.bot(botId), documents, read, ({ id }) => id))
    marked += await scope.transaction(async (running) => {
      const bot = running.bot(botId)
      const first = await bot.collection(originals).find({ documentId: oneOf(ids), ordinal: 0 }, { limit: ids.length })
      const there = new Set(first.map(({ documentId }) => documentId))
      const missing = ids.filter((id) => !there.has(id))
      for (const id of missing)
        await bot.collection(documents).change(id, { original: 'deleted' }, { action: 'original.missing' })
      return missing.length
    })
  return marked
}

/** Ids out of all rows that fit, a page at a time. */
async function* pagesOf<C extends typeof originals | typeof documents>(
  bot: BotScope,
  declaration: C,
  filter: object,
  idOf: (row: { id: string; documentId: string }) => string,
): AsyncGenerator<string[]> {
  let cursor: string | undefined
  do {
    const page = await bot
      .collection(declaration as typeof originals)
      .page(filter, { by: 'id', order: 1, limit: atOnce, cursor })
    if (page.rows.length > 0) yield page.rows.map(idOf)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

/** Sees to it that there is the one job that looks through all files once a day. */
export async function keepFilesSwept(system: SystemScope, kick: () => void): Promise<void> {
  const scope = system.team('system', noContext)
  for (const state of ['queued', 'running'] as const)
    if (await scope.collection(jobs).findOne({ kind: filesKind, state })) return
  await enqueue(scope, filesKind, {}, kick)
}

/** Once a day, team by team; interrupted, it begins anew, and finds less. */
export const filesHandler = (system: SystemScope, log: AuditLog): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run({ report, signal }) {
    const started = system.now()
    let done = 0
    for await (const { teamId } of latestSigned(log.store)) {
      signal.throwIfAborted()
      await sweepFiles(system.team(teamId, noContext))
      await report({ done: ++done, total: null, note: null })
    }
    return new Date(started.getTime() + day)
  },
})
