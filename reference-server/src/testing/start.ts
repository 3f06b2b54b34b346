import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { readConfig } from '../config.ts'
import { type RunningServer, startServer } from '../server.ts'

/** Folders of a server for tests, and any number of starts on them. */
export interface Installation {
  folder: string
  /** Starts a server on the embedded database of these folders, at a free port unless told. */
  start(variables?: Record<string, string>): Promise<RunningServer>
  remove(): Promise<void>
}

export async function newInstallation(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-test-server-'))
  const own = { PORT: '0', SOTTO_DATA_DIR: join(folder, 'data'), SOTTO_KEYRING: join(folder, 'keys') }
  return {
    folder,
    start: (variables = {}) => startServer(readConfig({ ...own, ...variables }), pino({ level: 'silent' })),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
