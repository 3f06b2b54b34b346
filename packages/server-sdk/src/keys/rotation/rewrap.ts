import type { AnyBulkWriteOperation, Db, RawCollection } from '../../mongo/driver.ts'
import { SealBrokenError } from '../seal.ts'
import { type TeamKeyDocument, WrapDestroyedError } from '../team-key.ts'
import type { TeamKeys } from '../team-keys.ts'
import type { UnitKeyDocument, UnitKeys } from '../unit-keys.ts'

const batchSize = 1000

interface Wrapped {
  _id: string
  epoch: string
}

/** Told how many keys were looked at. Throws to stop. */
export type Counting = (done: number) => Promise<void>

/**
 * Wraps the keys of a collection anew under the current epoch, as long as there are any of another one.
 *
 * @returns how many open with nothing; they stay as they are, and end with the key above them
 */
async function rewrapAll<T extends Wrapped>(
  documents: RawCollection<T>,
  which: object,
  epoch: string,
  anew: (document: T) => Promise<AnyBulkWriteOperation<T>>,
  counted: Counting,
): Promise<number> {
  for (;;) {
    let broken = 0
    let done = 0
    let last = ''
    for (;;) {
      const page = (await documents
        .find({ ...which, epoch: { $ne: epoch }, _id: { $gt: last } } as never)
        .sort({ _id: 1 })
        .limit(batchSize)
        .toArray()) as T[]
      if (page.length === 0) break
      last = (page.at(-1) as T)._id
      const changes: AnyBulkWriteOperation<T>[] = []
      for (const document of page) {
        try {
          changes.push(await anew(document))
        } catch (error) {
          if (!(error instanceof SealBrokenError || error instanceof WrapDestroyedError)) throw error
          broken += 1
        }
      }
      if (changes.length > 0) await documents.bulkWrite(changes, { ordered: false })
      done += page.length
      await counted(done)
    }
    // What others changed in the meantime is taken up by the next round.
    if ((await documents.countDocuments({ ...which, epoch: { $ne: epoch } } as never)) <= broken) return broken
  }
}

/** Wraps all team keys but the wrap keys themselves, then all unit keys, under the current epoch. */
export async function rewrapKeys(
  keys: Db,
  { teamKeys, unitKeys }: { teamKeys: TeamKeys; unitKeys: UnitKeys },
  epoch: string,
  counted: Counting,
): Promise<number> {
  const ofTeams = await rewrapAll<TeamKeyDocument>(
    keys.collection('teamKeys'),
    { purpose: { $ne: 'wrap' } },
    epoch,
    async (document) => ({
      updateOne: {
        filter: { _id: document._id, epoch: document.epoch },
        update: { $set: await teamKeys.rewrapped(document) },
      },
    }),
    async () => {},
  )
  const ofUnits = await rewrapAll<UnitKeyDocument>(
    keys.collection('unitKeys'),
    {},
    epoch,
    async (document) => ({
      updateOne: {
        // A unit that was sealed anew meanwhile, or is done with that, has another key by now.
        filter: {
          _id: document._id,
          epoch: document.epoch,
          version: document.version,
          'previous.version': document.previous?.version ?? null,
        },
        update: { $set: await unitKeys.rewrapped(document) },
      },
    }),
    counted,
  )
  return ofTeams + ofUnits
}
