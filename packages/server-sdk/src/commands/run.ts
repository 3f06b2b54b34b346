import { parseArgs } from 'node:util'
import { migrate } from './migrate.ts'

const usage = `sotto: keeps a Sotto database in order

  npx sotto migrate [--dry-run] [--mongo URI] [--database NAME]
      makes the collections, validators and indexes that this version wants, and writes rows of an older format anew;
      can be interrupted and run again

  --dry-run        say what would be done, and change nothing
  --mongo URI      the connection string of the database (default: the variable MONGODB_URI)
  --database NAME  what the names of its databases begin with (default: sotto)
  --help           show this`

export interface Streams {
  out: (text: string) => unknown
  err: (text: string) => unknown
}

/**
 * Runs a command as it was typed.
 *
 * @returns the exit code: 0 when it was done, 1 when something stood in the way, 2 when the command was not understood
 */
export async function run(
  typed: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  { out, err }: Streams,
): Promise<number> {
  const misunderstood = (message: string) => {
    err(`sotto: ${message}\n\n${usage}\n`)
    return 2
  }
  let given: ReturnType<typeof read>
  try {
    given = read(typed)
  } catch (error) {
    return misunderstood(messageOf(error))
  }
  const { values, positionals } = given
  if (values.help) {
    out(`${usage}\n`)
    return 0
  }
  const [command, ...more] = positionals
  if (command !== 'migrate' || more.length > 0)
    return misunderstood(command === undefined ? 'say what to do' : `there is no command '${positionals.join(' ')}'`)
  const mongo = values.mongo ?? variables.MONGODB_URI
  if (!mongo) return misunderstood('which database? Give --mongo, or set MONGODB_URI')
  if (!/^mongodb(\+srv)?:\/\//.test(mongo))
    return misunderstood('a connection string begins with mongodb:// or mongodb+srv://')
  const database = values.database ?? 'sotto'
  if (!/^[A-Za-z0-9_-]{1,50}$/.test(database))
    return misunderstood('the name of a database has at most 50 letters, digits, - and _')
  try {
    await migrate({ mongo, database, dryRun: values['dry-run'] ?? false }, (line) => out(`${line}\n`))
    return 0
  } catch (error) {
    err(`sotto: ${messageOf(error)}\n`)
    return 1
  }
}

const read = (typed: readonly string[]) =>
  parseArgs({
    args: [...typed],
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      mongo: { type: 'string' },
      database: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'MongoServerSelectionError'
    ? `MongoDB cannot be reached (${error.message}). Check that it runs, and the address in the connection string.`
    : error.message
}
