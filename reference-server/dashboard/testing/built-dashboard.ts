import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { inject } from 'vitest'
import './dashboard-folder.ts'

/** The dashboard as it would be shipped. Test files that run at once wait for the one of them that builds it. */
export async function buildDashboard(): Promise<{ folder: string; remove(): Promise<void> }> {
  const shared = inject('dashboardFolder')
  const [folder, building] = [join(shared, 'built'), join(shared, 'building')]
  // What is shared goes with the run, and not with a file of it.
  const built = { folder, remove: async () => {} }
  for (;;) {
    if (existsSync(folder)) return built
    // Making a folder succeeds for one of all who try.
    const isMine = await mkdir(building).then(
      () => true,
      () => false,
    )
    if (!isMine) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      continue
    }
    try {
      await build({
        configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
        build: { outDir: join(building, 'dist'), sourcemap: false },
        logLevel: 'warn',
      })
      await rename(join(building, 'dist'), folder)
    } finally {
      await rm(building, { recursive: true, force: true })
    }
  }
}
