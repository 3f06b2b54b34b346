import { beforeAll, expect, test } from 'vitest'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone } from './testing/browser.ts'
import { patience, useDesk } from './testing/desk.ts'
import { keepPicture } from './testing/pictures.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk()
let kestrel: SmallTeam
let noor: string

beforeAll(async () => {
  kestrel = await smallTeam(desk.running.sotto)
  const { member } = await kestrel.team.members.create({
    name: 'Noor Haddad',
    email: 'noor@kestrel.example',
    role: 'viewer',
  })
  noor = member.id
  await kestrel.team.apiKeys.create({ name: 'Website', scopes: ['conversations:read', 'contacts:read'] })
  await kestrel.team.bots.create({ name: 'Kite', visibility: 'public' })
}, 180_000)

const enter = (who: { email: string; password: string }, options?: Parameters<typeof desk.look>[0]) =>
  desk.enter(who, 'access', options)

/** Somebody asks for themselves, in their own browser. */
async function askOf(memberId: string): Promise<void> {
  const { access } = desk.running.sotto
  const principal = await access.member(kestrel.team.id, memberId)
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const asked = { permissions: ['tickets:write' as const], reason: 'Ada is away this week', until }
  await desk.running.sotto.as(principal, { ip: null, requestId: null }).team.exceptions.askForMember(memberId, asked)
}
test(
  'access is asked for, given by another, and confirmed in a review',
  async () => {
    const page = await enter(kestrel.owner)
    await page.getByText('Nobody has more than their role').waitFor()
    await page.getByRole('button', { name: 'Ask for access' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').first().selectOption({ label: 'Key Website' })
    await dialog.getByLabel('Why, for whoever decides').fill('The shop shows tickets this week')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await dialog.getByText('Choose what is asked for.').waitFor()
    await dialog.getByLabel('read tickets').check()
    expect(await violations(page)).toEqual([])
    await keepPicture(page, 'ask')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByText('Waits for approval').waitFor()
    // Whoever asked does not decide.
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0)

    await askOf(noor)
    await page.reload()
    await page.getByRole('button', { name: 'Approve for Noor Haddad' }).click()
    await dialog.getByRole('button', { name: 'Approve' }).click()
    await page.getByText(/Counts until/).waitFor()
    await page.getByRole('button', { name: 'Review now' }).click()
    await page.getByText('0 of 5').waitFor()
    await page.getByText('6 to decide').waitFor()
    expect(await violations(page)).toEqual([])
    await keepPicture(page, 'review-light')

    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize(phone.viewport as { width: number; height: number })
    expect(await violations(page)).toEqual([])
    expect(await smallTargets(page)).toEqual([])
    await keepPicture(page, 'review-phone-dark')
    const keep = page.getByRole('button', { name: 'Keep Noor Haddad' })
    await keep.last().click()
    await expect.poll(() => keep.count()).toBe(1)
    await page.getByRole('button', { name: 'Remove Kite' }).click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('2 of 5').waitFor()
    await page.getByText('Removed', { exact: true }).waitFor()
    const { data } = await kestrel.team.bots.list()
    expect(data.find(({ name }) => name === 'Kite')?.visibility).toBe('private')
  },
  patience,
)
