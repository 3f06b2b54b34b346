import { open, scroll } from '../browser/visit.ts'
import type { Watch } from '../browser/watch.ts'
import type { Observation } from '../observation.ts'
import { walk } from './pages.ts'
import { notReached, oneLine, record } from './record.ts'
import type { Visit } from './visit.ts'

/** Someone whose browser sends Global Privacy Control, and who presses nothing. */
export async function observeGpc(seen: Watch, visit: Visit): Promise<{ observation: Observation; published: boolean }> {
  const recorded = record(seen, 'gpc', ['load', 'scroll'], 0)
  try {
    await open(seen, visit.address, visit.patience)
    seen.moment = 'scroll'
    await scroll(seen, visit.patience)
    await recorded.page()
    seen.moment = 'load'
    await walk(seen, visit, recorded)
    const observation = await recorded.finish()
    visit.progress('with Global Privacy Control: done')
    return { observation, published: await isPublished(seen) }
  } catch (error) {
    return { observation: notReached('gpc', oneLine(error), seen.remarks), published: false }
  }
}

/** Whether the site says at the place that the specification gives that it honours the signal. */
async function isPublished(seen: Watch): Promise<boolean> {
  try {
    const { origin } = new URL(seen.page.url())
    const response = await seen.page.goto(`${origin}/.well-known/gpc.json`, { timeout: 5000, waitUntil: 'commit' })
    if (!response?.ok()) return false
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'gpc' in body && body.gpc === true
  } catch {
    return false
  }
}
