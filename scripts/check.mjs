/** `npm run check`: everything that can be said about the code and its packages without running it. */
import process from 'node:process'
import { buildIfStale } from './build.mjs'
import { allChecks, runChecks } from './checks.mjs'
import { installIfMissing } from './install.mjs'
import { bringRuntime } from './runtime.mjs'

try {
  const node = bringRuntime()
  await installIfMissing(node)
  await buildIfStale(node)
  const { passed, failed } = await runChecks(allChecks, node, (name, error) => {
    process.stdout.write(error === undefined ? `✓ ${name}\n` : `✗ ${name}\n\n${error.message}\n\n`)
  })
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
  process.exitCode = 1
}
