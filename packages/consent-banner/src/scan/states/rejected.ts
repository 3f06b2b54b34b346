import { reject } from '../banner/choose.ts'
import { open, scroll } from '../browser/visit.ts'
import type { Watch } from '../browser/watch.ts'
import type { Observation } from '../observation.ts'
import { walk } from './pages.ts'
import { notReached, oneLine, record } from './record.ts'
import type { Visit } from './visit.ts'

/** Someone who says no, stays, and comes back. */
export async function observeRejected(seen: Watch, visit: Visit): Promise<Observation> {
  const recorded = record(seen, 'rejected', ['choice', 'after'], 0)
  try {
    await open(seen, visit.address, visit.patience)
    const choice = await reject(seen, visit.given, visit.patience)
    if (choice.missing !== null) return notReached('rejected', choice.missing, seen.remarks)
    visit.progress(`after reject: pressed "${choice.control?.name ?? ''}"`)
    await recorded.page()
    seen.moment = 'after'
    await open(seen, visit.address, visit.patience)
    await scroll(seen, visit.patience)
    await recorded.page()
    await walk(seen, visit, recorded)
    return await recorded.finish()
  } catch (error) {
    return notReached('rejected', oneLine(error), seen.remarks)
  }
}
