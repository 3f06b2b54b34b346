import { beforeAll, expect, test } from 'vitest'
import { wordsOnly } from '../../packages/server-sdk/src/testing/words-only.ts'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone } from './testing/browser.ts'
import { patience, useDesk } from './testing/desk.ts'
import { keepPicture } from './testing/pictures.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk({ models: { embeddings: wordsOnly } })
let kestrel: SmallTeam

beforeAll(async () => {
  kestrel = await smallTeam(desk.running.sotto)
}, 180_000)

const enter = (path: string, options?: Parameters<typeof desk.look>[0]) => desk.enter(kestrel.owner, path, options)

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
    await keepPicture(page, 'light')
    await page.getByRole('button', { name: 'Run now' }).click()
    await dialog.getByRole('button', { name: 'Run now' }).click()
    await page.getByRole('button', { name: /^By hand/ }).click({ timeout: 30_000 })
    await page.getByText('1 key was destroyed.').waitFor()
    await keepPicture(page, 'report')
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
    await keepPicture(page, 'phone')
    const dark = await enter('retention')
    await dark.emulateMedia({ colorScheme: 'dark' })
    await dark.getByRole('button', { name: /^By hand/ }).waitFor()
    expect(await violations(dark)).toEqual([])
    await keepPicture(dark, 'dark')
  },
  patience,
)
