import { spawn } from 'node:child_process'
import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AnyCollection, enqueueMail, type Mail } from '@sotto/server-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FirstSecrets, makeDemoTeam } from './demo-team.ts'
import type { RunningServer } from './server.ts'
import { type Installation, newInstallation } from './testing/start.ts'

let place: Installation
let server: RunningServer
let secrets: FirstSecrets

beforeAll(async () => {
  place = await newInstallation()
  server = await place.start({ TRUST_PROXY: 'loopback' })
  secrets = (await makeDemoTeam(server.sotto)) as FirstSecrets
}, 60_000)
afterAll(async () => {
  await server.close()
  await place.remove()
})

const get = (path: string, init?: RequestInit) => fetch(server.url + path, { redirect: 'manual', ...init })

it('has an icon where browsers look for one', async () => {
  const icon = await get('/favicon.ico')
  expect(icon.status).toBe(200)
  expect(icon.headers.get('content-type')).toContain('image/svg+xml')
})

describe('the widget for any website', () => {
  const version = '0.1.0'

  it('updates itself as v1.js: kept for minutes, readable from any origin', async () => {
    const widget = await get('/widget/v1.js?bot=pk_x', { headers: { origin: 'https://www.example.com' } })
    expect(widget.status).toBe(200)
    expect(Object.fromEntries(widget.headers)).toMatchObject({
      'content-type': expect.stringContaining('javascript'),
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'x-content-type-options': 'nosniff',
    })
  })

  it('is the same file under its version, kept for ever', async () => {
    const pinned = await get(`/widget/${version}.js`)
    expect(pinned.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(pinned.headers.get('access-control-allow-origin')).toBe('*')
    expect(await pinned.text()).toBe(await (await get('/widget/v1.js')).text())
    expect((await get('/widget/0.0.9.js')).status).toBe(404)
  })

  it('gives nothing but what is in its folder', async () => {
    for (const path of [
      '/widget/',
      '/widget/../package.json',
      '/widget/%2e%2e/package.json',
      '/widget/..%2fpackage.json',
    ])
      expect((await get(path)).status).toBe(404)
  })
})

describe('the pages', () => {
  it('tell visitors what the team of the address keeps', async () => {
    const page = await get('/privacy/kestrel-cycles')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; style-src 'sha256-\S+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
    )
    const html = await page.text()
    expect(html).toContain('What Kestrel Cycles keeps about you')
    expect(html).toContain('Your conversations')
    expect(html).toContain('<form method="post" action="/privacy/kestrel-cycles">')
    const german = await get('/privacy/kestrel-cycles?lang=de&kind=erasure')
    expect(await german.text()).toMatch(
      /<html lang="de" dir="ltr">.*<option value="erasure" selected>Meine Daten löschen lassen/s,
    )
  })

  it('say what is left afterwards by the rules that the team and its bots run by, not by what could stay', async () => {
    const { sotto } = server
    const owner = (await sotto.publicTeam('kestrel-cycles')) as { id: string }
    const team = await sotto.team(owner.id, { actor: { system: 'test' } })
    const staying = async () =>
      [...(await (await get('/privacy/kestrel-cycles?lang=en')).text()).matchAll(/<dt>([^<]*)<.*?<\/div>/gs)]
        .filter(([row]) => row.includes('only numbers without a person stay'))
        .map(([, title]) => title)
    expect(await staying()).toEqual(expect.arrayContaining(['Your conversations', 'Who you are']))
    await team.retention.change({ preset: 'strict' })
    expect(await staying()).toEqual([])
    const { id } = (await sotto.firstPublicBot(owner.id)) as { id: string }
    const own = await team.retention.overrides.add(
      { botId: id },
      { category: 'conversations', keep: 90, then: 'anonymise' },
    )
    expect(await staying()).toEqual(['Your conversations', 'What was written in them'])
    await team.retention.overrides.remove(own.id)
    await team.retention.change({ preset: 'published' })
  })

  it.each(['/privacy/nobody', '/privacy/%F0%9F%9A%B2', '/privacy/<script>', '/nothing'])(
    'say the same of %s, where there is nothing',
    async (path) => {
      const page = await get(path)
      expect(page.status).toBe(404)
      expect(await page.text()).toContain('There is nothing here')
    },
  )

  it('begin with the demo, which has the widget of the public bot', async () => {
    expect((await get('/')).headers.get('location')).toBe('/demo')
    expect(await (await get('/demo')).text()).toMatch(/\/widget\/v1\.js\?bot=pk_/)
  })
})

it('believes the proxies that it is told to about the address of a visitor', async () => {
  const headers = { authorization: `Bearer ${secrets.secretKey}`, 'x-forwarded-for': '203.0.113.7' }
  const body = JSON.stringify({ name: 'Ada' })
  await get('/v1/contacts', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body })
  const log = await get('/v1/audit/entries?action=contact.created', { headers })
  const { data } = (await log.json()) as { data: { ip: string }[] }
  expect(data[0]?.ip).toBe('203.0.113.7')
})

it('names its session cookie plainly where it speaks HTTP alone', async () => {
  const { email, password } = secrets
  const headers = { 'content-type': 'application/json' }
  const signedIn = await get('/v1/session', { method: 'POST', headers, body: JSON.stringify({ email, password }) })
  expect(signedIn.status).toBe(201)
  expect(signedIn.headers.getSetCookie().join()).toMatch(/^session=[^;]+;.*HttpOnly/)
  expect(signedIn.headers.get('strict-transport-security')).toBeNull()
})

describe('the outbox', () => {
  const put = async (more: Partial<Mail> = {}) => {
    const [team] = await server.sotto.system.find(teams(), {})
    const actor = { kind: 'system', id: null } as const
    const scope = server.sotto.system.team(String(team?.id), { actor, ip: null, requestId: null })
    return enqueueMail(scope, {
      to: 'ada@example.com',
      subject: 'Your code',
      text: 'It is 123.',
      kind: 'code',
      ...more,
    })
  }
  const teams = () => server.sotto.dataMap.collections.find(({ name }) => name === 'teams') as AnyCollection

  it('shows what would be sent, newest first, as text and as HTML', async () => {
    const { id } = await put({
      subject: '<b>Hello</b>',
      text: 'See https://a.example/?x=1&y=2.\n<script>alert(1)</script>',
    })
    const list = await (await get('/outbox')).text()
    expect(list).toContain(`<a href="/outbox/${id}">&lt;b>Hello&lt;/b></a>`)
    const mail = await get(`/outbox/${id}`)
    expect(mail.headers.get('cache-control')).toBe('no-store')
    expect(mail.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    const page = await mail.text()
    expect(page).toContain('<a href="https://a.example/?x=1&amp;y=2">')
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toContain('<script>')
    const html = await get(`/outbox/${id}/html`)
    expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
    expect(await html.text()).toContain('&lt;script&gt;alert(1)')
    expect((await get('/outbox/mail_none')).status).toBe(404)
  })

  it('is there for nobody who is not at this machine', async () => {
    const { id } = await put()
    for (const path of ['/outbox', `/outbox/${id}`, `/outbox/${id}/html`])
      for (const headers of [
        { 'X-Forwarded-For': '203.0.113.9' },
        { Forwarded: 'for=203.0.113.9' },
        { Host: 'chat.example.com' },
        { Host: 'localhost.evil.example:3000' },
      ])
        expect([path, headers, await statusOf(path, headers)]).toEqual([path, headers, 404])
    expect(await statusOf('/outbox', { Host: '127.0.0.1:1' })).toBe(200)
  })

  /** `fetch` sends no Host of one's own. */
  const statusOf = (path: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(server.url + path, { headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .on('error', reject)
        .end()
    })
})

it.skipIf(process.platform === 'win32')('keeps its data where nobody else on the machine may look', async () => {
  expect((await stat(join(place.folder, 'data'))).mode & 0o077).toBe(0)
})

describe('what stands in the way', () => {
  it('is a port that is in use', async () => {
    const other = await newInstallation()
    const PORT = new URL(server.url).port
    await expect(other.start({ PORT })).rejects.toThrow(`Port ${PORT} is in use by another program.`)
    // Nothing was left running: the database of the second one can be opened at once.
    await (await other.start()).close()
    await other.remove()
  }, 30_000)

  it('is a host that is not of this machine', async () => {
    const other = await newInstallation()
    await expect(other.start({ HOST: '203.0.113.1' })).rejects.toThrow('HOST 203.0.113.1 is not an address')
    await other.remove()
  }, 30_000)

  it('is a data folder that another server uses: it says what to do, and ends with 1', async () => {
    await expect(place.start()).rejects.toThrow(/in use/)
    const second = await runMain({
      SOTTO_DATA_DIR: join(place.folder, 'data'),
      SOTTO_KEYRING: join(place.folder, 'keys'),
      PORT: '0',
    })
    expect(second.code).toBe(1)
    expect(second.complained).toMatch(/in use/)
    expect((await get('/readyz')).status).toBe(200)
  }, 30_000)

  it('is a data folder that cannot be made, or a database that does not answer: it says where, and what to do', async () => {
    const file = join(place.folder, 'a-file')
    await writeFile(file, '')
    await expect(place.start({ SOTTO_DATA_DIR: file })).rejects.toThrow(
      /data directory .*a-file.* cannot be used: .*choose another directory/,
    )
    const MONGODB_URI = 'mongodb://someone:hidden@127.0.0.1:1/?directConnection=true&serverSelectionTimeoutMS=100'
    const refused = await place.start({ MONGODB_URI }).catch((error: Error) => error.message)
    expect(refused).toMatch(/MongoDB at 127\.0\.0\.1:1 cannot be used: .*Start it, or correct the connection string\./)
    expect(refused).not.toContain('hidden')
  }, 30_000)

  it('is a configuration that is wrong: all of it is listed, and it ends with 1', async () => {
    const { code, complained } = await runMain({ PORT: 'many', LOG_LEVEL: 'loud' })
    expect(code).toBe(1)
    expect(complained).toMatch(/PORT must be .*\n.*LOG_LEVEL must be /)
  }, 30_000)

  it('is a keyring that is gone: nothing is destroyed, and all is there once it is back', async () => {
    const other = await newInstallation()
    const first = await other.start()
    await makeDemoTeam(first.sotto)
    await first.close()
    const keys = join(other.folder, 'keys')
    await rename(keys, `${keys}-elsewhere`)
    await expect(other.start()).rejects.toThrow(/keyring/i)
    await mkdir(keys)
    await expect(other.start()).rejects.toThrow(/keyring/i)
    await rename(`${keys}-elsewhere`, keys)
    const again = await other.start()
    expect(await again.sotto.publicTeam('kestrel-cycles')).toMatchObject({ name: 'Kestrel Cycles' })
    await again.close()
    await other.remove()
  }, 60_000)
})

it('stops at once though somebody follows a conversation, and starts again with everything', async () => {
  const other = await newInstallation()
  const first = await other.start()
  const made = (await makeDemoTeam(first.sotto)) as FirstSecrets
  const headers = { authorization: `Bearer ${made.secretKey}`, 'content-type': 'application/json' }
  const bots = await fetch(`${first.url}/v1/bots`, { headers })
  const { data } = (await bots.json()) as { data: { id: string }[] }
  const started = await fetch(`${first.url}/v1/conversations`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ botId: data[0]?.id }),
  })
  const { conversation } = (await started.json()) as { conversation: { id: string } }
  const events = await fetch(`${first.url}/v1/conversations/${conversation.id}/events`, { headers })
  expect(events.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const ended = events.text().catch(() => 'broken off')
  const before = performance.now()
  await first.close()
  expect(performance.now() - before).toBeLessThan(4000)
  await ended
  const again = await other.start()
  const found = await fetch(`${again.url}/v1/conversations/${conversation.id}`, { headers })
  expect(found.status).toBe(200)
  await again.close()
  await other.remove()
}, 60_000)

/** The program itself, as `npm start` runs it. */
function runMain(variables: Record<string, string>): Promise<{ code: number | null; complained: string }> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...variables } })
  let complained = ''
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, complained })))
}
