import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { designTokens } from './build/design-tokens.ts'
import { lucideIcons } from './build/lucide-icons.ts'

const repository = new URL('../../', import.meta.url)
const { compilerOptions } = JSON.parse(readFileSync(new URL('tsconfig.base.json', repository), 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> }
}

/** Our own packages, from their sources: the same places as the compiler's, so that nothing has to be built before. */
const alias = Object.entries(compilerOptions.paths).map(([name, [path]]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(path, repository)),
}))

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/dashboard/',
  resolve: { alias },
  plugins: [preact({ prefreshEnabled: false }), designTokens(), lucideIcons()],
  build: {
    outDir: fileURLToPath(new URL('../dist/dashboard', import.meta.url)),
    emptyOutDir: true,
    rolldownOptions: {
      input: ['index.html', 'preview.html'].map((file) => fileURLToPath(new URL(file, import.meta.url))),
      // Whichever part of the page makes a schema first: zod comes with what it is told, and that has run by then.
      output: {
        codeSplitting: { groups: [{ name: 'zod', test: /[\\/]node_modules[\\/]zod[\\/]|without-eval\.ts$/ }] },
      },
    },
    target: 'es2022',
    // The server's policy lets no data: style sheet or script in, and every file is named by its content.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
  },
  server: { proxy: Object.fromEntries(['/v1', '/widget', '/healthz'].map((path) => [path, 'http://localhost:3000'])) },
})
