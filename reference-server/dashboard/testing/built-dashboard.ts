import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The dashboard as it would be shipped, in a folder of its own. */
export async function buildDashboard(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-dashboard-'))
  await build({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    build: { outDir: folder, sourcemap: false },
    logLevel: 'warn',
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
