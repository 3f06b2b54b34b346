import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from './running/browser.ts'

const places = inject('places')
const serve = fileURLToPath(new URL('../examples/script-tag/serve.mjs', import.meta.url))

let browser: Browser
let website: { url: string; stop(): void }

beforeAll(async () => {
  browser = await launchBrowser()
  const child = spawn(process.execPath, [serve, '--port', '0', '--server', places.url, '--key', places.publishableKey])
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (line) => resolve(String(line).trim())))
  website = { url, stop: () => child.kill() }
})

afterAll(async () => {
  website.stop()
  await browser.close()
})

interface Visit {
  page: Page
  context: BrowserContext
  /** Every request of the page, as method and address. */
  requests: string[]
  /** What the browser complained about. */
  complaints: string[]
}

async function visit(
  options: { width?: number; height?: number; dark?: boolean; bypassCSP?: boolean } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 860 },
    bypassCSP: options.bypassCSP ?? false,
    colorScheme: options.dark ? 'dark' : 'light',
  })
  const page = await context.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(website.url)
  return { page, context, requests, complaints }
}

const stored = (page: Page) =>
  page.evaluate(() => ({ local: localStorage.length, session: sessionStorage.length, cookies: document.cookie }))

async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the chat' }).click()
  await page.getByRole('textbox').waitFor()
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox').fill(question)
  await page.getByRole('textbox').press('Enter')
}

test('a visitor asks on a website and is answered from the handbook, with the page', async () => {
  const { page, context, requests, complaints } = await visit()
  expect(await stored(page)).toEqual({ local: 0, session: 0, cookies: '' })
  const foreign = requests.filter((request) => !request.includes(website.url) && !request.includes(places.url))
  expect(foreign).toEqual([])

  await openChat(page)
  await page.getByText('A machine answers here.').waitFor()
  expect(await stored(page)).toEqual({ local: 0, session: 0, cookies: '' })

  await ask(page, 'When do you replace chain and cassette together?')
  const log = page.getByRole('log')
  await log.getByText('0.75 %').waitFor()
  await log.getByRole('button', { name: /^Source 1: .*page 11/ }).click()
  await page.getByText('Past 0.75 % we replace chain and cassette together').last().waitFor()

  expect(await context.cookies()).toEqual([])
  expect(requests.filter((request) => !request.includes(website.url) && !request.includes(places.url))).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('the conversation stands in the CRM, and is there again after a reload', async () => {
  const { page, context } = await visit()
  await openChat(page)
  await ask(page, 'How much is a bike fit?')
  await page.getByRole('log').getByText('£60').first().waitFor()
  await page.reload()
  await page.getByRole('log').getByText('How much is a bike fit?').waitFor()
  const answer = await fetch(`${places.url}/v1/conversations`, {
    headers: { authorization: `Bearer ${places.secretKey}` },
  })
  const { data } = (await answer.json()) as { data: { subject: string }[] }
  expect(data.map(({ subject }) => subject)).toContain('How much is a bike fit?')
  await context.close()
})

test('what the documents do not say is not answered', async () => {
  const { page, context } = await visit()
  await openChat(page)
  await ask(page, 'Who won the football world cup in 1998?')
  await page
    .getByRole('log')
    .getByText(/don.t know|do not know|could not find|no answer/i)
    .first()
    .waitFor()
  await context.close()
})

test.each([
  ['light', { dark: false }],
  ['dark', { dark: true }],
  ['phone', { width: 390, height: 844 }],
])('nobody is kept out of the open widget (%s)', async (name, options) => {
  const { page, context } = await visit({ ...options, bypassCSP: true })
  await openChat(page)
  await ask(page, 'How much is a bike fit?')
  await page.getByRole('log').getByText('£60').first().waitFor()
  await page.addScriptTag({ path: fileURLToPath(import.meta.resolve('axe-core')) })
  const findings = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(context: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
    }
    const { violations } = await axe.run({ include: [['sotto-chat']] }, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)
  })
  expect(findings).toEqual([])
  if (process.env.SOTTO_PICTURES) await page.screenshot({ path: `${process.env.SOTTO_PICTURES}/widget-${name}.png` })
  await context.close()
})
