import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { auditStore } from '../audit/index.ts'
import { type Control, type Keyring, memoryKeyring } from '../keys/index.ts'
import type { MongoClient, RawDocument } from '../mongo/driver.ts'
import { type Core, nextGeneration, storedFormat } from '../mongo/index.ts'
import { type Operator, openOperator } from '../operator.ts'
import { readBack, requireKeyring } from './check.ts'
import { copyDatabase } from './copy.ts'
import { BackupError } from './errors.ts'
import { makeBackupFolder, newFile, type OpenFile, syncFolder, writeText } from './files.ts'
import { type Copy, type Manifest, manifestName, type Part, textOf, unfinished } from './manifest.ts'
import { atOneMoment } from './moment.ts'
import { requireServable } from './servable.ts'

/** What `makeBackup` copies, from where, and into which folder. */
export interface BackupOptions {
  /** A connection string, or a connected `MongoClient`, which is then not closed. */
  mongo: string | MongoClient
  /** What the names of the databases begin with. Default `sotto`. */
  database?: string | undefined
  /** Needed for the keys: whether it opens the copy is tried before the copy counts. */
  keyring?: Keyring | undefined
  /** A folder that is not there yet, or empty. */
  to: string
  /** Default: both, the data first. */
  only?: Part | undefined
  /** Whether the copy of the keys is confirmed, once it was read back. Default `true`. */
  confirm?: boolean | undefined
  /** Told how far it is. */
  report?: ((progress: BackupProgress) => void) | undefined
  signal?: AbortSignal | undefined
  /** The clock. Default: the system's. */
  now?: (() => Date) | undefined
  /** How files are made. Default: for their owner only, and on the disk when they are closed. */
  openFile?: OpenFile | undefined
}

/** How far a copy is: `done` of `total` rows of `part`, first written and then read back. */
export interface BackupProgress {
  part: Part
  doing: 'copying' | 'reading back'
  /** Of `total`; both in one unit, which need not be rows. */
  done: number
  total: number
}

/** What a backup came to. */
export interface MadeBackup {
  id: string
  parts: Copy[]
  /** Whether a rotation may count on it. */
  confirmed: boolean
  /** Whether a rotation waited for it, and goes on wherever a server runs. */
  awaited: boolean
}

/**
 * Copies data and keys into two folders, reads them back and confirms them.
 *
 * The data first, the keys after it: a row and its key are written in one transaction, so each row of the copy has its
 * key in a copy of the keys that is made later, unless it was forgotten in between. The other way round, what was
 * written in between would have come without its key. The index is not copied: it can be made anew, and in a backup it
 * would tell for ever who was there.
 *
 * @throws BackupError; what was written of this backup is removed then
 * @throws DatabaseUnsuitableError when no server has used the databases, or they are being put back
 */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { only, keyring } = options
  // Data is copied as it lies there, sealed: that takes no key.
  if (!keyring && only !== 'data') throw new TypeError('a backup of the keys needs the keyring')
  const operator = await openOperator({ ...options, keyring: keyring ?? memoryKeyring() })
  try {
    return await made(operator, options)
  } finally {
    await operator.close()
  }
}

async function made(operator: Operator, options: BackupOptions): Promise<MadeBackup> {
  const { core, keyring } = operator
  const { only, openFile = newFile, signal } = options
  const to = resolve(options.to)
  const report = options.report ?? (() => {})
  await requireServable(core.database, auditStore(core.database))
  const isNew = await freshFolder(to)
  const id = `backup-${randomBytes(6).toString('hex')}`
  const parts: Part[] = only ? [only] : ['data', 'keys']
  const copies: Copy[] = []
  try {
    for (const part of parts)
      copies.push(await copyPart(core, { id, part, folder: join(to, unfinished(part)), openFile, report, signal }))
    for (const copy of copies) {
      const { part } = copy.manifest
      await readBack(copy, (progress) => report({ part, doing: 'reading back', ...progress }))
      if (part === 'keys') await requireKeyring(copy, keyring)
    }
    signal?.throwIfAborted()
    for (const copy of copies) {
      const finished = join(to, copy.manifest.part)
      await rename(copy.folder, finished)
      copy.folder = finished
    }
    await syncFolder(to)
  } catch (error) {
    for (const part of parts) {
      await rm(join(to, unfinished(part)), { recursive: true, force: true })
      await rm(join(to, part), { recursive: true, force: true })
    }
    if (isNew) await rm(to, { recursive: true, force: true })
    throw error
  }
  // What fails from here on leaves a backup that is whole, and can be confirmed by hand.
  const keys = copies.find(({ manifest }) => manifest.part === 'keys')
  const confirmed = keys !== undefined && (options.confirm ?? true)
  const awaited = confirmed && (await confirm(operator, keys.manifest, only))
  // Every copy is older now than what it is a copy of, and shows as such when it is put back.
  await nextGeneration(core.database, core.now())
  return { id, parts: copies, confirmed, awaited }
}

/** @returns whether the folder had to be made */
async function freshFolder(to: string): Promise<boolean> {
  const found = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    if (error.code === 'ENOTDIR')
      throw new BackupError('exists', `${to} is a file. Name a folder that is not there yet.`)
    throw error
  })
  if (found === undefined) {
    await makeBackupFolder(to)
    return true
  }
  if (found.length === 0) return false
  const left = found.some((name) => name === unfinished('data') || name === unfinished('keys'))
  throw new BackupError(
    'exists',
    left
      ? `${to} holds what is left of a backup that was interrupted. It is none: delete the folder, or name another one.`
      : `${to} is not empty. Name a folder that is not there yet: each backup has one of its own.`,
  )
}

async function copyPart(
  { database, now }: Core,
  options: {
    id: string
    part: Part
    folder: string
    openFile: OpenFile
    report: (progress: BackupProgress) => void
    signal: AbortSignal | undefined
  },
): Promise<Copy> {
  const { id, part, folder, openFile, report, signal } = options
  const db = database[part]
  const begunAt = now().toISOString()
  // Before the first row: what the copy holds is at least as new.
  const control = await database.keys.collection<Control>('control').findOne({ _id: 'control' })
  if (!control)
    throw new BackupError(
      'unsuitable',
      `There is nothing to copy in ${database.data.databaseName}: no server has used it yet.`,
    )
  await mkdir(folder, { mode: 0o700 })
  const logs: Manifest['logs'] = []
  const shown: Record<string, (row: RawDocument) => void> =
    part === 'data'
      ? { auditHeads: ({ _id, origin, size }) => void logs.push({ team: String(_id), origin, size }) }
      : {
          checkpoints: ({ _id, teamId, origin, size, note }) => {
            if (_id === `${teamId}:latest`) logs.push({ team: teamId, origin, size, note })
          },
        }
  const copied = await atOneMoment(database.client, db.databaseName, async (session, consistency) => ({
    consistency,
    collections: await copyDatabase({
      db,
      session,
      folder,
      openFile,
      signal,
      shown,
      report: ({ done, total }) => report({ part, doing: 'copying', done, total }),
    }),
  }))
  const manifest: Manifest = {
    'sotto-backup': 1,
    part,
    backup: id,
    database: db.databaseName,
    begunAt,
    endedAt: now().toISOString(),
    consistency: copied.consistency,
    storedFormat,
    epoch: control.epoch,
    fence: control.fence,
    collections: copied.collections,
    logs,
  }
  await writeText(join(folder, manifestName), textOf(manifest), { openFile })
  await syncFolder(join(folder, db.databaseName))
  await syncFolder(folder)
  return { folder, manifest }
}

/**
 * Writes down that there is a copy of the keys which can be read, and wakes a rotation that waits for one.
 *
 * @returns whether one waited
 */
async function confirm(
  { core, work }: Operator,
  { backup, begunAt, fence }: Manifest,
  only: Part | undefined,
): Promise<boolean> {
  await work.backups.confirm({
    _id: backup,
    begunAt: new Date(begunAt),
    confirmedAt: core.now(),
    by: 'sotto',
    fence,
    ...(only === 'keys' ? { only } : {}),
  })
  if ((await work.rotation.running())?.step !== 'backup') return false
  await work.schedule.begin()
  return true
}
