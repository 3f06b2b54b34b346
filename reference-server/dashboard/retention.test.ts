import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestSotto, type TestSotto } from '../../packages/server-sdk/src/testing/index.ts'
import { wordsOnly } from '../../packages/server-sdk/src/testing/words-only.ts'
import { smallTargets, violations } from './testing/accessibility.ts'
import { launchBrowser, phone, signIn, visit } from './testing/browser.ts'
import { buildDashboard } from './testing/built-dashboard.ts'
import { type ServedDashboard, serveDashboard } from './testing/served-dashboard.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const patience = 90_000

let running: TestSotto
let dashboard: Awaited<ReturnType<typeof buildDashboard>>
let served: ServedDashboard
let browser: Browser
let kestrel: SmallTeam
const open: Awaited<ReturnType<typeof visit>>[] = []

beforeAll(async () => {
  ;[running, dashboard, browser] = await Promise.all([
    startTestSotto({ models: { embeddings: wordsOnly } }),
    buildDashboard(),
    launchBrowser(),
  ])
  served = await serveDashboard(running.sotto, dashboard.folder)
  kestrel = await smallTeam(running.sotto)
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

async function enter(path: string, options?: Parameters<typeof visit>[1]): Promise<Page> {
  const visited = await visit(browser, options)
  open.push(visited)
  await signIn(visited.page, served.origin, kestrel.owner, path)
  return visited.page
}

/** Pictures for whoever wants to look, where a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SOTTO_PICTURES
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png` })
}

test(
  'periods are chosen and set, and what they would let go is counted before it goes',
  async () => {
    const { team, botId } = kestrel
    const { conversation } = await team.conversations.start({ botId })
    await team.conversations.change(conversation.id, { status: 'closed' })
    const page = await enter('inbox/open')
    await page.getByRole('link', { name: /^Privacy/ }).click()
    await page.getByRole('link', { name: 'Retention' }).click()
    await page.getByText('No run yet').waitFor()
    await page.getByRole('row', { name: /^Tickets 5 years/ }).waitFor()
    expect(await violations(page)).toEqual([])

    await page.getByRole('radio', { name: /^Baseline/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Choose Baseline' }).click()
    await page.getByRole('row', { name: /^Conversations 90 days/ }).waitFor()

    await page.getByRole('button', { name: 'Change the period of conversations' }).click()
    await dialog.getByLabel('For').selectOption('own')
    await dialog.getByRole('textbox', { name: 'Days' }).fill('-1')
    await dialog.getByRole('button', { name: 'Keep so long' }).click()
    await dialog.getByText('Write a whole number of days, from 0 to 36,500.').waitFor()
    expect(await violations(page)).toEqual([])
    await dialog.getByLabel('For').selectOption('0')
    await dialog.getByRole('button', { name: 'Keep so long' }).click()
    await page.getByRole('row', { name: /^Conversations Not beyond the session/ }).waitFor()

    await page.getByRole('button', { name: 'Add for a bot' }).click()
    await dialog.getByLabel('What came through it').selectOption('files')
    await dialog.getByLabel('Days').fill('60')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('uploaded files 60 days, then deleted').waitFor()

    await page.getByRole('button', { name: 'Count', exact: true }).click()
    await page.getByRole('button', { name: 'Run now' }).waitFor({ timeout: 30_000 })
    expect(await violations(page)).toEqual([])
    await picture(page, 'light')
    await page.getByRole('button', { name: 'Run now' }).click()
    await dialog.getByRole('button', { name: 'Run now' }).click()
    await page.getByRole('button', { name: /^By hand/ }).click({ timeout: 30_000 })
    await page.getByText('1 key was destroyed.').waitFor()
    await picture(page, 'report')
    await expect(team.conversations.get(conversation.id)).rejects.toMatchObject({ code: 'not_found' })
  },
  patience,
)

test(
  'and are read under a thumb, and in the dark',
  async () => {
    const page = await enter('retention', phone)
    await page.getByRole('button', { name: /^By hand/ }).waitFor()
    expect(await smallTargets(page)).toEqual([])
    expect(await violations(page)).toEqual([])
    await picture(page, 'phone')
    const dark = await enter('retention')
    await dark.emulateMedia({ colorScheme: 'dark' })
    await dark.getByRole('button', { name: /^By hand/ }).waitFor()
    expect(await violations(dark)).toEqual([])
    await picture(dark, 'dark')
  },
  patience,
)
