import type { AnyCollection } from '../data-map/index.ts'
import { declarationOf, identityOf, readableIdentityOf } from '../data-subject/index.ts'
import { changeGuard } from '../erasure/index.ts'
import { contactMerges } from '../features/contacts/index.ts'
import type { JobContext } from '../jobs/index.ts'
import { type Core, openedRow, type Stored, type TeamScope, unlessBroken } from '../mongo/index.ts'
import { type Batch, parentsOf, total, unitsOf } from './batches.ts'
import { accessExports, exportRedactions } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import { entriesOfUnit, type LogFacts, learn, logName, noFacts } from './log-entries.ts'
import { knownNames } from './names.ts'
import { dropPieces } from './pieces.ts'
import { placesInEntries } from './places.ts'
import { Redactor } from './redactor.ts'
import { readRows } from './rows.ts'
import { sourcesOf } from './sources.ts'
import { type OpenExport, subjectOf } from './subject.ts'
import { columnsOf } from './table.ts'
import { dropRedactions, type Progress, Writer } from './writer.ts'

/**
 * Brings together what is a person's: row after row of everything that the data map leads to, and what the log says of
 * them. It stands written down batch by batch, so that it goes on where it was interrupted.
 *
 * @returns whether it is whole; `false` where the person became another meanwhile, and it has to be begun anew
 * @throws SottoError `export_incomplete` when something of it cannot be read: never a smaller export
 */
export async function collect({ core }: ExportDependencies, context: JobContext, found: OpenExport): Promise<boolean> {
  const { scope, signal } = context
  const { id } = found
  const subject = subjectOf(core, found)
  const identity = await readableIdentityOf(core, scope.teamId, subject)
  const declaration = declarationOf(core.map, subject.collection)
  const own = await ownValues(core, scope, declaration, subject.id, identity.unit)
  const names = await knownNames(core, scope, subject, own)
  const redactor = new Redactor(
    names,
    [identity, ...(identity.also ?? [])].flatMap(({ email, phone, externalId }) => [email, phone, externalId]),
  )
  const sources = sourcesOf(core.map, declaration)
  const state: Progress = { at: { ...found.at }, progress: found.progress.map((one) => ({ ...one })) }
  // What was begun and not finished is done again.
  await dropPieces(scope, id, 'rows', state.at.pieces)
  await dropRedactions(scope, id, state.at.redactions)
  const facts: LogFacts = found.facts ? JSON.parse(found.facts) : noFacts()
  const writer = new Writer(scope, context, found, state)
  const logColumns = columnsOf(undefined)
  const placesOf = placesInEntries(core, redactor)

  for (; state.at.source <= sources.length; state.at = { ...state.at, source: state.at.source + 1, batch: 0 }) {
    const source = sources[state.at.source]
    const batches = source
      ? await parentsOf(writer.heads, found, sources, state.at.source, subject.id)
      : await unitsOf(writer.heads)
    const entry = writer.progressOf(source?.collection.name ?? logName)
    let counting: Promise<void> | undefined
    // Counted while they are read: it is for those who wait.
    const count = () => {
      if (!source || state.at.batch > 0) return
      counting ??= total(core, scope, source, batches).then((rows) => {
        entry.total = Math.max(rows, entry.done)
      })
      counting.catch(() => {})
    }
    if (batches.length > 1 || source?.given === false) count()
    if (source && !source.given) await counting
    for (; state.at.batch < batches.length; ) {
      signal.throwIfAborted()
      const batch = batches[state.at.batch] as Batch
      if (source) await readRows(core, scope, source, batch, redactor, writer, entry, count, signal)
      else
        for (const unit of batch.ids)
          for await (const entries of entriesOfUnit(core, scope, unit, subject.id)) {
            for (const one of entries) {
              learn(facts, one)
              writer.add(logName, logColumns, one.given, placesOf(one.given, one.collection))
            }
            entry.done += entries.length
            entry.total = entry.done
            if (writer.isFull) await writer.flush(signal)
          }
      await counting
      state.at = { ...state.at, batch: state.at.batch + 1 }
      await writer.commit(source ? {} : { facts: JSON.stringify(facts) })
    }
  }
  await identityOf(core, scope.teamId, subject)
  const isWhole = await scope.transaction(async (running) => {
    await context.guard(running)
    await changeGuard(running)
    if (await mergedSince(running, subject.id, found.asOf as Date)) return false
    const undecided = await running.collection(exportRedactions).count({ exportId: id, decision: null })
    const { at, progress } = state
    const set = { state: 'review', at, progress, redactions: at.redactions, undecided } as const
    await running.collection(accessExports).increment(id, {}, set, { state: 'collecting' })
    await running.log({
      action: 'access-export.collected',
      collection: accessExports.name,
      target: id,
      details: { rows: progress.reduce((sum, { done }) => sum + done, 0), redactions: at.redactions, undecided },
    })
    return true
  })
  if (!isWhole) await beginAnew(scope, context, found)
  return isWhole
}

/** Whether two contacts became one, or two of one, while it was collected. */
async function mergedSince(running: TeamScope, contactId: string, since: Date): Promise<boolean> {
  const merges = await running.collection(contactMerges).find({ contactId })
  return merges.some(({ mergedAt, undoneAt }) => mergedAt >= since || (undoneAt !== null && undoneAt >= since))
}

/** What was collected is of somebody who is not the same any more: from the beginning. */
async function beginAnew(scope: TeamScope, context: JobContext, { id }: OpenExport): Promise<void> {
  await dropPieces(scope, id, 'rows')
  await dropPieces(scope, id, 'ids')
  await dropRedactions(scope, id, 0)
  const at = { source: 0, batch: 0, pieces: 0, redactions: 0 }
  await scope.transaction(async (running) => {
    await context.guard(running)
    const rows = running.collection(accessExports)
    await rows.increment(id, {}, { at, progress: [], asOf: running.now() }, { state: 'collecting' })
  })
}

/** What the person is called, for whoever else bears the same name. */
async function ownValues(
  core: Core,
  scope: TeamScope,
  declaration: AnyCollection,
  id: string,
  unit: string | null,
): Promise<string[]> {
  const row = await core.database.data.collection<Stored>(declaration.name).findOne({ _id: id, teamId: scope.teamId })
  const key = unit ? (await scope.unitKeys([unit])).get(unit) : undefined
  // Where it does not open, the export ends when it comes to that row.
  const values =
    row &&
    key &&
    unlessBroken<Record<string, unknown>>(
      () => openedRow(declaration, row, key),
      () => {},
    )
  if (!values) return []
  return declaration.sealedNames.flatMap((name) =>
    declaration.fields[name].kind === 'personal' && typeof values[name] === 'string' ? [values[name]] : [],
  )
}
