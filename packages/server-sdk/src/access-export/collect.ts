import type { AnyCollection, DocumentOf } from '../data-map/index.ts'
import { declarationOf, identityOf } from '../erasure/person.ts'
import { isSottoError, SottoError } from '../errors.ts'
import { type JobContext, LeaseLostError } from '../jobs/index.ts'
import { SealBrokenError, type UnitKey } from '../keys/index.ts'
import { type Core, openedRow, type Stored, type TeamScope } from '../mongo/index.ts'
import { accessExports, exportRedactions } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import { entriesOfUnit, type LogFacts, learn, logName, noFacts } from './log-entries.ts'
import { knownNames } from './names.ts'
import { dropPieces, piecesOf, putPiece } from './pieces.ts'
import { givenFields, ownFields, presented } from './present.ts'
import { Redactor } from './redactor.ts'
import { type Source, sourcesOf } from './sources.ts'
import { eachText } from './texts.ts'

/** An export, opened. */
export type OpenExport = DocumentOf<typeof accessExports>

export const subjectOf = (
  core: Core,
  { contactId, memberId }: Pick<OpenExport, 'contactId' | 'memberId'>,
): { collection: string; id: string } => {
  const kind = contactId ? 'contact' : 'member'
  const people = core.map.collections.find(({ about, id }) => about === 'self' && id === kind) as AnyCollection
  return { collection: people.name, id: (contactId ?? memberId) as string }
}

const parentsAtOnce = 100
const rowsAtOnce = 500
const idsInOne = 20_000
const redactionsAtOnce = 500
/** A piece is sealed and stored by itself; a document of the database holds 16 MB. */
const pieceSize = 1_000_000

interface Head {
  id: string
  unit: string | null
}

/** What is known of the export while it is collected; what stands in the database is behind it by a piece at most. */
interface Progress {
  at: OpenExport['at']
  progress: OpenExport['progress']
}

/**
 * Brings together what is a person's: row after row of everything that the data map leads to, and what the log says of
 * them. It stands written down batch by batch, so that it goes on where it was interrupted.
 *
 * @throws SottoError `export_incomplete` when something of it cannot be read: never a smaller export
 */
export async function collect({ core }: ExportDependencies, context: JobContext, found: OpenExport): Promise<void> {
  const { scope, signal } = context
  const { id } = found
  const subject = subjectOf(core, found)
  const identity = await identityOf(core, scope.teamId, subject)
  const declaration = declarationOf(core.map, subject.collection)
  const own = await ownValues(core, scope, declaration, subject.id, identity.unit)
  const names = await knownNames(core, scope, subject, own)
  const redactor = new Redactor(names, [identity.email, identity.phone, identity.externalId])
  const sources = sourcesOf(core.map, declaration)
  const state: Progress = { at: { ...found.at }, progress: found.progress.map((one) => ({ ...one })) }
  // What was begun and not finished is done again.
  await dropPieces(scope, id, 'rows', state.at.pieces)
  await dropRedactions(scope, id, state.at.redactions)
  const facts: LogFacts = found.facts ? JSON.parse(found.facts) : noFacts()
  const writer = new Writer(scope, context, found, state)

  for (; state.at.source <= sources.length; state.at = { ...state.at, source: state.at.source + 1, batch: 0 }) {
    const source = sources[state.at.source]
    const batches = source
      ? await parentsOf(scope, found, sources, state.at.source, subject.id)
      : await unitsOf(scope, found.id)
    const entry = writer.progressOf(source?.collection.name ?? logName)
    if (source && state.at.batch === 0) entry.total = await total(core, scope, source, batches)
    for (; state.at.batch < batches.length; ) {
      signal.throwIfAborted()
      const batch = batches[state.at.batch] as Batch
      if (source) await readRows(core, scope, source, batch, redactor, writer, entry, signal)
      else
        for (const unit of batch.ids)
          for await (const entries of entriesOfUnit(core, scope, unit, subject.id)) {
            for (const one of entries) {
              learn(facts, one)
              writer.add(logName, one.given, placesIn(core, redactor, one.given, one.collection))
            }
            entry.done += entries.length
            entry.total = entry.done
            if (writer.isFull) await writer.flush(signal)
          }
      state.at = { ...state.at, batch: state.at.batch + 1 }
      await writer.commit(source ? {} : { facts: JSON.stringify(facts) })
    }
  }
  await identityOf(core, scope.teamId, subject)
  await scope.transaction(async (running) => {
    await context.guard(running)
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
  })
}

interface Batch {
  /** The field of the source in which these ids stand. */
  by: string
  ids: string[]
}

/** What leads to the rows of a source, in batches that are the same each time. */
async function parentsOf(
  scope: TeamScope,
  found: OpenExport,
  sources: readonly Source[],
  number: number,
  root: string,
): Promise<Batch[]> {
  const { collection, field, of } = sources[number] as Source
  if (field === null || of === null) return [{ by: '_id', ids: [root] }]
  const parents = (await headsOf(scope, found.id, (sources[of] as Source).collection.name)).map((head) => head.id)
  const batches: Batch[] = []
  for (let start = 0; start < parents.length; start += parentsAtOnce)
    batches.push({ by: field, ids: parents.slice(start, start + parentsAtOnce) })
  const also = found.also.filter((one) => one.collection === collection.name).map((one) => one.id)
  if (also.length > 0) batches.push({ by: '_id', ids: also })
  return batches
}

async function headsOf(scope: TeamScope, exportId: string, collection?: string): Promise<Head[]> {
  const heads: Head[] = []
  for await (const piece of piecesOf(scope, exportId, 'ids'))
    if (collection === undefined || piece.collection === collection)
      for (const head of JSON.parse(piece.bytes.toString()) as Head[]) heads.push(head)
  return heads
}

/** Units of the person, in batches. */
async function unitsOf(scope: TeamScope, exportId: string): Promise<Batch[]> {
  const units = [...new Set((await headsOf(scope, exportId)).flatMap(({ unit }) => unit ?? []))]
  const batches: Batch[] = []
  for (let start = 0; start < units.length; start += parentsAtOnce)
    batches.push({ by: 'unit', ids: units.slice(start, start + parentsAtOnce) })
  return batches
}

const queryOf = (teamId: string, { by, ids }: Batch) => ({
  teamId,
  [by]: ids.length === 1 ? (ids[0] as string) : { $in: ids },
})

async function total(core: Core, scope: TeamScope, { collection }: Source, batches: readonly Batch[]): Promise<number> {
  let rows = 0
  for (const batch of batches)
    rows += await core.database.data.collection(collection.name).countDocuments(queryOf(scope.teamId, batch))
  return rows
}

/** The order of an index that begins with what is asked for costs nothing. */
const orderOf = ({ indexes = [] }: AnyCollection, by: string): Record<string, 1 | -1> =>
  (indexes.find((index) => Object.keys(index)[0] === by) as Record<string, 1 | -1> | undefined) ?? { _id: 1 }

async function readRows(
  core: Core,
  scope: TeamScope,
  source: Source,
  batch: Batch,
  redactor: Redactor,
  writer: Writer,
  entry: { done: number; total: number },
  signal: AbortSignal,
): Promise<void> {
  const { collection } = source
  if (!source.given) return noteHeads(core, scope, collection, batch, writer, entry)
  const names = givenFields(collection)
  const ownOf = ownFields(collection)
  const cursor = core.database.data
    .collection<Stored>(collection.name)
    .find(queryOf(scope.teamId, batch), { batchSize: rowsAtOnce })
    .sort(orderOf(collection, batch.by))
  const take = async (rows: readonly Stored[]) => {
    const keys = await scope.unitKeys([...new Set(rows.flatMap(({ unit }) => unit ?? []))])
    for (const row of rows) {
      // What remains of something that was forgotten is nobody's.
      if (collection.unit !== 'none' && !row.unit) continue
      const document = await opened(core, collection, row, keys.get(row.unit ?? ''))
      if (!document) continue
      const ownNames = ownOf(document)
      if (collection.unit === 'own' || source.leads)
        writer.head(collection.name, { id: row._id, unit: row.unit ?? null })
      writer.add(collection.name, given(names, document), places(redactor, collection, document, ownNames))
      entry.done += 1
      if (writer.isFull) await writer.flush(signal)
    }
  }
  let some: Stored[] = []
  for await (const row of cursor)
    if (some.push(row) === rowsAtOnce) {
      await take(some)
      some = []
    }
  await take(some)
  entry.total = Math.max(entry.total, entry.done)
}

/** What is not given is counted, and what the log says of it is given. */
async function noteHeads(
  core: Core,
  scope: TeamScope,
  collection: AnyCollection,
  batch: Batch,
  writer: Writer,
  entry: { done: number; total: number },
): Promise<void> {
  if (collection.unit === 'own') {
    const rows = core.database.data
      .collection<Stored>(collection.name)
      .find(queryOf(scope.teamId, batch), { projection: { unit: 1 } })
    for await (const { _id, unit } of rows) writer.head(collection.name, { id: _id, unit: unit ?? null })
  }
  entry.done = entry.total
}

const given = (names: readonly string[], document: Record<string, unknown>) =>
  presented(names, document, (_field, bytes) => ({
    bytes: bytes.length,
    base64: Buffer.from(bytes).toString('base64'),
  }))

/** A row, opened; `null` when it ended since it was read. */
async function opened(
  core: Core,
  collection: AnyCollection,
  row: Stored,
  unit: UnitKey | undefined,
): Promise<Record<string, unknown> | null> {
  const isSealed = collection.sealedNames.length > 0
  if (!isSealed || (unit && row.sealed)) {
    try {
      return openedRow(collection, row, unit ?? null)
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error
    }
  }
  const rows = core.database.data.collection<Stored>(collection.name)
  const now = await rows.findOne({ _id: row._id, teamId: row.teamId })
  if (!now?.unit || now.version !== row.version) {
    if (!now?.unit) return null
    const key = (await core.unitKeys.get(row.teamId, [now.unit])).get(now.unit)
    if (key && now.sealed) return openedRow(collection, now, key)
  }
  throw new SottoError(
    'export_incomplete',
    `A row of ${collection.name} of this person cannot be opened: it was changed outside of Sotto, or its key is lost. Put it back from a backup, or delete it, and begin the export again.`,
  )
}

interface Placed {
  field: string
  start: number
  end: number
  kind: DocumentOf<typeof exportRedactions>['kind']
  certainty: 'certain' | 'possible'
  instead: string
  text: string
  context: string
}

const none: readonly Placed[] = []
const around = 60

/** Others in the words of a row that are not the person's own; their own are heard. */
function places(
  redactor: Redactor,
  { sealedNames }: AnyCollection,
  document: Record<string, unknown>,
  own: readonly string[],
): readonly Placed[] {
  let all: Placed[] | undefined
  for (const name of sealedNames) {
    const value = document[name]
    if (typeof value !== 'string' && typeof value !== 'object') continue
    const isOwn = own.includes(name)
    eachText(value, name, (text, field) => {
      if (isOwn) redactor.hear(text)
      else
        for (const place of redactor.in(text)) {
          all ??= []
          all.push({ ...place, field, text: text.slice(place.start, place.end), context: contextOf(text, place) })
        }
    })
  }
  return all ?? none
}

/** The same for values that the log kept of rows of a collection. */
function placesIn(
  core: Core,
  redactor: Redactor,
  entry: Record<string, unknown>,
  name: string | null,
): readonly Placed[] {
  if (!entry.before && !entry.after) return none
  const collection = core.map.collections.find((one) => one.name === name)
  const own = collection ? ownFields(collection)({}) : []
  const all: Placed[] = []
  for (const side of ['before', 'after'])
    for (const [field, value] of Object.entries((entry[side] ?? {}) as Record<string, unknown>)) {
      if (own.includes(field) || collection?.fields[field]?.kind === 'plain') continue
      eachText(value, `${side}.${field}`, (text, path) => {
        for (const place of redactor.in(text))
          all.push({ ...place, field: path, text: text.slice(place.start, place.end), context: contextOf(text, place) })
      })
    }
  return all
}

const contextOf = (text: string, { start, end }: { start: number; end: number }) =>
  text.slice(Math.max(0, start - around), end + around)

/** What the person is called, for whoever else bears the same name. */
async function ownValues(
  core: Core,
  scope: TeamScope,
  declaration: AnyCollection,
  id: string,
  unit: string,
): Promise<string[]> {
  const row = await core.database.data.collection<Stored>(declaration.name).findOne({ _id: id, teamId: scope.teamId })
  const key = (await scope.unitKeys([unit])).get(unit)
  if (!row || !key) return []
  const values = openedRow(declaration, row, key) as Record<string, unknown>
  return declaration.sealedNames.flatMap((name) =>
    declaration.fields[name].kind === 'personal' && typeof values[name] === 'string' ? [values[name]] : [],
  )
}

async function dropRedactions(scope: TeamScope, exportId: string, from: number): Promise<void> {
  const rows = scope.collection(exportRedactions)
  for (;;) {
    const [last] = await rows.find({ exportId }, { sort: { number: -1 }, limit: 1 })
    if (!last || last.number < from) return
    const first = Math.max(from, last.number - redactionsAtOnce + 1)
    await scope.transaction(async (running) => {
      for (let number = first; number <= last.number; number += 1)
        await running.collection(exportRedactions).delete({ id: `${exportId}:${number}` })
    })
  }
}

/** Writes down what is found: rows in pieces, ids that lead further, and places to decide on. */
class Writer {
  readonly #scope: TeamScope
  readonly #context: JobContext
  readonly #found: OpenExport
  readonly #state: Progress
  #collection = ''
  #lines: string[] = []
  #size = 0
  #placed: { collection: string; row: string; place: Placed }[] = []
  #inPiece = 0
  #heads = new Map<string, Head[]>()
  #writing: Promise<void> = Promise.resolve()
  #next: { pieces: number; redactions: number; ids: number | undefined }

  constructor(scope: TeamScope, context: JobContext, found: OpenExport, state: Progress) {
    this.#scope = scope
    this.#context = context
    this.#found = found
    this.#state = state
    this.#next = { pieces: state.at.pieces, redactions: state.at.redactions, ids: undefined }
  }

  progressOf(collection: string): { collection: string; done: number; total: number } {
    const known = this.#state.progress.find((one) => one.collection === collection)
    if (known) return known
    const made = { collection, done: 0, total: 0 }
    this.#state.progress.push(made)
    return made
  }

  head(collection: string, head: Head): void {
    const heads = this.#heads.get(collection)
    if (heads) heads.push(head)
    else this.#heads.set(collection, [head])
  }

  add(collection: string, row: Record<string, unknown> & { id: string }, placed: readonly Placed[]): void {
    this.#collection = collection
    const line = JSON.stringify(row)
    this.#lines.push(line)
    this.#size += line.length
    this.#inPiece += placed.length
    for (const place of placed) this.#placed.push({ collection, row: row.id, place })
  }

  /** Whether there is enough for a piece. */
  get isFull(): boolean {
    return this.#size >= pieceSize || this.#placed.length >= redactionsAtOnce
  }

  /** Writes a piece while more is read. */
  async flush(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await this.#writing
    const write = this.#taken()
    this.#writing = this.#scope.transaction(async (running) => {
      await this.#context.guard(running)
      await write(running)
    })
    // Whoever waits for it hears of a failure; until then it is nobody's.
    this.#writing.catch(() => {})
  }

  /** Writes what is left of a batch, and that the batch is done. */
  async commit(also: { facts?: string }): Promise<void> {
    await this.#writing
    const heads = [...this.#heads].flatMap(([collection, all]) =>
      Array.from({ length: Math.ceil(all.length / idsInOne) }, (_, index) => ({
        collection,
        heads: all.slice(index * idsInOne, (index + 1) * idsInOne),
      })),
    )
    this.#heads = new Map()
    if (this.#lines.length === 0 && heads.length === 0 && also.facts === undefined && this.#isUnchanged()) return
    this.#next.ids ??= await this.#countIds()
    const firstIds = this.#next.ids
    const write = this.#taken()
    const { pieces, redactions } = this.#next
    const { id, endsAt } = this.#found
    this.#state.at = { ...this.#state.at, pieces, redactions }
    const { at, progress } = this.#state
    await this.#scope.transaction(async (running) => {
      await this.#context.guard(running)
      await write(running)
      for (const [index, { collection, heads: some }] of heads.entries()) {
        const bytes = Buffer.from(JSON.stringify(some))
        const piece = { ordinal: firstIds + index, collection, rows: some.length, redactions: 0, bytes }
        await putPiece(running, id, 'ids', piece, endsAt)
      }
      if (also.facts !== undefined)
        await running.collection(accessExports).change(id, { facts: also.facts }, { action: 'access-export.read' })
      await running
        .collection(accessExports)
        .increment(id, {}, { at, progress }, { state: 'collecting' })
        .catch((error: unknown) => {
          if (isSottoError(error) && error.code === 'not_found') throw new LeaseLostError('the export has gone on')
          throw error
        })
    })
    this.#next.ids = firstIds + heads.length
  }

  #isUnchanged(): boolean {
    return this.#next.pieces === this.#state.at.pieces
  }

  async #countIds(): Promise<number> {
    let count = 0
    for await (const _piece of piecesOf(this.#scope, this.#found.id, 'ids')) count += 1
    return count
  }

  /** What is there, as something that writes it. */
  #taken(): (running: TeamScope) => Promise<void> {
    const { id, endsAt } = this.#found
    const text = this.#lines.join(',\n')
    const [collection, rows, redactions, placed] = [this.#collection, this.#lines.length, this.#inPiece, this.#placed]
    const ordinal = this.#next.pieces
    const number = this.#next.redactions
    this.#lines = []
    this.#size = 0
    this.#placed = []
    this.#inPiece = 0
    if (rows > 0) this.#next.pieces += 1
    this.#next.redactions += placed.length
    return async (running) => {
      if (rows > 0)
        await putPiece(running, id, 'rows', { ordinal, collection, rows, redactions, bytes: Buffer.from(text) }, endsAt)
      for (const [index, { collection: of, row, place }] of placed.entries()) {
        const { certainty, ...rest } = place
        const decision = certainty === 'certain' ? 'remove' : null
        await running
          .collection(exportRedactions)
          .insert(
            { exportId: id, number: number + index, collection: of, row, certainty, decision, endsAt, ...rest },
            { id: `${id}:${number + index}` },
          )
      }
    }
  }
}
