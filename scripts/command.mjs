import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join, relative } from 'node:path'
import process from 'node:process'
import { npmCommand, repository, runtimeEnvironment } from './runtime.mjs'

const logFolder = join(repository, '.runtime', 'logs')
const linesShown = 40
const onWindows = process.platform === 'win32'
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** A command that ended with something else than 0. The message holds a part of what it said. */
export class CommandFailed extends Error {
  name = 'CommandFailed'
  #output
  constructor({ label, code, log, output, excerpt, advice }) {
    const where = relative(process.cwd(), log)
    super(`${label} failed (${code}). From ${where}:\n\n${excerpt(output)}\n\n${advice}`.trimEnd())
    this.code = code
    this.#output = output
  }

  /** All that the command said. */
  get output() {
    return this.#output
  }
}

/**
 * Runs a command, keeps what it says in `.runtime/logs/<name>.log`, and resolves to that text.
 *
 * `onLine` sees each line as it comes. A command that runs longer than `limit` milliseconds is ended. Rejects with
 * `CommandFailed`, whose message holds what `excerpt` takes from the output (its end, unless told) and then `advice`.
 */
export function run(command, args, options) {
  const {
    name,
    label = name,
    node,
    cwd = repository,
    env,
    shell = false,
    onLine,
    limit,
    excerpt = tail,
    advice = '',
  } = options
  mkdirSync(logFolder, { recursive: true })
  const log = join(logFolder, `${name}.log`)
  const file = createWriteStream(log)
  const child = spawn(command, args, {
    cwd,
    shell,
    env: { ...runtimeEnvironment(node), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !onWindows,
    windowsHide: true,
  })
  const tie = endWithParent(child)
  let late = false
  let output = ''
  let rest = ''
  const read = (chunk) => {
    output += chunk
    file.write(chunk)
    if (onLine === undefined) return
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop()
    for (const line of lines) onLine(line)
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)

  return new Promise((resolve, reject) => {
    const fail = (code) => reject(new CommandFailed({ label, code, log, output, excerpt, advice }))
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            late = true
            tie.end()
          }, limit)
    child.once('error', (error) => {
      read(`${error.message}\n`)
      finish(() => fail('could not be started'))
    })
    child.once('close', (code, signal) => {
      finish(() =>
        code === 0
          ? resolve(output)
          : fail(late ? `not done after ${limit / 1000} s` : (signal ?? `exit code ${code}`)),
      )
    })
    function finish(settle) {
      clearTimeout(timer)
      tie.release()
      file.end(settle)
    }
  })
}

/** Runs the command-line tool of an installed package: its script, with our Node, so that no shell is needed. */
export function tool(packageName, args, options) {
  const { command = packageName.replace(/^@[^/]+\//, ''), ...rest } = options
  return run(options.node, [toolScript(packageName, command), ...args], rest)
}

/** Runs npm with our Node. */
export function npm(args, options) {
  const { command, args: all, shell } = npmCommand(options.node, args)
  return run(command, all, { ...options, shell })
}

/** The script behind a package's command. Throws where the package is not installed. */
function toolScript(packageName, command) {
  const folder = join(repository, 'node_modules', ...packageName.split('/'))
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) throw new Error(`${packageName} is not installed. Run \`npm ci\` in ${repository}.`)
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}

export function tail(text, lines = linesShown) {
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}

/**
 * Ends a child with all that it started: when asked to, and when we end, by a signal too. Elsewhere than on Windows the
 * child leads a process group of its own, so a terminal's Ctrl-C reaches it only through here.
 */
function endWithParent(child) {
  const end = () => {
    if (child.pid === undefined) return
    if (onWindows) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'])
    else tryToKill(-child.pid)
  }
  const onSignal = (signal) => process.exit(128 + constants.signals[signal])
  process.once('exit', end)
  for (const signal of endingSignals) process.once(signal, onSignal)
  return {
    end,
    release: () => {
      process.removeListener('exit', end)
      for (const signal of endingSignals) process.removeListener(signal, onSignal)
    },
  }
}

function tryToKill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
