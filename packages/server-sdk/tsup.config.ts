import { defineConfig } from 'tsup'
import { nodeLibrary } from '../../tsup.shared.ts'

const knowledge = 'src/features/knowledge'

export default [
  nodeLibrary({ index: 'src/index.ts', express: 'src/express.ts', cli: 'src/cli.ts' }),
  // Threads are started by path, never imported: one format serves both builds.
  defineConfig({
    entry: { 'parse-worker': `${knowledge}/parse/worker.ts`, 'embed-worker': `${knowledge}/embed/worker.ts` },
    format: ['esm'],
    platform: 'node',
    target: 'node22.18',
    sourcemap: true,
  }),
]
