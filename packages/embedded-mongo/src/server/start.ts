import { Worker } from 'node:worker_threads'
import { DataDirectoryInUseError } from '../errors/data-directory-in-use-error.ts'
import { readAddress } from '../storage/address-file.ts'
import { errorOf, type WorkerMessage } from './failures.ts'
import type { EmbeddedMongo, EmbeddedMongoOptions, ServerSettings } from './options.ts'
import { runServer } from './run.ts'
import { settingsFrom } from './settings.ts'

/** Shared by all copies of this package in the process; between processes the data directory itself tells. */
const registryName = Symbol.for('@sotto/embedded-mongo/open-directories')

function openDirectories(): Set<string> {
  const shared = globalThis as { [registryName]?: Set<string> }
  shared[registryName] ??= new Set()
  return shared[registryName]
}

/**
 * Starts a database on a directory and resolves once it answers.
 *
 * @throws InvalidOptionError where an option cannot be used
 * @throws DataDirectoryInUseError where another server holds the directory
 * @throws DataDirectoryUnusableError where the directory cannot be made or opened
 * @throws AddressUnavailableError where the port or socket is taken
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const settings = settingsFrom(options)
  const directories = openDirectories()
  if (directories.has(settings.dataDir))
    throw new DataDirectoryInUseError(settings.dataDir, process.pid, readAddress(settings.dataDir))
  directories.add(settings.dataDir)
  try {
    const server = await (options.inProcess ? runServer(settings) : runInWorker(settings))
    return {
      uri: server.uri,
      close: () => server.close().finally(() => directories.delete(settings.dataDir)),
    }
  } catch (error) {
    directories.delete(settings.dataDir)
    throw error
  }
}

/** The worker lies beside this module: as TypeScript in the sources, as `.js` or `.cjs` in the package. */
function workerUrl(): URL {
  const extension = /\.(ts|cjs|js)$/.exec(import.meta.url)?.[1] ?? 'js'
  return new URL(`./worker.${extension}`, import.meta.url)
}

/**
 * Twice the room of a worker for what is short-lived, in MB, which commands fill quickly: whoever waits for the database
 * waits for each time that it is cleared, and what is gone by then costs nothing.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 96 }

function runInWorker(settings: ServerSettings): Promise<EmbeddedMongo> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl(), { workerData: settings, execArgv: [], name: 'sotto-mongo', resourceLimits })
    const exited = new Promise<number>((done) => worker.once('exit', done))
    let closing: Promise<void> | undefined
    let failure: Error | undefined
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'failed') {
        failure = errorOf(message.failure)
        reject(failure)
      } else if (message.kind === 'ready') {
        resolve({
          uri: message.uri,
          close: () => {
            closing ??= (async () => {
              worker.postMessage('close')
              await exited
              if (failure) throw failure
            })()
            return closing
          },
        })
      }
    })
    worker.once('error', (cause) => {
      failure = new Error(`The embedded database stopped: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      })
      reject(failure)
    })
    void exited.then((code) => reject(new Error(`The embedded database ended with code ${code} before it was ready`)))
  })
}
