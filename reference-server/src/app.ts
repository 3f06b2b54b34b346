import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sotto } from '@sotto/server-sdk'
import { sottoRouter } from '@sotto/server-sdk/express'
import express, { type Express } from 'express'
import { checkPage } from './check-page.ts'
import type { Config } from './config.ts'
import { dashboardFiles } from './dashboard-files.ts'
import { demoPages } from './demo-page.ts'
import { outboxRoutes } from './outbox.ts'
import { notFoundPage } from './pages.ts'
import { portalFiles } from './portal-files.ts'
import { privacyPages } from './privacy-page.ts'
import { sendPage } from './send-page.ts'

const widgetFolder = dirname(createRequire(import.meta.url).resolve('@sotto/widget/loader'))
const dashboardFolder = fileURLToPath(new URL('../dist/dashboard', import.meta.url))
const portalFolder = fileURLToPath(new URL('../dist/portal', import.meta.url))
const mark = fileURLToPath(new URL('../dashboard/src/design/mark.svg', import.meta.url))
const widgetVersion = (JSON.parse(readFileSync(join(widgetFolder, '../package.json'), 'utf8')) as { version: string })
  .version

/** A year, for files whose name changes with their content. */
const forEver = 'public, max-age=31536000, immutable'

export interface AppOptions {
  sotto: Sotto
  config: Config
  tls: boolean
}

/** API, widget, dashboard, demo and privacy page in one Express application. */
export function referenceApp({ sotto, config, tls }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  const secure = tls || (config.PUBLIC_URL?.startsWith('https:') ?? false)
  app.use((_request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin')
    if (secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    next()
  })

  app.get('/', (_request, response) => response.redirect('/demo'))
  // Browsers ask for it by this name on every page that names no other; they go by the type.
  app.get('/favicon.ico', (_request, response) => response.type('svg').sendFile(mark, { maxAge: '1d' }))
  app.use('/widget', widgetFiles())
  app.use('/dashboard', dashboardFiles(dashboardFolder))
  app.use('/demo', demoPages(sotto, config.PUBLIC_URL))
  app.use('/portal', portalFiles(portalFolder))
  app.use('/privacy', checkPage(), privacyPages(sotto))
  if (sotto.outbox) app.use('/outbox', outboxRoutes(sotto.outbox))
  app.use(sottoRouter(sotto, { cookies: { secure }, trustProxy: config.TRUST_PROXY }))
  app.use((_request, response) => sendPage(response, 404, notFoundPage()))
  return app
}

/** The widget for any website: `v1.js` updates itself, `<version>.js` is pinned and never changes. */
function widgetFiles() {
  const files = express.Router()
  files.use((_request, response, next) => {
    // Module scripts of another origin are fetched with CORS.
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
    next()
  })
  files.get(`/${widgetVersion}.js`, (_request, response) => {
    response.setHeader('Cache-Control', forEver)
    response.sendFile(join(widgetFolder, 'v1.js'), { cacheControl: false })
  })
  files.use(
    express.static(widgetFolder, {
      index: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        const hashed = /-[A-Z0-9]{8}\.js$/.test(path)
        response.setHeader('Cache-Control', hashed ? forEver : 'public, max-age=300, stale-while-revalidate=86400')
      },
    }),
  )
  return files
}
