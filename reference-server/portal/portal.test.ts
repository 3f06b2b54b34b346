import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { sottoRouter } from '@sotto/server-sdk/express'
import express from 'express'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../packages/server-sdk/src/testing/index.ts'
import { smallTargets, violations } from '../dashboard/testing/accessibility.ts'
import { launchBrowser, phone, visit } from '../dashboard/testing/browser.ts'
import { keepPicture } from '../dashboard/testing/pictures.ts'
import { checkPage } from '../src/check-page.ts'
import { portalFiles } from '../src/portal-files.ts'
import { privacyPages } from '../src/privacy-page.ts'

const patience = 90_000
let running: TestSotto
let browser: Browser
let server: Server
let origin: string
let folder: string
let kestrel: TestTeam
const mails: { to: string; text: string }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-portal-'))
  const transport = {
    description: 'a test',
    async send(mail: { to: string; text: string }) {
      mails.push(mail)
    },
  }
  ;[running, browser] = await Promise.all([
    startTestSotto({
      publicUrl: 'https://chat.example.com',
      mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
    }),
    launchBrowser(),
    build({
      configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
      build: { outDir: folder, sourcemap: false },
      logLevel: 'warn',
    }),
  ])
  kestrel = await makeTeam(running.sotto, 'Kestrel Cycles')
  const app = express()
  app.use('/portal', portalFiles(folder))
  app.use('/privacy', checkPage(), privacyPages(running.sotto))
  app.use(sottoRouter(running.sotto, { cookies: { secure: false }, rateLimits: false }))
  server = createServer(app)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://localhost:${(server.address() as AddressInfo).port}`
}, 180_000)

afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  await new Promise((done) => server?.close(done))
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

const codeFor = (to: string) =>
  expect
    .poll(() => mails.findLast((mail) => mail.to === to && /[A-Z2-9]{4}-[A-Z2-9]{4}/.test(mail.text))?.text, {
      timeout: 20_000,
    })
    .toBeTruthy()
    .then(() => /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(mails.findLast((mail) => mail.to === to)?.text ?? '')?.[0] ?? '')

test(
  'somebody asks to be erased, proves the address by the code, sees by when, and cancels',
  async () => {
    await kestrel.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
    const { slug } = await kestrel.team.team.get()
    const { page, context, troubles } = await visit(browser, phone)
    const foreign: string[] = []
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== origin) foreign.push(request.url())
    })
    await page.goto(`${origin}/privacy/${slug}`)
    await page.getByRole('button', { name: /Have my data erased/ }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(await smallTargets(page)).toEqual([])
    await page.getByRole('button', { name: /Have my data erased/ }).click()
    await page.goBack()
    await page.getByRole('button', { name: /Have my data erased/ }).click()
    await page.getByRole('button', { name: 'Send the code' }).click()
    await page.getByRole('alert').getByText('Write your whole address', { exact: false }).waitFor()
    await page.getByLabel('Your e-mail address').fill('ada@example.com')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.locator('input[name=code]').waitFor()
    await page.reload()
    await page.locator('input[name=code]').fill('AAAA-AAAA')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('The code is wrong', { exact: false }).waitFor()
    await page.locator('input[name=code]').fill(await codeFor('ada@example.com'))
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('heading', { name: /^Your data will be erased by/ }).waitFor()
    expect(page.url()).toContain('/status?token=')
    expect(await violations(page)).toEqual([])
    await page.reload()
    await page.getByRole('button', { name: 'Cancel this request' }).click()
    await page.getByRole('button', { name: 'Yes, cancel it' }).click()
    await page.getByText('Cancelled').waitFor()
    const [request] = (await kestrel.team.privacyRequests.list()).data
    expect(request).toMatchObject({ kind: 'erasure', status: 'revoked', verification: 'code' })
    expect({ foreign, troubles }).toEqual({ foreign: [], troubles: [] })
    await context.close()
  },
  patience,
)

test(
  'advertising ends with one click, and the form works without scripts, in German too',
  async () => {
    const { slug } = await kestrel.team.team.get()
    const { page, context, troubles } = await visit(browser)
    await page.goto(`${origin}/privacy/${slug}?lang=de`)
    await page.getByRole('button', { name: /Keine Werbung mehr/ }).click()
    await page.getByLabel('Ihre E-Mail-Adresse').fill('bo@example.com')
    await page.getByRole('button', { name: 'Jetzt tun' }).click()
    await page.getByRole('heading', { name: 'Es ist erledigt' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
    await context.close()

    const bare = await visit(browser, { javaScriptEnabled: false })
    await bare.page.goto(`${origin}/privacy/${slug}?kind=access`)
    await bare.page.getByLabel('Your e-mail address').fill('cy@example.com')
    await bare.page.getByRole('button', { name: 'Continue' }).click()
    await bare.page.locator('input[name=code]').fill(await codeFor('cy@example.com'))
    await bare.page.getByRole('button').first().click()
    await bare.page.getByRole('button', { name: 'Cancel the request' }).waitFor()
    await bare.context.close()
    expect(gzipSync(await readFile(join(folder, 'v1.js'))).length).toBeLessThan(22_000)
  },
  patience,
)

test(
  'stands on pages of websites that the team names, under a strict policy, and on no others',
  async () => {
    const { slug } = await kestrel.team.team.get()
    const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; require-trusted-types-for 'script'`
    const shop = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy })
      response.end(`<!doctype html><html lang="en"><title>Shop</title><body><main>
<script type="module" src="${origin}/portal/v1.js"></script><sotto-privacy team="${slug}"></sotto-privacy></main>`)
    })
    await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done))
    const { page, context, troubles } = await visit(browser)
    const embedding = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
    try {
      await page.goto(embedding)
      await page.getByRole('button', { name: 'Try again' }).waitFor()
      troubles.length = 0
      await kestrel.team.team.change({ portalOrigins: [embedding] })
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByRole('button', { name: /See what is kept about me/ }).click()
      await page.getByLabel('Your e-mail address').fill('emb@example.com')
      await page.keyboard.press('Enter')
      await page.locator('input[name=code]').fill(await codeFor('emb@example.com'))
      await page.getByRole('button', { name: 'Confirm' }).click()
      await page.getByText('Reference').waitFor()
      expect(await violations(page)).toEqual([])
      // The page is light whatever the system is: so is what stands on it.
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await violations(page)).toEqual([])
      expect(troubles).toEqual([])
      // Exactly these: neither what looks alike, nor what is sent with a preflight.
      const path = `${origin}/v1/privacy-portal/${slug}`
      const told = async (from: string, init: RequestInit = {}) =>
        (await fetch(path, { ...init, headers: { origin: from } })).headers.get('access-control-allow-origin')
      expect(await told(embedding)).toBe(embedding)
      for (const other of [`${embedding}0`, embedding.replace('http', 'https'), 'null', 'https://evil.example'])
        expect([await told(other), await told(other, { method: 'OPTIONS' })]).toEqual([null, null])
    } finally {
      await context.close()
      await new Promise((done) => shop.close(done))
    }
  },
  patience,
)

test(
  'whoever has a certificate sees without a connection whether it is genuine, and about them',
  async () => {
    const { team, teamId } = kestrel
    const { id: contactId } = await team.contacts.create({ name: 'Dee', email: 'dee@example.com' })
    const { id, nonce } = await team.erasures.start(await team.erasures.plan({ contactId, mentions: false }))
    await expect.poll(async () => (await team.erasures.get(id)).certificate, { timeout: 60_000 }).toBeTruthy()
    const { certificate } = await team.erasures.get(id)
    const text = JSON.stringify(certificate)
    const give = (content: string) => ({
      name: 'mine.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    })
    const { page, context, troubles } = await visit(browser, phone)
    await page.goto(`${origin}/privacy/check`)
    await page.getByRole('heading', { name: 'Check a certificate' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(await smallTargets(page)).toEqual([])
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Check it' }).click()
    await page.getByRole('heading', { name: /^Choose a file first/ }).waitFor()
    await page.locator('input[type=file]').setInputFiles(give(text))
    await page.getByRole('heading', { name: 'Nothing is wrong with the certificate' }).waitFor()
    await page.getByLabel('The key of the business').fill(certificate?.verifier ?? '')
    await page.getByText('Is it about me?').click()
    await page.getByLabel('Your address').fill('DEE@example.com')
    await page.getByRole('button', { name: 'Check it' }).click()
    await page.getByRole('heading', { name: /give both/ }).waitFor()
    await page.getByLabel('The code that came').fill(nonce)
    await page.getByRole('button', { name: 'Check it' }).click()
    await page.getByRole('heading', { name: 'The certificate is valid' }).waitFor()
    await page.getByText('It is about whoever has the address', { exact: false }).waitFor()
    await page.getByText(teamId, { exact: false }).first().waitFor()
    expect(await violations(page)).toEqual([])
    await keepPicture(page, 'check')
    await page.getByLabel('Your address').fill('bo@example.com')
    await page.getByRole('button', { name: 'Check it' }).click()
    await page.getByRole('heading', { name: 'The certificate is not valid' }).waitFor()
    await page.locator('input[type=file]').setInputFiles(give(text.replace('\\"withheld\\":0', '\\"withheld\\":1')))
    await page.getByText('signature does not match', { exact: false }).waitFor()
    // What is found is said in the language of the page.
    await context.setOffline(false)
    await page.goto(`${origin}/privacy/check?lang=de`)
    await page.locator('input[type=file]').setInputFiles(give(text))
    await page.getByText(/Das Protokoll hat diese Bescheinigung: Eintrag \d+ von \d+\./).waitFor()
    await page.getByText('Wessen Protokoll es ist: Es wurde kein Schlüssel angegeben', { exact: false }).waitFor()
    expect(await page.locator('#outcome [lang=en]').count()).toBe(0)
    await page.locator('input[type=file]').setInputFiles(give('{}'))
    await page.getByText('Die Datei ist keine Bescheinigung', { exact: false }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
    await context.close()
  },
  patience,
)
