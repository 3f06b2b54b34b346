import { everythingStored } from '../features/stored.ts'
import { type Change, connectDatabase, migrateDatabase, plannedChanges } from '../mongo/index.ts'

export interface MigrateOptions {
  /** A connection string. */
  mongo: string
  /** What the names of the three databases begin with. */
  database: string
  /** Say what would be done, and change nothing. */
  dryRun: boolean
}

const counted = (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`

const line = ({ where, what, rows }: Change) =>
  `  ${where.padEnd(32)} ${what}${rows > 0 ? `, over ${counted(rows, 'row')}` : ''}`

/** Brings a database to the form that this version wants, or says what that would take. */
export async function migrate(options: MigrateOptions, say: (line: string) => void): Promise<void> {
  const database = await connectDatabase(options.mongo, options.database)
  try {
    const planned = await plannedChanges(database, everythingStored)
    if (planned.length === 0) say(`The database ${options.database} is as this version wants it.`)
    else if (options.dryRun) {
      say(`To be done in the database ${options.database}:`)
      for (const change of planned) say(line(change))
      say(`${counted(planned.length, 'change')}. Nothing was changed: \`sotto migrate\` without --dry-run makes them.`)
    } else {
      await migrateDatabase(database, everythingStored, (change) => say(line(change)))
      say(`Done: ${counted(planned.length, 'change')}.`)
    }
  } finally {
    await database.close()
  }
}
