import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const page = readFileSync(new URL('index.html', import.meta.url), 'utf8')
const placeholder = 'http://localhost:3000/widget/v1.js?bot=pk_…'

/**
 * Reads where Sotto runs and which bot to show.
 *
 * @param {{ server?: string | undefined, key?: string | undefined }} settings
 * @returns {URL} the address of the widget's script
 * @throws {Error} with all that is wrong, in words for the person who started the example
 */
export function widgetAddress({ server = 'http://localhost:3000', key }) {
  const problems = []
  const base = URL.canParse(server) ? new URL(server) : undefined
  if (!base || !/^https?:$/.test(base.protocol)) {
    problems.push(
      `The server "${server}" is not an address. Give one such as http://localhost:3000 (SOTTO_URL or --server).`,
    )
  }
  if (!key) {
    problems.push(
      'The publishable key is missing. "npm start" prints it; give it as SOTTO_PUBLISHABLE_KEY or --key pk_….',
    )
  } else if (key.startsWith('sk_')) {
    problems.push('That is a secret key. A page is public: give the publishable key, which begins with pk_.')
  } else if (!/^pk_[\w-]+$/.test(key)) {
    problems.push('The key is not a publishable key: those begin with pk_ and have only letters, digits, _ and -.')
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))

  base.pathname = `${base.pathname.replace(/\/$/, '')}/widget/v1.js`
  base.search = new URLSearchParams({ bot: key }).toString()
  return base
}

/**
 * Serves the page as any website would: as one static file, from an origin of its own, under a strict policy that
 * allows the widget's origin and nothing else.
 *
 * @param {{ widget: URL }} options
 * @returns {import('node:http').Server} not yet listening
 */
export function pageServer({ widget }) {
  const html = page.replace(placeholder, () => widget.href.replaceAll('&', '&amp;'))
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policyFor(widget.origin, html),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
  }
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname !== '/' && pathname !== '/index.html') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found. The page is at /.\n')
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
    } else {
      response.writeHead(200, headers).end(html)
    }
  })
}

function policyFor(origin, html) {
  const style = html.match(/<style>([\s\S]*?)<\/style>/)[1]
  return [
    "default-src 'none'",
    `script-src ${origin}`,
    `connect-src ${origin}`,
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    `img-src ${origin} data: blob:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
