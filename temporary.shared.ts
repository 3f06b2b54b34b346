import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** The folder of a run, `sotto-PID-` and six letters. Short: the path of a socket has room for about a hundred characters. */
const ofRun = /^sotto-(\d+)-\w{6}$/

/** Makes a folder of this process, and removes those that killed processes left there. */
export function folderOfRun(parent: string): { folder: string; remove: () => void } {
  for (const name of readdirSync(parent)) {
    const pid = ofRun.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) removeIfAllowed(join(parent, name))
  }
  const folder = mkdtempSync(join(parent, `sotto-${process.pid}-`))
  return { folder, remove: () => removeIfAllowed(folder) }
}

/**
 * For each run of vitest: all that its tests, and the processes they start, put among temporary files lies in one folder
 * that goes when they are done, whoever forgot it or was killed before.
 */
export default function setup(): (() => void) | undefined {
  if (process.env.SOTTO_TEMPORARY) return
  const { folder, remove } = folderOfRun(tmpdir())
  // Windows asks TEMP and TMP, everyone else TMPDIR. Workers and what they start inherit them.
  const before = { TMPDIR: process.env.TMPDIR, TEMP: process.env.TEMP, TMP: process.env.TMP }
  Object.assign(process.env, { TMPDIR: folder, TEMP: folder, TMP: folder, SOTTO_TEMPORARY: folder })
  return () => {
    for (const [name, value] of Object.entries({ ...before, SOTTO_TEMPORARY: undefined }))
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    remove()
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's process runs, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What another user owns, or Windows still holds open, is left for a later run. */
function removeIfAllowed(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {}
}
