import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { TestProject } from 'vitest/node'
import { folderOfRun } from '../../../../temporary.shared.ts'

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string
  }
}

const room = 2_000_000_000

/** A folder in memory where there is one with room, so that nobody waits for a disk; else the one for temporary files. */
async function fastFolder(): Promise<string> {
  const memory = '/dev/shm'
  const found = await statfs(memory).catch(() => undefined)
  return found && found.bavail * found.bsize > room ? memory : tmpdir()
}

/** One database server for all test files of a run: the one of `MONGODB_URI`, else an embedded one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.MONGODB_URI
  if (given) {
    project.provide('mongoUri', given)
    return async () => {}
  }
  const { startEmbeddedMongo } = await import('@sotto/embedded-mongo')
  const { folder, remove } = folderOfRun(await fastFolder())
  const server = await startEmbeddedMongo({ dataDir: folder })
  // Nothing is gained by compressing what stays on the machine. What is packed is tested with what drivers do unasked.
  project.provide('mongoUri', `${server.uri}&compressors=none`)
  return async () => {
    await server.close()
    remove()
  }
}
