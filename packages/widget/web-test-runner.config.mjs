import { fileURLToPath } from 'node:url'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromeLauncher } from '@web/test-runner-chrome'
import { chromiumOptions } from '../../chromium.shared.ts'
import { createSite } from './dev/site.ts'

const site = await createSite()

export default {
  files: ['src/**/*.browser.test.ts'],
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  nodeResolve: { exportConditions: ['browser', 'production'] },
  // One page at a time: a browser draws nothing on a page that is behind another.
  concurrency: 1,
  testsFinishTimeout: 300_000,
  browsers: [chromeLauncher({ launchOptions: chromiumOptions })],
  plugins: [esbuildPlugin({ ts: true, target: 'es2022' })],
  middleware: [
    async (context, next) => {
      if (!(await site(context.req, context.res))) return next()
      context.respond = false
    },
  ],
  testFramework: { config: { timeout: 15_000 } },
}
