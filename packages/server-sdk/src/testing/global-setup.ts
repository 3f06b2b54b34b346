import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string
  }
}

/** One database server for all test files of a run: the one of `MONGODB_URI`, else an embedded one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.MONGODB_URI
  if (given) {
    project.provide('mongoUri', given)
    return async () => {}
  }
  const { startEmbeddedMongo } = await import('@sotto/embedded-mongo')
  const dataDir = await mkdtemp(join(tmpdir(), 'sotto-test-'))
  const server = await startEmbeddedMongo({ dataDir })
  project.provide('mongoUri', server.uri)
  return async () => {
    await server.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}
