import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../reference-server/dist/main.js', import.meta.url))

export interface Places {
  url: string
  /** Shown on the first start only. */
  email?: string
  password?: string
  secretKey?: string
}

/** A reference server as a process of its own, with folders of its own. */
export class ReferenceServer {
  /** Where its folders of data and keys lie. */
  readonly folder: string
  readonly #environment: Record<string, string>
  #process: ChildProcess | undefined
  #exit: Promise<number | null> = Promise.resolve(null)
  output = ''

  private constructor(folder: string, environment: Record<string, string>) {
    this.folder = folder
    this.#environment = environment
  }

  static async inNewFolder(environment: Record<string, string> = {}): Promise<ReferenceServer> {
    return new ReferenceServer(await mkdtemp(join(tmpdir(), 'sotto-e2e-')), environment)
  }

  get dataDir(): string {
    return join(this.folder, 'data')
  }

  /** Starts it. Resolves when it has said a line that matches, with all that it has said by then. */
  async start(until = /Sotto is ready[\s\S]*Ctrl-C/): Promise<Places> {
    this.output = ''
    const child = spawn(process.execPath, [main], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        PORT: '0',
        SOTTO_DATA_DIR: this.dataDir,
        SOTTO_KEYRING: join(this.folder, 'keys'),
        ...this.#environment,
      },
    })
    this.#process = child
    this.#exit = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
    return new Promise((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        this.output += chunk.toString()
        if (until.test(this.output)) resolve(this.places())
      }
      child.stdout?.on('data', hear)
      child.stderr?.on('data', hear)
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.output}`)))
    })
  }

  places(): Places {
    const after = (name: string) => new RegExp(`${name}\\s+(\\S+)`).exec(this.output)?.[1]
    const found = { email: after('Sign in as'), password: after('Password'), secretKey: after('Secret key') }
    const given = Object.fromEntries(Object.entries(found).filter(([, value]) => value))
    return { url: new URL(after('(?:Demo page|Listening on)') ?? 'http://unknown').origin, ...given }
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL')
    await this.#exit
  }

  /** Ends it as Ctrl-C does. @returns its exit code */
  async stop(): Promise<number | null> {
    this.#process?.kill('SIGINT')
    return this.#exit
  }

  async remove(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
