import { isThere, waitForBanner } from '../banner/choose.ts'
import { type Controls, findBanner, press, seenControl } from '../banner/controls.ts'
import { open, scroll, settle } from '../browser/visit.ts'
import type { Watch } from '../browser/watch.ts'
import type { Observation, SeenBanner } from '../observation.ts'
import { linkedPages, sitemapPages, walk } from './pages.ts'
import { record } from './record.ts'
import type { Visit } from './visit.ts'

/**
 * The first visit of someone who chooses nothing: opens the page, waits, scrolls, presses Escape, goes to other pages.
 * Only then looks closer at the banner, since that means pressing something.
 */
export async function observeBefore(
  seen: Watch,
  visit: Visit,
  found: (pages: readonly string[]) => void,
): Promise<{ observation: Observation; banner: SeenBanner; landed: string }> {
  const { patience, given, progress } = visit
  const recorded = record(seen, 'before', ['load', 'scroll', 'escape'], 0)
  await open(seen, visit.address, patience)
  const landed = seen.page.url()
  found(await otherPages(seen, visit))
  let first = await waitForBanner(seen, given, patience)
  const pictures = [await picture(seen, 'First layer', 1280, 800)]
  await recorded.page()

  const stands = async () => isThere(await findBanner(seen.page, ['accept', 'reject'], given))
  const stood = isThere(first)
  seen.moment = 'scroll'
  await scroll(seen, patience)
  const afterScroll = stood && !(await stands())
  // Some come only now.
  if (!stood) {
    first = await waitForBanner(seen, given, patience)
    if (isThere(first)) pictures[0] = await picture(seen, 'First layer', 1280, 800)
  }
  progress(isThere(first) ? 'before a choice: banner found' : 'before a choice: no banner found')
  seen.moment = 'escape'
  await seen.page.keyboard.press('Escape')
  await settle(seen, patience)
  const afterEscape = isThere(first) && !afterScroll && !(await stands())
  await recorded.page()
  await walk(seen, visit, recorded)
  const observation = await recorded.finish()

  const closer = await lookCloser(seen, visit, first)
  const { accept, reject, settings } = first.best
  const product = [accept, reject, settings].find((control) => control && control.score === 200)?.by ?? null
  const banner: SeenBanner = {
    product,
    accept: seenControl(accept),
    reject: seenControl(reject),
    settings: seenControl(settings),
    ticked: [
      ...first.ticked.map(({ name, necessary }) => ({ name, necessary, layer: 'first' as const })),
      ...closer.ticked,
    ],
    gone: { afterScroll, afterEscape },
    pictures: [...pictures, ...closer.pictures].filter((one) => one !== null),
  }
  return { observation, banner, landed }
}

async function otherPages(seen: Watch, { sitemap, pages }: Visit): Promise<string[]> {
  const named = sitemap ? await sitemapPages(seen, pages - 1) : []
  return named.length > 0 ? named : linkedPages(seen, pages - 1)
}

/** The banner on a phone, and what its settings have switched on. Nothing of this is counted any more. */
async function lookCloser(
  seen: Watch,
  visit: Visit,
  first: Controls,
): Promise<Pick<SeenBanner, 'ticked' | 'pictures'>> {
  const nothing = { ticked: [], pictures: [] }
  if (!isThere(first)) return nothing
  try {
    await seen.page.setViewportSize({ width: 390, height: 844 })
    await seen.context.clearCookies()
    await open(seen, visit.address, { ...visit.patience, wait: Math.min(visit.patience.wait, 800) })
    await waitForBanner(seen, visit.given, visit.patience)
    const phone = await picture(seen, 'First layer on a phone', 390, 844)
    await seen.page.setViewportSize({ width: 1280, height: 800 })
    const { best } = await waitForBanner(seen, visit.given, visit.patience)
    if (!best.settings) return { ticked: [], pictures: phone ? [phone] : [] }
    await press(best.settings)
    await seen.page.waitForTimeout(800)
    const { ticked } = await findBanner(seen.page, ['save', 'reject'], visit.given)
    const settings = await picture(seen, 'Settings', 1280, 800)
    return {
      ticked: ticked.map(({ name, necessary }) => ({ name, necessary, layer: 'settings' as const })),
      pictures: [phone, settings].filter((one) => one !== null),
    }
  } catch {
    // What was to be measured has been; a banner that cannot be looked at closer is not worth failing for.
    return nothing
  }
}

async function picture(seen: Watch, title: string, width: number, height: number) {
  try {
    const data = await seen.page.screenshot({ type: 'jpeg', quality: 62, timeout: 8000, scale: 'css' })
    return { title, width, height, data: data.toString('base64') }
  } catch {
    return null
  }
}
