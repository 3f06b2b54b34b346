import { mergeConfig } from 'vitest/config'
import shared from '../vitest.shared.ts'

export default mergeConfig(shared, {
  test: {
    globalSetup: ['../packages/server-sdk/src/testing/global-setup.ts', 'dashboard/testing/dashboard-folder.ts'],
  },
})
