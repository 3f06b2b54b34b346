/**
 * Which features of MongoDB an engine has, as a table. Driver only; nothing of this repository is between.
 *
 *   node scripts/foreign-mongo/probe.mjs foreign embedded mongodb://127.0.0.1:27017/?replicaSet=rs0
 *   node scripts/foreign-mongo/probe.mjs --only transactions foreign
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as driver from 'mongodb'
import * as driver6 from 'mongodb-v6'
import { startEngine } from './engines.mjs'
import { changes } from './features/changes.mjs'
import { documents } from './features/documents.mjs'
import { killUnderLoad } from './features/durability.mjs'
import { pipelines } from './features/pipelines.mjs'
import { server } from './features/server.mjs'
import { transactions } from './features/transactions.mjs'

const areas = { server, documents, pipelines, transactions, changes }
const FEATURE_TIMEOUT_MS = 20_000

async function probe(engine, only) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-probe-'))
  const running = await startEngine(engine, folder)
  const results = new Map()
  const connectAnew = () => new driver.MongoClient(running.uri, { serverSelectionTimeoutMS: 5_000 }).connect()
  try {
    for (const [area, features] of Object.entries(areas)) {
      if (only && only !== area) continue
      for (const [position, feature] of features.entries()) {
        results.set(
          `${area}: ${feature.name}`,
          await answer(feature, `probe_${area}_${position}`, connectAnew, running.uri),
        )
      }
    }
  } finally {
    await running.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  if (!only || only === 'durability') {
    const run = () => killUnderLoad(startEngine, engine, driver)
    results.set('durability: kill -9 under eight writers', await verdict(run, 120_000))
  }
  return results
}

async function answer(feature, database, connectAnew, uri) {
  const client = await connectAnew()
  const db = client.db(database)
  try {
    await db.dropDatabase()
    return await verdict(() => feature.run({ client, db, driver, driver6, connectAnew, uri }), FEATURE_TIMEOUT_MS)
  } finally {
    await client.close()
  }
}

async function verdict(run, timeoutMs) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs / 1_000} s`)), timeoutMs)
  })
  try {
    const started = performance.now()
    const note = await Promise.race([run(), late])
    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    return `yes (${note ? `${note}, ` : ''}${seconds} s)`
  } catch (error) {
    const message = error.message.replace(/\s+/g, ' ').slice(0, 160)
    return `NO: ${error.code ? `${error.code} ` : ''}${message}`
  } finally {
    clearTimeout(timer)
  }
}

const parameters = process.argv.slice(2)
const only = parameters[0] === '--only' ? parameters.splice(0, 2)[1] : undefined
if (parameters.length === 0) {
  console.error(
    'usage: node scripts/foreign-mongo/probe.mjs [--only AREA] ENGINE…   (foreign, embedded or mongodb://…)',
  )
  process.exit(2)
}
const answers = new Map()
for (const engine of parameters) answers.set(engine, await probe(engine, only))
for (const feature of new Set([...answers.values()].flatMap((results) => [...results.keys()]))) {
  console.log(feature)
  for (const [engine, results] of answers)
    console.log(`    ${engine.padEnd(10)} ${results.get(feature) ?? 'not reached'}`)
}
const unanswered = [...answers].map(([engine, results]) => {
  const values = [...results.values()]
  return `${engine}: ${values.filter((value) => value.startsWith('yes')).length} of ${values.length}`
})
console.log(`\n${unanswered.join('\n')}`)
