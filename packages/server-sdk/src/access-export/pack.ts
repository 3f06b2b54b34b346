import type { JobContext } from '../jobs/index.ts'
import { aboutHtml, aboutMarkdown } from './about.ts'
import { writeArchive } from './archive.ts'
import { dataJson } from './data-json.ts'
import { accessExports } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import { FilePieces } from './file-pieces.ts'
import { logName } from './log-entries.ts'
import { signManifest } from './manifest.ts'
import { partsOf } from './parts.ts'
import { dropPieces } from './pieces.ts'
import { exportSchema } from './schema.ts'
import type { OpenExport } from './subject.ts'
import { table } from './table.ts'
import type { ExportManifest } from './types.ts'

const day = 24 * 60 * 60 * 1000
const again = 2000

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
