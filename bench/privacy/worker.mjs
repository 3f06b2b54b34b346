import { existsSync, readFileSync } from 'node:fs'
import { createSotto, fileKeyring } from '@sotto/server-sdk'
import { MongoClient } from 'mongodb'

/**
 * In a process of its own, so that its memory is its own: waits for the log, reads the rows of a person bare, or makes an export of them as a
 * server does that is installed. It is no TypeScript, as what is installed is none: to take the types out of one file costs
 * Node 17 MB that stay resident.
 *
 * @typedef {import('./process.ts').Asked} Asked
 * @typedef {import('./process.ts').Exported} Exported
 * @typedef {import('./process.ts').Read} Read
 */
const lookEvery = 200
/** @type {Asked} */
const asked = JSON.parse(process.argv[2] ?? '')
const { what, uri, database, keyringFolder, teamId, userId, contactId, atOnce } = asked
// As the reference server asks its embedded database: on one machine, compressing only costs.
const mongo = `${uri}${uri.includes('?') ? '&' : '?'}compressors=none`
const client = await new MongoClient(mongo).connect()
const data = client.db(database)
const pause = () => new Promise((resolve) => setTimeout(resolve, lookEvery))

/**
 * The same rows, sealed as they lie there, read by the bare driver and written as JSON.
 *
 * @returns {Promise<Read>}
 */
async function read() {
  const begun = performance.now()
  let length = 0
  for (const name of ['messages', 'auditEntries'])
    for await (const row of data.collection(name).find({}, { batchSize: atOnce })) length += JSON.stringify(row).length
  if (length === 0) throw new Error('there was nothing to read')
  return { milliseconds: performance.now() - begun }
}

/** The most bytes that this process had resident. What starts a process may count as its own in the figure of its use. */
function peak() {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(status) ?? []
  return Number(kilobytes ?? process.resourceUsage().maxRSS) * 1024
}

/** @returns {Promise<Exported>} */
async function exported() {
  const sotto = await createSotto({ mongo: client, database, keyring: fileKeyring(keyringFolder), runJobs: true })
  const before = process.memoryUsage.rss()
  const { accessExports } = await sotto.team(teamId, { actor: { userId } })
  /**
   * @param {import('@sotto/contracts').Id<'accessExport'>} id
   * @param {string} wanted
   */
  const until = async (id, wanted) => {
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
  const most = peak()
  await sotto.close()
  return { collecting: collected - begun, packing: packed - collected, bytes: bytes ?? 0, before, most }
}

/** What was written to make the person has its place in the log: that is no part of an export. */
async function settled() {
  const sotto = await createSotto({ mongo: client, database, keyring: fileKeyring(keyringFolder), runJobs: true })
  const entries = await data.collection('auditEntries').countDocuments({ teamId })
  for (;;) {
    const head = await data.collection('auditHeads').findOne({ _id: teamId })
    if ((head?.size ?? 0) >= entries) break
    await pause()
  }
  await sotto.close()
  return {}
}

const works = { settle: settled, read, export: exported }
const told = await works[what]()
await client.close()
process.send?.(told)
process.disconnect?.()
