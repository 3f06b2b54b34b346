import { accept, withdraw } from '../banner/choose.ts'
import { seenControl } from '../banner/controls.ts'
import { open, scroll } from '../browser/visit.ts'
import type { Watch } from '../browser/watch.ts'
import type { Observation, SeenControl } from '../observation.ts'
import { walk } from './pages.ts'
import { notReached, oneLine, record } from './record.ts'
import type { Visit } from './visit.ts'

export interface AcceptedAndWithdrawn {
  readonly accepted: Observation
  readonly withdrawn: Observation
  readonly withdrawnBy: SeenControl | null
}

/** Someone who says yes, looks around, and later takes it back in the same browser. */
export async function observeAcceptAndWithdraw(seen: Watch, visit: Visit): Promise<AcceptedAndWithdrawn> {
  const accepted = await observeAccepted(seen, visit)
  if (accepted.missing !== null) {
    const withdrawn = notReached('withdrawn', 'Nothing was accepted, so nothing could be withdrawn.')
    return { accepted, withdrawn, withdrawnBy: null }
  }
  return { accepted, ...(await observeWithdrawn(seen, visit)) }
}

async function observeAccepted(seen: Watch, visit: Visit): Promise<Observation> {
  const recorded = record(seen, 'accepted', ['load', 'choice', 'after'], 0)
  try {
    await open(seen, visit.address, visit.patience)
    const choice = await accept(seen, visit.given, visit.patience)
    if (choice.missing !== null) return notReached('accepted', choice.missing, seen.remarks)
    visit.progress(`after accept: pressed "${choice.control?.name ?? ''}"`)
    await recorded.page()
    seen.moment = 'after'
    await open(seen, visit.address, visit.patience)
    await scroll(seen, visit.patience)
    await recorded.page()
    await walk(seen, visit, recorded)
    return await recorded.finish()
  } catch (error) {
    return notReached('accepted', oneLine(error), seen.remarks)
  }
}

async function observeWithdrawn(seen: Watch, visit: Visit): Promise<Omit<AcceptedAndWithdrawn, 'accepted'>> {
  try {
    seen.moment = 'load'
    await open(seen, visit.address, visit.patience)
    const recorded = record(seen, 'withdrawn', ['choice', 'after'])
    const choice = await withdraw(seen, visit.given, visit.patience)
    if (choice.missing !== null) {
      return { withdrawn: notReached('withdrawn', choice.missing, seen.remarks), withdrawnBy: null }
    }
    visit.progress(`after withdrawal: pressed "${choice.control?.name ?? ''}"`)
    const withdrawnBy = seenControl(choice.control ?? undefined)
    seen.moment = 'after'
    await open(seen, visit.address, visit.patience)
    await scroll(seen, visit.patience)
    await recorded.page()
    await walk(seen, visit, recorded)
    return { withdrawn: await recorded.finish(), withdrawnBy }
  } catch (error) {
    return { withdrawn: notReached('withdrawn', oneLine(error), seen.remarks), withdrawnBy: null }
  }
}
