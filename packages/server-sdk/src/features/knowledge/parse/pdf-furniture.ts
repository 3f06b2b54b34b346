import { type Line, type Page, textOfLine } from './pdf-lines.ts'

/** Heads and feet stand in the outermost part of a page. */
const band = 0.13
const linesLookedAt = 3
const fewestRepeats = 3

/**
 * Removes running heads, running feet and page numbers: lines near the edge of a page that come again, with other
 * figures, at the same height of other pages.
 */
export function withoutFurniture(pages: readonly Page[]): Page[] {
  const counts = new Map<string, Set<number>>()
  for (const page of pages) {
    for (const line of edgeLines(page)) {
      const key = keyOf(line, page)
      counts.set(key, (counts.get(key) ?? new Set()).add(page.number))
    }
  }
  const needed = Math.max(fewestRepeats, Math.min(6, Math.ceil(pages.length * 0.2)))
  return pages.map((page) => {
    const edge = new Set(edgeLines(page))
    const isFurniture = (line: Line) =>
      edge.has(line) &&
      ((pages.length > 1 && isPageNumber(line, page)) || (counts.get(keyOf(line, page))?.size ?? 0) >= needed)
    const lines = page.lines.filter((line) => !isFurniture(line))
    return { ...page, lines }
  })
}

function edgeLines({ lines, height }: Page): Line[] {
  const sorted = [...lines].sort((a, b) => a.baseline - b.baseline)
  const top = sorted.slice(0, linesLookedAt).filter(({ baseline }) => baseline < height * band)
  const bottom = sorted.slice(-linesLookedAt).filter(({ baseline }) => baseline > height * (1 - band))
  return [...new Set([...top, ...bottom])]
}

/** Left and right pages mirror their heads, so only the height counts, and figures stand for any figure. */
function keyOf(line: Line, { height }: Page): string {
  const text = textOfLine(line).toLowerCase().replace(/\d+/g, '#')
  return `${Math.round((line.baseline / height) * 150)} ${text.split(' ').sort().join(' ')}`
}

/** "7", "- 7 -", "Page 7", "7 / 12", "Page 7 of 12". */
function isPageNumber(line: Line, page: Page): boolean {
  const text = textOfLine(line)
  const shape =
    /^[\s–—-]*(?:(?:page|seite|p\.|página|pagina|sida|side)\s*)?(\d{1,4})(?:\s*(?:of|von|de|di|van|\/)\s*\d{1,4})?[\s–—-]*$/iu
  const number = Number(shape.exec(text)?.[1] ?? Number.NaN)
  return number === page.number || (Number.isFinite(number) && Math.abs(number - page.number) <= 30)
}
