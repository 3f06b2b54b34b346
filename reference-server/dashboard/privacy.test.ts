import { beforeAll, expect, test } from 'vitest'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone } from './testing/browser.ts'
import { patience, useDesk } from './testing/desk.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk()
let kestrel: SmallTeam

beforeAll(async () => {
  kestrel = await smallTeam(desk.running.sotto)
}, 180_000)

const enter = (path: string, options?: Parameters<typeof desk.look>[0]) => desk.enter(kestrel.owner, path, options)

test(
  'a request is opened for somebody, its plan looked at, released, and certified',
  async () => {
    const { team } = kestrel
    const jonas = await team.contacts.create({ name: 'Jonas', email: 'jonas@example.com' })
    await team.tickets.create({ contactId: jonas.id, subject: 'Brakes' })
    const page = await enter('inbox/open')
    await page.getByRole('link', { name: /^Privacy/ }).click()
    await page.getByText('Nobody has asked yet').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Open a request for somebody' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Open it' }).click()
    await dialog.getByText('Write the address or the telephone number', { exact: false }).waitFor()
    await dialog.getByLabel('What they ask for').selectOption('erasure')
    await dialog.getByLabel('E-mail address').fill('jonas@example.com')
    await dialog.getByLabel('We know that they are who they say', { exact: false }).check()
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Open it' }).click()
    await page.getByRole('heading', { name: 'Erase jonas@example.com' }).waitFor()
    const release = page.getByRole('button', { name: /^Release erasure/ })
    await release.waitFor({ timeout: 30_000 })
    await page.locator('.plan').getByText('Tickets').waitFor()
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: 'Extend', exact: true }).click()
    await dialog.getByLabel('Reason').fill('There are many files.')
    await dialog.getByRole('button', { name: /^Extend/ }).click()
    await page.getByText('More time was taken: There are many files.').waitFor()

    await release.click()
    await dialog.getByRole('button', { name: 'Erase for ever' }).click()
    await page.getByRole('heading', { name: 'Certificate' }).waitFor({ timeout: 40_000 })
    expect(await violations(page)).toEqual([])
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download JSON' }).click()
    expect((await download).suggestedFilename()).toMatch(/certificate/)
    await page.getByRole('heading', { name: /^Done/ }).waitFor()
    await expect(team.contacts.get(jonas.id)).rejects.toMatchObject({ code: 'not_found' })
  },
  patience,
)

test(
  'is refused with a reason under a thumb',
  async () => {
    await kestrel.team.privacyRequests.open({ kind: 'human-review', email: 'cy@example.com', verified: true })
    const page = await enter('privacy', phone)
    expect(await smallTargets(page)).toEqual([])
    await page.getByRole('link', { name: /Human review/ }).click()
    await page.getByRole('button', { name: 'Refuse', exact: true }).click()
    const dialog = page.getByRole('dialog')
    expect(await violations(page)).toEqual([])
    await dialog.getByLabel('Reason, as the person will read it').fill('There was no decision.')
    await dialog.getByRole('button', { name: 'Refuse' }).click()
    await page.getByText('There was no decision.').waitFor()
    expect(await smallTargets(page)).toEqual([])
  },
  patience,
)

test(
  'a copy is looked through, let go and taken; a correction shows what stands there and what shall',
  async () => {
    const { team } = kestrel
    await team.contacts.create({ name: 'Bo Lind', email: 'lind@example.com' })
    const ada = await team.contacts.create({ name: 'Ada King', email: 'king@example.com', phone: '+44 7700 900168' })
    const description = 'Bo Lind and lind@example.com were told; Lind may know more.'
    await team.tickets.create({ contactId: ada.id, subject: 'Shoes', description })
    await team.privacyRequests.open({ kind: 'access', subject: ada.id })
    const changes = { phone: '+44 7700 900999', company: 'Kestrel' }
    await team.privacyRequests.open({ kind: 'correction', subject: ada.id, changes })

    const page = await enter('privacy')
    await page.getByRole('link', { name: /Access.*king@example.com/s }).click()
    const place = page.locator('.redactions li').filter({ hasText: 'perhaps a name' })
    await place.getByRole('button', { name: 'Keep' }).click()
    await page.locator('.export-kinds').getByText('Tickets').waitFor()
    const certain = page.locator('.redactions li').filter({ hasText: 'lind@example.com' }).first()
    await certain.getByRole('button', { name: 'Keep', pressed: false }).click()
    await certain.getByRole('button', { name: 'Keep', pressed: true }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: /^Release/ }).click()
    await page.getByRole('dialog').getByRole('button').last().click()
    const taking = page.getByRole('button', { name: 'Download the file' })
    await taking.waitFor({ timeout: 40_000 })
    const download = page.waitForEvent('download')
    await taking.click()
    expect((await download).suggestedFilename()).toMatch(/\.zip$/)
    const { data } = await team.audit.list({ limit: 100 })
    expect(data.map(({ action }) => action)).toContain('access-export.taken')

    await page.getByRole('link', { name: /Correction/ }).click()
    await page.locator('del').getByText('+447700900168').waitFor()
    await page.locator('ins').getByText('+44 7700 900999').waitFor()
    expect(await violations(page)).toEqual([])
  },
  patience,
)

test(
  'a restriction is seen with the person, and ends once they were told why',
  async () => {
    const { team } = kestrel
    const mia = await team.contacts.create({ name: 'Mia Stone', email: 'mia@example.com' })
    const request = await team.privacyRequests.open({ kind: 'restriction', subject: mia.id, verified: true })
    await request.completed()
    const page = await enter(`privacy/${request.id}`)
    await page.getByText('kept, and not used', { exact: false }).waitFor()
    await page.goto(`${desk.origin}/dashboard/contacts/${mia.id}`)
    await page.getByRole('button', { name: 'Use it again…' }).click()
    const dialog = page.getByRole('dialog')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Use it again' }).click()
    await dialog.getByText('Write why it ends.').waitFor()
    await dialog.getByLabel('Why the restriction ends', { exact: false }).fill('The address was checked.')
    await dialog.getByLabel('They were told in another way', { exact: false }).check()
    expect((await team.privacyRequests.mayUse(mia.id, 'answering')).allowed).toBe(false)
    await dialog.getByRole('button', { name: 'Use it again', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await page.getByText('kept, and not used', { exact: false }).count()).toBe(0)
    expect((await team.privacyRequests.mayUse(mia.id, 'answering')).allowed).toBe(true)
  },
  patience,
)
