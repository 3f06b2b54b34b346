import { makeBackup } from '../backup/index.ts'
import { type Command, MisunderstoodError } from './command.ts'
import { counted, sizeOf } from './words.ts'

/** Copies data and keys, reads both back and confirms them. */
export const backupCommand: Command = {
  name: 'backup',
  synopsis: '--to FOLDER [--only data|keys] [--no-confirm]',
  about: `copies the data to FOLDER/data and the keys to FOLDER/keys, reads both back and confirms them, so that keys that
were replaced can be destroyed. Keep the two in different places: whoever has both and the keyring reads everything.
mongorestore --gzip reads them, too`,
  takes: ['to', 'only', 'no-confirm', 'keyring'],
  async run(doing) {
    const { values, say, progress } = doing
    const { to, only } = values
    if (!to) throw new MisunderstoodError('where to? Give --to with a folder that is not there yet')
    if (only !== undefined && only !== 'data' && only !== 'keys') throw new MisunderstoodError('--only is data or keys')
    const made = await makeBackup({
      mongo: await doing.mongo(),
      database: doing.database,
      keyring: only === 'data' ? undefined : doing.keyring(),
      now: doing.now,
      to,
      only,
      confirm: !values['no-confirm'],
      signal: doing.signal,
      report: ({ part, doing: what, done, total }) =>
        progress.at(what === 'copying' ? `Copying the ${part}` : `Reading the ${part} back`, done, total),
    })
    for (const { manifest, folder } of made.parts) {
      const rows = manifest.collections.reduce((sum, { documents }) => sum + documents, 0)
      const bytes = manifest.collections.reduce((sum, one) => sum + one.bytes, 0)
      say(`${manifest.part.padEnd(5)} ${folder}  ${counted(rows, 'row')}, ${sizeOf(bytes)}, as of ${manifest.begunAt}`)
    }
    if (made.confirmed) say(`Read back and confirmed as ${made.id}.`)
    if (made.awaited)
      say('A rotation waited for this and goes on: a server that runs sees to it, else `npx sotto keys rotate`.')
    if (made.confirmed) return 0
    if (only === 'data') say('Read back. Copy the keys after the data, each time: npx sotto backup --only keys')
    else
      say(
        `Read back, and not confirmed: once it is where it belongs, run \`npx sotto keys confirm-backup --begun ${made.parts.at(-1)?.manifest.begunAt}\`.`,
      )
    return 0
  },
}
