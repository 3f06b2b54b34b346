import { beforeAll, describe, expect, test } from 'vitest'
import { violations } from './testing/accessibility.ts'
import { patience, useDesk } from './testing/desk.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk()
let kestrel: SmallTeam

beforeAll(async () => {
  kestrel = await smallTeam(desk.running.sotto)
}, 180_000)

const enter = (path: string, options?: Parameters<typeof desk.look>[0]) => desk.enter(kestrel.owner, path, options)

describe('a bot', () => {
  test(
    'is made, renamed, made public with a confirmation, and shown on named websites only',
    async () => {
      const page = await enter('bots')
      await page.getByRole('button', { name: 'New bot' }).click()
      await page.getByRole('textbox', { name: 'Name' }).fill('Parts')
      await page.getByRole('button', { name: 'Make it' }).click()
      await page.getByText('Parts knows nothing yet').waitFor()
      await page.getByRole('button', { name: 'Rename Parts' }).click()
      await page.getByRole('textbox', { name: 'Name' }).fill('Parts desk')
      await page.getByRole('button', { name: 'Rename', exact: true }).click()
      await page.getByRole('heading', { name: 'Parts desk', exact: true }).waitFor()
      await page.getByRole('link', { name: 'Install' }).click()
      await page.getByText('is private, so the tag shows nothing yet').waitFor()
      expect(await page.locator('.code-box pre').innerText()).toMatch(
        /^<script type="module" src="http:\/\/localhost:\d+\/widget\/v1\.js\?bot=pk_[^"]+"><\/script>$/,
      )
      await page.getByRole('main').getByRole('link', { name: 'Access' }).click()
      const isPublic = page.getByRole('switch', { name: 'Public' })
      await isPublic.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Make it public' }).click()
      await expect.poll(() => isPublic.getAttribute('aria-checked')).toBe('true')
      const field = page.getByLabel('Address of a website')
      await field.fill('no website')
      await page.keyboard.press('Enter')
      await page.getByText('Write the address of a website').waitFor()
      await field.fill('www.example.com/shop')
      await page.keyboard.press('Enter')
      await page.getByRole('listitem').getByText('https://www.example.com').waitFor()
      const bot = (await kestrel.team.bots.list()).data.find(({ name }) => name === 'Parts desk')
      expect(bot).toMatchObject({ visibility: 'public', allowedOrigins: ['https://www.example.com'] })
      expect(await violations(page)).toEqual([])
    },
    patience,
  )

  test('learns files and text, says what it could not read, and forgets', async () => {
    const page = await enter(`bots/${kestrel.botId}`)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('radio', { name: /Delete the originals/ }).check()
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: /Choose files/ }).click()
    await (await choosing).setFiles([
      {
        name: 'opening-hours.md',
        mimeType: 'text/markdown',
        buffer: Buffer.from('# Hours\n\nWe open at nine on Saturdays.'),
      },
      { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nnothing') },
      { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.from('') },
    ])
    const hours = page.getByRole('row', { name: /opening-hours\.md/ })
    await hours.getByText(/\d passage/).waitFor({ timeout: 60_000 })
    await hours.getByText('Original deleted after reading').waitFor()
    await page
      .getByRole('row', { name: /broken\.pdf/ })
      .locator('.state.bad')
      .waitFor({ timeout: 60_000 })
    await page
      .getByRole('row', { name: /empty\.txt/ })
      .getByText('Empty', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'Take empty.txt off the list' }).click()

    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('button', { name: /Paste text/ }).click()
    await page.getByLabel('Title').fill('Holidays')
    await page.getByLabel('Text', { exact: true }).fill('We are closed in the first week of January.')
    await page.getByRole('button', { name: 'Add text' }).click()
    await page
      .getByRole('row', { name: /Holidays/ })
      .getByText('1 passage')
      .waitFor({ timeout: 60_000 })
    expect(await violations(page)).toEqual([])

    await page.getByLabel('Question').fill('When do you open on Saturdays?')
    await page.keyboard.press('Enter')
    await page.locator('.hit').first().getByText('We open at nine on Saturdays.').waitFor()
    await page.getByText(/Below 0\.\d\d Wren says that it doesn’t know/).waitFor()
    expect(await violations(page)).toEqual([])

    await hours.hover()
    await page.getByRole('button', { name: 'Remove opening-hours.md' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await hours.waitFor({ state: 'detached' })
    const { data } = await kestrel.team.bot(kestrel.botId).knowledge.list()
    expect(data.map(({ title }) => title)).not.toContain('opening hours')
  }, 240_000)

  test(
    'takes no file that is too large, and says so',
    async () => {
      const page = await enter(`bots/${kestrel.botId}`)
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      const choosing = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: /Choose files/ }).click()
      const buffer = Buffer.alloc(26_000_000, 'a')
      await (await choosing).setFiles({ name: 'long.txt', mimeType: 'text/plain', buffer })
      await page
        .getByRole('row', { name: /long\.txt/ })
        .getByText('Too large')
        .waitFor({ timeout: 60_000 })
    },
    patience,
  )

  test(
    'takes files that are dropped anywhere',
    async () => {
      const page = await enter(`bots/${kestrel.botId}`)
      await page.getByRole('row', { name: /Handbook/ }).waitFor()
      const transfer = await page.evaluateHandle(() => {
        const transfer = new DataTransfer()
        transfer.items.add(new File(['We sell bells for £9.'], 'bells.txt', { type: 'text/plain' }))
        return transfer
      })
      await page.dispatchEvent('.rail', 'dragenter', { dataTransfer: transfer })
      await page.getByText('Drop to add to Wren').waitFor()
      await page.dispatchEvent('.rail', 'drop', { dataTransfer: transfer })
      await page
        .getByRole('row', { name: /bells\.txt/ })
        .getByText('1 passage')
        .waitFor({ timeout: 60_000 })
    },
    patience,
  )
})
