#!/usr/bin/env node
// npm links commands when it installs, and in the repository that is before anything was built. There, too, an older
// Node may be the one that runs this: the repository brings its own.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const built = new URL('../dist/cli.js', import.meta.url)
const runtime = new URL('../../../scripts/runtime.mjs', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)
const isRecentEnough = major > 22 || (major === 22 && minor >= 18)

if (!isRecentEnough && existsSync(runtime)) {
  const { bringRuntime } = await import(runtime.href)
  const itself = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const { status } = spawnSync(bringRuntime(), itself, { stdio: 'inherit' })
  process.exitCode = status ?? 1
} else if (!isRecentEnough) {
  process.stderr.write(`sotto-consent needs Node 22.18 or later, and this is ${process.versions.node}.\n`)
  process.exitCode = 1
} else if (existsSync(built)) await import(built.href)
else {
  process.stderr.write('sotto-consent is not built yet. Run `npm run build` in the repository, then try again.\n')
  process.exitCode = 1
}
