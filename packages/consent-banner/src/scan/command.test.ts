import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConsentPolicy } from '@sotto/contracts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { scanCommand } from './command.ts'
import type { ScanReport } from './report.ts'
import { openShop, openTracker } from './testing/shop.ts'
import { createWeb, type Web } from './testing/web.ts'

let web: Web
let folder: string

beforeAll(async () => {
  web = await createWeb()
  openTracker(web)
  folder = await mkdtemp(join(tmpdir(), 'sotto-scan-'))
})
afterAll(async () => {
  await web.close()
  await rm(folder, { recursive: true, force: true })
})

async function run(...args: string[]) {
  const written = { out: '', error: '' }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += text
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.error += text
    return true
  })
  const code = await scanCommand(args)
  vi.restoreAllMocks()
  return { code, ...written }
}

describe('misuse', () => {
  it.each([
    [[], /say which address to scan/],
    [['a.example', 'b.example'], /one address at a time; what is "b\.example"\?/],
    [['ftp://a.example'], /only http and https/],
    [['file:///etc/passwd'], /only http and https/],
    [['https://'], /is no address/],
    [['a.example', '--pages', '0'], /--pages has to be a whole number from 1 to 50, not "0"/],
    [['a.example', '--wait', 'long'], /--wait has to be a time .* such as 5s or 500ms, not "long"/],
    [['a.example', '--regime', 'none'], /--regime has to be opt-in or opt-out, not "none"/],
    [['a.example', '--speed'], /Unknown option '--speed'/],
    [['a.example', '--browser', '/nowhere/chrome'], /--browser names \/nowhere\/chrome, where there is nothing/],
    [['a.example', '--json', '/nowhere/at/all.json'], /cannot be written: there is no folder \/nowhere\/at/],
    [['a.example', '--policy', '/nowhere.json'], /policy \/nowhere\.json cannot be read: there is no such file/],
    [['http://127.0.0.1:1/', '--quiet', '--wait', '0'], /cannot be opened/],
  ])('%j exits with 2 and one line', async (args, expected) => {
    const { code, out, error } = await run(...args)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(error).toMatch(expected)
    expect(error.trim().split('\n')).toHaveLength(1)
  })

  it('says what is wrong with a policy', async () => {
    const file = join(folder, 'bad.json')
    await writeFile(file, JSON.stringify({ version: 0, site: { name: 'Shop' }, categories: [] }))
    expect((await run('a.example', '--policy', file)).error).toMatch(/is not valid: version .*; categories /)
    await writeFile(file, '{')
    expect((await run('a.example', '--policy', file)).error).toMatch(/is not JSON/)
  })
})

it('writes a table, JSON, a report and a policy, and exits with 1', { timeout: 120_000 }, async () => {
  const nasty = `<script>document.cookie = encodeURI('<img src=x>').replaceAll('%3C', '<').replaceAll('%3E', '>') + '=secret-value; max-age=99999'</script>`
  const address = openShop(web, 'shop', {
    always: `<script src="${web.address('tracker', '/track.js')}"></script>${nasty}`,
  })
  const file = (name: string) => join(folder, name)
  const { code, out, error } = await run(
    address,
    '--wait',
    '150ms',
    '--json',
    file('r.json'),
    '--html',
    file('r.html'),
    '--cookie-table',
    file('policy.json'),
  )

  expect(code).toBe(1)
  expect(error).toMatch(/before a choice: banner found/)
  expect(out).toMatch(/✗ uid {2}cookie-before-choice/)
  expect(out).toMatch(/✗ \d+ violations/)

  const report = JSON.parse(await readFile(file('r.json'), 'utf8')) as ScanReport
  expect(report).toMatchObject({ format: 'sotto-consent-scan/1', clean: false, address, regime: 'opt-in' })

  const html = await readFile(file('r.html'), 'utf8')
  expect(html).toContain('things that must not be</h1>')
  expect(html.match(/data:image\/jpeg;base64,/g)).toHaveLength(3)
  expect(html).toContain('&lt;img')
  expect(html).not.toContain('<img src=x')
  for (const text of [html, JSON.stringify(report)]) expect(text).not.toMatch(/secret-value|c0ffee/)
  expect(html).not.toMatch(/(src|href)="https?:/)

  const policy = ConsentPolicy.parse(JSON.parse(await readFile(file('policy.json'), 'utf8')))
  const tracker = policy.services?.find(({ name }) => name === 'tracker.localhost')
  expect(tracker).toMatchObject({ category: 'marketing', requests: ['tracker.localhost'] })
  const session = policy.services?.find(({ name }) => name === 'Session')
  expect(session).toMatchObject({ category: 'necessary', cookies: [{ name: 'session', httpOnly: true }] })

  // A draft is complete: held against it, nothing is undeclared any more.
  const signedIn = address.replace('http://', 'http://staff:secret-value@')
  const again = await run(signedIn, '--wait', '150ms', '--quiet', '--json', '-', '--policy', file('policy.json'))
  expect(again.code).toBe(1)
  expect(again.out).not.toContain('secret-value')
  const held = JSON.parse(again.out) as ScanReport
  expect(held.findings.filter(({ code: kind }) => /undeclared|longer|never/.test(kind))).toEqual([])
})

it('exits with 2 where nothing is wrong and a state was not looked at', { timeout: 60_000 }, async () => {
  const html = join(folder, 'open.html')
  const args = [openShop(web, 'half'), '--wait', '150ms', '--quiet', '--accept', '#nowhere']
  const { code, out } = await run(...args, '--html', html)
  expect(code).toBe(2)
  expect(out).toMatch(/! After accept {2}state-not-reached\n.*No way to accept was found/)
  expect(out).toMatch(/! Not everything could be looked at\. 0 violations/)
  expect(await readFile(html, 'utf8')).toContain('Not everything could be looked at</h1>')
})
