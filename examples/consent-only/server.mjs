import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const own = { '/': 'index.html', '/counter.js': 'counter.js', '/page.css': 'page.css' }
const types = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' }

/** Nothing inline, nothing from elsewhere but the map, and trusted types: what a careful site would send. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  'frame-src https://www.openstreetmap.org',
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Serves the page as any website would: as files.
 *
 * @param {{ gate: string, banner: (path: string) => string | Uint8Array | undefined }} built the gate with the policy in
 *   it, and the files of the banner by their paths
 * @returns {import('node:http').Server} not yet listening
 */
export function siteServer({ gate, banner }) {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const content =
      pathname === '/sotto-gate.js'
        ? gate
        : Object.hasOwn(own, pathname)
          ? readFileSync(new URL(own[pathname], import.meta.url))
          : banner(pathname.slice(1))
    if (content === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found. The page is at /.\n')
      return
    }
    const type = types[(own[pathname] ?? pathname).split('.').at(-1)]
    const headers = { 'content-type': type, 'content-security-policy': policy, 'x-content-type-options': 'nosniff' }
    response.writeHead(200, headers).end(content)
  })
}
