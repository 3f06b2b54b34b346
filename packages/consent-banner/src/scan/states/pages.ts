import { gunzipSync } from 'node:zlib'
import { siteOf } from '../browser/party.ts'
import { inTime, open, settle } from '../browser/visit.ts'
import type { Watch } from '../browser/watch.ts'
import { oneLine, type Record } from './record.ts'
import type { Visit } from './visit.ts'

const noPage =
  /\.(pdf|zip|gz|jpe?g|png|gif|webp|avif|svg|mp[34]|webm|docx?|xlsx?|pptx?|csv|json|xml|rss|ics|exe|dmg|apk|woff2?)$/i
/** Pages that end a session or change something when they are merely opened. */
const risky = /log-?out|sign-?out|abmelden|unsubscribe|delete|remove|add-to-cart|checkout/i

/** Up to `count` other pages of the same site that the open page links to, in its order. */
export async function linkedPages(seen: Watch, count: number): Promise<string[]> {
  if (count <= 0) return []
  const here = seen.page.url()
  const links = await inTime(
    seen.page.evaluate(() =>
      [...document.querySelectorAll('a[href]')].slice(0, 5000).map((link) => (link as HTMLAnchorElement).href),
    ),
    8000,
    'Reading links',
  ).catch(() => [])
  return pick(links, here, count)
}

function pick(addresses: readonly string[], here: string, count: number): string[] {
  const site = siteOf(here)
  const without = (address: string) => address.split('#')[0] ?? ''
  const found = new Set<string>()
  for (const address of addresses) {
    if (found.size >= count) break
    if (!URL.canParse(address)) continue
    const url = new URL(address)
    if (siteOf(address) !== site || !/^https?:$/.test(url.protocol)) continue
    if (noPage.test(url.pathname) || risky.test(url.pathname + url.search)) continue
    if (without(address) !== without(here)) found.add(without(address))
  }
  return [...found]
}

const largest = 20_000_000

/** The pages that the site's sitemap names; of an index, those of its first parts. */
export async function sitemapPages(seen: Watch, count: number): Promise<string[]> {
  const here = seen.page.url()
  const { origin } = new URL(here)
  const robots = await readText(seen, `${origin}/robots.txt`)
  const named = [...robots.matchAll(/^\s*sitemap:\s*(\S+)/gim)].map(([, address = '']) => address)
  const waiting = named.length > 0 ? named.slice(0, 3) : [`${origin}/sitemap.xml`]
  const found: string[] = []
  for (let index = 0; index < Math.min(waiting.length, 6); index++) {
    const text = await readText(seen, waiting[index] ?? '')
    const places = [...text.matchAll(/<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)/g)].map(([, place = '']) =>
      place.replaceAll('&amp;', '&'),
    )
    if (/<sitemapindex[\s>]/.test(text)) waiting.push(...places.slice(0, 4))
    else found.push(...places)
  }
  if (found.length === 0) seen.remarks.add('The site has no sitemap that names pages; links were followed instead.')
  return pick(found, here, count)
}

/** Read in a page of its own, so that it goes the way that the browser goes, and leaves no trace in the measured one. */
async function readText(seen: Watch, address: string): Promise<string> {
  const other = await seen.context.browser()?.newContext()
  if (!other) return ''
  try {
    const page = await other.newPage()
    const response = await page.goto(address, { timeout: 15_000 })
    const body = (await response?.body()) ?? Buffer.alloc(0)
    if (!response?.ok() || body.length > largest) return ''
    return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body, { maxOutputLength: largest }) : body).toString(
      'utf8',
    )
  } catch {
    return ''
  } finally {
    await other.close()
  }
}

/** Opens the other pages of the site, each by its link where the page has one, and records what they leave. */
export async function walk(seen: Watch, visit: Visit, recorded: Record): Promise<void> {
  for (const address of await visit.others) {
    try {
      if (!(await followLink(seen, address, visit))) await open(seen, address, visit.patience)
      await recorded.page()
    } catch (error) {
      seen.remarks.add(`Left out: ${oneLine(error)}`)
    }
  }
}

/** A link, not an address, is how a visitor changes pages: sites that draw pages by script load nothing anew. */
async function followLink(seen: Watch, address: string, { patience }: Visit): Promise<boolean> {
  const handle = await seen.page.evaluateHandle(
    (wanted) =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].find(
        (link) => link.href.split('#')[0] === wanted && !link.target,
      ),
    address,
  )
  const link = handle.asElement()
  if (!link) return false
  try {
    await link.click({ timeout: 1500 })
    await seen.page.waitForURL((url) => url.href.split('#')[0] === address, {
      timeout: 4000,
      waitUntil: 'domcontentloaded',
    })
  } catch {
    return false
  }
  await settle(seen, patience)
  return true
}
