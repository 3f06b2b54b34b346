import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { library } from '../../tsup.shared.ts'
import { buildGates, buildScripts, tightTemplates } from './build.ts'

const inDist = (path: string) => fileURLToPath(new URL(`dist/${path}`, import.meta.url))

/** Modules for those who bundle, the command, and beside them what browsers load as it is. */
export default library(
  {
    index: 'src/index.ts',
    core: 'src/core.ts',
    react: 'src/react.ts',
    preact: 'src/preact.ts',
    ssr: 'src/ssr.ts',
    words: 'src/words.ts',
    gate: 'src/gate.ts',
    scan: 'src/scan.ts',
    cli: 'src/cli.ts',
  },
  {
    format: ['esm'],
    target: 'es2022',
    external: [/^node:/, 'playwright-core'],
    esbuildPlugins: [tightTemplates],
    esbuildOptions(options) {
      options.charset = 'utf8'
    },
    async onSuccess() {
      const gates = await buildGates()
      const files = new Map<string, string | Uint8Array>([
        ['gate-declared.js', gates.declared],
        ['gate-strict.js', gates.strict],
      ])
      for (const [name, content] of await buildScripts()) files.set(`browser/${name}`, content)
      // A page that is rendered on a server runs these in the browser alone.
      files.set('react.js', `'use client'\n${await readFile(inDist('react.js'), 'utf8')}`)
      for (const [name, content] of files) {
        await mkdir(dirname(inDist(name)), { recursive: true })
        await writeFile(inDist(name), content)
      }
    },
  },
)
