/**
 * A shop, one of its sub-domains and a tracker, as three sites of one small server, with a real browser before them. The
 * tracker sets cookies by header and by script, as trackers do.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { buildAsSitesDo, buildGates, buildScripts } from '../../build.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { type GateTemplates, gateFile } from '../pull/gate-file.ts'

export interface Recorded {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

export interface Visited {
  readonly body?: string
  readonly head?: string
  readonly policy?: ConsentPolicy
  /** Left out of the page where false. */
  readonly gate?: boolean
  readonly headers?: Record<string, string>
  readonly lang?: string
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const entries = {
  core: 'src/core.ts',
  'app-react': 'src/testing/app-react.ts',
  'app-preact': 'src/testing/app-preact.ts',
}

export async function openSite() {
  const templates = await buildGates()
  const modules = new Map([...(await buildScripts()), ...(await buildAsSitesDo(entries))])
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  const site = new Site(browser, templates, modules)
  await site.listen()
  return site
}

export class Site {
  readonly #browser: Browser
  readonly #templates: GateTemplates
  readonly #modules: Map<string, Uint8Array>
  readonly #pages = new Map<string, { html: string; headers: Record<string, string> }>()
  readonly #server = createServer((request, response) => this.#answer(request, response))
  /** Everything that the tracker was asked since the test began. */
  tracked: string[] = []
  /** Every record that the consent server got. */
  records: Recorded[] = []
  /** How the consent server answers. */
  consentServer: Answer = (_request, response) =>
    response.writeHead(201, { 'content-type': 'application/json' }).end('{}')
  #count = 0

  constructor(browser: Browser, templates: GateTemplates, modules: Map<string, Uint8Array>) {
    this.#browser = browser
    this.#templates = templates
    this.#modules = modules
  }

  async listen() {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  async close() {
    await this.#browser.close()
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** The origin of one of the sites. Names below `localhost` are sites of their own, and secure. */
  origin(name = 'shop') {
    return `http://${name}.localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** Forgets what was recorded, and puts a page up. Its path is new, so that tests share nothing. */
  put(
    { body = '', head = '', policy, gate = true, headers = {}, lang = 'en' }: Visited,
    path = `/page-${++this.#count}`,
  ): string {
    this.tracked = []
    this.records = []
    const script = policy && gate ? `<script src="${path}.gate.js"></script>` : ''
    if (policy)
      this.#pages.set(`${path}.gate.js`, {
        html: gateFile(policy, this.#templates).code,
        headers: { 'content-type': 'text/javascript' },
      })
    this.#pages.set(path, {
      html: `<!doctype html><html lang="${lang}"${/ar|he/.test(lang) ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>${script}<link rel="icon" href="data:,">${head}</head><body><main><h1>Shop</h1></main>${body}</body></html>`,
      headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
    })
    return path
  }

  /** A new visitor, with nothing in their browser. */
  async visitor(options: BrowserContextOptions & { gpc?: boolean } = {}) {
    const { gpc, ...more } = options
    const context = await this.#browser.newContext(more)
    if (gpc) {
      await context.setExtraHTTPHeaders({ 'sec-gpc': '1' })
      await context.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
      )
    }
    return context
  }

  /** A new visitor on a page. */
  async visit(visited: Visited, options: Parameters<Site['visitor']>[0] = {}): Promise<Page> {
    const path = this.put(visited)
    const page = await (await this.visitor(options)).newPage()
    await page.goto(`${this.origin()}${path}`)
    return page
  }

  #answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const host = request.headers.host?.split('.')[0]
    if (host === 'consent') return this.#consent(request, response)
    if (host === 'tracker') {
      this.tracked.push(pathname)
      return tracker(pathname, response)
    }
    const module = this.#modules.get(pathname.slice(1))
    const page = this.#pages.get(pathname)
    if (module) response.writeHead(200, { 'content-type': 'text/javascript' }).end(module)
    else if (page) response.writeHead(200, page.headers).end(page.html)
    else if (pathname.endsWith('.js')) {
      response
        .writeHead(200, { 'content-type': 'text/javascript' })
        .end(`(window.ran ??= []).push('${pathname.slice(1, -3)}')`)
    } else response.writeHead(404).end()
  }

  #consent(request: IncomingMessage, response: ServerResponse) {
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type, idempotency-key',
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (request.method === 'OPTIONS') return response.writeHead(204).end()
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      this.records.push({ method: request.method ?? '', path: request.url ?? '', body, headers: request.headers })
      this.consentServer(request, response)
    })
  }
}

/** `/NAME.js` notes that it ran and sets a cookie; `/frame` is a page, everything else a pixel. */
function tracker(pathname: string, response: ServerResponse) {
  const headers = {
    'set-cookie': 'tracker-by-header=1; Path=/; SameSite=None; Secure',
    'access-control-allow-origin': '*',
  }
  if (pathname.endsWith('.js')) {
    const name = pathname.slice(1, -3)
    response.writeHead(200, { ...headers, 'content-type': 'text/javascript' })
    response.end(
      `(window.ran ??= []).push('${name}'); document.cookie = '_track_${name}=1; Path=/'; localStorage.setItem('track:${name}', '1')`,
    )
  } else if (pathname.startsWith('/frame')) {
    response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('<title>Map</title><p>The map</p>')
  } else
    response
      .writeHead(200, { ...headers, 'content-type': 'image/svg+xml' })
      .end('<svg xmlns="http://www.w3.org/2000/svg"/>')
}
