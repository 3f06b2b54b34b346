import { mergeConfig } from 'vitest/config'
import shared from '../../vitest.shared.ts'

export default mergeConfig(shared, {
  test: {
    globalSetup: ['./src/testing/global-setup.ts'],
    // Files share a process: loading all of the package anew for each takes longer than most of them.
    isolate: false,
  },
})
