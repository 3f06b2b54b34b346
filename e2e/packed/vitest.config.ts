import { defineConfig, mergeConfig } from 'vitest/config'
import { everywhere } from '../../vitest.shared.ts'

/** Each published package as its users get it: packed, then installed into an empty project. */
export default mergeConfig(
  everywhere,
  defineConfig({
    test: { globalSetup: './consumers.ts', testTimeout: 300_000, hookTimeout: 600_000, maxWorkers: 2 },
  }),
)
