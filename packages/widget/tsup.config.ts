import { writeFile } from 'node:fs/promises'
import { library } from '../../tsup.shared.ts'
import { buildScripts } from './build.ts'

/** `index.js` for those who bundle; beside it the scripts that browsers load as they are. */
export default library(
  { index: 'src/index.ts' },
  {
    format: ['esm'],
    platform: 'browser',
    target: 'es2022',
    dts: { entry: { index: 'src/index.ts', v1: 'src/loader.ts' }, compilerOptions: { paths: {} } },
    async onSuccess() {
      const scripts = await buildScripts()
      await Promise.all(
        [...scripts].map(([name, content]) => writeFile(new URL(`dist/${name}`, import.meta.url), content)),
      )
    },
  },
)
