import { isIP } from 'node:net'
import type { KeptMail, Outbox } from '@sotto/server-sdk'
import express, { type Request, type Router } from 'express'
import { outboxPage, sentPage } from './outbox-pages.ts'
import { notFoundPage } from './pages.ts'
import { sendPage } from './send-page.ts'

/**
 * Mail that was kept instead of sent, for whoever sits at this machine: there is no sign-in, so anything else finds
 * nothing here. Codes and confirmations stand in it.
 */
export function outboxRoutes(outbox: Outbox): Router {
  const routes = express.Router()
  routes.use((request, response, next) => {
    if (!isNear(request)) return sendPage(response, 404, notFoundPage())
    response.setHeader('Cache-Control', 'no-store')
    next()
  })
  routes.get('/', async (_request, response) => sendPage(response, 200, outboxPage(await outbox.list())))
  routes.get('/:id', async (request, response) => {
    const mail = await found(outbox, request)
    sendPage(response, mail ? 200 : 404, mail ? sentPage(mail) : notFoundPage())
  })
  routes.get('/:id/html', async (request, response) => {
    const mail = await found(outbox, request)
    if (!mail) return sendPage(response, 404, notFoundPage())
    // What a mail program would show: its own style and nothing else, on an origin of its own.
    const policy =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
    response.setHeader('Content-Security-Policy', policy).type('html').send(mail.html)
  })
  return routes
}

const found = (outbox: Outbox, request: Request): Promise<KeptMail | null> => outbox.find(String(request.params.id))

const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * Whether a request was made on this machine, to this machine: not through a proxy that stands on it, and not by a page
 * whose host name was pointed here.
 */
function isNear({ socket, headers }: Request): boolean {
  if (!isLoopback(socket.remoteAddress ?? '')) return false
  if (forwarding.some((name) => headers[name] !== undefined)) return false
  const host = URL.parse(`http://${headers.host}`)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  return host === 'localhost' || isLoopback(host)
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}
