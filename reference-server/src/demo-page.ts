import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildGate } from '@sotto/consent-banner/gate'
import type { Sotto } from '@sotto/server-sdk'
import express, { type Request, type Router } from 'express'
import { demoPage } from '../demo/page.ts'
import { demoBot, demoConsentPolicy } from './demo-team.ts'
import { notFoundPage } from './pages.ts'
import { sendPage } from './send-page.ts'

/** Reached from `src/` and from the bundle in `dist/` alike: both lie one folder below the package. */
const scripts = fileURLToPath(new URL('../demo', import.meta.url))
const banner = dirname(createRequire(import.meta.url).resolve('@sotto/consent-banner'))
const template = (name: string) => readFileSync(join(banner, `gate-${name}.js`), 'utf8')

/** The page of the sample workshop, with the widget, and the banner as long as its team has a published policy. */
export function demoPages(sotto: Sotto, publicUrl: string | undefined): Router {
  const pages = express.Router()
  pages.get('/', async (_request, response) => {
    const bot = await demoBot(sotto)
    if (!bot) return void sendPage(response, 404, notFoundPage())
    const asks = (await demoConsentPolicy(sotto, bot)) !== null
    const { html, styleSource } = demoPage({ widgetSrc: `/widget/v1.js?bot=${bot.publishableKey}`, asks })
    sendPage(response, 200, { html, styleSource, script: true })
  })
  pages.get('/consent/sotto-gate.js', async (request, response) => {
    const bot = await demoBot(sotto)
    const policy = bot && (await demoConsentPolicy(sotto, bot))
    if (!bot || !policy) return void sendPage(response, 404, notFoundPage())
    const delivery = { server: publicUrl ?? originOf(request), key: bot.publishableKey }
    const templates = { declared: template('declared'), strict: template('strict') }
    const { code } = await buildGate({ ...policy, delivery }, templates)
    // What was published a moment ago is asked by the next visit.
    response.set('Cache-Control', 'no-cache, private').type('js').send(code)
  })
  pages.use('/consent', express.static(join(banner, 'browser'), { index: false, maxAge: '5m' }))
  for (const name of ['visit-counter.js', 'room.js'])
    pages.get(`/${name}`, (_request, response) => response.sendFile(join(scripts, name), { maxAge: '5m' }))
  return pages
}

/** Where the browser reached this server: its policy lets the page connect to nothing else. */
const originOf = ({ protocol, headers: { host } }: Request) => `${protocol}://${host ?? 'localhost'}`
