import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong, by rule and place. */
export async function violations(page: Page): Promise<string[]> {
  // The page's own policy lets no script in; the debugger's does.
  await page.evaluate(axe)
  return page.evaluate(async () => {
    // Colours are what they will be, and not half way there.
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish()
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }
    interface Violation {
      id: string
      nodes: { html: string }[]
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await axe.run({ runOnly: tags })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}

/** What fingers may touch and is lower than 44 px. Within sentences and citations lines decide. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea')]
      .filter(
        (element) => element.checkVisibility() && !element.closest('.unseen, .skip') && element.className !== 'skip',
      )
      .map((element) => ({ element: element.closest('label') ?? element }))
      .map(({ element }) => ({ element, box: element.getBoundingClientRect() }))
      // To the hundredth of a pixel: 44 px are also reported as 43.99997.
      .filter(({ element, box }) => Math.round(box.height * 100) < 4400 && !element.closest('p, .chip'))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 100)} ${box.height}`),
  )

/** What lies over its neighbour in the flow of the page, so that one of the two cannot be read. */
export const overlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const inFlow = (element: Element) => {
      const { position, display } = getComputedStyle(element)
      return display !== 'inline' && (position === 'static' || position === 'relative')
    }
    const apart = (one: DOMRect, other: DOMRect) =>
      one.right - 3 < other.left ||
      other.right - 3 < one.left ||
      one.bottom - 3 < other.top ||
      other.bottom - 3 < one.top
    return [...document.querySelectorAll('main *')].flatMap((element) => {
      if (element.closest('table, svg')) return []
      const boxes = [...element.children].filter(inFlow).map((child) => ({ child, box: child.getBoundingClientRect() }))
      return boxes.flatMap(({ child, box }, index) =>
        boxes
          .slice(index + 1)
          .filter((other) => !apart(box, other.box))
          .map((other) => `${child.outerHTML.slice(0, 80)} and ${other.child.outerHTML.slice(0, 80)}`),
      )
    })
  })
