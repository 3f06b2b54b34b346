import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientSession, Db, RawDocument } from '../mongo/driver.ts'
import { BSON } from '../mongo/driver.ts'
import { type OpenFile, writeCompressed } from './files.ts'
import { type Manifest, metadataFile, rowsFile } from './manifest.ts'
import { rawRows } from './moment.ts'

export interface CopyProgress {
  collection: string
  /** Rows of the whole database so far. */
  done: number
  /** About how many there are. */
  total: number
}

export interface CopyOptions {
  db: Db
  session: ClientSession
  folder: string
  openFile: OpenFile
  report: (progress: CopyProgress) => void
  signal?: AbortSignal | undefined
  /** Shown each row of these collections. */
  shown: Readonly<Record<string, (row: RawDocument) => void>>
}

const told = 1000

/** Copies all collections of a database into files, in the form of mongodump. */
export async function copyDatabase(options: CopyOptions): Promise<Manifest['collections']> {
  const { db, folder, openFile, signal, session } = options
  await mkdir(join(folder, db.databaseName), { mode: 0o700 })
  const listed = (await db.listCollections({ type: 'collection' }).toArray())
    .filter(({ name }) => !name.startsWith('system.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  let total = 0
  for (const { name } of listed) total += await db.collection(name).estimatedDocumentCount()
  let done = 0
  const copied: Manifest['collections'] = []
  for (const { name, ...rest } of listed) {
    const { options: made = {}, info } = rest as { options?: RawDocument; info?: { uuid?: { toString(): string } } }
    const indexes = await db.collection(name).listIndexes().toArray()
    const uuid = info?.uuid?.toString().replaceAll('-', '')
    const metadata = { options: made, indexes, ...(uuid ? { uuid } : {}), collectionName: name, type: 'collection' }
    const at = { database: db.databaseName }
    const text = BSON.EJSON.stringify(metadata, { relaxed: false })
    const written = { openFile, signal }
    const { sha256: ofMetadata } = await writeCompressed(metadataFile(folder, at, name), [Buffer.from(text)], written)
    const shown = options.shown[name]
    let documents = 0
    const rows = async function* () {
      for await (const row of rawRows(db.client, db.databaseName, name, session)) {
        shown?.(BSON.deserialize(row))
        documents += 1
        done += 1
        if (done % told === 0) options.report({ collection: name, done, total: Math.max(done, total) })
        yield row
      }
    }
    const { sha256, bytes } = await writeCompressed(rowsFile(folder, at, name), rows(), written)
    copied.push({ name, documents, bytes, sha256, metadata: { sha256: ofMetadata } })
    options.report({ collection: name, done, total: Math.max(done, total) })
  }
  return copied
}
