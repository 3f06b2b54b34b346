import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Router } from 'express'

/** Nothing inline, nothing from elsewhere, and no text that becomes markup or code by itself. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"

/**
 * The dashboard, as Vite built it into a folder. Every path but those of its files is a place within it, which its own
 * router knows.
 */
export function dashboardFiles(folder: string): Router {
  const files = express.Router()
  files.use((_request, response, next) => {
    response.setHeader('Content-Security-Policy', policy)
    next()
  })
  // A file of another build is not there any more: it must not be answered with a page.
  files.use('/assets', express.static(join(folder, 'assets'), { index: false, immutable: true, maxAge: '1y' }))
  files.use((request, response, next) => {
    const index = join(folder, 'index.html')
    if (request.method !== 'GET' || request.path.startsWith('/assets/') || !existsSync(index)) return next()
    response.setHeader('Cache-Control', 'no-cache')
    response.sendFile(index, { cacheControl: false })
  })
  return files
}
