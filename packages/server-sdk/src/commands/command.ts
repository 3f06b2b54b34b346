import type { Keyring } from '../keys/index.ts'
import { type Operator, type OperatorOptions, openOperator } from '../operator.ts'
import type { Progress } from './progress.ts'

/** The options of all commands; each says which of them it takes. */
export const flags = {
  'accept-losses': { type: 'boolean' },
  areas: { type: 'string' },
  begun: { type: 'string' },
  code: { type: 'string' },
  'grace-days': { type: 'string' },
  preset: { type: 'string' },
  bot: { type: 'string' },
  case: { type: 'string' },
  changes: { type: 'boolean' },
  check: { type: 'boolean' },
  conversation: { type: 'string' },
  data: { type: 'string' },
  'data-dir': { type: 'string' },
  database: { type: 'string' },
  'dry-run': { type: 'boolean' },
  email: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  hours: { type: 'string' },
  json: { type: 'boolean' },
  'key-backup': { type: 'string' },
  keyring: { type: 'string' },
  keys: { type: 'string' },
  mongo: { type: 'string' },
  name: { type: 'string' },
  'no-confirm': { type: 'boolean' },
  'no-wait': { type: 'boolean' },
  only: { type: 'string' },
  reason: { type: 'string' },
  reference: { type: 'string' },
  restored: { type: 'boolean' },
  team: { type: 'string' },
  to: { type: 'string' },
} as const

export type Flag = keyof typeof flags
export type Values = { [F in Flag]?: (typeof flags)[F]['type'] extends 'boolean' ? boolean : string }

/** What was typed cannot be done as it stands; what the command takes is shown with it. */
export class MisunderstoodError extends Error {
  override readonly name = 'MisunderstoodError'
}

/** A command at work. */
export interface Doing {
  values: Values
  /** What servers are told of keys, by the same environment variables. */
  servers: { keyBackup: 'confirmed' | 'none'; days: number; daily: boolean }
  /** The connection string of the databases, reached when it is asked for. */
  mongo(): Promise<string>
  /** What the names of the databases begin with. */
  database: string
  keyring(): Keyring
  /** Where its servers are reached from outside, without a slash at the end. */
  publicUrl: string
  now: () => Date
  /** Aborted when somebody presses Ctrl-C. */
  signal: AbortSignal
  say(line: string): void
  complain(line: string): void
  progress: Progress
}

export interface Command {
  /** As it is typed, `keys status`. */
  name: string
  /** What may follow its name. */
  synopsis: string
  /** What it does, in lines of at most 110 characters. */
  about: string
  takes: readonly Flag[]
  /** Whether it makes the embedded database where there is none. */
  makesDatabase?: true
  /** @returns the exit code: 0 when it was done, 1 when something stood in the way */
  run(doing: Doing): Promise<number>
}

/** Opens the databases of a command for their operator. */
export const operatorOf = async (doing: Doing, options: Partial<OperatorOptions> = {}): Promise<Operator> =>
  openOperator({
    keyring: options.keyring ?? doing.keyring(),
    mongo: await doing.mongo(),
    database: doing.database,
    now: doing.now,
    ...doing.servers,
    ...options,
  })
