import { defineConfig, mergeConfig } from 'vitest/config'
import { everywhere } from '../vitest.shared.ts'

/** Real processes and a real browser, against the built packages: servers and browsers need time to start. */
export default mergeConfig(
  everywhere,
  defineConfig({
    test: {
      exclude: ['packed/**'],
      globalSetup: ['./running/global-setup.ts'],
      testTimeout: 120_000,
      hookTimeout: 180_000,
      fileParallelism: false,
    },
  }),
)
