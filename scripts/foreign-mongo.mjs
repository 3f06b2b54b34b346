/**
 * A MongoDB-compatible engine from elsewhere, for tests: what passes on ours must pass on one that we did not write.
 *
 *   node scripts/foreign-mongo.mjs                 starts it, prints `ready mongodb://…`, runs until Ctrl-C
 *   node scripts/foreign-mongo.mjs -- CMD ARG…     runs CMD with MONGODB_URI set, then stops; exits with CMD's code
 *
 * SOTTO_FOREIGN=skip never starts it; SOTTO_FOREIGN=require turns "cannot be had here" into a failure.
 * Why SecantusDB, and where it differs from MongoDB: docs/decisions/foreign-mongodb.md.
 */
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const scriptsFolder = dirname(fileURLToPath(import.meta.url))
const requirements = join(scriptsFolder, 'foreign-mongo', 'requirements.txt')
const runtimeFolder = join(scriptsFolder, '..', '.runtime')

const INSTALL_TIMEOUT_MS = 300_000
const START_TIMEOUT_MS = 30_000
const STOP_GRACE_MS = 5_000

/**
 * The engine, and a thread that waits for the end of standard input, which comes when the parent is gone, however it
 * died: then neither the engine nor its work folder, the first argument, stays behind.
 */
const ENDS_WITH_ITS_PARENT = `
import os, runpy, shutil, sys, threading
folder = sys.argv.pop(1)
def end_with_parent():
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)
threading.Thread(target=end_with_parent, daemon=True).start()
runpy.run_module('secantus', run_name='__main__', alter_sys=True)
`

/**
 * Starts the engine on a free port of the loopback interface, with an empty data folder of its own.
 *
 * @param {{ log?: (line: string) => void, dataFolder?: string, durable?: boolean }} [options] `dataFolder` is kept on
 *   stop; without it a temporary one is made and removed. `durable` syncs each commit: without it a killed engine
 *   forgets its last acknowledged writes, which only a test of crashes minds.
 * @returns {Promise<{ uri: string, pid: number, engine: string, stop: () => Promise<void> } | { skipped: string }>}
 *   `skipped` says in one line why the engine cannot run here. It rejects when the engine is installed but does not
 *   come up, or when SOTTO_FOREIGN=require and it cannot be installed.
 */
export async function startForeignMongo({ log = () => {}, dataFolder, durable = false } = {}) {
  if (process.env.SOTTO_FOREIGN === 'skip') return { skipped: 'SOTTO_FOREIGN=skip' }
  const installed = await install(log)
  if ('skipped' in installed) {
    if (process.env.SOTTO_FOREIGN === 'require') throw new Error(`SOTTO_FOREIGN=require, but ${installed.skipped}`)
    return installed
  }
  return start(installed, dataFolder, durable)
}

/** Puts the pinned engine into an ignored folder once; later calls find it there. */
async function install(log) {
  const pins = readFileSync(requirements, 'utf8')
  const version = /^secantusdb==(\S+)$/m.exec(pins)?.[1]
  const folder = join(runtimeFolder, `secantusdb-${version}`)
  const engine = `SecantusDB ${version}`
  if (existsSync(folder)) return { python: pythonIn(folder), engine }

  const python = await findPython()
  if (!python) return { skipped: 'no Python 3.10 or newer with venv was found (python3, python, py -3)' }

  log(`installing ${engine} for tests`)
  mkdirSync(runtimeFolder, { recursive: true })
  // Built beside its place and then renamed, so that an interrupted or concurrent install never looks finished.
  const partial = mkdtempSync(join(runtimeFolder, 'secantusdb-partial-'))
  try {
    const environment = await run(python[0], [...python.slice(1), '-m', 'venv', partial])
    if (environment.error) return { skipped: `a Python environment could not be made: ${environment.error}` }
    const packages = await run(pythonIn(partial), [
      ...['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '--pre'],
      ...['--only-binary', ':all:', '--requirement', requirements],
    ])
    if (packages.error) return { skipped: `${engine} could not be installed with pip: ${packages.error}` }
    try {
      renameSync(partial, folder)
    } catch (error) {
      if (!existsSync(folder)) throw error
    }
    return { python: pythonIn(folder), engine }
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

function pythonIn(environment) {
  return process.platform === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python')
}

async function findPython() {
  const candidates = process.platform === 'win32' ? [['py', '-3'], ['python']] : [['python3'], ['python']]
  const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'
  for (const [command, ...args] of candidates) {
    if (!(await run(command, [...args, '-c', check])).error) return [command, ...args]
  }
  return undefined
}

/** @returns {Promise<{ error?: string }>} `error` is the line of the output that says most. */
function run(command, args) {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: INSTALL_TIMEOUT_MS, windowsHide: true }, (failure, stdout, stderr) => {
      if (!failure) return resolve({})
      const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '')
      resolve({ error: lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? failure.message })
    })
  })
}

async function start({ python, engine }, dataFolder, durable) {
  const workFolder = mkdtempSync(join(tmpdir(), 'sotto-foreign-mongo-'))
  const removeWorkFolder = () => rmSync(workFolder, { recursive: true, force: true, maxRetries: 5 })
  // A configuration file of its own, or the engine would read one from the user's home.
  const configuration = join(workFolder, 'engine.toml')
  writeFileSync(configuration, '')
  const server = spawn(
    python,
    [
      ...['-c', ENDS_WITH_ITS_PARENT, workFolder, '--config', configuration],
      ...['--host', '127.0.0.1', '--port', '0', '--log-level', 'INFO'],
      ...['--enable-test-commands', '--storage-path', dataFolder ?? join(workFolder, 'data')],
      ...(durable ? ['--sync-on-commit'] : []),
    ],
    { stdio: ['pipe', 'ignore', 'pipe'], cwd: workFolder, windowsHide: true },
  )
  const exited = new Promise((resolve) => server.once('exit', resolve).once('error', resolve))

  const stop = async () => {
    server.kill('SIGTERM')
    const force = setTimeout(() => server.kill('SIGKILL'), STOP_GRACE_MS)
    await exited
    clearTimeout(force)
    removeWorkFolder()
  }

  try {
    const port = await listeningPort(server)
    const uri = `mongodb://127.0.0.1:${port}/?replicaSet=secantus`
    return { uri, pid: server.pid, engine, stop }
  } catch (error) {
    await stop()
    throw new Error(`${engine} did not come up: ${error.message}`)
  }
}

function listeningPort(server) {
  return new Promise((resolve, reject) => {
    let output = ''
    const timeout = setTimeout(
      () => reject(new Error(`not listening after ${START_TIMEOUT_MS} ms\n${output}`)),
      START_TIMEOUT_MS,
    )
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`it exited with code ${code}\n${output}`)))
    server.stderr.setEncoding('utf8')
    server.stderr.on('data', (text) => {
      // Read to the end of its life, or a full pipe would block the engine; kept only until it listens.
      if (output === null) return
      output += text
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(output)?.[1]
      if (!port) return
      output = null
      clearTimeout(timeout)
      resolve(Number(port))
    })
  })
}

async function main([separator, command, ...args]) {
  if (separator !== undefined && (separator !== '--' || command === undefined)) {
    console.error('usage: node scripts/foreign-mongo.mjs [-- COMMAND ARGUMENT…]')
    process.exitCode = 2
    return
  }
  const interrupted = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve)
  })
  const server = await startForeignMongo({ log: console.error })
  if ('skipped' in server) {
    console.log(`skipped: ${server.skipped}`)
    return
  }
  if (command === undefined) {
    console.log(`ready ${server.uri}`)
    await interrupted
  } else {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, MONGODB_URI: server.uri } })
    process.exitCode = await new Promise((resolve) => {
      child.once('error', (error) => {
        console.error(`${command} could not be started: ${error.message}`)
        resolve(1)
      })
      child.once('exit', (code) => resolve(code ?? 1))
      interrupted.then(() => child.kill())
    })
  }
  await server.stop()
}

if (import.meta.main ?? process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2))
