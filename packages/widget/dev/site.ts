/** The built scripts and the pages that show them, as a small site with the fake server behind it. */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buildAsSitesDo, buildScripts } from '../build.ts'
import { createFakeServer } from './fake-server.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

export async function createSite(): Promise<Handler> {
  const scripts = await buildScripts()
  scripts.set('bundled.js', await buildAsSitesDo())
  const fake = createFakeServer()
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
    const script = scripts.get(pathname.replace(/^\/widget\//, ''))
    if (script) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' })
      response.end(script)
    } else if (pathname === '/demo') html(response, await readFile(new URL('index.html', import.meta.url), 'utf8'))
    else if (pathname === '/page') testPage(response, searchParams)
    else if (pathname === '/watch.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' })
      response.end(`window.violations = []
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective))`)
    } else return fake(request, response)
    return true
  }
}

/** A page with nothing but a script tag: `script` is its address, `server` may have a strict policy let it through. */
function testPage(response: ServerResponse, options: URLSearchParams) {
  const server = options.get('server')
  if (server) {
    const policy = [
      `default-src 'none'`,
      `script-src 'self' ${server}`,
      `style-src 'self'`,
      `connect-src ${server}`,
      // The page's own icon.
      `img-src data:`,
      `require-trusted-types-for 'script'`,
      `trusted-types lit-html`,
    ]
    response.setHeader('content-security-policy', policy.join('; '))
  }
  const script = options.get('script')
  html(
    response,
    `<!doctype html>
<html lang="${options.get('lang') ?? 'en'}" dir="${options.get('dir') ?? 'ltr'}">
  <head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><script src="/watch.js"></script></head>
  <body>
    <main><h1>A page</h1><a href="#">A link</a></main>
    ${script ? `<script type="module" src="${script.replaceAll('"', '&quot;')}"></script>` : ''}
  </body>
</html>`,
  )
}

const html = (response: ServerResponse, page: string) =>
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
