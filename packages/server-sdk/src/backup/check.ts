import { createSecretKey, type KeyObject } from 'node:crypto'
import {
  type Control,
  type EpochDocument,
  type Keyring,
  requireOpenable,
  SealBrokenError,
  type TeamKeyDocument,
  type UnitKeyDocument,
  unwrapTeamKey,
} from '../keys/index.ts'
import { BSON, type Db } from '../mongo/driver.ts'
import { BackupError } from './errors.ts'
import { contentOf, damaged, documentsIn } from './files.ts'
import { type Copy, metadataFile, rowsFile } from './manifest.ts'

export interface CheckProgress {
  /** Rows so far. */
  done: number
  total: number
}

/** The rows of one collection of a copy. Whoever reads to the end knows that all of them were there, as they were made. */
async function* rowsOf<T>(copy: Copy, name: string): AsyncGenerator<T> {
  const collection = copy.manifest.collections.find((one) => one.name === name)
  if (!collection) return
  const path = rowsFile(copy.folder, copy.manifest, name)
  let documents = 0
  for await (const bytes of documentsIn(path, collection)) {
    documents += 1
    try {
      yield BSON.deserialize(bytes) as T
    } catch (error) {
      if (error instanceof BSON.BSONError) throw damaged(path, `document ${documents} is no BSON`, error)
      throw error
    }
  }
  if (documents !== collection.documents)
    throw damaged(path, `it has ${documents} documents instead of ${collection.documents}`)
}

/**
 * Reads a whole copy back: each file has the bytes that were written, and each document can be read.
 *
 * @throws BackupError `damaged`
 */
export async function readBack(copy: Copy, report: (progress: CheckProgress) => void): Promise<void> {
  const { manifest, folder } = copy
  const total = manifest.collections.reduce((sum, { documents }) => sum + documents, 0)
  let done = 0
  for (const { name, metadata } of manifest.collections) {
    const path = metadataFile(folder, manifest, name)
    const text = await contentOf(path, metadata)
    try {
      BSON.EJSON.parse(text)
    } catch (error) {
      throw damaged(path, 'it is no JSON', error)
    }
    for await (const _row of rowsOf(copy, name)) {
      done += 1
      if (done % 1000 === 0) report({ done, total })
    }
  }
  report({ done, total })
}

/**
 * Sees whether a keyring opens the keys of a copy: the epoch's key opens the keys of each team, and with these one key
 * of a unit of each.
 *
 * @returns how many units lie under epochs whose keys the keyring does not have, so that they are lost
 * @throws BackupError `keyring`
 */
export async function requireKeyring(copy: Copy, keyring: Keyring): Promise<number> {
  const { folder } = copy
  const [control] = await all<Control>(copy, 'control')
  if (!control) throw damaged(folder, 'it has no current epoch')
  const there = await keyring.list()
  const whose = `The keys in ${folder}, copied ${copy.manifest.begunAt},`
  if (!there.includes(control.epoch)) {
    const known = (await all<EpochDocument>(copy, 'epochs')).map(({ _id }) => _id)
    throw new BackupError('keyring', missingEpoch(whose, { current: control.epoch, known, there, keyring }))
  }
  const epochs = new Map<string, KeyObject>()
  for (const epoch of there) {
    const bytes = await keyring.read(epoch)
    if (bytes) epochs.set(epoch, createSecretKey(bytes))
  }
  try {
    return await openOfEachTeam(copy, epochs)
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error
    throw new BackupError(
      'keyring',
      `The keyring (${keyring.description}) has a key for epoch ${control.epoch}, but it is not the one that wrapped the keys in ${folder}. Use the keyring that belongs to this installation.`,
      { cause: error },
    )
  }
}

async function openOfEachTeam(copy: Copy, epochs: ReadonlyMap<string, KeyObject>): Promise<number> {
  const wraps = new Map<string, KeyObject>()
  for await (const document of rowsOf<TeamKeyDocument>(copy, 'teamKeys')) {
    const above = document.purpose === 'wrap' && epochs.get(document.epoch)
    if (above) wraps.set(`${document.teamId}:${document.epoch}`, unwrapTeamKey(above, document).key)
  }
  const tried = new Set<string>()
  let lost = 0
  for await (const document of rowsOf<UnitKeyDocument>(copy, 'unitKeys')) {
    const place = `${document.teamId}:${document.epoch}`
    const above = wraps.get(place)
    if (!above) lost += 1
    else if (!tried.has(place)) {
      requireOpenable(above, document)
      tried.add(place)
    }
  }
  return lost
}

/**
 * Makes sure that data and keys are of one installation.
 *
 * @param keys those of a copy; else of the key database that is there
 * @returns how many teams of the data have no keys
 * @throws BackupError `keyring` when none has
 */
export async function requireSameTeams(data: Copy, keys: Copy | Db): Promise<number> {
  const known = new Set<string>()
  const isCopy = 'manifest' in keys
  if (isCopy) for await (const { teamId } of rowsOf<TeamKeyDocument>(keys, 'teamKeys')) known.add(teamId)
  else for (const teamId of await keys.collection('teamKeys').distinct('teamId')) known.add(teamId as string)
  const teams = (await all<{ _id: string }>(data, 'teams')).map(({ _id }) => _id)
  const without = teams.filter((team) => !known.has(team)).length
  if (without === 0 || without < teams.length) return without
  const where = isCopy ? `in ${keys.folder}` : `in ${keys.databaseName}`
  throw new BackupError(
    'keyring',
    `The keys ${where} belong to another installation: none is of a team whose data is in ${data.folder}. Name the copy of the keys, or the database, that goes with them. Nothing was changed.`,
  )
}

/** Why keys are opened by nothing in a keyring, and what to do. */
export function missingEpoch(
  whose: string,
  epochs: {
    current: string
    /** Those that the keys tell of. */
    known: readonly string[]
    there: readonly string[]
    keyring: Keyring
  },
): string {
  const { current, known, there, keyring } = epochs
  const which = `${whose} are wrapped by epoch ${current}, and the keyring (${keyring.description}) does not have its key.`
  if (there.length === 0) return `${which} It is empty: use the keyring that belongs to this installation.`
  const older = there.filter((epoch) => known.includes(epoch))
  if (older.length > 0)
    return `${which} It has ${older.join(', ')} of the same installation, which is older: this keyring was copied before a rotation. Bring the key of epoch ${current} into it, from a newer copy of the keyring.`
  return `${which} It has ${there.join(', ')}. If these are of the same installation, the copy was made before a rotation, which destroyed the older key so that old backups forget who was forgotten: nobody can open that copy any more, by design. Then use a copy of the keys that was made after the rotation, or the key database that is there (leave --keys out). Otherwise use the keyring that belongs to this installation.`
}

async function all<T>(copy: Copy, name: string): Promise<T[]> {
  const rows: T[] = []
  for await (const row of rowsOf<T>(copy, name)) rows.push(row)
  return rows
}
