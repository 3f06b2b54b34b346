import { everythingStored } from '../features/stored.ts'
import { type Change, connectDatabase, migrateDatabase, plannedChanges } from '../mongo/index.ts'
import type { Command } from './command.ts'
import { counted } from './words.ts'

const line = ({ where, what, rows }: Change) =>
  `  ${where.padEnd(32)} ${what}${rows > 0 ? `, over ${counted(rows, 'row')}` : ''}`

/** Brings a database to the form that this version wants, or says what that would take. */
export const migrateCommand: Command = {
  name: 'migrate',
  synopsis: '[--dry-run]',
  about: `makes the collections, validators and indexes that this version wants, and writes rows of an older format anew;
can be interrupted and run again. --dry-run: say what would be done, and change nothing`,
  takes: ['dry-run'],
  async run({ mongo, database: name, values, say }) {
    const database = await connectDatabase(await mongo(), name)
    try {
      const planned = await plannedChanges(database, everythingStored)
      if (planned.length === 0) say(`The database ${name} is as this version wants it.`)
      else if (values['dry-run']) {
        say(`To be done in the database ${name}:`)
        for (const change of planned) say(line(change))
        say(
          `${counted(planned.length, 'change')}. Nothing was changed: \`sotto migrate\` without --dry-run makes them.`,
        )
      } else {
        await migrateDatabase(database, everythingStored, (change) => say(line(change)))
        say(`Done: ${counted(planned.length, 'change')}.`)
      }
      return 0
    } finally {
      await database.close()
    }
  },
}
