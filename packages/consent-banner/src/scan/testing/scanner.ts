import type { ConsentPolicy } from '@sotto/contracts'
import { findBrowser } from '../browser/find-browser.ts'
import { launchBrowser } from '../browser/launch.ts'
import type { Level } from '../checks/findings.ts'
import type { ScanReport } from '../report.ts'
import { type ScanOptions, scanIn } from '../scan.ts'
import { type Faults, openShop, openTracker } from './shop.ts'
import { createWeb, type Web } from './web.ts'

/** One browser and one small web for all scans of a test file. */
export interface Scanner {
  readonly web: Web
  scanShop(name: string, faults?: Faults, options?: ScanOptions): Promise<ScanReport>
  close(): Promise<void>
}

export async function createScanner(): Promise<Scanner> {
  const web = await createWeb()
  openTracker(web)
  web.host('www.google-analytics.com', () => ({ status: 204 }))
  const args = ['--host-resolver-rules=MAP www.google-analytics.com 127.0.0.1']
  const browser = await launchBrowser({ path: findBrowser(), args })
  return {
    web,
    async scanShop(name, faults = {}, options = {}) {
      const { report } = await scanIn(browser, openShop(web, name, faults), { wait: 150, timeout: 20_000, ...options })
      return report
    },
    async close() {
      await browser.close()
      await web.close()
    },
  }
}

/** The codes of all findings of a level, each once, in order. */
export const codesOf = (report: ScanReport, level: Level = 'violation') =>
  [...new Set(report.findings.filter((finding) => finding.level === level).map(({ code }) => code))].sort()

export const policyOf = (services: ConsentPolicy['services']): ConsentPolicy => ({
  version: 3,
  site: { name: 'Kestrel Cycles' },
  categories: [{ id: 'necessary', necessary: true }, { id: 'analytics' }],
  services,
})

/** What the shop sets by itself. */
export const declaredShop = {
  id: 'shop',
  category: 'necessary',
  name: 'Shop',
  cookies: [{ name: 'session' }, { name: 'shop_consent', lifetimeDays: 180 }],
}

/** Markup that does something with Google's `gtag`. */
export const withGtag = (script: string) =>
  `<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments) } ${script}</script>`

export const deniedByDefault = `gtag('consent', 'default', { ad_storage: 'denied', ad_user_data: 'denied',
  ad_personalization: 'denied', analytics_storage: 'denied' });`
