#!/usr/bin/env node
import { run } from './commands/run.ts'

run(process.argv.slice(2), {
  in: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    process.stderr.write(`sotto-verify: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 2
  },
)
