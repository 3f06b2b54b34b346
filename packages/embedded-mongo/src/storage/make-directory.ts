import { mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a directory and those above it, for their owner only; one that is there stays as it is.
 *
 * One after another: the recursive `mkdir` of Node tries for ever where a directory is there in which none can be made
 * (below `/proc`).
 *
 * @returns those that were made, the innermost first
 * @throws the error of the system
 */
export function makeDirectory(path: string): string[] {
  const above = dirname(path)
  try {
    return make(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw error
  }
  const made = makeDirectory(above)
  return [...make(path), ...made]
}

/** Somebody else may have made it before, or meanwhile. */
function make(path: string): string[] {
  try {
    mkdirSync(path, { mode: 0o700 })
    return [path]
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return []
    throw error
  }
}

/** Removes directories as `makeDirectory` names them. One in which somebody has put something stays, with those above it. */
export function removeDirectories(made: readonly string[]): void {
  try {
    for (const path of made) rmdirSync(path)
  } catch {}
}
