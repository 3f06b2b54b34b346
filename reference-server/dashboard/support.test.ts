import { expect, test } from 'vitest'
import { makeTeam } from '../../packages/server-sdk/src/testing/index.ts'
import { violations } from './testing/accessibility.ts'
import { signIn, visit } from './testing/browser.ts'
import { useDesk } from './testing/desk.ts'

const desk = useDesk()

test('support is let in for less than it asked, each look is shown, and it is ended at once', async () => {
  const { sotto } = desk.running
  const kestrel = await makeTeam(sotto, 'Kestrel Cycles')
  const ada = await kestrel.team.contacts.create({ name: 'Ada King', email: 'ada@example.com' })
  const { page, troubles, context } = await visit(desk.browser)
  const first = page.waitForResponse((response) => response.url().includes('/v1/support-cases'))
  await signIn(page, desk.origin, kestrel, '')
  // What is asked while the page is open shows by itself: here as soon as somebody looks at it again.
  await first
  const { standing, code } = await sotto.support.ask(kestrel.teamId, {
    reference: 'CASE-4711',
    reason: 'You wrote that the bot gives wrong answers about loan bikes. We want to see what it was asked.',
    person: { name: 'Hilde Helper', email: 'hilde@support.example' },
    areas: ['contacts', 'conversations', 'tickets'],
    changes: true,
  })
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await page.getByRole('link', { name: 'Hilde Helper of support asks to be let in Decide' }).click()
  await page.getByText('Nobody of support sees anything unless you approve it.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Approve…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Tickets').uncheck()
  await dialog.getByLabel('Only one conversation').fill('nonsense')
  await dialog.getByRole('button', { name: 'Let them in' }).click()
  await dialog.getByText('Paste the address of the conversation').waitFor()
  await dialog.getByLabel('Only one conversation').fill('')
  await dialog.getByLabel('For how long').selectOption('1 h')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Let them in' }).click()
  await page
    .locator('.pane-standing')
    .getByText(/: 1 h left/)
    .waitFor()

  // Whoever was let in looks at what was approved, in pages of their own, and is told what they are.
  const support = await visit(desk.browser)
  await support.page.goto(`${desk.origin}/dashboard/let-in`)
  await support.page.getByLabel('Code').fill('sc_of-somebody-else')
  await support.page.getByRole('button', { name: 'Sign in' }).click()
  await support.page.getByText('The code is not valid').waitFor()
  expect(await violations(support.page)).toEqual([])
  await support.page.getByLabel('Code').fill(code)
  await support.page.getByRole('button', { name: 'Sign in' }).click()
  const bar = support.page.getByRole('complementary', { name: 'Support access' })
  await bar.getByText('Hilde Helper of support looks at Kestrel Cycles').waitFor()
  await bar.getByText(/CASE-4711 · conversations, contacts · 1 h left/).waitFor()
  const places = support.page.getByRole('navigation', { name: 'What you may look at' })
  const names = await places.getByRole('link').allTextContents()
  expect(names.map((name) => name.trim())).toEqual(['Conversations', 'Contacts'])
  await places.getByRole('link', { name: 'Contacts' }).click()
  await support.page.getByRole('link', { name: /Ada King/ }).click()
  await support.page.getByRole('heading', { name: 'Ada King' }).waitFor()
  expect(await violations(support.page)).toEqual([])
  // The code works once, and a page that is loaded again needs no other.
  await support.page.reload()
  await support.page.getByRole('heading', { name: 'Ada King' }).waitFor()
  await support.page.goto(`${desk.origin}/dashboard/let-in/tickets`)
  await support.page.getByText('The team did not let you see that').waitFor()
  await page.getByRole('button', { name: 'Read again' }).click()
  await page.locator('.look', { hasText: 'looked at contact' }).getByText(ada.id).first().waitFor()
  await page.locator('.look', { hasText: 'asked to read contact' }).first().waitFor()
  expect(await page.getByRole('button', { name: 'Allow changes…' }).count()).toBe(1)
  expect(await violations(page)).toEqual([])
  await page.getByRole('link', { name: 'Bots', exact: true }).click()
  await page.getByRole('link', { name: /Hilde Helper of support is let in: .* left/ }).click()
  await page.getByRole('button', { name: 'End now' }).click()
  await dialog.getByRole('button', { name: 'End now' }).click()
  await page.locator('.pane-standing').getByText('Ended by your team').waitFor()
  await support.page.goto(`${desk.origin}/dashboard/let-in/contacts`)
  await support.page.getByText('It is over').waitFor()
  await support.context.close()
  await page.locator('.look', { hasText: 'looked at contact' }).getByText(ada.id).first().waitFor()
  expect((await sotto.support.list(kestrel.teamId))[0]).toMatchObject({ id: standing.id, state: 'ended' })
  await context.close()
  expect([...troubles, ...support.troubles]).toEqual([])
}, 60_000)
