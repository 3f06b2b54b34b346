import { sign } from 'node:crypto'
import { canonical } from '../audit/entry.ts'
import { originName, verifierKey } from '../audit/index.ts'
import { csvLine } from '../csv.ts'
import type { AnyCollection, SealedOptions } from '../data-map/index.ts'
import { entryOf, proven, sha256 } from '../erasure/certificate.ts'
import { declarationOf } from '../erasure/person.ts'
import { teams } from '../features/team/index.ts'
import type { JobContext } from '../jobs/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { type AboutFacts, aboutHtml, aboutMarkdown } from './about.ts'
import { writeArchive } from './archive.ts'
import { type OpenExport, subjectOf } from './collect.ts'
import { accessExports, exportRedactions } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import { type LogFacts, logName, noFacts } from './log-entries.ts'
import { dropPieces, type Piece, piecesOf, putPiece } from './pieces.ts'
import { type Given, givenFields } from './present.ts'
import { Removals, removed } from './removals.ts'
import { exportSchema } from './schema.ts'
import { sourcesOf, whyNever } from './sources.ts'
import type { ExportManifest, RedactedKind } from './types.ts'

const pieceSize = 1_000_000
const day = 24 * 60 * 60 * 1000
const again = 2000
const packedAction = 'access-export.packed'
const prefix = 'sotto-export-v1\n'

const logColumns = [
  'id',
  'at',
  'action',
  'actor',
  'collection',
  'target',
  'subject',
  'conversation',
  'ip',
  'before',
  'after',
  'details',
  'request',
]

/**
 * Makes the file: everything that was brought together, without what was decided to be left out. It is made from its
 * beginning each time.
 *
 * @returns when to try again, where the log has no place yet for the entry about it
 */
export async function pack(
  dependencies: ExportDependencies,
  context: JobContext,
  found: OpenExport,
): Promise<Date | undefined> {
  const { scope, signal } = context
  const { id } = found
  await dropPieces(scope, id, 'file')
  const parts = await partsOf(dependencies, scope, found)
  const pieces = new FilePieces(context, found)
  let manifest: ExportManifest | undefined
  let waits = false
  const text = (content: string) => () => [Buffer.from(content)]
  const files = [
    { name: 'about.html', content: text(aboutHtml(parts.about)) },
    { name: 'about.md', content: text(aboutMarkdown(parts.about)) },
    { name: 'schema.json', content: text(`${JSON.stringify(exportSchema(parts.collections), null, 2)}\n`) },
    { name: 'data.json', content: () => dataJson(scope, found, parts, signal) },
    ...[...parts.collections.map((collection) => collection.name), logName].map((name) => ({
      name: `csv/${name}.csv`,
      content: () => table(scope, found, parts, name, signal),
    })),
  ]
  const bytes = await writeArchive(
    files,
    {
      name: 'manifest.json',
      async content(written, archive) {
        manifest = {
          export: id,
          team: scope.teamId,
          request: found.requestId,
          kind: found.kind,
          asOf: parts.asOf,
          released: (found.releasedAt as Date).toISOString(),
          rows: Object.fromEntries(parts.rows),
          redacted: parts.about.leftOut,
          files: written,
          archive,
        }
        const signed = await signManifest(dependencies, scope, id, manifest, signal)
        if (!signed) {
          waits = true
          return Buffer.from('{}')
        }
        return signed
      },
    },
    new Date(parts.asOf),
    (chunk) => pieces.take(chunk),
  )
  const count = await pieces.end()
  if (waits) return new Date(scope.now().getTime() + again)
  await scope.transaction(async (running) => {
    await context.guard(running)
    const endsAt = new Date(running.now().getTime() + dependencies.days * day)
    const rows = running.collection(accessExports)
    await rows.change(id, { manifest: JSON.stringify(manifest) }, { action: 'access-export.made' })
    await rows.increment(id, {}, { state: 'ready', bytes, pieces: count, endsAt }, { state: 'packing' })
  })
  // What was brought together is in the file, and what was left out is not to be kept.
  await dropPieces(scope, id, 'rows')
  await dropPieces(scope, id, 'ids')
  return undefined
}

interface Parts {
  person: { collection: string; id: string }
  asOf: string
  collections: AnyCollection[]
  rows: Map<string, number>
  leftOut: Partial<Record<RedactedKind, number>>
  derived: { of: string; kind: string; for: string }[]
  about: AboutFacts
}

async function partsOf({ core, recipients }: ExportDependencies, scope: TeamScope, found: OpenExport): Promise<Parts> {
  const subject = subjectOf(core, found)
  const sources = sourcesOf(core.map, declarationOf(core.map, subject.collection))
  const done = new Map(found.progress.map((one) => [one.collection, one.done]))
  const collections = sources.flatMap(({ given, collection }) => (given ? [collection] : []))
  const rows = new Map([
    ...collections.map(({ name }) => [name, done.get(name) ?? 0] as const),
    [logName, done.get(logName) ?? 0] as const,
  ])
  const leftOut: Parts['leftOut'] = {}
  for await (const { kind } of decided(scope, found.id)) leftOut[kind] = (leftOut[kind] ?? 0) + 1
  const notGiven = sources.flatMap(({ collection }) => {
    const why = whyNever(collection)
    return why === null || (done.get(collection.name) ?? 0) === 0 ? [] : [{ collection, why }]
  })
  const facts: LogFacts = found.facts ? JSON.parse(found.facts) : noFacts()
  const asOf = (found.asOf as Date).toISOString()
  const team = await scope.collection(teams).get(scope.teamId)
  return {
    person: subject,
    asOf,
    collections,
    rows,
    leftOut,
    derived: derivedOf(collections.filter(({ name }) => (rows.get(name) ?? 0) > 0)),
    about: {
      exportId: found.id,
      team: team.name,
      kind: found.kind,
      asOf,
      given: collections.map((collection) => ({ collection, rows: rows.get(collection.name) ?? 0 })),
      entries: rows.get(logName) ?? 0,
      notGiven,
      recipients: await recipients(scope),
      facts,
      leftOut: Object.values(leftOut).reduce((sum, count) => sum + count, 0),
    },
  }
}

async function* decided(scope: TeamScope, exportId: string): AsyncGenerator<{ kind: RedactedKind }> {
  const rows = scope.collection(exportRedactions)
  let cursor: string | undefined
  do {
    const page = await rows.page({ exportId, decision: 'remove' }, { by: 'number', order: 1, limit: 1000, cursor })
    yield* page.rows
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

/** What searching makes of values: tokens, which are named and not given. */
const derivedOf = (collections: readonly AnyCollection[]): Parts['derived'] =>
  collections.flatMap(({ name, fields, sealedNames }) =>
    sealedNames.flatMap((field) => {
      const { find } = fields[field] as SealedOptions
      return find
        ? [
            {
              of: `${name}.${field}`,
              kind: find === 'exact' ? 'lookup token of the value' : 'lookup tokens of its beginnings',
              for: 'finding the row without opening it',
            },
          ]
        : []
    }),
  )

/** Rows of a piece as text, without what is left out. */
async function linesOf(piece: Piece, removals: Removals): Promise<string> {
  const text = piece.bytes.toString()
  if (piece.redactions === 0) return text
  const rows = JSON.parse(`[${text}]`) as Given[]
  const lines: string[] = []
  for (const row of rows) lines.push(JSON.stringify(removed(row, await removals.of(piece.collection, row.id))))
  return lines.join(',\n')
}

async function* dataJson(
  scope: TeamScope,
  found: OpenExport,
  parts: Parts,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const head = {
    'sotto-export': 1,
    export: found.id,
    team: scope.teamId,
    request: found.requestId,
    kind: found.kind,
    asOf: parts.asOf,
    person: parts.person,
    derived: parts.derived,
    notGiven: parts.about.notGiven.map(({ collection, why }) => ({ collection: collection.name, why })),
    leftOut: parts.leftOut,
  }
  const removals = new Removals(scope, found.id)
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},\n"collections":{`)
  const names = [...parts.collections.map(({ name }) => name), logName]
  let at = 0
  let open = false
  const begin = (name: string) => `${at === 0 ? '\n' : ',\n'}${JSON.stringify(name)}:[`
  for await (const piece of piecesOf(scope, found.id, 'rows', 0, found.at.pieces)) {
    signal.throwIfAborted()
    while (names[at] !== piece.collection) {
      if (!open) yield Buffer.from(begin(names[at] as string))
      yield Buffer.from(']')
      open = false
      at += 1
      if (at >= names.length) throw new TypeError(`an export has rows of ${piece.collection} out of their order`)
    }
    yield Buffer.from(open ? ',\n' : `${begin(piece.collection)}\n`)
    open = true
    yield piece.redactions === 0 ? piece.bytes : Buffer.from(await linesOf(piece, removals))
  }
  for (; at < names.length; at += 1) {
    if (!open) yield Buffer.from(begin(names[at] as string))
    yield Buffer.from(']')
    open = false
  }
  yield Buffer.from('\n}}\n')
}

/** The rows of a collection as a table. What has parts of its own stands in a cell as JSON. */
async function* table(
  scope: TeamScope,
  found: OpenExport,
  parts: Parts,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const collection = parts.collections.find((one) => one.name === name)
  const columns = collection ? ['id', ...givenFields(collection)] : logColumns
  const removals = new Removals(scope, found.id, name)
  yield Buffer.from(csvLine(columns))
  for await (const piece of piecesOf(scope, found.id, 'rows', 0, found.at.pieces)) {
    if (piece.collection !== name) continue
    signal.throwIfAborted()
    let lines = ''
    for (const row of JSON.parse(`[${piece.bytes.toString()}]`) as Given[]) {
      const shown = piece.redactions === 0 ? row : removed(row, await removals.of(name, row.id))
      lines += csvLine(columns.map((column) => plainCell(shown[column])))
    }
    yield Buffer.from(lines)
  }
}

const plainCell = (value: unknown): string | number | boolean | null => {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean)
}

/** The manifest with its signature and the proof that the log has it, as it stands in the file. */
async function signManifest(
  { core, log }: ExportDependencies,
  scope: TeamScope,
  id: string,
  manifest: ExportManifest,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const text = canonical(manifest).toString('utf8')
  const of = { action: packedAction, target: id, hash: sha256(text), detail: 'manifest' }
  // The same file made again has the same manifest, and its entry already.
  if (!(await entryOf(scope, of)))
    await scope.log({
      action: packedAction,
      collection: accessExports.name,
      target: id,
      details: { manifest: of.hash, request: manifest.request, redacted: manifest.redacted },
    })
  const found = await proven(log, scope, of, signal)
  if (!found) return undefined
  const { key } = await core.teamKeys.get(scope.teamId, 'signing')
  const signed = Buffer.from(`${prefix}${text}\n${found.proof}`)
  const file = {
    'sotto-export': 1,
    manifest: text,
    signature: sign(null, signed, key).toString('base64'),
    verifier: verifierKey(originName(scope.teamId, found.origin), key),
    proof: found.proof,
  }
  return Buffer.from(JSON.stringify(file))
}

/** The bytes of the file on their way into sealed pieces; one is written while the next is filled. */
class FilePieces {
  readonly #context: JobContext
  readonly #found: OpenExport
  #chunks: Buffer[] = []
  #size = 0
  #ordinal = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(context: JobContext, found: OpenExport) {
    this.#context = context
    this.#found = found
  }

  async take(chunk: Buffer): Promise<void> {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    while (this.#size >= pieceSize) {
      const all = Buffer.concat(this.#chunks, this.#size)
      await this.#write(all.subarray(0, pieceSize))
      this.#chunks = [all.subarray(pieceSize)]
      this.#size = all.length - pieceSize
    }
  }

  /** @returns how many pieces there are */
  async end(): Promise<number> {
    if (this.#size > 0) await this.#write(Buffer.concat(this.#chunks, this.#size))
    await this.#writing
    return this.#ordinal
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#writing
    this.#context.signal.throwIfAborted()
    const { id, endsAt } = this.#found
    const piece = { ordinal: this.#ordinal, collection: '', rows: 0, redactions: 0, bytes }
    this.#ordinal += 1
    this.#writing = this.#context.scope.transaction(async (running) => {
      await this.#context.guard(running)
      await putPiece(running, id, 'file', piece, endsAt)
    })
    this.#writing.catch(() => {})
  }
}
