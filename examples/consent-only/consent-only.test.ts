import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildGates, buildScripts } from '../../packages/consent-banner/build.ts'
import { buildGate } from '../../packages/consent-banner/src/gate.ts'
import { siteServer } from './server.mjs'

let browser: Browser
let page: Page
let server: ReturnType<typeof siteServer>
const foreign: string[] = []
const violations: string[] = []

beforeAll(async () => {
  const policy = JSON.parse(await readFile(new URL('policy.json', import.meta.url), 'utf8'))
  const scripts = await buildScripts()
  const { code } = await buildGate(policy, await buildGates())
  server = siteServer({ gate: code, banner: (path) => scripts.get(path) })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  page = await browser.newPage()
  page.on('console', (message) => /content security|trusted/i.test(message.text()) && violations.push(message.text()))
  await page.route(/^https:/, (route) => {
    foreign.push(new URL(route.request().url()).host)
    return route.fulfill({ contentType: 'text/html', body: '<p>The map</p>' })
  })
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
})
afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  server?.close()
})

const cookies = async () => (await page.context().cookies()).map(({ name }) => name).toSorted()
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

it('asks before it counts, shows the map alone when only that is wanted, and forgets at once', async () => {
  await page.getByRole('region', { name: 'Cookies are your choice' }).waitFor()
  expect([await cookies(), foreign]).toEqual([[], []])

  await page.frameLocator('iframe').getByRole('button', { name: 'Show OpenStreetMap' }).click()
  await page.frameLocator('iframe').getByText('The map').waitFor()
  expect(foreign).toEqual(['www.openstreetmap.org'])
  expect(await page.locator('#visits').textContent()).toBe('Nobody counts your visits.')

  await press('Privacy choices')
  await press('Accept all')
  await page.getByText('Visits so far: 1').waitFor()
  expect(await cookies()).toEqual(['sotto-consent', 'visits'])

  await Promise.all([page.waitForEvent('load'), press('Forget my yes')])
  await page.getByText('Nobody counts your visits.').waitFor()
  expect(await cookies()).toEqual(['sotto-consent'])
  expect(violations).toEqual([])
})
