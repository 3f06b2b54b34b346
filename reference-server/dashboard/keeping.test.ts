import { beforeAll, expect, test, vi } from 'vitest'
import { makeTeam, type TestTeam } from '../../packages/server-sdk/src/testing/index.ts'
import { wordsOnly } from '../../packages/server-sdk/src/testing/words-only.ts'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone, signIn, visit } from './testing/browser.ts'
import { useDesk } from './testing/desk.ts'
import { keepAll } from './testing/pictures.ts'

const desk = useDesk({ models: { embeddings: wordsOnly } })
const narrow = phone.viewport as { width: number; height: number }
let acme: TestTeam

beforeAll(async () => {
  acme = await makeTeam(desk.running.sotto, 'Kestrel Cycles')
}, 180_000)

test('a new team is asked how long it keeps data, sees what is not stored, and how everything ends', async () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  for (const hours of [1, 50]) await acme.team.breaches.open({ title: 'Lost keys', awareAt: hoursAgo(hours) })
  const { page, context, troubles } = await visit(desk.browser)
  await signIn(page, desk.origin, { email: acme.email, password: acme.password }, 'inbox/open')

  await page.getByRole('link', { name: /^Privacy 1 due$/ }).waitFor()
  const setUp = page.getByRole('region', { name: 'How long should data be kept?' })
  await setUp.waitFor()
  expect(
    await setUp.getByRole('radio').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).checked)),
  ).toEqual([true, false, false])
  expect(await violations(page)).toEqual([])
  await keepAll(page, 'set-up', narrow)
  await setUp.getByRole('radio', { name: /^Strict Everything/ }).check()
  await setUp.getByRole('button', { name: 'Choose Strict' }).click()
  await setUp.waitFor({ state: 'detached' })
  expect(await acme.team.retention.get()).toMatchObject({ preset: 'strict', chosen: true })

  await page.getByRole('link', { name: /^Privacy/ }).click()
  await page.getByRole('link', { name: 'Sensitive data' }).click()
  await page.getByRole('combobox', { name: 'Payment' }).waitFor()
  await keepAll(page, 'sensitive-kinds', narrow)
  await page.getByRole('combobox', { name: 'Payment' }).selectOption('delete')
  await vi.waitFor(async () => expect((await acme.team.sensitiveData.get()).rules.payment).toBe('delete'))
  await page.getByRole('combobox', { name: 'Payment' }).selectOption('redact')
  await page.getByRole('combobox', { name: 'Health' }).selectOption('consent')
  await page.getByRole('button', { name: 'Keep it where they agreed' }).click()
  await page.getByText('Name the purpose, as it is called').waitFor()
  await page.getByRole('combobox', { name: 'Health' }).selectOption('delete')
  await page.getByLabel('What it finds').fill('Member number')
  await page.getByLabel('Pattern', { exact: true }).fill('(?=M)M-[0-9]{6}')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText(/The pattern is not a pattern that can be looked for/).waitFor()
  await page.getByLabel('Pattern', { exact: true }).fill('M-[0-9]{6}')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Look for Member number no more' }).waitFor()
  await page.getByLabel('These as well').fill('unicorn flu')
  await page.getByRole('button', { name: 'Save terms' }).click()
  await vi.waitFor(async () =>
    expect(await acme.team.sensitiveData.get()).toMatchObject({
      alsoHealth: ['unicorn flu'],
      patterns: [{ name: 'Member number' }],
      rules: { payment: 'redact', health: 'delete' },
    }),
  )
  await page.getByLabel('Text to look through').fill('My card is 4111 1111 1111 1111 and I am M-123456.')
  await page.getByRole('button', { name: 'Look through it' }).click()
  await page.getByText('2 findings').waitFor()
  expect(await page.locator('.sensitive-result mark').allTextContents()).toEqual([
    '4111 1111 1111 1111card number',
    'M-123456Member number',
  ])
  const { data } = await acme.team.audit.list({ limit: 50 })
  expect(data.some(({ action }) => action === 'sensitive-data-rules.changed')).toBe(true)
  expect(JSON.stringify(data)).not.toMatch(/4111|M-123456/)
  expect(await violations(page)).toEqual([])
  await keepAll(page, 'sensitive-data', narrow)

  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'End of contract' }).click()
  await page.getByRole('heading', { name: 'Nothing is planned' }).waitFor()
  expect(await violations(page)).toEqual([])
  await keepAll(page, 'end', narrow)
  await page.getByRole('button', { name: 'Ask for the end' }).click()
  const { slug } = await acme.team.team.get()
  await page.getByText(`Type ${slug} to say that you mean this team.`).waitFor()
  await page.getByRole('textbox', { name: `Type ${slug}` }).fill(slug)
  await page.getByRole('button', { name: 'Ask for the end' }).click()
  await page.getByLabel('Code').fill('12')
  await page.getByRole('button', { name: 'Confirm the end' }).click()
  await page.getByText('The code has 8 digits').waitFor()
  const outbox = desk.running.sotto.outbox as NonNullable<typeof desk.running.sotto.outbox>
  const code = await vi.waitFor(async () => {
    const found = (await outbox.list()).flatMap(({ text }) => /confirms it: (\d{8})/.exec(text)?.[1] ?? [])[0]
    if (!found) throw new Error('no mail yet')
    return found
  })
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Confirm the end' }).click()
  await page.getByText(/Everything is deleted on/).waitFor()
  await page.setViewportSize(narrow)
  expect(await smallTargets(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await keepAll(page, 'end-confirmed', narrow)
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('heading', { name: 'Nothing is planned' }).waitFor()
  expect(await acme.team.contractEnd.get()).toMatchObject({ state: 'cancelled' })
  expect(troubles).toEqual([])
  await context.close()
}, 90_000)
