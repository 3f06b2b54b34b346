/** The built scripts and the pages of this folder, as a small site with the fake server behind it. */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buildScripts } from '../build.ts'
import { createFakeServer } from './fake-server.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

export async function createSite(): Promise<Handler> {
  const scripts = await buildScripts()
  const fake = createFakeServer()
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const script = scripts.get(pathname.replace(/^\/widget\//, ''))
    if (script) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' })
      response.end(script)
      return true
    }
    if (pathname === '/') {
      const page = await readFile(new URL('index.html', import.meta.url))
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
      return true
    }
    return fake(request, response)
  }
}
