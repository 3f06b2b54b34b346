import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const repository = new URL('./', import.meta.url)
const base = JSON.parse(readFileSync(new URL('tsconfig.base.json', repository), 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> }
}

/** Our own packages, from their sources: the same places as the compiler's, read from its configuration. */
const sources = Object.entries(base.compilerOptions.paths).map(([name, [path]]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(path, repository)),
}))

/** Test files that a short run of everything leaves out. */
const leftOut = JSON.parse(process.env.SOTTO_LEFT_OUT ?? '[]') as string[]

/** What all projects have in common. `*.browser.test.ts` belongs to the browser's own runner. */
export const everywhere = defineConfig({
  test: {
    include: ['**/*.test.{ts,mjs}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.browser.test.ts', ...leftOut],
    globalSetup: [fileURLToPath(new URL('temporary.shared.ts', repository))],
    // A shared machine may be slow. What must be fast is measured, not timed out.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
})

/** For tests that stand beside sources: nothing needs to be built before they run. */
export default defineConfig({
  ...everywhere,
  // Files share a process: loading all of a package anew for each takes longer than most of them.
  test: { ...everywhere.test, isolate: false },
  resolve: { alias: sources },
})
