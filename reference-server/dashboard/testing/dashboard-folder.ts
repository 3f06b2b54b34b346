import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    dashboardFolder: string
  }
}

/** A place for the one dashboard that all test files of a run share: whoever needs it first builds it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-dashboard-'))
  project.provide('dashboardFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}
