import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { type Answer, sendText } from './answers.ts'

/**
 * Sends an answer that is the same for everybody: caches keep it for a while, then ask whether it is still the same
 * (`If-None-Match`), and pages of every website may read it.
 */
export function sendCacheable(request: Request, response: Response, { status, text }: Answer, seconds: number): void {
  const hash = createHash('sha256').update(text ?? '')
  const etag = `"${hash.digest('base64url')}"`
  response.setHeader('ETag', etag)
  response.setHeader('Cache-Control', `public, max-age=${seconds}`)
  response.setHeader('Access-Control-Allow-Origin', '*')
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known?.includes(etag) || known?.includes('*')) response.status(304).end()
  else sendText(response, status, text)
}
