import type { Page } from 'playwright-core'
import { ScanProblem } from '../scan-problem.ts'
import type { Watch } from './watch.ts'

export interface Patience {
  /** Milliseconds to watch after each step, whatever happens. */
  readonly wait: number
  /** Milliseconds until a page that does not answer is given up. */
  readonly timeout: number
}

/** Rejects when the page does not react: a script that never returns must not hold up the scan for ever. */
export async function inTime<Result>(work: Promise<Result>, timeout: number, what: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new ScanProblem(`${what} took more than ${Math.round(timeout / 1000)} s.`)),
      timeout,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Waits `wait`, and then until nothing is asked for half a second (or `wait`), but no longer than `timeout` in all. */
export async function settle(seen: Watch, { wait, timeout }: Patience): Promise<void> {
  const quiet = Math.min(500, Math.max(200, wait))
  const end = Date.now() + Math.max(wait, timeout)
  await seen.page.waitForTimeout(wait)
  while (seen.busy() > 0 || seen.quietFor() < quiet) {
    if (Date.now() >= end) {
      seen.remarks.add('The page did not become quiet: it keeps asking for more.')
      break
    }
    await seen.page.waitForTimeout(100)
  }
  await seen.settled()
}

/**
 * Opens an address and waits until it is quiet. Throws a ScanProblem in one line where there is no page: no answer, a bad
 * certificate, redirects in a circle, an error status, a download, something other than HTML.
 */
export async function open(seen: Watch, address: string, patience: Patience): Promise<void> {
  const { page } = seen
  let response: Awaited<ReturnType<Page['goto']>>
  try {
    response = await go(page, address, patience.timeout)
  } catch (error) {
    throw new ScanProblem(`${address} cannot be opened: ${reasonOf(error)}`, { cause: error })
  }
  if (response && response.status() >= 400) {
    throw new ScanProblem(`${address} answered ${response.status()}. Give the address of a page that exists.`)
  }
  const type = response?.headers()['content-type'] ?? 'text/html'
  if (!/^\s*(text\/html|application\/xhtml\+xml)/i.test(type)) {
    throw new ScanProblem(`${address} is no web page: it answered with ${type.split(';')[0]}.`)
  }
  await page.waitForLoadState('load', { timeout: patience.timeout }).catch(() => {
    seen.remarks.add('The page did not finish loading; what it had loaded was looked at.')
  })
  // Scripts that never return leave the page standing still: better said than waited for.
  const answers = page.evaluate('1').catch((error: Error) => {
    // A page that goes elsewhere by itself takes the question with it; it does react.
    if (!/context was destroyed|navigation/i.test(error.message)) throw error
  })
  await inTime(answers, patience.timeout, `${address} does not react: its scripts do not return. Waiting`)
  await settle(seen, patience)
}

/** What the last page began on its way out may cut in; then it has had its turn. */
async function go(page: Page, address: string, timeout: number, attempts = 3): ReturnType<Page['goto']> {
  try {
    return await page.goto(address, { waitUntil: 'commit', timeout })
  } catch (error) {
    if (attempts <= 1 || !/interrupted by another navigation|ERR_ABORTED/.test(String(error))) throw error
    await page.waitForTimeout(400)
    return go(page, address, timeout, attempts - 1)
  }
}

/** Scrolls as a reader does, down and up again: it must mean nothing. */
export async function scroll(seen: Watch, patience: Patience): Promise<void> {
  const { page } = seen
  await page.mouse.move(640, 300)
  for (let step = 0; step < 8; step++) {
    await page.mouse.wheel(0, 700)
    await page.waitForTimeout(60)
  }
  await page.mouse.wheel(0, -6000)
  await settle(seen, patience)
}

/** What Chromium calls things, in words. */
const reasons: readonly [RegExp, string][] = [
  [/ERR_NAME_NOT_RESOLVED/, 'there is no such host. Check the name.'],
  [/ERR_CONNECTION_REFUSED/, 'nothing answers there. Is the server running?'],
  [
    /ERR_(CONNECTION_TIMED_OUT|TIMED_OUT)|Timeout \d+ms exceeded/,
    'it did not answer in time. Allow more with --timeout.',
  ],
  [/ERR_(CERT|SSL)_?\w*/, 'its certificate or TLS is not valid. For a test server, use --ignore-certificate-errors.'],
  [/ERR_TOO_MANY_REDIRECTS/, 'it redirects in a circle.'],
  [
    /ERR_(EMPTY_RESPONSE|CONNECTION_RESET|CONNECTION_CLOSED|INVALID_HTTP_RESPONSE)/,
    'the server closed the connection without an answer.',
  ],
  [/ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_NETWORK_CHANGED/, 'the network does not reach it.'],
  [
    /ERR_INVALID_AUTH_CREDENTIALS/,
    'it asks for a name and a password. Give the right ones in the address: https://name:password@example.com.',
  ],
  [/ERR_UNSAFE_PORT/, 'browsers refuse this port.'],
  [/Download is starting|ERR_ABORTED/, 'it is a download, or an answer without content, and not a web page.'],
]

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const known = reasons.find(([pattern]) => pattern.test(text))
  if (!known) return (text.split('\n')[0] ?? '').replace(/^page\.\w+: /, '').slice(0, 200)
  const code = /ERR_\w+/.exec(text)?.[0]
  return code === undefined ? known[1] : `${known[1]} (${code})`
}
