import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestSotto, type TestSotto } from '../../packages/server-sdk/src/testing/index.ts'
import { smallTargets, violations } from './testing/accessibility.ts'
import { launchBrowser, phone, signIn, visit } from './testing/browser.ts'
import { buildDashboard } from './testing/built-dashboard.ts'
import { type ServedDashboard, serveDashboard } from './testing/served-dashboard.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const patience = 90_000
const pictures = process.env.SOTTO_PICTURES
let running: TestSotto
let dashboard: Awaited<ReturnType<typeof buildDashboard>>
let served: ServedDashboard
let browser: Browser
let kestrel: SmallTeam
const viewer = { email: 'noor@kestrel.example', password: '' }
const open: Awaited<ReturnType<typeof visit>>[] = []

beforeAll(async () => {
  ;[running, dashboard, browser] = await Promise.all([startTestSotto(), buildDashboard(), launchBrowser()])
  served = await serveDashboard(running.sotto, dashboard.folder)
  kestrel = await smallTeam(running.sotto)
  const { email } = viewer
  viewer.password = (await kestrel.team.members.create({ name: 'Noor Haddad', email, role: 'viewer' })).password
  await kestrel.team.apiKeys.create({ name: 'Website', scopes: ['conversations:read', 'contacts:read'] })
  await kestrel.team.bots.create({ name: 'Kite', visibility: 'public' })
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

async function enter(who: { email: string; password: string }, options?: Parameters<typeof visit>[1]): Promise<Page> {
  const visited = await visit(browser, options)
  open.push(visited)
  await signIn(visited.page, served.origin, who, 'access')
  return visited.page
}
const picture = async (page: Page, name: string) => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` })
}

test(
  'access is asked for by one, given by another, and confirmed in a review',
  async () => {
    const page = await enter(viewer)
    await page.getByText('Nobody has more than their role').waitFor()
    expect(await page.getByRole('heading', { name: 'Who has what' }).count()).toBe(0)
    await picture(page, 'empty')
    await page.getByRole('button', { name: 'Ask for access' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why, for whoever decides').fill('Ada is away this week')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await dialog.getByText('Choose what is asked for.').waitFor()
    await dialog.getByLabel('change tickets').check()
    expect(await violations(page)).toEqual([])
    await picture(page, 'ask')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByText('Waits for approval').waitFor()
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0)

    const owner = await enter(kestrel.owner, { ...phone, colorScheme: 'dark' })
    await owner.getByRole('button', { name: 'Approve for Noor Haddad' }).click()
    await owner.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await owner.getByText(/Counts until/).waitFor()
    await owner.getByRole('button', { name: 'Review now' }).click()
    await owner.getByText('0 of 5').waitFor()
    expect(await violations(owner)).toEqual([])
    expect(await smallTargets(owner)).toEqual([])
    await picture(owner, 'review-phone-dark')
    for (const name of ['Website', 'Noor Haddad']) {
      const keep = owner.getByRole('button', { name: `Keep ${name}` })
      const left = await keep.count()
      await keep.last().click()
      await expect.poll(() => keep.count()).toBe(left - 1)
    }
    await owner.getByRole('button', { name: 'Remove Kite' }).click()
    await owner.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await owner.getByText('3 of 5').waitFor()
    await owner.getByText('Removed', { exact: true }).waitFor()
    const shown = await kestrel.team.bots.list()
    expect(shown.data.find(({ name }) => name === 'Kite')?.visibility).toBe('private')
    const wide = await enter(kestrel.owner)
    await wide.getByText('3 of 5').waitFor()
    expect(await violations(wide)).toEqual([])
    await picture(wide, 'review-light')
    await wide.getByRole('heading', { name: 'Who has what' }).scrollIntoViewIfNeeded()
    await picture(wide, 'grants-light')
  },
  patience,
)
