import { randomBytes } from 'node:crypto'
import type { Browser, BrowserContext, Page, Request, Response, WebError } from 'playwright-core'
import { closedRootsKey, installRecorder, type PageEvent } from '../in-page/recorder.ts'
import { bounds, type Moment, type SeenRequest } from '../observation.ts'
import { cookieSiteOf } from './party.ts'
import { type CookieLine, readCookieLine } from './set-cookie.ts'

export interface WatchOptions {
  readonly gpc: boolean
  /** BCP 47; what the browser asks sites for. */
  readonly language: string
  /** As this browser calls itself, without the word that says that nobody looks at it. */
  readonly userAgent: string
  readonly ignoreCertificates: boolean
  /** For a site that lies behind HTTP authentication; nobody else is told. */
  readonly credentials?: Credentials | undefined
}

export interface Credentials {
  readonly username: string
  readonly password: string
  /** Where they are given, and nowhere else. */
  readonly origin: string
}

export interface CookieWrite extends CookieLine {
  readonly setBy: 'http' | 'script'
  readonly setters: readonly string[]
  readonly host: string
  readonly page: string
  readonly moment: Moment
}

export type SeenEvent = PageEvent & { readonly moment: Moment }

/** Everything that one fresh browser context does, from its first request on. */
export interface Watch {
  readonly context: BrowserContext
  readonly page: Page
  readonly requests: readonly SeenRequest[]
  readonly writes: readonly CookieWrite[]
  readonly events: readonly SeenEvent[]
  readonly remarks: Set<string>
  /** What was done last; stamps everything that is seen from now on. */
  moment: Moment
  /** Requests that have not ended. */
  busy(): number
  /** Milliseconds since a request began or ended. */
  quietFor(): number
  /** Resolves when the headers of all answers so far have been read. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Opens a context with nothing in it and one empty page, and watches it. */
export async function watch(browser: Browser, options: WatchOptions): Promise<Watch> {
  const context = await browser.newContext({
    locale: options.language,
    userAgent: options.userAgent,
    viewport: { width: 1280, height: 800 },
    acceptDownloads: false,
    ignoreHTTPSErrors: options.ignoreCertificates,
    ...(options.credentials ? { httpCredentials: options.credentials } : {}),
    ...(options.gpc ? { extraHTTPHeaders: { 'Sec-GPC': '1' } } : {}),
  })
  const requests: SeenRequest[] = []
  const writes: CookieWrite[] = []
  const events: SeenEvent[] = []
  const remarks = new Set<string>()
  const running = new Map<Request, SeenRequest>()
  const initiators = new Map<string, string>()
  const programs = new Set<string>()
  const reading = new Set<Promise<unknown>>()
  let lastChange = Date.now()
  const state = { moment: 'load' as Moment, main: undefined as Page | undefined }

  const read = (work: Promise<unknown>) => {
    const done = work.catch(() => undefined).finally(() => reading.delete(done))
    reading.add(done)
  }
  const addressOfPage = () => state.main?.url() ?? 'about:blank'

  function keep(request: SeenRequest): void {
    if (requests.length < bounds.requests) requests.push(request)
    else remarks.add(`More than ${bounds.requests} requests: those after are not listed.`)
  }

  function onRequest(request: Request): void {
    lastChange = Date.now()
    const frame = frameOf(request)
    const main = frame === null || frame.parentFrame() === null
    const seen: SeenRequest = {
      url: request.url(),
      method: request.method(),
      type: main && request.isNavigationRequest() ? 'page' : request.resourceType(),
      page: addressOfPage(),
      moment: state.moment,
      frame: main ? null : (frame?.url() ?? null),
      initiator: null,
      sendsBody: request.postDataBuffer() !== null,
      status: null,
      contentType: null,
      bytes: null,
      setsCookies: 0,
    }
    running.set(request, seen)
    keep(seen)
  }

  async function onResponse(response: Response): Promise<void> {
    const seen = running.get(response.request())
    const moment = seen?.moment ?? state.moment
    const headers = await response.headersArray()
    if (seen) {
      const length = headers.find(({ name }) => name.toLowerCase() === 'content-length')?.value
      seen.status = response.status()
      seen.contentType = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? null
      seen.bytes = length === undefined ? null : Number(length)
    }
    for (const { name, value } of headers) {
      if (name.toLowerCase() !== 'set-cookie') continue
      for (const line of value.split('\n')) {
        const cookie = readCookieLine(line, Date.now())
        if (!cookie || writes.length >= bounds.events) continue
        if (seen) seen.setsCookies++
        const url = response.url()
        writes.push({
          ...cookie,
          setBy: 'http',
          setters: [url],
          host: new URL(url).hostname,
          page: addressOfPage(),
          moment,
        })
      }
    }
  }

  function onEvent(event: PageEvent): void {
    if (events.length >= bounds.events) return
    events.push({ ...event, moment: state.moment })
    if (event.kind !== 'cookie') return
    const cookie = readCookieLine(event.text, Date.now())
    if (!cookie || !URL.canParse(event.page)) return
    const { hostname } = new URL(event.page)
    writes.push({
      ...cookie,
      setBy: 'script',
      setters: event.scripts,
      host: hostname,
      page: event.page,
      moment: state.moment,
    })
  }

  function adopt(page: Page): void {
    page.on('dialog', (dialog) => {
      if (dialog.type() !== 'beforeunload')
        remarks.add(`The page opened a dialog (${dialog.type()}); it was dismissed.`)
      read(dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss())
    })
    page.on('download', (download) => {
      remarks.add('The page began a download; it was refused.')
      read(download.cancel())
    })
    page.on('crash', () => remarks.add('The page crashed.'))
    page.on('websocket', (socket) => {
      lastChange = Date.now()
      keep({
        url: socket.url(),
        method: 'GET',
        type: 'websocket',
        page: addressOfPage(),
        moment: state.moment,
        frame: null,
        initiator: initiators.get(socket.url()) ?? null,
        sendsBody: true,
        status: null,
        contentType: null,
        bytes: null,
        setsCookies: 0,
      })
    })
    if (state.main === undefined) return
    remarks.add('The page opened another window; it was watched and closed.')
    read(
      page
        .waitForLoadState('load', { timeout: 3000 })
        .catch(() => undefined)
        .then(() => page.close()),
    )
  }

  const ended = (request: Request) => {
    running.delete(request)
    lastChange = Date.now()
  }
  context.on('request', onRequest)
  context.on('response', (response) => read(onResponse(response)))
  context.on('requestfinished', ended)
  context.on('requestfailed', ended)
  context.on('page', adopt)
  // What it says may be about a person; which script it is may not.
  context.on('weberror', (error) => remarks.add(wordsOfFailure(error)))

  const binding = `_${randomBytes(8).toString('hex')}`
  await context.exposeBinding(binding, (_source, event: PageEvent) => onEvent(event))
  await context.addInitScript(installRecorder, { binding, rootsKey: closedRootsKey, gpc: options.gpc })
  const page = await context.newPage()
  state.main = page
  await listenForInitiators(page, initiators, programs)

  return {
    context,
    page,
    requests,
    writes,
    events,
    remarks,
    get moment() {
      return state.moment
    },
    set moment(moment) {
      state.moment = moment
    },
    // A connection that is kept open for events is no sign of unrest, nor the program of a worker that pages share: nobody
    // hears that it has been read.
    busy: () =>
      [...running.keys()].filter((one) => one.resourceType() !== 'eventsource' && !programs.has(one.url())).length,
    quietFor: () => Date.now() - lastChange,
    async settled() {
      await Promise.race([Promise.all(reading), new Promise((resolve) => setTimeout(resolve, 3000).unref())])
      for (const request of requests) request.initiator ??= initiators.get(request.url) ?? null
    },
    async close() {
      await Promise.race([
        context.close().catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, 5000).unref()),
      ])
    },
  }
}

/** Where a script failed. What stands behind it in the same script did not run, and was not seen. */
function wordsOfFailure(failure: WebError): string {
  const { url } = failure.location()
  const where = URL.canParse(url) ? ` in ${new URL(url).origin}${new URL(url).pathname}` : ''
  return `A script failed${where} (${failure.error().name || 'Error'}): what it would have done was not seen.`
}

function frameOf(request: Request) {
  try {
    return request.frame()
  } catch {
    // Requests of service workers, and the first of a new window, have none.
    return null
  }
}

interface Stack {
  readonly callFrames?: readonly { readonly url: string }[]
  readonly parent?: Stack
}

/**
 * Which script began a request, as far as the protocol tells: the nearest with an address. And the programs of workers,
 * each a document of its own.
 */
async function listenForInitiators(page: Page, initiators: Map<string, string>, programs: Set<string>): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const remember = ({ url, initiator }: { url: string; initiator?: { url?: string; stack?: Stack; type: string } }) => {
    if (initiator === undefined || initiators.has(url) || initiators.size >= bounds.requests) return
    const script = nearestScript(initiator.stack) ?? (initiator.type === 'script' ? initiator.url : undefined)
    if (script) initiators.set(url, script)
  }
  session.on('Network.requestWillBeSent', ({ request, initiator, documentURL, type }) => {
    if (type === 'Script' && documentURL === request.url && programs.size < bounds.requests) programs.add(request.url)
    remember({ url: request.url, initiator })
  })
  session.on('Network.webSocketCreated', (event) => remember(event as Parameters<typeof remember>[0]))
  await session.send('Network.enable')
}

function nearestScript(stack: Stack | undefined): string | undefined {
  for (let current = stack; current !== undefined; current = current.parent) {
    const url = current.callFrames?.find((frame) => frame.url !== '')?.url
    if (url !== undefined) return url
  }
  return undefined
}

/** Whether a cookie that was written is the one that the browser has. */
export const isSameCookie = (
  write: { name: string; domain: string | null; host: string },
  stored: { name: string; domain: string },
): boolean =>
  write.name === stored.name &&
  (stored.domain.replace(/^\./, '') === (write.domain ?? write.host) ||
    (write.domain !== null && cookieSiteOf(write.domain) === cookieSiteOf(stored.domain)))
