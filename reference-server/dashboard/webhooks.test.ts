import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone } from './testing/browser.ts'
import { patience, useDesk } from './testing/desk.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk({ allowPrivateAddresses: true })
let kestrel: SmallTeam
let receiver: Server
let hook: string
let status = 200
const received: string[] = []

beforeAll(async () => {
  receiver = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']))
    request.resume().on('end', () => response.writeHead(status).end())
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/sotto`
  kestrel = await smallTeam(desk.running.sotto)
}, 180_000)

afterAll(async () => {
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})

const enter = (path: string, options?: Parameters<typeof desk.look>[0]) => desk.enter(kestrel.owner, path, options)

test(
  'a webhook is added, its secret shown once, tried, and what failed is sent again',
  async () => {
    const page = await enter('inbox/open')
    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    await page.getByRole('link', { name: 'Webhooks', exact: true }).click()
    await page.getByText('No webhook yet').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Add webhook' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Add it' }).click()
    await dialog.getByText('Write the address of your software', { exact: false }).waitFor()
    await dialog.getByLabel('Address').fill('https://ada:secret@hooks.example.com')
    await dialog.getByLabel('Contact created').check()
    await page.keyboard.press('Enter')
    await dialog.getByText('must have no user name, password or fragment', { exact: false }).waitFor()
    await dialog.getByLabel('Address').fill(hook)
    await dialog.getByLabel('What it is for').fill('Newsletter')
    await dialog.getByLabel('It belongs to a processor or recipient').check()
    await dialog.getByLabel('Name of the processor or recipient').fill('Mailings Ltd')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Add it' }).click()
    const secret = await dialog.locator('.webhook-secret').innerText()
    expect(secret).toMatch(/^whsec_.{44}$/)
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'Newsletter' }).waitFor()
    await page.getByText('Nothing was sent yet').waitFor()

    status = 500
    await page.getByRole('button', { name: 'Send a test' }).click()
    const row = page.locator('.delivery').first()
    await row.getByText('Tried 1 of 10').waitFor()
    expect(await row.innerText()).toMatch(/Webhook test answered 500, again in a moment/)
    status = 200
    await row.getByRole('button', { name: /^Send again: Webhook test/ }).click()
    await row.getByText('Delivered').waitFor()
    expect(received).toHaveLength(2)
    expect(new Set(received).size).toBe(1)
    await page.locator('.webhook-facts').getByText('Works').waitFor()
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: 'More for this webhook' }).click()
    await page.getByRole('menuitem', { name: 'New secret' }).click()
    await dialog.getByRole('button', { name: 'Make it' }).click()
    await expect.poll(() => dialog.locator('.webhook-secret').innerText()).toMatch(/^whsec_/)
    expect(await dialog.locator('.webhook-secret').innerText()).not.toBe(secret)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByText('signs as well until', { exact: false }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Newsletter' }).waitFor()
    expect(await page.content()).not.toContain('whsec_')
  },
  patience,
)

test(
  'is reached by a thumb, disabled, enabled and removed on a phone',
  async () => {
    const { team } = kestrel
    const { webhook } = await team.webhooks.create({ url: hook, description: 'Ours', events: ['ticket.created'] })
    const page = await enter('inbox/open', phone)
    await page.getByRole('button', { name: /^More/ }).click()
    await page.getByRole('menuitem', { name: 'Webhooks' }).click()
    await page.getByRole('link', { name: /Ours/ }).click()
    await page.getByRole('heading', { name: 'Ours' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(await smallTargets(page)).toEqual([])
    await page.getByRole('button', { name: 'More for this webhook' }).click()
    await page.getByRole('menuitem', { name: 'Disable' }).click()
    await page.locator('.webhook-facts').getByText('Disabled').waitFor()
    expect(await page.getByRole('button', { name: 'Send a test' }).count()).toBe(0)
    await page.getByRole('button', { name: 'More for this webhook' }).click()
    await page.getByRole('menuitem', { name: 'Enable' }).click()
    await page.getByRole('button', { name: 'Send a test' }).waitFor()
    await page.getByRole('button', { name: 'More for this webhook' }).click()
    await page.getByRole('menuitem', { name: 'Change' }).click()
    expect(await smallTargets(page)).toEqual([])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'More for this webhook' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('heading', { name: 'Webhooks', exact: true }).waitFor()
    expect((await team.webhooks.list()).data.map(({ id }) => id)).not.toContain(webhook.id)
  },
  patience,
)
