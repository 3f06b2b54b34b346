/** `node scripts/with-runtime.mjs COMMAND …`: runs an installed tool with a Node that is recent enough. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import process from 'node:process'
import { bringRuntime, runtimeEnvironment } from './runtime.mjs'

const [command, ...args] = process.argv.slice(2)
if (command === undefined) {
  process.stderr.write('Say which command to run: node scripts/with-runtime.mjs COMMAND …\n')
  process.exit(2)
}

let node
try {
  node = bringRuntime()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

// Windows starts the tools of node_modules/.bin (command files) only through its shell, which splits at spaces.
const shell = process.platform === 'win32'
const child = spawn(command === 'node' ? node : command, shell ? args.map(quoted) : args, {
  stdio: 'inherit',
  env: runtimeEnvironment(node),
  shell,
})
process.on('SIGTERM', () => child.kill('SIGTERM'))
// A terminal has already sent Ctrl-C to the whole group: a second one would read as impatience.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
child.on('error', (error) => {
  const what = error.code === 'ENOENT' ? `${command} is not installed: run \`npm ci\` first.` : error.message
  process.stderr.write(`${what}\n`)
  process.exitCode = 1
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 1)
})

function quoted(argument) {
  return /^[\w@%+=:,./\\-]+$/.test(argument) ? argument : `"${argument.replaceAll('"', '\\"')}"`
}
