import { defineConfig } from 'tsup'

export default defineConfig([
  {
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    dts: true,
    shims: true,
    clean: true,
    sourcemap: true,
    target: 'node22',
  },
  // The worker and the command are started by path, never imported: one format is enough.
  { entry: { worker: 'src/server/worker.ts', cli: 'src/cli.ts' }, format: ['esm'], target: 'node22', sourcemap: true },
])
