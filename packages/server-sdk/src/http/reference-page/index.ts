import { createHash } from 'node:crypto'
import { openApiDocument } from '@sotto/contracts'
import type { Request, Response, Router } from 'express'
import manifest from '../../../package.json' with { type: 'json' }
import { SottoError } from '../../errors.ts'
import { type ReferenceDocument, referencePage } from './page.ts'

/** The same for every router of a process; made when the first one is. */
let made: { document: Record<string, unknown>; page: string; policy: string } | undefined

function reference() {
  if (made) return made
  const document = openApiDocument({ version: manifest.version })
  made = { document, ...referencePage(document as unknown as ReferenceDocument) }
  return made
}

/** Serves `/docs` for people and `/openapi.json` for machines. */
export function serveReference(
  router: Router,
  begin: (request: Request, response: Response) => void,
  refuse: (request: Request, response: Response, refusal: SottoError) => void,
): void {
  const { document, page, policy } = reference()

  const serve = (path: string, answer: (request: Request, response: Response) => string) =>
    router.all(path, (request: Request, response: Response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('Allow', 'GET, HEAD')
        return refuse(request, response, new SottoError('method_not_allowed', 'This path takes GET, HEAD.'))
      }
      begin(request, response)
      const text = answer(request, response)
      response.setHeader('Cache-Control', 'no-cache')
      response.setHeader('ETag', `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`)
      if (request.fresh) return response.status(304).end()
      response.setHeader('Content-Length', Buffer.byteLength(text))
      response.end(text)
    })

  serve('/docs', (_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Content-Security-Policy', policy)
    return page
  })
  serve('/openapi.json', (request, response) => {
    response.setHeader('Content-Type', 'application/json; charset=utf-8')
    return JSON.stringify({ ...document, servers: [{ url: request.baseUrl || '/' }] })
  })
}
