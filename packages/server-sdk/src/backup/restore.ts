import { auditStore } from '../audit/index.ts'
import type { Keyring } from '../keys/index.ts'
import type { Db, MongoClient } from '../mongo/driver.ts'
import { type Core, generationsOf, type RestoreStep, recogniseDatabase, restoring } from '../mongo/index.ts'
import { openCore } from '../open-core.ts'
import { readBack, requireKeyring, requireSameTeams } from './check.ts'
import { BackupError } from './errors.ts'
import { bringInLine, type RestoreProgress, type RestoreReport, requireKeysOf } from './in-line.ts'
import { loadCopy } from './load.ts'
import { type Copy, readManifest } from './manifest.ts'
import { foundPutBack } from './servable.ts'

interface Into {
  /** A connection string, or a connected `MongoClient`, which is then not closed. */
  mongo: string | MongoClient
  /** What the names of the databases begin with. Default `sotto`. */
  database?: string | undefined
}

interface Common {
  keyring: Keyring
  /**
   * Goes on where keys are older than the data, or lie under keys that were destroyed: what cannot be opened is removed.
   * Default `false`.
   */
  acceptLosses?: boolean | undefined
  report?: ((progress: RestoreProgress) => void) | undefined
  /** The clock. Default: the system's. */
  now?: (() => Date) | undefined
}

/** Which copies are put back, and into which databases; they have to be empty. */
export interface RestoreOptions extends Common {
  /** The folder of the data. */
  data: string
  /**
   * The folder of the keys, of the newest copy there is. Left out where the key database is still there: it knows best
   * who was forgotten.
   */
  keys?: string | undefined
  into: Into
}

/**
 * Puts a backup that `sotto backup` made back into empty databases, and lets them serve when everything is in line: what
 * was forgotten since is forgotten again, the index is made anew, and each team's log begins anew and says so.
 *
 * When it is interrupted, nothing is served. Run again, it begins anew; once all of the copy is there, `restoreCheck` goes
 * on, and this says so.
 *
 * @throws BackupError with what to do; a copy is checked as a whole before anything is written
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { keyring, into, acceptLosses = false } = options
  const report = options.report ?? (() => {})
  const data = await readManifest(options.data, 'data')
  const keys = options.keys === undefined ? undefined : await readManifest(options.keys, 'keys')
  if (keys) await requireFittingKeys(data, keys, keyring, acceptLosses)
  const core = await openCore({ ...into, keyring, now: options.now })
  const { database } = core
  try {
    const before = await generationsOf(database)
    if (before.data?.restoring === 'checking')
      throw new BackupError(
        'exists',
        `All of a copy is in ${database.data.databaseName} already, and it is not brought in line yet: \`npx sotto restore-check\` goes on with that. To put back another copy, drop the databases yourself, or name others with --database. Nothing was changed.`,
      )
    await requireEmpty(database.data, before.data?.restoring)
    if (keys) await requireEmpty(database.keys, before.keys?.restoring)
    else {
      await requireKeysOf(core, keyring, acceptLosses)
      await requireAllTeams(data, database.keys, acceptLosses)
    }
    for (const copy of keys ? [data, keys] : [data])
      await readBack(copy, (progress) => report({ doing: 'checking', ...progress }))
    for (const db of [database.data, database.index, ...(keys ? [database.keys] : [])]) await db.dropDatabase()
    await restoring(database, { data: 'loading', keys: keys ? 'loading' : 'checking', index: 'loading' }, core.now())
    await loadCopy(data, database.data, (progress) => report({ doing: 'loading', ...progress }))
    if (keys) await loadCopy(keys, database.keys, (progress) => report({ doing: 'loading', ...progress }))
    await recogniseDatabase(database)
    await requireKeysOf(core, keyring, acceptLosses)
    return await inLine(core, keyring, report)
  } finally {
    await database.close()
  }
}

/** Which databases are brought in line, after other tools put them back. */
export interface RestoreCheckOptions extends Into, Common {
  /**
   * That the databases were put back although nothing shows it: all three from one moment, as copies of disks are.
   * Default `false`.
   */
  restored?: boolean | undefined
}

/**
 * Brings databases that were put back with other means (mongorestore, copies of disks) in line, and lets them serve. No
 * server may run meanwhile.
 *
 * @returns what was done, or `null` when nothing shows that anything was put back; nothing is changed then
 * @throws BackupError with what to do
 */
export async function restoreCheck(options: RestoreCheckOptions): Promise<RestoreReport | null> {
  const { keyring, acceptLosses = false, restored = false } = options
  const core = await openCore(options)
  const { database } = core
  try {
    await recogniseDatabase(database)
    const { data, keys, index } = await generationsOf(database)
    if ([data, keys].some((one) => one?.restoring === 'loading'))
      throw new BackupError(
        'unsuitable',
        `${database.data.databaseName} holds only a part of a backup: putting it back was interrupted. Run \`npx sotto restore\` again.`,
      )
    await requireKeysOf(core, keyring, acceptLosses)
    const unended = [data, keys, index].some((one) => one?.restoring)
    if (!unended && !restored && !(await foundPutBack(database, auditStore(database)))) return null
    if ((keys?.generation ?? 0) < (data?.generation ?? 0) && !acceptLosses)
      throw new BackupError(
        'losses',
        `The keys in ${database.keys.databaseName} are older than ${database.data.databaseName}: what was sealed since cannot be opened, and would be removed. Put the newest backup of the keys back. If there is no newer one, --accept-losses goes on with what can be opened.`,
      )
    return await inLine(core, keyring, options.report ?? (() => {}))
  } finally {
    await database.close()
  }
}

async function inLine(
  core: Core,
  keyring: Keyring,
  report: (progress: RestoreProgress) => void,
): Promise<RestoreReport> {
  await restoring(core.database, { data: 'checking', keys: 'checking', index: 'checking' }, core.now())
  return bringInLine(core, keyring, report)
}

/** Keys that were copied before the data lack those that were made in between. */
async function requireFittingKeys(data: Copy, keys: Copy, keyring: Keyring, acceptLosses: boolean): Promise<void> {
  const lost = await requireKeyring(keys, keyring)
  await requireAllTeams(data, keys, acceptLosses)
  if (acceptLosses) return
  if (keys.manifest.backup !== data.manifest.backup && keys.manifest.begunAt < data.manifest.begunAt)
    throw new BackupError(
      'losses',
      `The keys in ${keys.folder} (${keys.manifest.begunAt}) are older than the data in ${data.folder} (${data.manifest.begunAt}): what was sealed in between cannot be opened, and would be removed. Use a newer copy of the keys. If there is none, --accept-losses goes on with what can be opened.`,
    )
  if (lost > 0)
    throw new BackupError(
      'losses',
      `${lost} of the keys in ${keys.folder} lie under an epoch that was destroyed since: they were copied while a rotation ran. Use a newer copy of the keys; one was confirmed before the old epoch was destroyed. If there is none, --accept-losses goes on with what can be opened.`,
    )
}

/** Keys are made before the first row of a team is: where some are not there, they were copied before that. */
async function requireAllTeams(data: Copy, keys: Copy | Db, acceptLosses: boolean): Promise<void> {
  const without = await requireSameTeams(data, keys)
  if (without === 0 || acceptLosses) return
  throw new BackupError(
    'losses',
    `${without} of the teams in ${data.folder} have no keys in ${'manifest' in keys ? keys.folder : keys.databaseName}: what they have could not be opened, and would be removed. Use the newest copy of the keys of this installation. If there is none, --accept-losses goes on with what can be opened.`,
  )
}

/** What an interrupted restore has left may go; anything else has to be empty. */
async function requireEmpty(db: Db, left: RestoreStep | undefined): Promise<void> {
  if (left === 'loading') return
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (name.startsWith('system.') || !(await db.collection(name).findOne({}, { projection: { _id: 1 } }))) continue
    throw new BackupError(
      'exists',
      `The database ${db.databaseName} is not empty: there is something in ${name}. A backup is put back into empty databases only: name others with --database, or drop this one yourself. Nothing was changed.`,
    )
  }
}
