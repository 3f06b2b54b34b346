import { type RestoreProgress, type RestoreReport, restoreBackup, restoreCheck } from '../backup/index.ts'
import { type Command, type Doing, MisunderstoodError } from './command.ts'
import { counted } from './words.ts'

/** Puts a backup back. */
export const restoreCommand: Command = {
  name: 'restore',
  synopsis: '--data FOLDER [--keys FOLDER] [--accept-losses]',
  about: `puts a backup back into empty databases: loads it, forgets again who was forgotten since, makes the index anew,
begins new logs that say so, and only then lets servers use it. Stop all servers first. Take the newest keys there
are, also with older data; leave --keys out where the key database is still there`,
  takes: ['data', 'keys', 'accept-losses', 'keyring'],
  makesDatabase: true,
  async run(doing) {
    const { data, keys } = doing.values
    if (!data) throw new MisunderstoodError('which backup? Give --data with its folder')
    const report = await restoreBackup({
      data,
      keys,
      into: { mongo: await doing.mongo(), database: doing.database },
      ...common(doing),
    })
    told(doing, report)
    return 0
  },
}

/** Lets databases serve that were put back with other means. */
export const restoreCheckCommand: Command = {
  name: 'restore-check',
  synopsis: '[--restored] [--accept-losses]',
  about: `the same for databases that were put back with other means (mongorestore, copies of disks): servers refuse them
until this was run. Stop all servers first. --restored: all three were put back from one moment, which cannot be seen`,
  takes: ['restored', 'accept-losses', 'keyring'],
  async run(doing) {
    const report = await restoreCheck({
      mongo: await doing.mongo(),
      database: doing.database,
      restored: doing.values.restored,
      ...common(doing),
    })
    if (report) told(doing, report)
    else
      doing.say(
        'The databases belong together, and nothing shows that they were put back. If they were, from one moment, run this with --restored. Nothing was changed.',
      )
    return 0
  },
}

const words: Record<RestoreProgress['doing'], string> = {
  checking: 'Checking the copy',
  loading: 'Loading it',
  'beginning logs': 'Beginning new logs',
  forgetting: 'Forgetting again who was forgotten',
  'making the index': 'Making the index',
}

const common = (doing: Doing) => ({
  keyring: doing.keyring(),
  acceptLosses: doing.values['accept-losses'],
  now: doing.now,
  report: ({ doing: what, done, total }: RestoreProgress) => doing.progress.at(words[what], done, total),
})

function told({ say }: Doing, { origins, replayed, standing, index }: RestoreReport): void {
  const line = (name: string, value: string) => say(`${name.padEnd(14)}${value}`)
  line('Logs', `${counted(origins.length, 'team')}: each begins anew and quotes the last checkpoint known`)
  line('Forgotten', `${counted(replayed.forgotten, 'unit')} that the ledger of erasures names`)
  if (replayed.withoutKey > 0) line('', `${counted(replayed.withoutKey, 'row')} whose key is gone`)
  if (replayed.sealedBefore > 0)
    line('', `${counted(replayed.sealedBefore, 'row')} under a key that was destroyed because something was deleted`)
  if (replayed.teams > 0)
    line('Ended', `${counted(replayed.teams, 'team')} whose contract has ended: nothing came back`)
  if (standing.put + standing.gone > 0)
    line(
      'Decided',
      `${counted(standing.put + standing.gone, 'row')} of holds and suppressions as they were decided after the copy`,
    )
  if (standing.refused > 0)
    line('', `! ${counted(standing.refused, 'row')} beside the copy not written by Sotto: they count for nothing`)
  line(
    'Index',
    `${counted(index.rows, 'row')} and ${counted(index.entries, 'entry').replace(/entrys$/, 'entries')} of the log can be found again`,
  )
  if (index.unreadable > 0) line('', `! ${index.unreadable} do not open: they were changed outside of Sotto`)
  if (index.conflicts > 0) line('', `! ${index.conflicts} values are claimed by two rows; the first one keeps them`)
  say('Servers may use it.')
}
