import { everythingStored } from './features/stored.ts'
import type { Keyring } from './keys/index.ts'
import type { Logger } from './logger.ts'
import type { MongoClient } from './mongo/driver.ts'
import { type Core, DatabaseUnsuitableError, prepareDatabase, recogniseDatabase } from './mongo/index.ts'
import { type KeyWork, keyWork, openCore } from './open-core.ts'

const quiet: Logger = { info() {}, warn() {}, error() {} }

export interface Operator {
  core: Core
  keyring: Keyring
  work: KeyWork
  close(): Promise<void>
}

export interface OperatorOptions {
  mongo: string | MongoClient
  database?: string | undefined
  keyring: Keyring
  now?: (() => Date) | undefined
  /** Whether it does a server's work, and needs everything as this version wants it. Default `false`. */
  writes?: boolean
  keyBackup?: 'confirmed' | 'none'
  /** How often its servers replace keys, in days. Default 14. */
  days?: number
  /** Whether its servers make backups every day. Default `false`. */
  daily?: boolean
  logger?: Logger
  /** Called when there is a job to do. */
  kick?: () => void
}

/**
 * Opens databases that a server has used before, as their operator: keys and their keeping, and no content.
 *
 * @throws DatabaseUnsuitableError when no server has used them, or a later version has
 */
export async function openOperator(options: OperatorOptions): Promise<Operator> {
  const { keyring } = options
  const core = await openCore(options)
  try {
    if (!(await core.teamKeys.control.find()))
      throw new DatabaseUnsuitableError(
        `There is nothing in the key database ${core.database.keys.databaseName}: no server has used it yet, or it was lost. Then put its backup back.`,
      )
    if (options.writes) await prepareDatabase(core.database, everythingStored)
    else await recogniseDatabase(core.database)
  } catch (error) {
    await core.database.close()
    throw error
  }
  const { keyBackup = 'confirmed', days = 14, daily = false, kick = () => {}, logger = quiet } = options
  return {
    core,
    keyring,
    work: keyWork(core, { keyring, keyBackup, days, daily, kick, logger }),
    close: core.database.close,
  }
}
