#!/usr/bin/env node
// npm links commands when it installs, and in the repository that is before anything was built.
import { existsSync } from 'node:fs'
import process from 'node:process'

const built = new URL('../dist/cli.js', import.meta.url)

if (existsSync(built)) await import(built.href)
else {
  process.stderr.write('sotto-verify is not built yet. Run `npm run build` in the repository, then try again.\n')
  process.exitCode = 1
}
