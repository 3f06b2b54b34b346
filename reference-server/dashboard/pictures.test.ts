/** `SOTTO_PICTURES=folder vitest run dashboard/pictures`: each page light, dark and on a phone, to be held beside the design. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { test } from 'vitest'
import { startTestSotto } from '../../packages/server-sdk/src/testing/index.ts'
import { desktop, launchBrowser, phone, signIn, visit } from './testing/browser.ts'
import { buildDashboard } from './testing/built-dashboard.ts'
import { bannerChoice, scanReport, workshopDraft } from './testing/consent-shop.ts'
import { keepPicture, picturesFolder } from './testing/pictures.ts'
import { serveDashboard } from './testing/served-dashboard.ts'
import { tellSomebody } from './testing/told.ts'
import { clockBefore, openWorkshop, type Workshop } from './testing/workshop.ts'

const day = 86_400_000

/** A policy with two versions and a draft, and how people chose in twelve weeks. */
async function askForConsent({ team, botId }: Workshop, clock: ReturnType<typeof clockBefore>): Promise<string> {
  clock.set(90 * day)
  const draft = workshopDraft((await team.bots.get(botId)).publishableKey, 'https://chat.kestrelcycles.example')
  const { services = [], ...rest } = draft
  const { policies } = team.consent
  const { id } = await policies.create({ name: 'Website', draft: { ...rest, services: services.slice(0, 3) } })
  await policies.publish(id)
  for (let week = 11; week >= 0; week--) {
    clock.set(week * 7 * day)
    for (const [language, layout, times] of [
      ['en', 'card', 14],
      ['de', 'card', 12],
      ['fr', 'sheet', week < 5 ? 11 : 4],
    ] as const)
      for (let time = 0; time < times; time++) {
        const kind = (time * 7 + week) % 10
        const all = ['analytics', 'media', 'marketing']
        const granted = kind < 5 - week / 4 ? all : kind < 7 ? ['analytics'] : []
        const said = {
          granted,
          denied: all.filter((name) => !granted.includes(name)),
          shown: { hash: null, layer: 'first' as const, layout, language },
        }
        await team.consent.record(bannerChoice(id, 1, { ...said, at: clock.now().toISOString() }))
      }
  }
  clock.set(2 * day)
  await policies.change(id, { draft })
  await policies.publish(id)
  clock.set(0)
  const reworded = draft.services?.map((one) =>
    one.id === 'counter' ? { ...one, purpose: { en: 'Counts which pages are read, and from where.' } } : one,
  )
  await policies.change(id, {
    draft: {
      ...draft,
      services: [
        ...(reworded ?? []),
        { id: 'video', category: 'media', name: 'Video', requests: ['video.example.com'] },
      ],
    },
  })
  return id
}

test.runIf(picturesFolder)(
  'pictures',
  async () => {
    const clock = clockBefore()
    const running = await startTestSotto({ now: clock.now, allowPrivateAddresses: true })
    const workshop = await openWorkshop(running.sotto, clock)
    const told = await tellSomebody(workshop.team)
    const built = await buildDashboard()
    const served = await serveDashboard(running.sotto, built.folder)
    const browser = await launchBrowser()
    const policyId = process.env.PLACES?.includes('consent') === false ? '' : await askForConsent(workshop, clock)
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
      'consent-policies': {
        path: 'consent',
        act: async (page) => page.locator('.consent-policy-row').first().waitFor(),
      },
      'consent-edit': {
        path: `consent/policies/${policyId}`,
        act: async (page) => {
          await page.getByRole('button', { name: /Counting visits/ }).click()
          await page.getByRole('button', { name: /^Counter/ }).click()
          await page.waitForTimeout(1500)
        },
      },
      'consent-preview': {
        path: `consent/policies/${policyId}/preview`,
        act: async (page) => {
          await page.frameLocator('iframe').first().locator('sotto-consent .first').waitFor()
          await page.waitForTimeout(500)
        },
      },
      'consent-changes': {
        path: `consent/policies/${policyId}/changes`,
        act: async (page) => page.locator('.consent-changes').waitFor(),
      },
      'consent-versions': {
        path: `consent/policies/${policyId}/versions`,
        act: async (page) => page.locator('.consent-table').waitFor(),
      },
      'consent-cookies': {
        path: `consent/policies/${policyId}/cookies`,
        act: async (page) => {
          const file = {
            name: 'scan.json',
            mimeType: 'application/json',
            buffer: Buffer.from(JSON.stringify(scanReport)),
          }
          await page.getByLabel('Report of the scanner, as JSON').setInputFiles(file)
          await page.locator('.consent-differences').waitFor()
        },
      },
      'consent-install': {
        path: `consent/policies/${policyId}/install`,
        act: async (page) => page.locator('.consent-reasons').waitFor(),
      },
      'consent-publish': {
        path: `consent/policies/${policyId}`,
        act: async (page) => {
          await page.getByRole('button', { name: 'Publish', exact: true }).click()
          await page.locator('.consent-who').waitFor()
        },
      },
      'consent-records': {
        path: 'consent/records',
        act: async (page) => page.locator('.record-row').first().waitFor(),
      },
      'consent-record': {
        path: 'consent/records',
        act: async (page) => {
          await page.locator('.record-row').first().click()
          await page.locator('.record-choices').waitFor()
        },
      },
      'consent-rates': {
        path: 'consent/rates',
        act: async (page) => page.locator('.rates-chart rect').first().waitFor(),
      },
      webhooks: { path: 'webhooks', act: async (page) => page.locator('.webhook-row').first().waitFor() },
      webhook: {
        path: `webhooks/${told.webhookId}`,
        act: async (page) => page.locator('.delivery').first().waitFor(),
      },
      'webhook-add': {
        path: 'webhooks',
        act: async (page) => {
          await page.getByRole('button', { name: 'Add webhook' }).click()
          await page.getByLabel('Address').fill('https://hooks.kestrelcycles.example/sotto')
          await page.getByLabel('Consent withdrawn').check()
        },
      },
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
      await keepPicture(page, `sign-in-${kind}`)
      await signIn(page, served.origin, workshop.owner)
      for (const [name, { path, act }] of Object.entries(places)) {
        if (wanted && !wanted.includes(name)) continue
        await page.goto(`${served.origin}/dashboard/${path}`)
        await act(page).catch((error) => console.error(kind, name, error.message))
        await page.waitForTimeout(400)
        await keepPicture(page, `${name}-${kind}`)
      }
      if (troubles.length > 0) console.error(kind, troubles)
      await context.close()
    }
    await browser.close()
    await served.close()
    await built.remove()
    await told.close()
    await running.close()
  },
  300_000,
)
