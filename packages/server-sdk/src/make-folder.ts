import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it, for their owner only; one that is there stays as it is.
 *
 * One after another: the recursive `mkdir` of Node tries for ever where a folder is there in which none can be made
 * (below `/proc`).
 *
 * @throws the error of the system: `ENOTDIR` for a file in the way, `ENOENT` where nothing can be made, `EACCES`, …
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const above = dirname(path)
    if (code !== 'ENOENT' || above === path) return requireFolder(path, error)
    await makeFolder(above)
    await mkdir(path, { mode: 0o700 }).catch((again: unknown) => requireFolder(path, again))
  }
}

/** Also where it cannot be written to: it is there. */
async function requireFolder(path: string, error: unknown): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return
  throw found ? Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR' }) : error
}
