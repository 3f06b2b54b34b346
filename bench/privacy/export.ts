import { atMost, type Figure, share } from '../audit/figure.ts'
import { openPlace } from '../audit/place.ts'
import { atOnce, makePerson, rows } from './person.ts'
import { type Exported, inOwnProcess, type Read } from './process.ts'

const mostMegabytes = 250
const megabytes = (bytes: number) => bytes / 1024 / 1024

/** What it costs to give somebody who wrote a hundred thousand messages everything that is theirs. */
export async function exportFigures(): Promise<Figure[]> {
  const place = await openPlace()
  try {
    const contactId = await makePerson(place)
    const { uri, database, keyringFolder, teamId, actor } = place
    const asked = { uri, database, keyringFolder, teamId, userId: actor.userId, contactId, atOnce }
    await inOwnProcess({ what: 'settle', ...asked })
    const bare = await inOwnProcess<Read>({ what: 'read', ...asked })
    const told = await inOwnProcess<Exported>({ what: 'export', ...asked })
    const ours = told.collecting + told.packing
    return [
      share(
        `export of a person with ${rows.toLocaleString('en')} messages and their entries in the log, until it is signed, against reading the same rows`,
        bare.milliseconds / ours,
        0.5,
        {
          milliseconds: Math.round(ours),
          bareMilliseconds: Math.round(bare.milliseconds),
          collecting: Math.round(told.collecting),
          packing: Math.round(told.packing),
          megabytes: Math.round(told.bytes / 1e6),
        },
      ),
      atMost('peak memory of the whole process that makes it', megabytes(told.most), 'MB', mostMegabytes, {
        before: Math.round(megabytes(told.before)),
      }),
    ]
  } finally {
    await place.close()
  }
}
