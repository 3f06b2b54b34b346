import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MisunderstoodError } from './command.ts'

/** A database that answers. */
export interface Reached {
  uri: string
  close(): Promise<void>
}

/** Nobody else uses a database that this command itself has started, so a copy may take its time. */
const transactionLifetimeSeconds = 24 * 60 * 60

/**
 * The database of the connection string, else the embedded one: of the server that runs, and where none runs, started
 * here for as long as the command takes.
 *
 * @param dataDir the data folder of the reference server
 * @param make whether an embedded database is made where there is none
 */
export async function reachDatabase({
  mongo,
  dataDir,
  make,
}: {
  mongo: string | undefined
  dataDir: string
  make: boolean
}): Promise<Reached> {
  if (mongo) {
    if (!/^mongodb(\+srv)?:\/\//.test(mongo))
      throw new MisunderstoodError('a connection string begins with mongodb:// or mongodb+srv://')
    return { uri: mongo, close: async () => {} }
  }
  const folder = join(resolve(dataDir), 'database')
  if (!make && !existsSync(join(folder, 'sotto.mdb')))
    throw new MisunderstoodError(
      `which database? Give --mongo, or set MONGODB_URI; there is no embedded one in ${resolve(dataDir)} (--data-dir)`,
    )
  const { DataDirectoryInUseError, startEmbeddedMongo } = await embedded()
  try {
    return await startEmbeddedMongo({ dataDir: folder, transactionLifetimeSeconds })
  } catch (error) {
    if (!(error instanceof DataDirectoryInUseError)) throw error
    if (error.uri) return { uri: error.uri, close: async () => {} }
    throw new Error(`${error.message}. Its address is not known: try again, or stop it first.`)
  }
}

async function embedded() {
  try {
    return await import('@sotto/embedded-mongo')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error('The embedded database is not installed here: npm install @sotto/embedded-mongo, or give --mongo.')
  }
}
