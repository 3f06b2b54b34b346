import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'

const repository = new URL('../../', import.meta.url)
const { compilerOptions } = JSON.parse(readFileSync(new URL('tsconfig.base.json', repository), 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> }
}

/** Our own packages, from their sources: the same places as the compiler's, so that nothing has to be built before. */
const alias = Object.entries(compilerOptions.paths).map(([name, [path]]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(path, repository)),
}))

/** One script for any website: `<sotto-privacy>`, and beside it the words of each language but English. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { alias },
  plugins: [preact({ prefreshEnabled: false })],
  build: {
    outDir: fileURLToPath(new URL('../dist/portal', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // By name alone: a script that a browser kept finds the words of a newer one.
    rollupOptions: { output: { chunkFileNames: '[name].js' } },
    lib: {
      entry: {
        v1: fileURLToPath(new URL('src/sotto-privacy.tsx', import.meta.url)),
        check: fileURLToPath(new URL('src/check.ts', import.meta.url)),
        page: fileURLToPath(new URL('src/page.ts', import.meta.url)),
      },
      formats: ['es'],
      fileName: (_format, name) => `${name}.js`,
    },
  },
})
