import { BSON, type Db, type RawDocument } from '../mongo/driver.ts'
import type { CheckProgress } from './check.ts'
import { contentOf, documentsIn } from './files.ts'
import { type Copy, metadataFile, rowsFile } from './manifest.ts'

const rowsAtOnce = 1000
const bytesAtOnce = 8 * 1024 * 1024

/** What a database says of itself, and has said by the restore already. */
const own = { collection: 'preparations', id: 'generation' }

interface Metadata {
  options?: RawDocument
  indexes?: (RawDocument & { name: string; key: Record<string, 1 | -1> })[]
}

/** Loads a copy into a database that has nothing in it. */
export async function loadCopy(copy: Copy, db: Db, report: (progress: CheckProgress) => void): Promise<void> {
  const { manifest, folder } = copy
  const total = manifest.collections.reduce((sum, { documents }) => sum + documents, 0)
  let done = 0
  for (const collection of manifest.collections) {
    const { name } = collection
    const metadata = BSON.EJSON.parse(
      await contentOf(metadataFile(folder, manifest, name), collection.metadata),
    ) as Metadata
    // Under its own rules already: what was refused before is refused after.
    if (name !== own.collection) await db.createCollection(name, metadata.options ?? {})
    const rows = db.collection<{ _id: unknown }>(name)
    let batch: RawDocument[] = []
    let bytes = 0
    const write = async () => {
      if (batch.length > 0) await rows.insertMany(batch as never[], { ordered: false, bypassDocumentValidation: true })
      done += batch.length
      batch = []
      bytes = 0
      report({ done, total })
    }
    for await (const raw of documentsIn(rowsFile(folder, manifest, name), collection)) {
      // Numbers stay of the kind that they are.
      const row = BSON.deserialize(raw, { promoteValues: false, promoteBuffers: false })
      if (name === own.collection && String(row._id) === own.id) continue
      batch.push(row)
      bytes += raw.length
      if (batch.length >= rowsAtOnce || bytes >= bytesAtOnce) await write()
    }
    await write()
    const indexes = (metadata.indexes ?? []).filter((index) => index.name !== '_id_')
    if (indexes.length > 0)
      await rows.createIndexes(indexes.map(({ v: _version, ns: _place, ...index }) => index) as never)
  }
}
