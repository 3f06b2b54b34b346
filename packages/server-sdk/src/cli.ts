#!/usr/bin/env node
import { run } from './commands/run.ts'

const interrupted = new AbortController()
// The first Ctrl-C, or a terminal that closes, lets go of what is begun; the second ends the process as usual.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort())

run(
  process.argv.slice(2),
  process.env,
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    terminal: process.stderr.isTTY ?? false,
  },
  { signal: interrupted.signal },
).then((code) => {
  process.exitCode = code
})
