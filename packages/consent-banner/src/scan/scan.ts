import type { ConsentPolicy } from '@sotto/contracts'
import type { Browser } from 'playwright-core'
import type { GivenSelectors } from './banner/controls.ts'
import { findBrowser } from './browser/find-browser.ts'
import { launchBrowser } from './browser/launch.ts'
import type { Credentials } from './browser/watch.ts'
import { checkSite } from './checks/index.ts'
import type { Regime } from './checks/runs.ts'
import { declaredBy } from './judge/declared.ts'
import { createJudge } from './judge/judge.ts'
import type { SeenBanner } from './observation.ts'
import { reportOn, type ScanReport } from './report.ts'
import { observeSite } from './states/site.ts'

/** How a site is opened, and what it is held to. Everything may be left out. */
export interface ScanOptions {
  /** What was declared; without it, what is known of services and how things behave decides. */
  readonly policy?: ConsentPolicy
  /** `opt-in` (default): nothing before a yes. `opt-out`: everything until a no. */
  readonly regime?: Regime
  /** Pages of the site to open in each state, from 1 (default) to 50; the others are those that the first links to. */
  readonly pages?: number
  /** Take the other pages from the site's sitemap. Default false. */
  readonly sitemap?: boolean
  /** Controls by CSS selector, for a banner that is not found by itself. */
  readonly controls?: GivenSelectors
  /** Milliseconds to watch after each step, 3000 unless told. */
  readonly wait?: number
  /** Milliseconds until a page that does not answer is given up, 30000 unless told. */
  readonly timeout?: number
  /** What the browser asks the site for, `en-US` unless told. */
  readonly language?: string
  /** The path of a Chromium-based browser; otherwise CHROME_PATH, or one that is installed. */
  readonly browser?: string
  /** More arguments for it, such as `--host-resolver-rules=…`. */
  readonly browserArguments?: readonly string[]
  /** Opens sites whose certificate is not trusted, such as one under test. Default false. */
  readonly ignoreCertificates?: boolean
  /** Told a line when something was done. */
  readonly progress?: (line: string) => void
  /** The clock; the system's unless told. */
  readonly now?: () => Date
}

/** What a scan found, and how the banner looked. */
export interface ScanResult {
  readonly report: ScanReport
  /** The banner on a desktop, on a phone, and its settings. */
  readonly pictures: SeenBanner['pictures']
}

/**
 * Opens a site in a browser of its own and looks at it in five states: before a choice, after a refusal, after consent,
 * after withdrawal, and with Global Privacy Control. Throws a ScanProblem where the page or the browser cannot be opened.
 *
 * @param address of the page; for HTTP authentication with name and password, `https://name:password@example.com`
 */
export async function scan(address: string, options: ScanOptions = {}): Promise<ScanResult> {
  const browser = await launchBrowser({ path: findBrowser(options.browser), args: options.browserArguments ?? [] })
  try {
    return await scanIn(browser, address, options)
  } finally {
    await Promise.race([browser.close(), new Promise((resolve) => setTimeout(resolve, 5000).unref())])
  }
}

/** Name and password, which stand in no report, apart from the address. */
function parted(given: string): { address: string; credentials: Credentials | undefined } {
  const url = new URL(given)
  if (url.username === '' && url.password === '') return { address: given, credentials: undefined }
  const { origin, username, password } = url
  url.username = ''
  url.password = ''
  const [name, word] = [username, password].map(decodeURIComponent) as [string, string]
  return { address: url.href, credentials: { username: name, password: word, origin } }
}

/** The same in a browser that is there already; several sites may be looked at side by side. */
export async function scanIn(browser: Browser, given: string, options: ScanOptions = {}): Promise<ScanResult> {
  const { regime = 'opt-in', now = () => new Date(), progress = () => undefined } = options
  const { address, credentials } = parted(given)
  progress(`${address} in Chromium ${browser.version()}`)
  const site = await observeSite(browser, {
    address,
    credentials,
    pages: options.pages ?? 1,
    sitemap: options.sitemap === true,
    given: options.controls ?? {},
    patience: { wait: options.wait ?? 3000, timeout: options.timeout ?? 30_000 },
    language: options.language ?? 'en-US',
    ignoreCertificates: options.ignoreCertificates === true,
    progress,
  })
  const judge = createJudge(site, options.policy ? declaredBy(options.policy) : null)
  const findings = checkSite(site, judge, { regime, given: options.controls ?? {} })
  const context = { scannedAt: now(), browser: `Chromium ${browser.version()}`, regime }
  return { report: reportOn(site, judge, findings, context), pictures: site.banner.pictures }
}
