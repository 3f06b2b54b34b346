import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a directory and those above it, for their owner only; one that is there stays as it is.
 *
 * One after another: the recursive `mkdir` of Node tries for ever where a directory is there in which none can be made
 * (below `/proc`).
 *
 * @throws the error of the system
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const above = dirname(path)
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && above !== path) {
      makeDirectory(above)
      makeInto(path)
    } else if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}

/** Somebody else may have made it meanwhile. */
function makeInto(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
