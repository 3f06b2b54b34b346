import { pino } from 'pino'
import { announce, Progress } from './announce.ts'
import { ConfigError, readConfig } from './config.ts'
import { makeDemoTeam, readSampleDocuments } from './demo-team.ts'
import { startServer } from './server.ts'

async function main(): Promise<void> {
  const config = readConfig(process.env)
  // Log lines go to standard error, so that what is said to people stays readable.
  const logger = pino(
    { level: config.LOG_LEVEL, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    pino.destination(2),
  )
  const progress = new Progress(process.stdout)
  progress.say('Starting')
  const server = await startServer(config, logger)
  const ending = new AbortController()
  let closing = false
  const close = async (signal: NodeJS.Signals) => {
    if (closing) return
    closing = true
    ending.abort()
    progress.say(signal === 'SIGINT' ? 'Stopping' : `Stopping (${signal})`)
    await server.close()
    progress.end('Stopped. Everything is saved.')
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      close(signal).catch((error: unknown) => {
        process.stderr.write(
          `The server did not stop cleanly: ${error instanceof Error ? error.message : String(error)}\n`,
        )
        process.exit(1)
      })
    })
  const secrets = await makeDemoTeam(server.sotto)
  // Shown before the documents are read: what is shown once must not be lost when somebody presses Ctrl-C.
  if (secrets) progress.end(announce.secrets(secrets, config))
  if (!closing) await readSampleDocuments(server.sotto, (line) => progress.say(line), ending.signal)
  if (!closing) progress.end(announce.places(server.url, config))
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof ConfigError || error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
