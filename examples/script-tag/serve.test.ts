import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { examplePage } from './copy-page.mjs'
import { pageServer, widgetAddress } from './server.mjs'

describe('index.html', () => {
  it('is the page of the demo', async () => {
    const committed = await readFile(new URL('index.html', import.meta.url), 'utf8')
    expect(committed === (await examplePage()), 'index.html is stale: run "npm run copy"').toBe(true)
  })

  it('has one script tag, as a website owner would paste it', async () => {
    const committed = await readFile(new URL('index.html', import.meta.url), 'utf8')
    expect(committed.match(/<script\b.*?<\/script>/gs)).toEqual([
      '<script type="module" src="http://localhost:3000/widget/v1.js?bot=pk_…"></script>',
    ])
  })
})

describe('widgetAddress', () => {
  it.each([
    [{ key: 'pk_a-1' }, 'http://localhost:3000/widget/v1.js?bot=pk_a-1'],
    [{ server: 'https://chat.example.com/', key: 'pk_a' }, 'https://chat.example.com/widget/v1.js?bot=pk_a'],
    [{ server: 'https://example.com/sotto', key: 'pk_a' }, 'https://example.com/sotto/widget/v1.js?bot=pk_a'],
  ])('of %o is %s', (settings, address) => {
    expect(widgetAddress(settings).href).toBe(address)
  })

  it('names everything that is wrong at once', () => {
    expect(() => widgetAddress({ server: 'localhost:3000', key: '' })).toThrow(
      /"localhost:3000" is not an address[\s\S]*key is missing/,
    )
  })

  it('refuses a secret key without repeating it', () => {
    const refused = () => widgetAddress({ key: 'sk_live_abc' })
    expect(refused).toThrow(/secret key/)
    expect(refused).not.toThrow(/abc/)
  })
})

describe('pageServer', () => {
  it('serves the page with the tag filled in, under a policy that allows only the widget', async () => {
    const origin = await listen()
    const response = await fetch(origin)
    const html = await response.text()
    expect(html).toContain('<script type="module" src="https://chat.example.com/widget/v1.js?bot=pk_test"></script>')
    expect(html).not.toContain('pk_…')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain('script-src https://chat.example.com;')
    expect(policy).not.toContain('unsafe')
  })

  it('serves nothing else', async () => {
    const origin = await listen()
    expect((await fetch(`${origin}/serve.mjs`)).status).toBe(404)
    expect((await fetch(`${origin}/%2e%2e/package.json`)).status).toBe(404)
    expect((await fetch(origin, { method: 'POST' })).status).toBe(405)
  })
})

describe('serve.mjs', () => {
  it('exits with 1 and says what is missing', async () => {
    const { SOTTO_PUBLISHABLE_KEY: _, ...environment } = process.env
    const run = spawn(process.execPath, [fileURLToPath(new URL('serve.mjs', import.meta.url))], { env: environment })
    let message = ''
    run.stderr.on('data', (chunk) => {
      message += chunk
    })
    const [code] = await once(run, 'close')
    expect(code).toBe(1)
    expect(message).toContain('publishable key is missing')
  })
})

async function listen(): Promise<string> {
  const server = pageServer({ widget: widgetAddress({ server: 'https://chat.example.com', key: 'pk_test' }) })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://localhost:${(server.address() as AddressInfo).port}`
}
