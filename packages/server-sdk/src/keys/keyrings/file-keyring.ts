import { randomBytes } from 'node:crypto'
import { constants, copyFile, type FileHandle, link, open, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { makeFolder } from '../../make-folder.ts'
import { type Keyring, KeyringUnavailableError } from '../keyring.ts'
import { keyringOf } from './keyring-of.ts'
import { readStoredKey } from './stored-form.ts'

const suffix = '.epoch-key'
const about = 'ABOUT-THIS-FOLDER.txt'
const aboutText = `This folder is the keyring of a Sotto server: one file for each epoch.

Whoever has these files and the data can read everything; without them, nobody can.
Keep a copy in another place than the data and its backups, and renew it when a file is added.
When a file is removed here, destroy it in your copies too: only then do old backups forget.
This text marks the folder as the keyring. Without it, an empty folder counts as a keyring that is away.
`

/** Windows has no such modes: there, what may read the folder is what its parent lets. */
const hasModes = process.platform !== 'win32'
const largestFile = 65_536
const full = new Set(['ENOSPC', 'EDQUOT'])
const denied = new Set(['EACCES', 'EPERM', 'EROFS'])
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'UNKNOWN'])

/**
 * A keyring in a folder: one file an epoch, readable by its owner only (0600, in a folder 0700). The folder belongs
 * outside the data folder and outside its backups: a backup that contains both can be read by whoever finds it.
 *
 * Files that others may read are refused, on POSIX. On Windows nothing is checked: put the folder where only the account
 * of the server may read. What is destroyed is overwritten first; a disk that keeps old blocks may still have it.
 *
 * @param folder made when the first key is, never again: a folder that is gone later is a keyring that is away
 * @param options.groupMayRead for volumes that are shared with a group, as Kubernetes mounts them. Default false
 */
export function fileKeyring(folder: string, { groupMayRead = false }: { groupMayRead?: boolean } = {}): Keyring {
  const root = resolve(folder)
  const fileOf = (epoch: string) => join(root, epoch + suffix)
  let seen = false

  const failed = (error: NodeJS.ErrnoException, doing: string) => {
    if (error instanceof KeyringUnavailableError) return error
    const code = error.code ?? error.name
    if (full.has(code))
      return new KeyringUnavailableError(
        `The disk of the keyring ${root} is full. Make room; nothing was changed.`,
        'refused',
      )
    return new KeyringUnavailableError(
      `The keyring ${root} cannot be ${doing} (${code}). Check that the folder is there and yours.`,
      denied.has(code) ? 'refused' : 'unreachable',
    )
  }

  /** The files of the keyring. A folder without our mark is somebody else's, or a disk that is not mounted. */
  async function names(): Promise<string[]> {
    const found = await readdir(root).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw away()
      throw failed(error, 'read')
    })
    if (!found.some((name) => name === about || name.endsWith(suffix))) throw away()
    seen = true
    return found
  }

  const away = () =>
    new KeyringUnavailableError(`There is no keyring at ${root}. Put it back, or mount its disk; nothing was changed.`)

  function refuseExposed(mode: number, what: string, bits: number): void {
    if (!hasModes || (mode & (groupMayRead ? bits & 0o007 : bits)) === 0) return
    throw new KeyringUnavailableError(
      `Others than its owner have access to ${what}. If nobody has read it, run: chmod -R u=rwX,go= ${root}`,
      'exposed',
    )
  }

  async function read(epoch: string): Promise<string | undefined> {
    const handle = await open(fileOf(epoch), 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw failed(error, 'read')
    })
    if (!handle) {
      await names()
      return undefined
    }
    seen = true
    try {
      const { mode, size } = await handle.stat()
      refuseExposed(mode, `the key of epoch ${epoch} in the keyring ${root}`, 0o077)
      return size > largestFile ? '' : await handle.readFile('utf8')
    } catch (error) {
      throw failed(error as Error, 'read')
    } finally {
      await handle.close()
    }
  }

  async function prepareFolder(): Promise<void> {
    // What was there and is gone now must come back; a new folder in its place would hide that.
    if (seen) await names()
    await makeFolder(root)
    refuseExposed((await stat(root)).mode, `the folder of the keyring ${root}`, 0o022)
    await writeNew(join(root, about), aboutText).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    seen = true
  }

  return keyringOf({
    description: `file ${root}`,
    remedy: 'Restore its file from your own copy.',
    read,
    async list() {
      const found = await names()
      return found.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length))
    },
    async keep(epoch, text) {
      const file = fileOf(epoch)
      const draft = `${file}.${randomBytes(6).toString('hex')}`
      try {
        await prepareFolder()
        await writeNew(draft, `${text}\n`)
        await appear(draft, file)
        await settle(root)
      } catch (error) {
        throw failed(error as Error, 'written')
      } finally {
        await rm(draft, { force: true }).catch(() => {})
      }
      const kept = await read(epoch)
      if (kept === undefined) throw away()
      return kept.trim()
    },
    async destroy(epoch) {
      const found = await names()
      // Drafts too: one that a killed process left may be a second name of the same file.
      const ours = found.filter((name) => name === epoch + suffix || name.startsWith(`${epoch}${suffix}.`))
      try {
        for (const name of ours) await overwrite(join(root, name))
        if (ours.length > 0) await settle(root)
      } catch (error) {
        throw failed(error as Error, 'written')
      }
    },
  })

  /** Gives the draft its name, unless that is taken: of two processes, both go on with the key of the first. */
  async function appear(draft: string, file: string): Promise<void> {
    const taken = async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    }
    try {
      await link(draft, file).catch(taken)
    } catch (error) {
      if (!noLinks.has((error as NodeJS.ErrnoException).code ?? '')) throw error
      // A file system without links. Here another process may see a file that is still being written, and waits for it.
      await copyFile(draft, file, constants.COPYFILE_EXCL).catch(taken)
      const epoch = file.slice(root.length + 1, -suffix.length)
      for (let tries = 0; tries < 20 && !readStoredKey(epoch, (await read(epoch)) ?? ''); tries++) await wait(50)
    }
  }
}

/** Writes a new file, whole or not at all. */
async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } catch (error) {
    await closeAndRemove(handle, file)
    throw error
  }
  await handle.close()
}

async function closeAndRemove(handle: FileHandle, file: string): Promise<void> {
  await handle.close().catch(() => {})
  await rm(file, { force: true }).catch(() => {})
}

/** Overwrites and removes. Killed in between, it leaves no key, and a file that the next try removes. */
async function overwrite(file: string): Promise<void> {
  const handle = await open(file, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!handle) return
  try {
    const { size } = await handle.stat()
    await handle.write(randomBytes(size), 0, size, 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rm(file, { force: true })
}

/** Makes what changed in a folder survive a loss of power, where the system can. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
