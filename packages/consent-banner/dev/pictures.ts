/** `node dev/pictures.ts FOLDER`: pictures of both layers, light and dark, beside a page and on a phone. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { ConsentPolicy } from '../src/policy/policy.ts'
import { shopPolicy } from '../src/testing/policies.ts'
import { openSite } from '../src/testing/site.ts'

const folder = process.argv[2] ?? 'pictures'
mkdirSync(folder, { recursive: true })
const site = await openSite()

const desktop = { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1 }
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, hasTouch: true, isMobile: true }
const dark = { colorScheme: 'dark' } as const

const body = `<sotto-consent></sotto-consent><script type="module" src="/sotto-consent.js"></script>
  <p>Five people, three stands and a wall of spokes under the railway arches in Halden. We ring before we spend.</p>
  <iframe title="Where we are" width="560" height="280" data-consent="map" data-src="${site.origin('tracker')}/frame-map"></iframe>
  <p><sotto-consent-link></sotto-consent-link></p>`
const head =
  '<style>body{font:17px/1.5 system-ui;max-width:60rem;margin:4rem auto;padding:0 1rem}@media(prefers-color-scheme:dark){body{background:#0e1113;color:#ddd}}</style>'

async function take(
  name: string,
  options: BrowserContextOptions & { gpc?: boolean; policy?: ConsentPolicy },
  act?: (page: Page) => Promise<void>,
  lang = 'en',
) {
  const { policy = shopPolicy, ...more } = options
  const path = site.put({ policy, body, head, lang })
  const page = await (await site.visitor({ locale: lang, ...more })).newPage()
  page.on('console', (message) => message.type() === 'error' && console.error(name, message.text()))
  page.on('pageerror', (error) => console.error(name, error.message))
  await page.goto(`${site.origin()}${path}`)
  await page.locator('sotto-consent .first').waitFor()
  await act?.(page)
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  await page.context().close()
}

const preferences = async (page: Page) => {
  await page.locator('#choose').click()
  await page.locator('#services-media').waitFor({ state: 'attached' })
  await page.locator('[aria-controls=services-media]').click()
  await page.locator('#services-media input').first().click()
}

await take('first', desktop)
await take('first-dark', { ...desktop, ...dark })
await take('first-phone', phone)
await take('first-phone-dark-gpc', { ...phone, ...dark, gpc: true })
await take('first-arabic', desktop, undefined, 'ar')
await take('first-greek-phone', phone, undefined, 'el')
await take('sheet', { ...desktop, policy: { ...shopPolicy, layout: 'sheet' } })
await take('wall', { ...desktop, policy: { ...shopPolicy, layout: 'wall' } })
await take('preferences', { ...desktop, gpc: true }, preferences)
await take('preferences-dark', { ...desktop, ...dark, gpc: true }, preferences)
await take('preferences-phone', phone, preferences)
await take('preferences-phone-german', phone, preferences, 'de')
await take('preferences-arabic', desktop, preferences, 'ar')
await site.close()
