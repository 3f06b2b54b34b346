/** `PICTURES=folder vitest run dashboard/pictures`: each page light, dark and on a phone, to be held beside the design. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { test } from 'vitest'
import { startTestSotto } from '../../packages/server-sdk/src/testing/index.ts'
import { desktop, launchBrowser, phone, signIn, visit } from './testing/browser.ts'
import { buildDashboard } from './testing/built-dashboard.ts'
import { serveDashboard } from './testing/served-dashboard.ts'
import { clockBefore, openWorkshop } from './testing/workshop.ts'

const folder = process.env.PICTURES ?? ''

test.runIf(folder)(
  'pictures',
  async () => {
    mkdirSync(folder, { recursive: true })
    const clock = clockBefore()
    const running = await startTestSotto({ now: clock.now })
    const workshop = await openWorkshop(running.sotto, clock)
    const built = await buildDashboard()
    const served = await serveDashboard(running.sotto, built.folder)
    const browser = await launchBrowser()
    const conversation = async (page: Page) => {
      await page.locator('.said.bot').first().waitFor()
      await page.locator('.source').first().click()
    }
    const question = async (page: Page) => {
      await page.getByLabel('Question').fill('What does a standard service cost?')
      await page.keyboard.press('Enter')
      await page.locator('.hit').first().waitFor()
    }
    const log = async (page: Page) => {
      await page.locator('.log-row time').first().waitFor()
      await page
        .getByRole('button', { name: /^Verify/ })
        .first()
        .click()
      await page.getByText(/Verified to entry/).waitFor()
    }
    const entry = async (page: Page) => {
      await page.getByLabel('Action').selectOption('contact.changed')
      await page.locator('.log-row strong').first().click()
      await page.getByRole('button', { name: 'Show proof' }).click()
      await page.locator('.log-path').waitFor()
    }
    const places: Record<string, { path: string; act: (page: Page) => Promise<void> }> = {
      inbox: { path: 'inbox/open', act: async (page) => page.locator('.row').first().waitFor() },
      conversation: { path: `inbox/open/${workshop.hannah}`, act: conversation },
      bots: { path: 'bots', act: async (page) => page.locator('.bot-row').first().waitFor() },
      knowledge: { path: `bots/${workshop.botId}`, act: async (page) => page.locator('.document').first().waitFor() },
      test: { path: `bots/${workshop.botId}/test`, act: question },
      access: { path: `bots/${workshop.botId}/access`, act: async (page) => page.locator('.switch').waitFor() },
      install: { path: `bots/${workshop.botId}/install`, act: async (page) => page.locator('.code-box').waitFor() },
      log: { path: 'log', act: log },
      entry: { path: 'log', act: entry },
      palette: {
        path: 'inbox/open',
        act: async (page) => {
          await page.locator('.row').first().waitFor()
          await page.keyboard.press('Control+k')
          await page.locator('.palette-entry').first().waitFor()
        },
      },
      add: {
        path: `bots/${workshop.botId}`,
        act: async (page) => {
          await page.getByRole('button', { name: 'Add', exact: true }).click()
          await page.locator('.add-way').first().waitFor()
        },
      },
    }
    const kinds: Record<string, BrowserContextOptions> = {
      light: { ...desktop, deviceScaleFactor: 1.5 },
      dark: { ...desktop, deviceScaleFactor: 1.5, colorScheme: 'dark' },
      phone: { ...phone, deviceScaleFactor: 2 },
    }
    const wanted = process.env.PLACES?.split(',')
    for (const [kind, options] of Object.entries(kinds)) {
      const { page, context, troubles } = await visit(browser, options)
      await page.goto(`${served.origin}/dashboard/`)
      await page.getByLabel('E-mail address').waitFor()
      await page.screenshot({ path: join(folder, `sign-in-${kind}.png`) })
      await signIn(page, served.origin, workshop.owner)
      for (const [name, { path, act }] of Object.entries(places)) {
        if (wanted && !wanted.includes(name)) continue
        await page.goto(`${served.origin}/dashboard/${path}`)
        await act(page).catch((error) => console.error(kind, name, error.message))
        await page.waitForTimeout(400)
        await page.screenshot({ path: join(folder, `${name}-${kind}.png`) })
      }
      if (troubles.length > 0) console.error(kind, troubles)
      await context.close()
    }
    await browser.close()
    await served.close()
    await built.remove()
    await running.close()
  },
  300_000,
)
