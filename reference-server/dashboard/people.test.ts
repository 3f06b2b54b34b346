import { afterEach, beforeAll, expect, test } from 'vitest'
import { makeTeam, type TestTeam } from '../../packages/server-sdk/src/testing/index.ts'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone, signIn, visit } from './testing/browser.ts'
import { useDesk } from './testing/desk.ts'
import { keepBoth } from './testing/pictures.ts'

const desk = useDesk()
let kestrel: TestTeam
let visited: Awaited<ReturnType<typeof visit>>

beforeAll(async () => {
  kestrel = await makeTeam(desk.running.sotto, 'Kestrel Cycles')
}, 180_000)

afterEach(() => expect(visited.troubles).toEqual([]))

test('two contacts become one and two again, and websites of the portal are named, also under a thumb', async () => {
  const { team } = kestrel
  visited = await visit(desk.browser)
  const { page } = visited
  await signIn(page, desk.origin, kestrel, 'contacts')
  await page.getByText('Nobody yet').waitFor()
  const ada = await team.contacts.create({ name: 'Ada Lovelace', email: 'ada@example.com' })
  const twin = await team.contacts.create({ name: 'Lovelace, Ada', email: 'ada+shop@example.com', company: 'Mills' })
  await team.contacts.create({ name: 'Bo Lind', phone: '+44 7700 900168' })
  await team.tickets.create({ contactId: twin.id, subject: 'Brakes' })

  const search = page.getByLabel('Find by name, address or number')
  await search.fill('ada@')
  await search.press('Enter')
  await page.getByText('Write a whole address', { exact: false }).waitFor()
  await search.fill('lovel')
  await search.press('Enter')
  await page.getByRole('link', { name: /Lovelace, Ada/ }).waitFor()
  expect(await page.getByRole('link', { name: /Bo Lind/ }).count()).toBe(0)
  await page.getByRole('link', { name: /^Ada Lovelace/ }).click()
  await page.getByText('the same name and the same address, but for a tag', { exact: false }).waitFor()
  expect(await violations(page)).toEqual([])
  await keepBoth(page, 'contact')

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Merge with somebody else…' }).click()
  await dialog.getByLabel(/Who is the same person/).fill('nobody@example.com')
  await page.keyboard.press('Enter')
  await dialog.getByText('Nobody else is known by this.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Merge with Lovelace, Ada…' }).click()
  await dialog.getByText('Tickets: 1 row').waitFor()
  await dialog.getByText('Company: Mills').waitFor()
  expect(await violations(page)).toEqual([])
  await keepBoth(page, 'merge')
  await dialog.getByRole('button', { name: 'Keep the other one' }).click()
  await dialog.getByText('Nothing leads to the other contact.').waitFor()
  await dialog.getByRole('button', { name: 'Keep the other one' }).click()
  await dialog.getByText('Tickets: 1 row').waitFor()
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByText('Joined on', { exact: false }).waitFor()
  expect((await team.contacts.get(twin.id)).id).toBe(ada.id)
  await keepBoth(page, 'joined')
  await page.getByRole('button', { name: 'Make them two again' }).click()
  await dialog.getByRole('button', { name: 'Make them two' }).click()
  await page.getByText('the same name and', { exact: false }).waitFor()
  expect((await team.contacts.get(twin.id)).company).toBe('Mills')

  await page.getByRole('link', { name: /^Privacy/ }).click()
  await page.getByRole('link', { name: 'Portal', exact: true }).click()
  await page.getByText('None yet', { exact: false }).waitFor()
  const website = page.getByLabel('Address of a website')
  const add = page.getByRole('button', { name: 'Add', exact: true })
  await website.fill('not a website')
  await add.click()
  await page.getByText('Write the address of a website', { exact: false }).waitFor()
  await website.fill('www.kestrel.example/data')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Take https://www.kestrel.example off the list' }).waitFor()
  await website.fill('https://WWW.kestrel.example')
  await add.click()
  await page.getByText('is on the list already', { exact: false }).waitFor()
  expect(await violations(page)).toEqual([])
  await keepBoth(page, 'portal')
  expect((await team.team.get()).portalOrigins).toEqual(['https://www.kestrel.example'])

  await page.setViewportSize(phone.viewport as { width: number; height: number })
  expect(await smallTargets(page)).toEqual([])
  await keepBoth(page, 'portal-phone')
  await page.getByRole('button', { name: /off the list/ }).click()
  await page.getByText('None yet', { exact: false }).waitFor()
  await page.goto(`${desk.origin}/dashboard/contacts/${ada.id}`)
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
  expect(await smallTargets(page)).toEqual([])
  await keepBoth(page, 'contact-phone')
}, 90_000)
