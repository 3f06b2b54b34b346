import { beforeAll, expect, test } from 'vitest'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone } from './testing/browser.ts'
import { patience, useDesk } from './testing/desk.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk()
const counsel = { email: 'counsel@kestrel.example', password: '' }
let kestrel: SmallTeam

beforeAll(async () => {
  kestrel = await smallTeam(desk.running.sotto)
  const { email } = counsel
  counsel.password = (await kestrel.team.members.create({ name: 'Dana Reyes', email, role: 'admin' })).password
  await kestrel.team.contacts.create({ name: 'Ada King', email: 'ada@example.com' })
}, 180_000)

const enter = (who: { email: string; password: string }, options?: Parameters<typeof desk.look>[0]) =>
  desk.enter(who, 'holds', options)

test(
  'a hold is proposed by one, approved by another, and released by both',
  async () => {
    const page = await enter(kestrel.owner)
    await page.getByText('Nothing is held').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Propose a hold' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What it is about').fill('King against Kestrel: the brake that failed')
    await dialog.getByRole('button', { name: 'Propose it' }).click()
    await dialog.getByText('Write the address of the person.').waitFor()
    await dialog.getByLabel('Their e-mail address').fill('ada@example.com')
    await dialog.getByLabel('Tickets').check()
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Propose it' }).click()
    await page.getByRole('heading', { name: 'Litigation' }).waitFor()
    await page.getByText('Somebody other than you has to approve it.').waitFor()
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0)

    const other = await enter(counsel, { ...phone, colorScheme: 'dark' })
    await other.getByRole('link', { name: /Litigation/ }).click()
    await other.locator('.pane-facts').getByText('Ada King').waitFor()
    expect(await violations(other)).toEqual([])
    expect(await smallTargets(other)).toEqual([])
    await other.getByRole('button', { name: 'Approve…' }).click()
    await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await other.locator('.pane-standing').getByText('Holds').waitFor()
    await other.getByRole('button', { name: 'Release…' }).click()
    await other.getByLabel('Why it is not needed any more').fill('It was settled.')
    await other.getByRole('button', { name: 'Propose release' }).click()
    await other.getByText('Somebody other than you has to approve it.').waitFor()

    await page.reload()
    await page.getByRole('button', { name: 'Approve release…' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click()
    await page.locator('.pane-standing').getByText('Released').waitFor()
    await page.getByText('Release approved by you').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Choose a hold').waitFor()
    await page.getByRole('button', { name: 'More for legal holds' }).click()
    await page.getByRole('menuitem', { name: 'Reasons' }).click()
    await page.getByRole('button', { name: 'Add a reason' }).click()
    await page.getByLabel('Reason 6', { exact: true }).fill('Arbitration')
    expect(await violations(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect((await kestrel.team.holds.reasons()).reasons.at(-1)).toMatchObject({ code: 'arbitration' })
  },
  patience,
)
