import type { Line, Page } from './pdf-lines.ts'
import { textOfLine } from './pdf-lines.ts'

export interface Typography {
  /** Distance of two baselines within a paragraph of this size, in points. */
  leading(size: number): number
  /** Whether a line stands out like a heading, by size or font. */
  stands(line: Line): boolean
  /** The level of a heading, or `undefined` when these lines are none. */
  headingLevel(lines: readonly Line[], text: string): number | undefined
}

const longestHeading = 140

/** Learns from all pages what ordinary text looks like; what is larger, or short and in another font, is a heading. */
export function typographyOf(pages: readonly Page[]): Typography {
  const lines = pages.flatMap((page) => page.lines)
  const weigh = <K>(key: (line: Line) => K): [K, number][] => {
    const counts = new Map<K, number>()
    for (const line of lines) counts.set(key(line), (counts.get(key(line)) ?? 0) + textOfLine(line).length)
    return [...counts].sort((a, b) => b[1] - a[1])
  }
  const bodySize = weigh((line) => rounded(line.size))[0]?.[0] ?? 10
  const bodyFont = weigh((line) => line.font)[0]?.[0] ?? ''
  const fontShare = new Map(weigh((line) => line.font))
  const total = Math.max(
    1,
    [...fontShare.values()].reduce((sum, count) => sum + count, 0),
  )
  const larger = [...new Set(lines.map((line) => rounded(line.size)))]
    .filter((size) => size > bodySize * 1.1)
    .sort((a, b) => b - a)
  const leadings = measureLeadings(pages)

  const isLarger = (line: Line) => rounded(line.size) > bodySize * 1.1
  const isEmphasised = (line: Line) =>
    line.font !== bodyFont && (fontShare.get(line.font) ?? 0) < total * 0.25 && rounded(line.size) >= bodySize * 0.98
  const stands = (line: Line) => isLarger(line) || isEmphasised(line)

  return {
    leading: (size) => leadings.get(rounded(size)) ?? size * 1.25,
    stands,
    headingLevel(block, text) {
      const [first] = block
      if (!first || !block.every(stands) || text.length > longestHeading || !/\p{L}/u.test(text)) return undefined
      if (isLarger(first)) {
        // Sizes that differ by less than half a point are meant as one.
        const level = larger.filter((size) => size > rounded(first.size) + 0.5).length + 1
        return block.length <= 4 ? Math.min(level, 5) : undefined
      }
      const isTitleLike = block.length <= 2 && text.length <= 100 && !/[.,;:!]$/.test(text)
      return isTitleLike ? Math.min(larger.length + 1, 6) : undefined
    },
  }
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2
}

function measureLeadings(pages: readonly Page[]): Map<number, number> {
  const steps = new Map<number, number[]>()
  for (const { lines } of pages) {
    for (const [index, line] of lines.entries()) {
      const before = lines[index - 1]
      const size = rounded(line.size)
      if (!before || rounded(before.size) !== size) continue
      const step = line.baseline - before.baseline
      if (step <= size * 0.8 || step >= size * 2.2) continue
      const known = steps.get(size)
      if (known) known.push(step)
      else steps.set(size, [step])
    }
  }
  // The lower quartile: gaps between paragraphs are wider than lines within them.
  return new Map(
    [...steps].map(([size, all]) => [size, all.sort((a, b) => a - b)[Math.floor(all.length / 4)] ?? size * 1.25]),
  )
}
