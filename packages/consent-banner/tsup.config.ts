import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { library } from '../../tsup.shared.ts'
import { buildGates } from './build.ts'

const inDist = (path: string) => fileURLToPath(new URL(`dist/${path}`, import.meta.url))

/** Modules for those who bundle, the command, and beside them what browsers load as it is. */
export default library(
  { core: 'src/core.ts', cli: 'src/cli.ts' },
  {
    format: ['esm'],
    target: 'es2022',
    external: [/^node:/],
    async onSuccess() {
      const files = new Map([['gates.json', JSON.stringify(await buildGates())]])
      for (const [name, content] of files) {
        await mkdir(dirname(inDist(name)), { recursive: true })
        await writeFile(inDist(name), content)
      }
    },
  },
)
