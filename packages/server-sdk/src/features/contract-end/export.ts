import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { credentials } from '../../access/index.ts'
import { type ExportManifest, signManifest, writeArchive } from '../../access-export/index.ts'
import type { AnyCollection } from '../../data-map/index.ts'
import { isSottoError, SottoError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { contractEnds } from './declare.ts'
import type { ContractEndDependencies } from './dependencies.ts'

const rowsAtOnce = 200

/** What opens something: whoever takes the file has no use for it, and whoever steals it has. */
const keysOfDoors = new Set(['passwordHash', 'secret', 'previousSecret', 'code', 'link', 'pass', 'nonce'])

export interface TeamExport {
  mediaType: 'application/zip'
  filename: string
  chunks: AsyncIterable<Uint8Array>
}

/** Which collections it has: all of the data map, but copies that live for a day, and what opens doors. */
export const exportedCollections = (collections: readonly AnyCollection[]): AnyCollection[] =>
  collections.filter(
    ({ name, retention }) =>
      retention.category !== 'technical' && name !== credentials.name && name !== contractEnds.name,
  )

/**
 * Everything that a team has here: each collection as a file of lines of JSON, opened, and a signed manifest. It is read
 * while it is taken, and kept nowhere.
 */
export async function exportOfTeam(
  scope: TeamScope,
  { exporting }: Pick<ContractEndDependencies, 'exporting'>,
): Promise<TeamExport> {
  const { core, system } = exporting
  const { teamId } = scope
  const id = newId('accessExport', scope.now())
  await scope.log({ action: 'team.exported', target: id, collection: 'teams', details: { export: id } })
  // What is read for it is named by this one entry.
  const reading = system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
  const asOf = scope.now()
  const rows: Record<string, number> = {}
  const files = exportedCollections(core.map.collections).map((declaration) => ({
    name: `data/${declaration.name}.jsonl`,
    content: () => linesOf(reading, declaration, rows),
  }))
  const readMe = Buffer.from(aboutExport(asOf))
  const out = new PassThrough({ highWaterMark: 1_000_000 })
  const stopped = new AbortController()
  out.once('close', () => stopped.abort())
  const take = async (bytes: Buffer) => {
    if (out.destroyed) throw new Error('nobody takes the export any more')
    if (!out.write(bytes)) await once(out, 'drain', { signal: stopped.signal })
  }
  const last = {
    name: 'manifest.json',
    async content(written: ExportManifest['files'], archive: ExportManifest['archive']) {
      const time = asOf.toISOString()
      const manifest: ExportManifest = {
        export: id,
        team: teamId,
        request: null,
        kind: 'portability',
        asOf: time,
        released: time,
        rows,
        redacted: 0,
        files: written,
        archive,
      }
      const signed = await signManifest(exporting, reading, id, manifest, stopped.signal)
      if (!signed) throw new SottoError('unavailable', 'The log has not signed the export yet. Try again in a minute.')
      return signed
    },
  }
  writeArchive([{ name: 'README.md', content: () => [readMe] }, ...files], last, asOf, take).then(
    () => out.end(),
    (error: unknown) => out.destroy(error instanceof Error ? error : new Error('the export broke off')),
  )
  return { mediaType: 'application/zip', filename: `sotto-team-${teamId}.zip`, chunks: out }
}

async function* linesOf(
  scope: TeamScope,
  declaration: AnyCollection,
  counts: Record<string, number>,
): AsyncGenerator<Buffer> {
  counts[declaration.name] = 0
  if (!declaration.silo) {
    yield* pages(scope.collection(declaration), declaration, counts)
    return
  }
  let cursor: string | undefined
  do {
    const page = await scope.collection(bots).page({}, { by: 'id', order: 1, limit: rowsAtOnce, cursor })
    for (const { id } of page.rows) yield* pages(scope.bot(id).collection(declaration), declaration, counts, id)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

async function* pages(
  rows: ReturnType<TeamScope['collection']>,
  { name }: AnyCollection,
  counts: Record<string, number>,
  botId?: string,
): AsyncGenerator<Buffer> {
  let cursor: string | undefined
  do {
    const page = await rows.page({}, { by: 'id', order: 1, limit: rowsAtOnce, cursor })
    const lines: string[] = []
    for (const row of page.rows) {
      const document = await row.open().catch((error: unknown) => {
        // Erased between the page and the look: it is not theirs any more either.
        if (isSottoError(error) && error.code === 'not_found') return null
        throw error
      })
      if (document) lines.push(`${lineOf({ ...document, ...(botId ? { botId } : {}) })}\n`)
    }
    counts[name] = (counts[name] ?? 0) + lines.length
    if (lines.length > 0) yield Buffer.from(lines.join(''))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

const lineOf = (document: Record<string, unknown>) =>
  JSON.stringify(document, (field, value: unknown) => {
    if (keysOfDoors.has(field)) return undefined
    return ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
      : value
  })

const aboutExport = (asOf: Date) => `# Everything of the team, as of ${asOf.toISOString()}

\`data/\` has a file for each kind of data, a line of JSON for each row. Times are ISO 8601 in UTC, bytes are Base64.
Passwords, keys, links and codes are left out: they open nothing of yours elsewhere. So are copies that live for a day.

\`manifest.json\` says which files there are, how many rows each kind has, and is signed by the log:
\`npx sotto-verify export\` checks that nothing was changed. The log itself is exported by itself, in the dashboard.
`
