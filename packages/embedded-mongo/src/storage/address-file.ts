import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The address of the server that has a data directory, beside its files, for its owner's eyes. */
const fileOf = (directory: string) => join(directory, 'address')

/** Others can then find the server. It serves as well where the file cannot be written. */
export function writeAddress(directory: string, uri: string): void {
  try {
    writeFileSync(fileOf(directory), `${uri}\n`, { mode: 0o600 })
  } catch {
    removeAddress(directory)
  }
}

/** A server that was killed leaves its address behind; whoever claims the directory next removes it. */
export function removeAddress(directory: string): void {
  rmSync(fileOf(directory), { force: true })
}

export function readAddress(directory: string): string | undefined {
  try {
    return readFileSync(fileOf(directory), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
