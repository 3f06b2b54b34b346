import type { Browser } from 'playwright-core'
import { type WatchOptions, watch } from '../browser/watch.ts'
import type { SiteObservations } from '../observation.ts'
import { observeAcceptAndWithdraw } from './accepted.ts'
import { observeBefore } from './before.ts'
import { observeGpc } from './gpc.ts'
import { observeRejected } from './rejected.ts'
import type { SiteOptions, Visit } from './visit.ts'

/** Observes a site in all states, each in a browser context of its own in which nobody has been before. */
export async function observeSite(browser: Browser, options: SiteOptions): Promise<SiteObservations> {
  const userAgent = await ownUserAgent(browser)
  const watched: WatchOptions = {
    gpc: false,
    language: options.language,
    userAgent,
    ignoreCertificates: options.ignoreCertificates,
    credentials: options.credentials,
  }
  const others = Promise.withResolvers<readonly string[]>()
  // Whoever waits for it hears of a failure from the visit that failed.
  others.promise.catch(() => undefined)
  const visit: Visit = { ...options, others: others.promise }
  const inContext = async <Result>(
    gpc: boolean,
    observe: (seen: Awaited<ReturnType<typeof watch>>) => Promise<Result>,
  ) => {
    const seen = await watch(browser, { ...watched, gpc })
    try {
      return await observe(seen)
    } finally {
      await seen.close()
    }
  }

  const before = inContext(false, (seen) => observeBefore(seen, visit, others.resolve))
  before.catch(others.reject)
  const rejected = inContext(false, (seen) => observeRejected(seen, visit))
  const accepted = inContext(false, (seen) => observeAcceptAndWithdraw(seen, visit))
  const gpc = inContext(true, (seen) => observeGpc(seen, visit))
  for (const other of [rejected, accepted, gpc]) other.catch(() => undefined)

  const first = await before
  const [afterReject, afterAccept, withGpc] = await Promise.all([rejected, accepted, gpc])
  return {
    address: options.address,
    landed: first.landed,
    banner: first.banner,
    states: {
      before: first.observation,
      rejected: afterReject,
      accepted: afterAccept.accepted,
      withdrawn: afterAccept.withdrawn,
      gpc: withGpc.observation,
    },
    gpcPublished: withGpc.published,
    withdrawnBy: afterAccept.withdrawnBy,
  }
}

/** What a person's browser of this version would say: sites show no banner to what calls itself headless. */
async function ownUserAgent(browser: Browser): Promise<string> {
  const page = await browser.newPage()
  try {
    return ((await page.evaluate('navigator.userAgent')) as string).replace('Headless', '')
  } finally {
    await page.close()
  }
}
