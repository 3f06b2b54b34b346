/** How each engine is started for the probes, with a data folder that outlives the process. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startForeignMongo } from '../foreign-mongo.mjs'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * Starts `foreign`, `foreign-durable` (each commit synced) or `embedded` on `dataFolder`; anything else must be a `mongodb://` address of a running server.
 * @returns {Promise<{ uri: string, stop: () => Promise<void>, kill?: () => Promise<void> }>} `kill` ends the process
 *   as kill -9 does; it is absent where the engine was not started here.
 */
export async function startEngine(engine, dataFolder) {
  if (engine.startsWith('mongodb://')) return { uri: engine, stop: async () => {} }
  if (engine === 'foreign' || engine === 'foreign-durable') {
    const durable = engine === 'foreign-durable'
    const server = await startForeignMongo({ log: console.error, dataFolder, durable })
    if ('skipped' in server) throw new Error(server.skipped)
    return { ...server, kill: () => kill(server.pid).then(server.stop) }
  }
  if (engine === 'embedded') return startEmbedded(dataFolder)
  throw new Error(`unknown engine ${engine}: say foreign, embedded or mongodb://…`)
}

async function kill(pid) {
  process.kill(pid, 'SIGKILL')
}

async function startEmbedded(dataFolder) {
  const program = ['dist/sotto-mongo.js', 'dist/cli.js', 'src/sotto-mongo.ts', 'src/cli.ts']
    .map((path) => join(repository, 'packages', 'embedded-mongo', path))
    .find((path) => existsSync(path))
  if (!program) throw new Error('packages/embedded-mongo has no program to start yet')
  const port = await freePort()
  const server = spawn(process.execPath, [program, '--port', String(port), '--data', dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => server.once('exit', resolve))
  const uri = await new Promise((resolve, reject) => {
    let output = ''
    server.once('exit', (code) => reject(new Error(`embedded-mongo exited with code ${code} before it was ready`)))
    server.stdout.setEncoding('utf8')
    server.stdout.on('data', (text) => {
      output += text
      const ready = /ready (mongodb:\S+)/.exec(output)?.[1]
      if (ready) resolve(ready)
    })
  })
  const end = (signal) => async () => {
    server.kill(signal)
    await exited
  }
  return { uri, stop: end('SIGTERM'), kill: end('SIGKILL') }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
