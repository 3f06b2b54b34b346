import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { storedFormat } from '../mongo/index.ts'
import { BackupError } from './errors.ts'
import { damaged } from './files.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().nonnegative()

/** What lies in one folder of a backup: the data, or the keys. It is written last; a folder without it is no backup. */
export const Manifest = z.strictObject({
  'sotto-backup': z.literal(1),
  part: z.enum(['data', 'keys']),
  /** Shared by the two parts that were made together. */
  backup: z.string(),
  /** The name of the database. */
  database: z.string(),
  /** ISO 8601, UTC, before the first row was read. */
  begunAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  consistency: z.enum(['snapshot', 'transaction']),
  storedFormat: z.number().int(),
  /** Of the key database, before the first row was read. */
  epoch: z.string(),
  fence: z.number().int(),
  /** Each is `<database>/<name>.bson.gz` and `<database>/<name>.metadata.json.gz`, as mongodump and mongorestore have it. */
  collections: z.array(
    z.strictObject({ name: z.string(), documents: count, bytes: count, sha256, metadata: z.strictObject({ sha256 }) }),
  ),
  /** With the data: how far the log of each team goes. With the keys: the newest checkpoint of each. */
  logs: z.array(z.strictObject({ team: z.string(), origin: count, size: count, note: z.string().optional() })),
  /** Of all the rest as it is written here. Copies of the first versions have none. */
  sha256: sha256.optional(),
})
export type Manifest = z.infer<typeof Manifest>
export type Part = Manifest['part']

export const manifestName = 'manifest.json'
/** What a folder is called until everything in it is there. */
export const unfinished = (part: Part) => `${part}.unfinished`

export const rowsFile = (folder: string, { database }: Pick<Manifest, 'database'>, name: string) =>
  join(folder, database, `${name}.bson.gz`)
export const metadataFile = (folder: string, { database }: Pick<Manifest, 'database'>, name: string) =>
  join(folder, database, `${name}.metadata.json.gz`)

/** One part of a backup, where it lies. */
export interface Copy {
  folder: string
  manifest: Manifest
}

/** What is written of a copy, with the hash by which a change of it is seen. */
export function textOf(manifest: Manifest): string {
  const { sha256: _before, ...rest } = manifest
  const hash = createHash('sha256').update(JSON.stringify(rest)).digest('hex')
  return `${JSON.stringify({ ...rest, sha256: hash }, null, 2)}\n`
}

/**
 * Reads what a part of a backup says of itself.
 *
 * @param folder the one of the part, or the one that has both
 * @throws BackupError `damaged` when it is none, or not whole; `unsuitable` when a later version made it
 */
export async function readManifest(folder: string, part: Part): Promise<Copy> {
  for (const place of [folder, join(folder, part)]) {
    const path = join(place, manifestName)
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
      throw error
    })
    if (text === undefined) continue
    const manifest = parse(text, path)
    if (manifest.part !== part) {
      if (place === folder) continue
      throw new BackupError('unsuitable', `${place} holds the ${manifest.part} of a backup, not the ${part}.`)
    }
    if (manifest.storedFormat > storedFormat)
      throw new BackupError(
        'unsuitable',
        `${place} was made by a later version of Sotto (stored format ${manifest.storedFormat}; this version reads up to ${storedFormat}). Use that version or a later one.`,
      )
    return { folder: place, manifest }
  }
  throw new BackupError(
    'damaged',
    `There is no finished backup of the ${part} in ${folder}: it has no ${manifestName}. A backup that was interrupted is none; take another one.`,
  )
}

function parse(text: string, path: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw damaged(path, 'it is no JSON', error)
  }
  const format = (value as { 'sotto-backup'?: unknown })?.['sotto-backup']
  if (typeof format === 'number' && format > 1)
    throw new BackupError(
      'unsuitable',
      `${path} was made by a later version of Sotto. Use that version or a later one.`,
    )
  const parsed = Manifest.safeParse(value)
  if (!parsed.success) throw damaged(path, `it is no manifest (${parsed.error.issues[0]?.path.join('.')})`)
  // As it stands there, in its own order: the same values written otherwise are not what was written either.
  if (parsed.data.sha256 !== undefined && textOf(value as Manifest) !== text)
    throw damaged(path, 'it is not what was written when it was made')
  return parsed.data
}
