/** `npm start`: installs what is missing, builds what is stale, and runs the reference server until Ctrl-C. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildIfStale } from './build.mjs'
import { installIfMissing } from './install.mjs'
import { bringRuntime, repository, runtimeEnvironment } from './runtime.mjs'

const server = join(repository, 'reference-server', 'dist', 'main.js')

try {
  const node = bringRuntime()
  await installIfMissing(node)
  await buildIfStale(node)
  if (!existsSync(server)) throw new Error('The build made no reference-server/dist/main.js. Run `npm run build`.')
  serve(node)
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
  process.exitCode = 1
}

function serve(node) {
  const child = spawn(node, [server, ...process.argv.slice(2)], {
    cwd: repository,
    env: runtimeEnvironment(node),
    stdio: 'inherit',
  })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // A terminal has already sent Ctrl-C to the whole group: a second one would read as impatience.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  const watch = stopWithOurParent(() => child.kill('SIGTERM'))
  child.once('error', (error) => {
    process.stderr.write(`The server could not be started: ${error.message}\n`)
    process.exitCode = 1
  })
  child.once('exit', (code, signal) => {
    clearInterval(watch)
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}

/** npm runs us through a shell. A signal that ends npm ends that shell too, and does not reach us. */
function stopWithOurParent(stop) {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const parent = process.ppid
  return setInterval(() => process.ppid === parent || stop(), 500)
}
