import { createSotto, fileKeyring } from '@sotto/server-sdk'
import { type Document, MongoClient } from 'mongodb'
import type { Asked, Told } from './process.ts'

/**
 * A server in a process of its own, as it is installed, so that its memory is its own: it reads the rows of a person bare, then
 * makes an export of them. Both begin in a process that has done neither before.
 */
const sampleEvery = 5
const lookEvery = 50
const { uri, database, keyringFolder, teamId, userId, contactId, atOnce } = JSON.parse(process.argv[2] ?? '') as Asked
// As the reference server asks its embedded database: on one machine, compressing only costs.
const mongo = `${uri}${uri.includes('?') ? '&' : '?'}compressors=none`
const client = await new MongoClient(mongo).connect()
const data = client.db(database)
const sotto = await createSotto({ mongo: client, database, keyring: fileKeyring(keyringFolder), runJobs: true })
const pause = () => new Promise((resolve) => setTimeout(resolve, lookEvery))

/** What was written to make the person has its place in the log: that is no part of an export. */
async function logIsQuiet(): Promise<void> {
  const entries = await data.collection('auditEntries').countDocuments({ teamId })
  for (;;) {
    const head = await data.collection<{ _id: string; size: number }>('auditHeads').findOne({ _id: teamId })
    if ((head?.size ?? 0) >= entries) return
    await pause()
  }
}

/** The same rows, sealed as they lie there, read by the bare driver and written as JSON. */
async function bareRead(): Promise<number> {
  const begun = performance.now()
  let length = 0
  for (const name of ['messages', 'auditEntries'])
    for await (const row of data.collection<Document>(name).find({}, { batchSize: atOnce }))
      length += JSON.stringify(row).length
  if (length === 0) throw new Error('there was nothing to read')
  return performance.now() - begun
}

async function exported() {
  const { accessExports } = await sotto.team(teamId, { actor: { userId } })
  const until = async (id: string, wanted: string) => {
    for (;;) {
      const { state, problem } = await accessExports.get(id)
      if (state === wanted) return
      if (state === 'failed') throw new Error(`the export failed: ${problem?.detail}`)
      await pause()
    }
  }
  const begun = performance.now()
  const id = await accessExports.start({ contactId })
  await until(id, 'review')
  const collected = performance.now()
  await accessExports.release(id)
  await until(id, 'ready')
  const packed = performance.now()
  const { bytes } = await accessExports.get(id)
  return { collecting: collected - begun, packing: packed - collected, bytes: bytes ?? 0 }
}

await logIsQuiet()
const bare = await bareRead()
const before = process.memoryUsage.rss()
let most = before
const sampling = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, sampleEvery)
const made = await exported()
clearInterval(sampling)
await sotto.close()
await client.close()
process.send?.({ bare, ...made, before, most } satisfies Told)
process.disconnect?.()
