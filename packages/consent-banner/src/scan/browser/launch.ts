import process from 'node:process'
import type { Browser } from 'playwright-core'
import { ScanProblem } from '../scan-problem.ts'

/** Chromium must not talk on its own account, and must show a site what any visitor's browser would. */
const quietly = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  // All frames in one process: one session then sees who began each request, whichever frame it came from.
  '--disable-site-isolation-trials',
  // Banners hide from browsers that say they are automated, and then there would be nothing to measure.
  '--disable-blink-features=AutomationControlled',
]

export interface LaunchOptions {
  readonly path: string
  readonly args?: readonly string[]
}

/** Starts the browser, without a sandbox where there can be none (root on Linux). Throws a ScanProblem. */
export async function launchBrowser({ path, args = [] }: LaunchOptions): Promise<Browser> {
  const { chromium } = await import('playwright-core').catch(() => {
    throw new ScanProblem('The package playwright-core is missing. Install it with `npm install playwright-core`.')
  })
  const root = process.platform === 'linux' && process.getuid?.() === 0
  try {
    return await chromium.launch({
      executablePath: path,
      args: [...quietly, ...(root ? ['--no-sandbox'] : []), ...args],
      handleSIGINT: false,
    })
  } catch (error) {
    const reason = error instanceof Error ? firstLine(error.message) : String(error)
    throw new ScanProblem(`${path} did not start: ${reason}. Try another browser with --browser PATH.`, {
      cause: error,
    })
  }
}

const firstLine = (text: string) => (text.split('\n')[0] ?? '').replace(/^browserType\.launch: /, '').slice(0, 200)
