import { createServer } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBanner } from './banner/controls.ts'
import { findBrowser } from './browser/find-browser.ts'
import { launchBrowser } from './browser/launch.ts'
import { open } from './browser/visit.ts'
import { type Watch, watch } from './browser/watch.ts'
import { ScanProblem } from './scan-problem.ts'
import { createWeb, type Web } from './testing/web.ts'

let web: Web
let browser: Browser
let seen: Watch
const patience = { wait: 100, timeout: 6000 }
const options = { gpc: false, language: 'en-US', userAgent: 'Test', ignoreCertificates: false }

beforeAll(async () => {
  web = await createWeb()
  browser = await launchBrowser({ path: findBrowser() })
  seen = await watch(browser, options)
  web.host('odd', ({ headers }, { pathname }) => {
    if (pathname === '/circle') return { status: 302, headers: { location: '/circle' } }
    if (pathname === '/gone') return { status: 410, body: 'Gone' }
    if (pathname === '/paper.pdf') return { type: 'application/pdf', body: '%PDF-1.4' }
    if (pathname === '/data') return { type: 'application/json', body: '{}' }
    if (pathname === '/file')
      return { type: 'application/zip', headers: { 'content-disposition': 'attachment' }, body: 'PK' }
    if (pathname === '/nothing') return { status: 204 }
    if (pathname === '/closed' && headers.authorization !== `Basic ${btoa('staff:s3cret')}`)
      return { status: 401, headers: { 'www-authenticate': 'Basic realm="staff"' }, body: 'Closed' }
    if (pathname === '/stuck') return '<p>Stuck</p><script>for (;;);</script>'
    if (pathname === '/restless') return "<script>setInterval(() => fetch('/tick'), 50)</script>"
    if (pathname === '/shared') return "<script>new SharedWorker('/program.js')</script>"
    if (pathname === '/program.js') return { type: 'text/javascript', body: '' }
    if (pathname === '/tick') return { type: 'text/plain', body: 'tick' }
    if (pathname === '/popup') return '<p>Popup</p>'
    if (pathname === '/large') return `<p>${'word '.repeat(50)}</p>`.repeat(40_000)
    if (pathname === '/rude') {
      return `<script>addEventListener('beforeunload', (event) => event.preventDefault()); alert(1); confirm(2)
        window.open('/popup'); location.href = '/file'</script><p>Rude</p>`
    }
    return '<p>Plain</p>'
  })
})
afterAll(async () => {
  await seen.close()
  await browser.close()
  await web.close()
})

const problemOf = async (address: string) => {
  const error = await open(seen, address, patience).then(
    () => null,
    (problem: unknown) => problem,
  )
  expect(error).toBeInstanceOf(ScanProblem)
  return (error as ScanProblem).message
}

describe('a page that cannot be looked at', () => {
  it.each([
    ['http://127.0.0.1:9/', /cannot be opened: .*(nothing answers there|refuse this port)/],
    ['http://nowhere.invalid/', /there is no such host\. Check the name\./],
  ])('%s', async (address, expected) => {
    expect(await problemOf(address)).toMatch(expected)
  })

  it.each([
    ['/circle', /redirects in a circle/],
    ['/gone', /answered 410\. Give the address of a page that exists\./],
    ['/paper.pdf', /(is no web page: it answered with application\/pdf|it is a download)/],
    ['/data', /is no web page: it answered with application\/json\.$/],
    ['/file', /it is a download, or an answer without content, and not a web page/],
    ['/closed', /it asks for a name and a password\. Give the right ones in the address/],
    ['/nothing', /it is a download, or an answer without content, and not a web page/],
  ])('%s', async (path, expected) => {
    expect(await problemOf(web.address('odd', path))).toMatch(expected)
  })

  it('speaks no TLS where it should', async () => {
    expect(await problemOf(web.address('odd').replace('http:', 'https:'))).toMatch(
      /certificate or TLS is not valid.*\(ERR_SSL/,
    )
  })

  it('takes the connection and never answers', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const late = open(seen, `http://127.0.0.1:${port}/`, { wait: 0, timeout: 1000 })
    await expect(late).rejects.toThrow(/did not answer in time\. Allow more with --timeout/)
    silent.close()
  })

  it('is stuck in a script, and is given up', async () => {
    const other = await watch(browser, options)
    const stuck = open(other, web.address('odd', '/stuck'), { wait: 0, timeout: 1500 })
    await expect(stuck).rejects.toThrow(/does not react: its scripts do not return\. Waiting took more than 2 s\./)
    await other.close()
  })
})

describe('a page that is hard to look at', () => {
  it('asks for a name and a password', async () => {
    const credentials = { username: 'staff', password: 's3cret', origin: new URL(web.address('odd')).origin }
    const inside = await watch(browser, { ...options, credentials })
    await open(inside, web.address('odd', '/closed'), patience)
    expect(await inside.page.textContent('p')).toBe('Plain')
    await inside.close()
  })

  it('never becomes quiet', async () => {
    await open(seen, web.address('odd', '/restless'), { wait: 0, timeout: 1200 })
    expect([...seen.remarks]).toContain('The page did not become quiet: it keeps asking for more.')
  })

  it('shares a worker among its windows, of whose program nobody hears that it was read', async () => {
    const other = await watch(browser, options)
    await open(other, web.address('odd', '/shared'), { wait: 0, timeout: 3000 })
    expect([...other.remarks]).toEqual([])
    await other.close()
  })

  it.runIf(process.env.SOTTO_LONG)('has ten megabytes', async () => {
    await open(seen, web.address('odd', '/large'), { wait: 0, timeout: 20_000 })
    expect(await seen.page.evaluate('document.body.children.length')).toBe(40_000)
    expect((await findBanner(seen.page, ['accept', 'reject'], {})).best).toEqual({})
  })

  it('opens dialogs and windows, downloads, and does not want to be left', async () => {
    await open(seen, web.address('odd', '/rude'), patience)
    await open(seen, web.address('odd', '/plain'), patience)
    expect([...seen.remarks]).toEqual(
      expect.arrayContaining([
        'The page opened a dialog (alert); it was dismissed.',
        'The page opened a dialog (confirm); it was dismissed.',
        'The page opened another window; it was watched and closed.',
      ]),
    )
    expect(seen.requests.map(({ url }) => new URL(url).pathname)).toContain('/popup')
    expect(seen.context.pages()).toHaveLength(1)
  })
})
