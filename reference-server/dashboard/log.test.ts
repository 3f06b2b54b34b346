import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test, vi } from 'vitest'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone } from './testing/browser.ts'
import { patience, useDesk } from './testing/desk.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk()
let kestrel: SmallTeam
let ada: string

beforeAll(async () => {
  kestrel = await smallTeam(desk.running.sotto)
  const { team } = kestrel
  const gone = await kestrel.ask(['Forget me'])
  ada = (await team.contacts.create({ name: 'Ada Lovelace', email: 'ada@example.com', phone: '+44 7700 900112' })).id
  await team.contacts.change(ada, { phone: '+44 7700 900187' })
  await team.conversations.remove(gone)
  // Asking the log itself would fill it with looks.
  await vi.waitFor(async () => expect((await team.audit.verify()).waiting).toBe(0), { timeout: 20_000, interval: 100 })
}, 180_000)

const enter = (path: string, who = kestrel.owner, options?: Parameters<typeof desk.look>[0]) =>
  desk.enter(who, path, options)

const changed = (page: Page) => page.locator('.log-row').filter({ hasText: 'contact.changed' }).first()

test(
  'an entry tells who did what, shows what changed, and proves itself in the browser',
  async () => {
    const page = await enter('inbox/open')
    await page.getByRole('link', { name: 'Privacy', exact: true }).click()
    await page.getByRole('link', { name: 'Log', exact: true }).click()
    const row = changed(page)
    await row.getByText('Ada Lovelace').or(row.getByText('phone')).first().waitFor()
    expect(await row.innerText()).toMatch(/Changed[\s\S]*contact, phone/)
    expect(await violations(page)).toEqual([])
    await row.click()
    const panel = page.locator('.log-entry')
    const phoneRow = panel.getByRole('row', { name: /Phone/ })
    await phoneRow.getByText('+447700900112').waitFor()
    await phoneRow.getByText('+447700900187').waitFor()
    await panel.getByRole('button', { name: 'Show proof' }).click()
    await panel.getByText(/and a signature, checked in this browser/).waitFor()
    expect(await violations(page)).toEqual([])
    const saving = page.waitForEvent('download')
    await panel.getByRole('button', { name: 'Proof', exact: true }).click()
    expect(await readFile(await (await saving).path(), 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await expect.poll(() => row.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('j')
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(false)
  },
  patience,
)

test(
  'what was forgotten is called so, and found by nobody',
  async () => {
    const page = await enter('log')
    const row = page.locator('.log-row').filter({ hasText: 'conversation.started' }).first()
    await row.locator('.log-forgotten').waitFor()
    await row.click()
    await page.getByText('The fact stays, and can still be proven.', { exact: false }).waitFor()
  },
  patience,
)

test(
  'is narrowed to a person, an action and a time, and taken away as a file in the same way',
  async () => {
    const page = await enter('log')
    await changed(page).waitFor()
    await page.getByRole('button', { name: /^Person/ }).click()
    await page.getByLabel('Name, e-mail address or id').fill('Lovel')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /Ada Lovelace/ }).click()
    await page.getByLabel('Action').selectOption('contact.changed')
    await page.getByLabel('When').selectOption('today')
    await expect.poll(() => page.locator('.log-row').count()).toBe(1)
    await page.getByRole('button', { name: 'Export these' }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /CSV/ }).click()
    const lines = (await readFile(await (await saving).path(), 'utf8')).trim().split(/\r?\n/)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('contact.changed')
    await page.getByLabel('Action').selectOption('ticket.closed')
    await page.getByText('No entry is like that').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Show everything' }).click()
    await changed(page).waitFor()
  },
  patience,
)

test(
  'gives the newest checkpoint, and says so when it cannot be read',
  async () => {
    const page = await enter('log')
    await page.getByRole('button', { name: 'Checkpoint', exact: true }).click()
    await page.getByRole('heading', { name: /Checkpoint of entry \d/ }).waitFor()
    expect(await page.locator('.code-box pre').innerText()).toMatch(/^sotto\/team_\w+\/1\n\d+\n/)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.route('**/v1/audit/entries?*', (route) => route.abort())
    await page.getByRole('button', { name: 'Look for newer entries' }).click()
    await page.getByText('The server cannot be reached.', { exact: false }).waitFor({ timeout: 30_000 })
    await page.unroute('**/v1/audit/entries?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('The server cannot be reached.', { exact: false }).waitFor({ state: 'detached' })
  },
  patience,
)

test(
  'does not exist for those who may not read it',
  async () => {
    const email = 'mia@example.com'
    const { password } = await kestrel.team.members.create({ name: 'Mia Member', email, role: 'member' })
    const page = await enter('log', { id: '', email, password })
    await page.getByText('There is nothing at this address').waitFor()
    expect(await page.getByRole('link', { name: 'Log', exact: true }).count()).toBe(0)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('log')
    expect(await page.getByRole('option').count()).toBe(0)
  },
  patience,
)

test(
  'fits a phone, in the dark too',
  async () => {
    const page = await enter('log', kestrel.owner, { ...phone, colorScheme: 'dark' })
    await changed(page).waitFor()
    for (const act of [async () => {}, async () => changed(page).click()]) {
      await act()
      await page.locator(':is(.log-row, .log-entry-body):visible').first().waitFor()
      expect(await smallTargets(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
      expect(await violations(page)).toEqual([])
    }
    await page.getByRole('button', { name: 'Back to the log' }).click()
    await changed(page).waitFor()
  },
  patience,
)

test(
  'is verified when asked, and says what is wrong when something is',
  async () => {
    const page = await enter('log')
    await page.getByRole('button', { name: 'Verify', exact: true }).click()
    await page.getByText(/Verified to entry \d/).waitFor({ timeout: 60_000 })
    const [entry] = (await kestrel.team.audit.list({ action: 'contact.changed' })).data
    const entries = desk.running.client
      .db(desk.running.database)
      .collection<{ _id: string; bytes: { buffer: Uint8Array } }>('auditEntries')
    const stored = await entries.findOne({ _id: entry?.id as string })
    const forged = Buffer.from(
      Buffer.from(stored?.bytes.buffer as Uint8Array)
        .toString()
        .replace('contact.changed', 'contact.deleted'),
    )
    await entries.updateOne({ _id: entry?.id as string }, { $set: { bytes: forged } } as never)
    await page.getByRole('button', { name: 'Verify again' }).click()
    const alarm = page.locator('.log-wrong')
    await alarm.getByText(`From entry ${entry?.index?.toLocaleString('en-GB')} on`).waitFor({ timeout: 60_000 })
    await page.getByText('Not as it was written').waitFor()
    expect(await violations(page)).toEqual([])
    await entries.updateOne({ _id: entry?.id as string }, { $set: { bytes: stored?.bytes } } as never)
  },
  patience,
)
