import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Contender } from './contenders.ts'

/** Sees what a page does, from before its first script on. */
const watch = `
  var seen = { shift: 0, longTasks: 0, tasks: [], violations: 0, started: null }
  addEventListener('securitypolicyviolation', () => seen.violations++)
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) seen.shift += value }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => { seen.longTasks += list.getEntries().length }).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => { for (const { duration, scripts } of list.getEntries()) seen.tasks.push(Math.round(duration) + ' ms: ' + (scripts.map(({ duration, invoker, sourceURL }) => (sourceURL.split('/').pop() || invoker) + ' ' + Math.round(duration) + ' ms').join(', ') || 'no script')) }).observe({ type: 'long-animation-frame', buffered: true })`

/** What the counter does when it runs. */
const counter = `seen.started = performance.now(); document.cookie = 'visits=1; path=/; max-age=86400'`

const strict = (tracker: string) =>
  `default-src 'none'; script-src 'self' ${tracker}; style-src 'self'; connect-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'; trusted-types lit-html`

/**
 * A host for each contender below `localhost`, where nothing leaves the machine, and the one of the counter. A page asked
 * for with `?strict` is under a strict security policy.
 */
export async function openWeb(contenders: readonly Contender[]) {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo
    const tracker = `http://tracker.localhost:${port}`
    const url = new URL(request.url ?? '/', 'http://site')
    const host = request.headers.host ?? ''
    const send = (type: string, body: string, headers: Record<string, string> = {}) =>
      response.writeHead(200, { 'content-type': type, ...headers }).end(body)
    if (host.startsWith('tracker.'))
      return send('text/javascript', counter, { 'timing-allow-origin': '*', 'set-cookie': 'tracker=1; path=/' })
    const contender = contenders[Number(/^site-(\d+)\./.exec(host)?.[1])]
    if (contender === undefined) return response.writeHead(404).end()
    if (url.pathname === '/') {
      const { head, body } = contender.page(`${tracker}/count.js`)
      return send(
        'text/html; charset=utf-8',
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kestrel Cycles</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><script src="/watch.js"></script>${head}</head><body><main><h1>Kestrel Cycles</h1><p>Bicycles, made to be mended.</p></main>${body}</body></html>`,
        url.searchParams.has('strict') ? { 'content-security-policy': strict(tracker) } : {},
      )
    }
    const file = { '/watch.js': watch, '/page.css': 'main { min-height: 3000px; padding: 1px }', ...contender.files }[
      url.pathname
    ]
    if (file === undefined) return response.writeHead(404).end()
    return send(url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript', file)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: (index: number) => `http://site-${index}.localhost:${port}/`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
