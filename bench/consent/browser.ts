import { createRequire } from 'node:module'
import type axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { chromiumOptions } from '../../chromium.shared.ts'
import type { Figure } from '../audit/figure.ts'
import { median } from '../audit/paired.ts'
import { type Contender, contenders } from './contenders.ts'
import { openWeb } from './web.ts'

declare const seen: { shift: number; longTasks: number; tasks: string[]; violations: number; started: number | null }

/** What one visit with one banner showed. */
interface Visit {
  /** Requests to other hosts, cookies of any host and stored entries, five seconds after the page was there. */
  requests: number
  cookies: number
  stored: number
  shift: number
  longTasks: number
  axe: number
  violations: number
  /** Between the last byte of the script that waited and its first line, in frames of a screen with 60 of them a second. */
  frames: number
  /** Between the press and that first line. */
  milliseconds: number
}

const frame = 1000 / 60
const rounds = 3
const axePath = createRequire(new URL('../../packages/consent-banner/package.json', import.meta.url)).resolve(
  'axe-core/axe.min.js',
)

/** What pages do with a banner, in a real Chromium: ours, and the same page with each of the others. */
export async function browserFigures(): Promise<Figure[]> {
  const all = await contenders()
  const web = await openWeb(all)
  const browser = await chromium.launch(chromiumOptions)
  try {
    const visits: Visit[] = []
    for (const [index, contender] of all.entries()) visits.push(await visited(browser, web.address(index), contender))
    const [ours, ...theirs] = visits as [Visit, ...Visit[]]
    const figure = (name: string, key: keyof Visit, unit: string, aim: number | null): Figure => ({
      name,
      value: ours[key],
      unit,
      aim: aim === null ? null : `<=${aim}`,
      met: aim === null ? null : ours[key] <= aim,
      against: Object.fromEntries(theirs.map((visit, index) => [(all[index + 1] as Contender).name, visit[key]])),
    })
    return [
      figure('requests to others before a choice', 'requests', 'requests', 0),
      figure('cookies before a choice', 'cookies', 'cookies', 0),
      figure('storage before a choice', 'stored', 'entries', 0),
      figure('layout shift', 'shift', 'score', 0),
      figure('long tasks', 'longTasks', 'tasks', 0),
      figure('findings of axe', 'axe', 'findings', 0),
      figure('violations of a strict CSP with Trusted Types', 'violations', 'violations', 0),
      figure('choice until the waiting script starts, after it has loaded', 'frames', 'frames', 1),
      figure('choice until the waiting script starts, loading it included', 'milliseconds', 'ms', null),
    ]
  } finally {
    await browser.close()
    await web.close()
  }
}

/** The median of some visits, each by somebody who was never there. */
async function visited(browser: Browser, address: string, contender: Contender): Promise<Visit> {
  const visits: Visit[] = []
  for (let round = 0; round < rounds; round++) visits.push(await visit(browser, address, contender))
  const keys = Object.keys(visits[0] as Visit) as (keyof Visit)[]
  return Object.fromEntries(
    keys.map((key) => [key, Math.round(median(visits.map((one) => one[key])) * 1000) / 1000]),
  ) as unknown as Visit
}

async function visit(browser: Browser, address: string, contender: Contender): Promise<Visit> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const { host } = new URL(address)
    let requests = 0
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.protocol.startsWith('http') && url.host !== host) requests++
    })
    await page.goto(address, { waitUntil: 'load' })
    await accept(page, contender).waitFor()
    await lookAround(page)
    const before = { requests, cookies: (await context.cookies()).length, stored: await stored(page) }
    const { shift, longTasks, tasks } = await page.evaluate(() => seen)
    // Whose a long task was: also where it was nobody's script, but a machine that had other things to do.
    if (longTasks > 0) for (const task of tasks) console.log(`${contender.name}: ${task}`)
    const times = await choose(page, contender)
    return {
      ...before,
      shift,
      longTasks,
      ...times,
      axe: await findings(browser, address, contender),
      violations: await violations(browser, address),
    }
  } finally {
    await context.close()
  }
}

const accept = (page: Page, { accept: name }: Contender) => page.getByRole('button', { name, exact: true }).first()

/** Five seconds of a visitor who reads, scrolls and goes to another route without choosing. */
async function lookAround(page: Page) {
  await page.mouse.wheel(0, 900)
  await page.waitForTimeout(2000)
  await page.evaluate(() => {
    history.pushState({}, '', '/')
    dispatchEvent(new PopStateEvent('popstate'))
    location.hash = 'bicycles'
  })
  await page.mouse.wheel(0, 900)
  await page.waitForTimeout(3000)
}

const stored = (page: Page) =>
  page.evaluate(
    async () =>
      localStorage.length + sessionStorage.length + (await indexedDB.databases()).length + (await caches.keys()).length,
  )

async function choose(page: Page, contender: Contender): Promise<Pick<Visit, 'frames' | 'milliseconds'>> {
  await page.evaluate(() =>
    addEventListener('pointerdown', () => Object.assign(seen, { pressed: performance.now() }), { capture: true }),
  )
  await accept(page, contender).click()
  await page.waitForFunction(() => seen.started !== null)
  const { started, loaded, pressed } = await page.evaluate(() => ({
    started: seen.started as number,
    pressed: (seen as unknown as { pressed: number }).pressed,
    loaded: performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('/count.js'))
      .map((entry) => (entry as PerformanceResourceTiming).responseEnd)[0] as number,
  }))
  return { frames: Math.max(0, (started - loaded) / frame), milliseconds: started - pressed }
}

async function findings(browser: Browser, address: string, contender: Contender): Promise<number> {
  const page = await browser.newPage()
  try {
    await page.goto(address)
    await accept(page, contender).waitFor()
    await page.addScriptTag({ path: axePath })
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
    return await page.evaluate(async () => {
      const inside = (window as unknown as { axe: typeof axe }).axe
      const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      return (await inside.run(document, { runOnly })).violations.length
    })
  } finally {
    await page.close()
  }
}

/** Under a policy that allows scripts and styles of the page's own host, and no text that becomes a script. */
async function violations(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage()
  try {
    await page.goto(`${address}?strict`, { waitUntil: 'load' })
    await page.waitForTimeout(1000)
    return await page.evaluate(() => seen.violations)
  } finally {
    await page.close()
  }
}
