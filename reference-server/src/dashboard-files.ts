import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Router } from 'express'

/** Nothing inline, nothing from elsewhere, and no text that becomes markup or code by itself. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; frame-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"

/** The page in which a banner is tried: it is shown within the dashboard, and speaks to nobody. */
const previewPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; sandbox allow-scripts"

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
  files.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      index: false,
      immutable: true,
      maxAge: '1y',
      // The preview has no origin, so that no banner in it can reach what is kept here. Its scripts are no secret.
      setHeaders: (response) => void response.setHeader('Access-Control-Allow-Origin', '*'),
    }),
  )
  files.get('/preview.html', (_request, response, next) => {
    const preview = join(folder, 'preview.html')
    if (!existsSync(preview)) return next()
    response.setHeader('Content-Security-Policy', previewPolicy)
    response.setHeader('Cache-Control', 'no-cache')
    response.sendFile(preview, { cacheControl: false })
  })
  files.use((request, response, next) => {
    const index = join(folder, 'index.html')
    if (request.method !== 'GET' || request.path.startsWith('/assets/') || !existsSync(index)) return next()
    response.setHeader('Cache-Control', 'no-cache')
    response.sendFile(index, { cacheControl: false })
  })
  return files
}
