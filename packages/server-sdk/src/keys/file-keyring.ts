import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Keyring, KeyringUnavailableError } from './keyring.ts'

const suffix = '.epoch-key'
const validEpoch = /^[a-z0-9_-]{1,64}$/

/**
 * A keyring in a folder: one file an epoch, 32 bytes as hex, readable by its owner only (0600). The folder belongs
 * outside the data folder and outside its backups: a backup that contains both can be read by whoever finds it.
 *
 * @param folder created on first use
 */
export function fileKeyring(folder: string): Keyring {
  const root = resolve(folder)
  const fileOf = (epoch: string) => {
    if (!validEpoch.test(epoch)) throw new TypeError('the id of an epoch has small letters, digits, - and _ only')
    return join(root, epoch + suffix)
  }

  async function read(epoch: string): Promise<Buffer | undefined> {
    const text = await readFile(fileOf(epoch), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw new KeyringUnavailableError(
        `The keyring ${root} cannot be read (${error.code}). Check that the folder is there and yours.`,
      )
    })
    if (text === undefined) {
      // A folder that vanished is an unreachable keyring, not one whose keys were destroyed.
      await stat(root).catch(() => {
        throw new KeyringUnavailableError(`The keyring ${root} is not there. Put it back; nothing was changed.`)
      })
      return undefined
    }
    if (!/^[0-9a-f]{64}\s*$/.test(text))
      throw new KeyringUnavailableError(
        `The key ${epoch} in the keyring ${root} is damaged. Restore it from your own copy.`,
      )
    return Buffer.from(text.trim(), 'hex')
  }

  return {
    description: `file ${root}`,
    read,
    async list() {
      const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw new KeyringUnavailableError(`The keyring ${root} cannot be read (${error.code}).`)
      })
      return names
        .filter((name) => name.endsWith(suffix))
        .map((name) => name.slice(0, -suffix.length))
        .sort()
    },
    async create(epoch) {
      const file = fileOf(epoch)
      await mkdir(root, { recursive: true, mode: 0o700 })
      const there = await read(epoch)
      if (there) return there
      const key = randomBytes(32)
      const draft = `${file}.${randomBytes(6).toString('hex')}`
      const handle = await open(draft, 'wx', 0o600)
      try {
        await handle.writeFile(`${key.toString('hex')}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
      // Of two processes that make the same epoch at once, both go on with the key of the first.
      await link(draft, file)
        .catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return
          // A file system without links.
          return rename(draft, file)
        })
        .finally(() => rm(draft, { force: true }))
      return (await read(epoch)) ?? key
    },
    async destroy(epoch) {
      const file = fileOf(epoch)
      const handle = await open(file, 'r+').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw new KeyringUnavailableError(`The keyring ${root} cannot be written (${error.code}).`)
      })
      if (!handle) return
      try {
        await handle.write(randomBytes(64), 0, 64, 0)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rm(file, { force: true })
    },
  }
}
