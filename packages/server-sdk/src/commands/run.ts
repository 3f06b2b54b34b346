import { parseArgs } from 'node:util'
import { keyringFromAddress } from '../keys/index.ts'
import { backupCommand } from './backup.ts'
import { type Command, type Doing, type Flag, flags, MisunderstoodError, type Values } from './command.ts'
import { contractEndAsk, contractEndCancel, contractEndConfirm, contractEndStatus } from './contract-end.ts'
import { keysConfirmBackup, keysRotate, keysStatus } from './keys.ts'
import { migrateCommand } from './migrate.ts'
import { progressOn } from './progress.ts'
import { type Reached, reachDatabase } from './reach.ts'
import { restoreCheckCommand, restoreCommand } from './restore.ts'
import { retentionChooseCommand, retentionRunCommand, retentionStatusCommand } from './retention.ts'
import { supportAsk, supportCode, supportEnd, supportStatus } from './support.ts'
import { hintOf, usageOf } from './usage.ts'

/** All that the operator of a server can do with a command. */
export const commands: readonly Command[] = [
  backupCommand,
  restoreCommand,
  restoreCheckCommand,
  keysStatus,
  keysRotate,
  keysConfirmBackup,
  retentionChooseCommand,
  retentionRunCommand,
  retentionStatusCommand,
  contractEndStatus,
  contractEndAsk,
  contractEndConfirm,
  contractEndCancel,
  supportAsk,
  supportStatus,
  supportCode,
  supportEnd,
  migrateCommand,
]

const everywhere: readonly Flag[] = ['mongo', 'data-dir', 'database', 'help']

export interface Streams {
  out: (text: string) => unknown
  err: (text: string) => unknown
  /** Whether `err` is a terminal. */
  terminal?: boolean
}

/**
 * Runs a command as it was typed.
 *
 * @returns the exit code: 0 when it was done, 1 when something stood in the way, 2 when the command was not understood
 */
export async function run(
  typed: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  { out, err, terminal = false }: Streams,
  { signal = new AbortController().signal, now = () => new Date() }: { signal?: AbortSignal; now?: () => Date } = {},
): Promise<number> {
  const closing: Reached[] = []
  const progress = progressOn(err, terminal)
  try {
    const { values, positionals } = read(typed)
    if (values.help) {
      out(`${usageOf(commands, positionals)}\n`)
      return 0
    }
    const command = understood(positionals, values)
    const doing: Doing = {
      values,
      servers: {
        keyBackup: keyBackupOf(variables),
        days: daysOf(variables),
        daily: Boolean(variables.SOTTO_BACKUP_TO),
      },
      database: databaseName(values),
      publicUrl: (variables.PUBLIC_URL || 'http://localhost:3000').replace(/\/+$/, ''),
      keyring: () => keyringFromAddress(values.keyring || variables.SOTTO_KEYRING || './keys', variables),
      async mongo() {
        const reached = await reachDatabase({
          mongo: values.mongo || variables.MONGODB_URI,
          dataDir: values['data-dir'] || variables.SOTTO_DATA_DIR || './data',
          make: command.makesDatabase ?? false,
        })
        closing.push(reached)
        return reached.uri
      },
      now,
      signal,
      say(line) {
        progress.end()
        out(`${line}\n`)
      },
      complain(line) {
        progress.end()
        err(`${line}\n`)
      },
      progress,
    }
    return await command.run(doing)
  } catch (error) {
    progress.end()
    if (error instanceof MisunderstoodError) {
      err(`sotto: ${error.message}\n\n${hintOf(commands, wordsOf(typed))}\n`)
      return 2
    }
    err(`sotto: ${messageOf(error)}\n`)
    return 1
  } finally {
    progress.end()
    for (const one of closing) await one.close()
  }
}

function read(typed: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...typed], allowPositionals: true, options: flags })
  } catch (error) {
    throw new MisunderstoodError(messageOf(error))
  }
}

/** What was typed before the first option: the name of a command, or what was meant as one. */
function wordsOf(typed: readonly string[]): readonly string[] {
  const option = typed.findIndex((word) => word.startsWith('-'))
  return option === -1 ? typed : typed.slice(0, option)
}

function understood(positionals: readonly string[], values: Values): Command {
  const name = positionals.join(' ')
  if (name === '') throw new MisunderstoodError('say what to do')
  const command = commands.find((one) => one.name === name)
  if (!command) {
    const known = commands.filter((one) => one.name.startsWith(`${positionals[0]} `))
    const perhaps = known.length > 0 ? `; there are ${known.map((one) => one.name).join(', ')}` : ''
    throw new MisunderstoodError(`there is no command '${name}'${perhaps}`)
  }
  for (const flag of Object.keys(values) as Flag[])
    if (!everywhere.includes(flag) && !command.takes.includes(flag))
      throw new MisunderstoodError(`${name} does not take --${flag}`)
  return command
}

function databaseName({ database = 'sotto' }: Values): string {
  if (!/^[A-Za-z0-9_-]{1,50}$/.test(database))
    throw new MisunderstoodError('the name of a database has at most 50 letters, digits, - and _')
  return database
}

function keyBackupOf({ SOTTO_KEY_BACKUP: said = '' }: Readonly<Record<string, string | undefined>>) {
  if (said === '' || said === 'confirmed' || said === 'none') return said === 'none' ? said : 'confirmed'
  throw new MisunderstoodError('SOTTO_KEY_BACKUP is confirmed or none')
}

function daysOf({ SOTTO_KEY_ROTATION_DAYS: said = '' }: Readonly<Record<string, string | undefined>>): number {
  const days = said === '' ? 14 : Number(said)
  if (days >= 1 && days <= 30) return days
  throw new MisunderstoodError('SOTTO_KEY_ROTATION_DAYS is a number from 1 to 30')
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AbortError') return 'interrupted; nothing is left behind'
  return error.name === 'MongoServerSelectionError'
    ? `MongoDB cannot be reached (${error.message}). Check that it runs, and the address in the connection string.`
    : error.message
}
