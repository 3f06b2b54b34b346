import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { makeTeam, type TestTeam } from '../../packages/server-sdk/src/testing/index.ts'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone } from './testing/browser.ts'
import { bannerChoice, scanReport, workshopDraft } from './testing/consent-shop.ts'
import { patience, useDesk } from './testing/desk.ts'

const desk = useDesk()
let kestrel: TestTeam
let key: string

beforeAll(async () => {
  kestrel = await makeTeam(desk.running.sotto, 'Kestrel Cycles')
  key = (await kestrel.team.bots.create({ name: 'Wren', visibility: 'public' })).publishableKey
}, 180_000)

const enter = (
  path: string,
  options?: Parameters<typeof desk.look>[0],
  who: { email: string; password: string } = kestrel,
) => desk.enter(who, path, options)

const policies = () => kestrel.team.consent.policies
const published = async () => {
  const { id } = await policies().create({ name: 'Website', draft: workshopDraft(key, desk.origin) })
  await policies().publish(id)
  return id
}
const banner = (page: Page) => page.frameLocator('iframe').first().locator('sotto-consent')

test(
  'a policy is made, written, tried with the real banner, and published with who is asked',
  async () => {
    const page = await enter('inbox/open')
    await page.getByRole('link', { name: 'Privacy', exact: true }).click()
    await page.getByRole('link', { name: 'Consent', exact: true }).click()
    await page.getByText('No policy yet').waitFor()
    await page.getByRole('button', { name: 'New policy' }).click()
    await page.getByLabel('Name').fill('Shop')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Shop', exact: true }).waitFor()
    await banner(page).getByRole('button', { name: 'Reject' }).waitFor()
    await page.getByLabel('Heading in English').fill('May we?')
    await banner(page).getByRole('heading', { name: 'May we?' }).waitFor()
    await page.getByLabel('Add a language').selectOption('de')
    await page.getByText('Without it, the banner speaks English', { exact: false }).waitFor()
    await page.getByLabel('Heading in German').fill('Dürfen wir?')
    await banner(page).getByRole('heading', { name: 'Dürfen wir?' }).waitFor()
    await banner(page).getByRole('button', { name: 'Ablehnen' }).waitFor()
    await page.getByRole('button', { name: 'Preferences', exact: true }).click()
    await banner(page).getByRole('dialog').waitFor()
    await page.getByRole('button', { name: 'Preferences', exact: true }).click()
    await page.getByLabel('Where the visitor is').selectOption('US')
    await page.getByText('Nobody is asked here.', { exact: false }).waitFor()
    expect(await page.evaluate(() => document.cookie)).not.toContain('sotto-consent')

    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish version 1?' })
    await dialog.getByText('Everybody is asked.').waitFor()
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Publish version 1' }).click()
    await page.getByText('Version 1 live').waitFor()
    const [policy] = (await policies().list()).data
    expect(policy).toMatchObject({ name: 'Shop', published: 1, isChanged: false })
    expect((await policies().get(policy?.id as string)).draft.texts?.heading).toEqual({
      en: 'May we?',
      de: 'Dürfen wir?',
    })
  },
  patience,
)

test(
  'what is wrong is said where it is, and nothing that was written is lost',
  async () => {
    const id = await published()
    const page = await enter(`consent/policies/${id}`)
    await page.getByLabel('Privacy notice', { exact: true }).fill('privacy')
    await page.getByLabel('Legal notice').focus()
    await page.getByText('Must begin with https:// or with /.').waitFor()
    await page.getByRole('button', { name: 'Set other days' }).first().click()
    await page.getByLabel('After a no, ask again after, in days').fill('30')
    await page.getByRole('button', { name: '2 things to fix' }).waitFor()
    await page.getByLabel('A yes holds for, in days').focus()
    await page.getByText('At least 182 days.', { exact: false }).waitFor()
    await page.getByRole('status').getByText('Saved').waitFor()
    expect((await policies().get(id)).unfinished).toMatchObject({ site: { privacyUrl: 'privacy' } })
    await page.reload()
    expect(await page.getByLabel('Privacy notice', { exact: true }).inputValue()).toBe('privacy')
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const field = page.getByLabel('Privacy notice', { exact: true })
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await violations(page)).toEqual([])

    // The server does not take it: what is written stays in this browser, and is told as soon as it can be.
    const problem = { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'Not now.', code: 'forbidden' }
    await page.route('**/v1/consent/policies/**', (route) =>
      route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    )
    await field.fill('/data')
    await page.getByText('Not saved', { exact: true }).waitFor({ timeout: 30_000 })
    await page.unroute('**/v1/consent/policies/**')
    await page.reload()
    expect(await field.inputValue()).toBe('/data')
    await page.getByLabel('After a no, ask again after, in days').fill('190')
    await page.getByRole('status').getByText('Saved').waitFor()
    await page.getByRole('link', { name: 'Changes' }).click()
    await page.getByText('Nobody is asked again.').waitFor()
    expect((await policies().get(id)).draft.site.privacyUrl).toBe('/data')

    // Somebody else is faster.
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    const theirs = { ...workshopDraft(key, desk.origin), layout: 'wall' as const }
    await policies().change(id, { draft: theirs })
    await page.getByLabel('Name', { exact: true }).fill('Kestrel')
    await page.getByText('Somebody else has changed this policy', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByRole('status').getByText('Saved').waitFor()
    expect((await policies().get(id)).unfinished).toMatchObject({ site: { name: 'Kestrel', privacyUrl: '/data' } })
  },
  patience,
)

test(
  'changes are told in words, a version comes back, and a scan is taken over row by row',
  async () => {
    const id = await published()
    const draft = workshopDraft(key, desk.origin)
    const services = draft.services?.map((one) =>
      one.id === 'counter' ? { ...one, purpose: { en: 'Counts visits.' } } : one,
    )
    await policies().change(id, { draft: { ...draft, services: services ?? [] } })
    const page = await enter(`consent/policies/${id}/changes`)
    await page.getByText('Everyone who said yes to anything is asked again.').waitFor()
    await page.getByText('Service reworded: Counter (counter)').waitFor()
    const row = page.getByRole('row', { name: /Purpose in English/ })
    expect(await row.innerText()).toMatch(/Counts which pages are read\.\s+Counts visits\./)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('button', { name: 'Publish version 2' }).click()
    await page.getByText('Version 2 live').waitFor()
    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByRole('row', { name: /^1 / }).getByRole('button', { name: 'Restore' }).click()
    await page.getByRole('button', { name: 'Restore as the draft' }).click()
    await page.getByText('Service reworded: Counter (counter)').waitFor()
    expect((await policies().get(id)).draft).toEqual(draft)

    await page.getByRole('link', { name: 'Cookies' }).click()
    await page
      .getByRole('row', { name: /_count\*/ })
      .getByText('90 days')
      .waitFor()
    const file = { name: 'scan.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(scanReport)) }
    await page.getByLabel('Report of the scanner, as JSON').setInputFiles(file)
    await page.getByText('declared 90 days, seen 180 days', { exact: false }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Add to the policy: _fbp' }).click()
    await page.getByRole('button', { name: 'Add to the policy: connect.facebook.net' }).click()
    await page.getByRole('button', { name: 'Take over: _count*' }).click()
    await page.getByRole('button', { name: 'Remove: ad_id' }).click()
    await page.getByText('The scan and the policy say the same', { exact: false }).first().waitFor()
    await page.getByRole('link', { name: 'Install' }).click()
    await page.getByText(`${desk.origin}/v1/consent/published/${id}?key=${key}`, { exact: false }).first().waitFor()
    await page.getByText('No choice by this policy is among', { exact: false }).waitFor()
    expect(await violations(page)).toEqual([])
    await expect
      .poll(async () => (await policies().get(id)).draft.services?.at(-1))
      .toMatchObject({
        id: 'meta-pixel',
        category: 'marketing',
        cookies: [{ name: '_fbp', lifetimeDays: 90 }],
        requests: ['connect.facebook.net'],
      })
    const taken = await policies().get(id)
    expect(taken.draft.services?.find((one) => one.id === 'counter')?.cookies).toEqual([
      { name: '_count*', lifetimeDays: 180 },
    ])
  },
  patience,
)

test(
  'records are found by what was said, shown with their proof, checked by receipt, exported and imported',
  async () => {
    const id = await published()
    const say = (own: Parameters<typeof bannerChoice>[2]) => kestrel.team.consent.record(bannerChoice(id, 1, own))
    for (let time = 0; time < 11; time++) await say({})
    const { receipt } = await say({ granted: ['analytics'], denied: ['marketing', 'media'] })
    const page = await enter('consent/records')
    await page.locator('.record-row').nth(11).waitFor()
    await page.getByLabel('Said').selectOption('denied')
    await expect.poll(() => page.locator('.record-row').count()).toBe(1)
    await page.getByText('Yes to analytics, no to marketing and media').click()
    const panel = page.locator('.log-entry')
    await panel.getByText('Cookies are your choice').waitFor()
    await panel.getByRole('button', { name: 'Find it in the log' }).click()
    await panel.getByRole('link', { name: /^Entry/ }).waitFor()
    expect(await violations(page)).toEqual([])
    const saving = page.waitForEvent('download')
    await panel.getByRole('button', { name: 'Receipt', exact: true }).click()
    expect(JSON.parse(await readFile(await (await saving).path(), 'utf8'))).toEqual(receipt)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Find a receipt' }).click()
    const field = page.getByLabel('Receipt, or the id of a record')
    await field.fill(JSON.stringify({ ...receipt, receipt: receipt.receipt.replace('granted', 'denied') }))
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('It is not as this team signed it', { exact: false }).waitFor()
    await field.fill(JSON.stringify(receipt))
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('the ledger has it', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Open the record' }).click()
    await panel.waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Export these' }).click()
    const exporting = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /CSV/ }).click()
    expect((await readFile(await (await exporting).path(), 'utf8')).trim().split('\r\n')).toHaveLength(2)

    await page.getByRole('button', { name: 'Import' }).click()
    const csv =
      'email,granted,at\r\nada@example.com,newsletter,2026-01-02T09:00:00Z\r\nbob@example.com,,2026-01-02T09:00:00Z\r\n'
    await page.getByLabel('File').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await page.getByLabel('Where they come from', { exact: false }).fill('The newsletter tool, list of January')
    await page.getByLabel('Make contacts of people', { exact: false }).check()
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
    await page.getByText('1 of 2 rows imported').waitFor()
    await page.getByText('must name a purpose, here or in denied').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: /^Person/ }).click()
    await page.getByLabel('Name, e-mail address or id').fill('ada@example.com')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /ada@example.com/ }).click()
    await page.getByRole('button', { name: 'Clear' }).waitFor()
    await page.getByLabel('Said').selectOption('')
    await page.locator('.person-state').getByText('newsletter').waitFor()

    await page.getByRole('link', { name: 'Rates' }).click()
    await page.getByText('Nearly all accept everything').waitFor()
    await page.getByText('Choices are counted, and never people.', { exact: false }).waitFor()
    expect(await violations(page)).toEqual([])
  },
  patience,
)

test(
  'fits a phone in the dark, and shows viewers what they may not change',
  async () => {
    const id = await published()
    const email = 'vera@example.com'
    const { password } = await kestrel.team.members.create({ name: 'Vera Viewer', email, role: 'viewer' })
    const viewer = await enter(`consent/policies/${id}`, undefined, { email, password })
    await viewer.getByText('Your role may read this policy, and not change it.').waitFor()
    expect(await viewer.getByRole('button', { name: 'Publish', exact: true }).count()).toBe(0)
    expect(await viewer.getByLabel('Name', { exact: true }).getAttribute('readonly')).not.toBeNull()

    const page = await enter(`consent/policies/${id}`, { ...phone, colorScheme: 'dark' })
    const fits = async () => {
      expect(await smallTargets(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
      expect(await violations(page)).toEqual([])
    }
    await page.getByRole('button', { name: /Counting visits/ }).click()
    await page.getByRole('button', { name: /^Counter/ }).click()
    await fits()
    await page.getByRole('link', { name: 'Preview' }).click()
    await banner(page).getByRole('button', { name: 'Reject' }).waitFor()
    await fits()
    await page.getByRole('button', { name: 'More places' }).click()
    await fits()
    await page.getByRole('menuitem', { name: 'Consent' }).click()
    await page.getByRole('link', { name: 'Records' }).click()
    await page.locator('.record-row').first().waitFor()
    await fits()
  },
  patience,
)
