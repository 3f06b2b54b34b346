import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { startTestSotto, type TestSotto } from '../../../packages/server-sdk/src/testing/index.ts'
import { launchBrowser, signIn, visit } from './browser.ts'
import { buildDashboard } from './built-dashboard.ts'
import { type ServedDashboard, serveDashboard } from './served-dashboard.ts'

/** How long a test of several pages may take on a busy machine, in milliseconds. */
export const patience = 90_000

/** A server with its dashboard, and a browser, for all tests of a file. */
export interface Desk {
  readonly running: TestSotto
  /** Where dashboard and API are, such as `http://localhost:41234`. */
  readonly origin: string
  readonly browser: Browser
  /** An empty page in a browser of its own. It ends with the test, which fails where anything went wrong in the page. */
  look(options?: BrowserContextOptions): Promise<Page>
  /** A page in which somebody has signed in, at a path below `/dashboard/`. */
  enter(who: { email: string; password: string }, path: string, options?: BrowserContextOptions): Promise<Page>
}

/** Sets up a desk before the tests of a file, and takes it away after them. */
export function useDesk(settings?: Parameters<typeof startTestSotto>[0]): Desk {
  let running: TestSotto
  let browser: Browser
  let served: ServedDashboard
  let dashboard: Awaited<ReturnType<typeof buildDashboard>>
  const open: Awaited<ReturnType<typeof visit>>[] = []

  beforeAll(async () => {
    ;[running, dashboard, browser] = await Promise.all([startTestSotto(settings), buildDashboard(), launchBrowser()])
    served = await serveDashboard(running.sotto, dashboard.folder)
  }, 180_000)

  afterEach(async () => {
    const visits = open.splice(0)
    const troubles = visits.flatMap((each) => each.troubles)
    await Promise.all(visits.map(({ context }) => context.close()))
    expect(troubles).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await served?.close()
    await running?.close()
    await dashboard?.remove()
  })

  const look: Desk['look'] = async (options) => {
    const visited = await visit(browser, options)
    open.push(visited)
    return visited.page
  }
  return {
    get running() {
      return running
    },
    get origin() {
      return served.origin
    },
    get browser() {
      return browser
    },
    look,
    async enter(who, path, options) {
      const page = await look(options)
      await signIn(page, served.origin, who, path)
      return page
    },
  }
}
