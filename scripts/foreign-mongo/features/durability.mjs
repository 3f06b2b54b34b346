import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROUNDS = 3
const WRITERS = 8
const ROUND_MS = 700

/**
 * Kills the engine under write load and counts acknowledged writes that are gone, and transactions that are half there.
 * @returns {Promise<string>} what was found
 */
export async function killUnderLoad(startEngine, engine, { MongoClient }) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-probe-'))
  const acknowledged = new Set()
  let server
  try {
    for (let round = 0; round < ROUNDS; round++) {
      server = await startEngine(engine, folder)
      if (!server.kill) return 'not tried (not started by the probe)'
      const client = new MongoClient(server.uri, { serverSelectionTimeoutMS: 3_000, retryWrites: false })
      await client.connect()
      const db = client.db('probe_durability')
      let running = true
      const writer = async (number) => {
        for (let step = 0; running; step++) {
          const _id = `${round}-${number}-${step}`
          try {
            if (step % 3 === 0) {
              await client.withSession((session) =>
                session.withTransaction(async () => {
                  await db.collection('left').insertOne({ _id }, { session })
                  await db.collection('right').insertOne({ _id }, { session })
                }),
              )
            } else {
              await db.collection('plain').insertOne({ _id })
            }
            acknowledged.add(_id)
          } catch (error) {
            if (running) throw error
          }
        }
      }
      const writers = Array.from({ length: WRITERS }, (_, number) => writer(number))
      await Promise.race([Promise.all(writers), new Promise((resolve) => setTimeout(resolve, ROUND_MS))])
      running = false
      await server.kill()
      await Promise.allSettled(writers)
      await client.close()
    }
    server = await startEngine(engine, folder)
    const client = new MongoClient(server.uri)
    const ids = async (name) =>
      new Set((await client.db('probe_durability').collection(name).find().toArray()).map((document) => document._id))
    const [left, right, plain] = [await ids('left'), await ids('right'), await ids('plain')]
    await client.close()
    const lost = [...acknowledged].filter((id) => !plain.has(id) && !(left.has(id) && right.has(id))).length
    const halves = [...left].filter((id) => !right.has(id)).length + [...right].filter((id) => !left.has(id)).length
    const summary = `${acknowledged.size} acknowledged in ${ROUNDS} rounds, ${lost} lost, ${halves} half transactions`
    if (lost > 0 || halves > 0) throw new Error(summary)
    return summary
  } finally {
    await server?.stop().catch(() => {})
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
