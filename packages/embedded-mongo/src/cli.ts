#!/usr/bin/env node
import { parseArgs } from 'node:util'
import type { EmbeddedMongo } from './server/options.ts'

const usage = `sotto-mongo: a MongoDB that needs no set-up

  npx sotto-mongo --data DIR [--port PORT | --socket PATH]

  --data DIR     the directory that holds the data; it is made where there is none
  --port PORT    listen on 127.0.0.1 at this port (default 27117; 0 takes any free one)
  --socket PATH  listen on this unix socket instead; its name ends in .sock
  --help         show this`

function fail(message: string): never {
  process.stderr.write(`sotto-mongo: ${message}\n`)
  process.exit(1)
}

function readArguments(): { dataDir: string; port?: number; socketPath?: string } {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        socket: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
      strict: true,
    })
    if (values.help) {
      process.stdout.write(`${usage}\n`)
      process.exit(0)
    }
    if (!values.data) fail(`--data is missing: say which directory holds the data\n\n${usage}`)
    if (values.socket !== undefined) {
      if (values.port !== undefined) fail('--port and --socket exclude each other')
      return { dataDir: values.data, socketPath: values.socket }
    }
    const port = values.port ?? '27117'
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
      fail(`--port has to be a whole number from 0 to 65535, not '${port}'`)
    return { dataDir: values.data, port: Number(port) }
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

function serve(server: EmbeddedMongo): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      server.close().then(() => process.exit(0), failWith)
    })
  }
  process.stdout.write(`ready ${server.uri}\n`)
}

function failWith(error: unknown): never {
  return fail(error instanceof Error ? error.message : String(error))
}

const given = readArguments()
// The engine is loaded once it is known what for. The process has nothing else to do, so it runs in its main thread.
import('./server/start.ts')
  .then(({ startEmbeddedMongo }) => startEmbeddedMongo({ ...given, inProcess: true }))
  .then(serve, failWith)
