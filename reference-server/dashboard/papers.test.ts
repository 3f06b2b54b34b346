import { beforeAll, expect, test } from 'vitest'
import { overlaps, smallTargets, violations } from './testing/accessibility.ts'
import { phone } from './testing/browser.ts'
import { patience, useDesk } from './testing/desk.ts'
import { keepBoth, picturesFolder } from './testing/pictures.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk()

let kestrel: SmallTeam

beforeAll(async () => {
  kestrel = await smallTeam(desk.running.sotto)
}, 180_000)

const enter = (path: string, options?: Parameters<typeof desk.look>[0]) => desk.enter(kestrel.owner, path, options)

/** The whole walk takes half a minute. */
test.runIf(process.env.SOTTO_LONG || picturesFolder)(
  'a team says who it is, publishes its notice, signs its agreement and keeps its registers',
  async () => {
    const page = await enter('papers')
    await page.getByText('Nothing can be published before', { exact: false }).waitFor()
    expect(await violations(page)).toEqual([])
    await keepBoth(page, 'papers-empty')
    await page.getByRole('link', { name: 'Details' }).click()
    await page.getByLabel('Legal name').fill('Kestrel Cycles Ltd')
    await page.getByLabel('Contact for data protection').fill('nobody')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('must be an e-mail address', { exact: false }).waitFor()
    await page.getByLabel('Contact for data protection').fill('privacy@kestrel.example')
    await page.getByLabel('Address', { exact: true }).first().fill('1 Mill Lane\nDublin')
    await page.getByLabel('Country').first().fill('ie')
    await page.getByLabel('Governing law').fill('IE')
    const other = page.getByRole('group', { name: 'The other side of agreements' })
    await other.getByLabel('Name').fill('Nest Hosting')
    await other.getByLabel('Address').fill('1 Dock Road')
    await other.getByLabel('Country').fill('DE')
    await other.getByLabel('Contact').fill('dpo@nest.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Some fields need a look').waitFor({ state: 'hidden' })
    expect(await violations(page)).toEqual([])
    await keepBoth(page, 'papers-details')

    await page.getByRole('navigation', { name: 'Papers' }).getByRole('link', { name: 'Papers' }).click()
    await page.getByRole('link', { name: 'Privacy notice', exact: false }).click()
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
    await page.getByText('Version 1').waitFor()
    expect(await violations(page)).toEqual([])
    await keepBoth(page, 'paper')
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download PDF' }).click()
    expect((await file).suggestedFilename()).toBe('privacy-notice.pdf')

    await page.goto(`${desk.origin}/dashboard/papers/read/data-processing-agreement`)
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
    await page.getByRole('button', { name: 'Sign version 1' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('In which capacity').fill('Managing director')
    await dialog.getByRole('button', { name: 'Sign' }).click()
    await dialog.getByText('Tick that you have read it').waitFor()
    await dialog.getByRole('checkbox').check()
    await keepBoth(page, 'paper-sign')
    await dialog.getByRole('button', { name: 'Sign' }).click()
    await page.getByRole('heading', { name: 'Signatures' }).last().waitFor()

    await page.getByRole('link', { name: 'Sub-processors' }).click()
    await page.getByRole('button', { name: 'Add a sub-processor' }).click()
    for (const [label, text] of Object.entries({
      Name: 'Nest Hosting',
      'What it does': 'Runs the database',
      'Which data it gets': 'everything, sealed',
      Country: 'de',
    }))
      await dialog.getByLabel(label, { exact: true }).fill(text)
    await dialog.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('Announced').waitFor()
    await page.getByRole('button', { name: 'Object' }).click()
    await dialog.getByLabel('Why').fill('They lie outside of Ireland')
    await dialog.getByRole('button', { name: 'Object' }).click()
    await page.getByText('Objected to').waitFor()
    expect(await violations(page)).toEqual([])
    await keepBoth(page, 'papers-sub-processors')

    await page.getByRole('link', { name: 'Controls' }).click()
    await page.getByText('No certification is claimed anywhere', { exact: false }).waitFor()
    await page.getByText('SOC 2: Security and Confidentiality').click()
    await keepBoth(page, 'papers-controls')

    await page.getByRole('link', { name: 'Breaches' }).click()
    await page.getByRole('button', { name: 'Write down a breach' }).click()
    await dialog.getByLabel('In a few words').fill('A laptop was lost')
    await dialog.getByRole('button', { name: 'Write it down' }).click()
    await page.getByText('Authority: 72 h left').waitFor()
    expect(await violations(page)).toEqual([])
    await keepBoth(page, 'papers-breach')
    await page.getByRole('button', { name: 'Close' }).click()
    await dialog.getByRole('button', { name: 'Close it' }).click()
    await dialog.getByText('Before the breach can be closed', { exact: false }).waitFor()
  },
  patience,
)

test(
  'the papers and their registers can be read on a phone, and with help',
  async () => {
    const { team } = kestrel
    await team.legalEntity.change({ legalName: 'Kestrel Cycles Ltd', contact: 'privacy@kestrel.example' })
    await team.papers.publish('cookie-table')
    const host = {
      purpose: 'Runs the database',
      data: 'everything, sealed',
      country: 'DE',
      transfer: 'none-needed',
    } as const
    await team.subProcessors.add({ ...host, name: 'Finch Hosting' })
    const page = await enter('papers', phone)
    await page.getByText('Cookies and storage').waitFor()
    expect([...(await violations(page)), ...(await smallTargets(page))]).toEqual([])
    await keepBoth(page, 'phone-papers')
    await page.getByRole('link', { name: 'Privacy notice', exact: false }).click()
    await page.getByRole('button', { name: 'Download PDF' }).waitFor()
    expect([...(await violations(page)), ...(await smallTargets(page)), ...(await overlaps(page))]).toEqual([])
    await keepBoth(page, 'phone-paper')
    await page.goto(`${desk.origin}/dashboard/papers/sub-processors`)
    await page.getByText('Finch Hosting').waitFor()
    expect([...(await violations(page)), ...(await smallTargets(page))]).toEqual([])
    await keepBoth(page, 'phone-sub-processors')
  },
  patience,
)
