/** `node dev/pictures.ts FOLDER`: pictures of the widget in its states, light and dark, beside a page and on a phone. */
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { chromiumOptions } from '../../../chromium.shared.ts'
import { createSite } from './site.ts'
import { workshop } from './workshop.ts'

const folder = process.argv[2] ?? 'pictures'
mkdirSync(folder, { recursive: true })
const site = await createSite()
const server = createServer(async (request, response) => {
  if (!(await site(request, response))) response.writeHead(404).end()
})
await new Promise<void>((resolve) => server.listen(0, resolve))
const origin = `http://localhost:${(server.address() as AddressInfo).port}`
const browser = await chromium.launch(chromiumOptions)

const desktop = { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 2 }
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }

const ask = async (page: Page, text: string) => {
  await page.getByRole('textbox').fill(text)
  await page.keyboard.press('Enter')
}
const answered = (page: Page) => page.locator('.actions').last().waitFor()

const states = {
  empty: async (_page: Page) => {},
  source: async (page: Page) => {
    await ask(page, 'My chain keeps skipping. What does a service cost, and can I borrow a bike?')
    await answered(page)
    await page.locator('[data-citation="2"]').first().click()
  },
  writing: async (page: Page) => {
    const start = workshop
      .answerTo('full')
      .filter((step) => !('wait' in step))
      .slice(0, -1)
    await tell(page, {
      answers: [
        [...start, { delta: 'If you ride through the winter, the full service pays for itself in' }, { hold: 'rest' }],
      ],
    })
    await ask(page, 'What does the full service add to the standard one?')
    await page.getByText('itself in').waitFor()
  },
  failed: async (page: Page) => {
    await ask(page, 'Please fail')
    await page.locator('.trouble').waitFor()
  },
  keeping: async (page: Page) => {
    await ask(page, 'Do you mend e-bikes?')
    await answered(page)
    await page.locator('.keeping-link').click()
  },
  menu: async (page: Page) => {
    await ask(page, 'Do you mend e-bikes?')
    await answered(page)
    await page.locator('.menu-button').click()
  },
  person: async (page: Page) => {
    await ask(page, 'Do you mend e-bikes?')
    await answered(page)
    await tell(page, { member: { name: 'Mara Lindqvist', text: 'Hello! Which motor does yours have?' } })
    await page.locator('.message.member').waitFor()
  },
  deleting: async (page: Page) => {
    await states.menu(page)
    await page.getByRole('menuitem', { name: /Delete/ }).click()
  },
}

const tell = (page: Page, instructions: unknown) =>
  page.evaluate((body) => fetch('/control/pk_demo', { method: 'POST', body: JSON.stringify(body) }), instructions)

async function take(name: string, options: BrowserContextOptions, act: (page: Page) => Promise<void>, lang = 'en') {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && console.error(name, message.text()))
  page.on('pageerror', (error) => console.error(name, error.message))
  await page.goto(`${origin}/demo`)
  await page.evaluate((code) => {
    document.documentElement.lang = code
    if (code === 'ar') document.documentElement.dir = 'rtl'
  }, lang)
  await page.locator('.launcher').click()
  await page.locator('.greeting').waitFor()
  await act(page)
  await page.waitForTimeout(250)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  await context.close()
}

const only = process.argv[3]
for (const [name, act] of Object.entries(states)) {
  if (only && only !== name) continue
  await take(name, desktop, act)
  if (['source', 'empty', 'keeping', 'failed'].includes(name)) {
    await take(`${name}-dark`, { ...desktop, colorScheme: 'dark' }, act)
    await take(`${name}-phone`, phone, act)
  }
}
await take('source-phone-arabic', phone, states.source, 'ar')
await take('keeping-phone-german', phone, states.keeping, 'de')
await browser.close()
server.close()
