import { oneLine } from './blocks.ts'

/** What pdf.js says of one run of text. */
export interface TextRun {
  str: string
  dir: string
  /** Scale, skew and place in the page's own units, y upwards. */
  transform: number[]
  width: number
  height: number
  fontName: string
}

/** Runs of one line that no wide gap divides: usually the whole line, in a table one cell of it. */
export interface LinePart {
  text: string
  left: number
  right: number
}

/** A line as it stands on the page, in points; y grows downwards. */
export interface Line {
  page: number
  parts: LinePart[]
  left: number
  right: number
  baseline: number
  size: number
  /** The font of most of its characters. */
  font: string
}

export interface Page {
  number: number
  width: number
  height: number
  lines: Line[]
}

export function textOfLine(line: Line): string {
  return oneLine(line.parts.map(({ text }) => text).join(' '))
}

/** A gap of this many times the font's size divides what may be two cells; whether they are is told by the lines around. */
const cellGap = 1.1
const wordGap = 0.14

interface PlacedRun {
  text: string
  left: number
  right: number
  baseline: number
  size: number
  font: string
  rightToLeft: boolean
  upright: boolean
}

/**
 * Puts runs together into lines, in the order in which the page draws them, which in nearly all files is the order of
 * reading, columns included.
 *
 * @param viewport turns the page's units into what is seen: rotation, crop and y downwards.
 */
export function linesOf(runs: readonly TextRun[], viewport: readonly number[], page: number): Line[] {
  const placed = runs.filter(({ str }) => str.trim() !== '').map((run) => place(run, viewport))
  const upright = placed.filter((run) => run.upright)
  // Text across the margin is a stamp or a label of an axis, unless the whole page stands that way.
  const kept = upright.length > 0 ? upright : placed
  const lines: Line[] = []
  let open: PlacedRun[] = []
  const close = () => {
    if (open.length > 0) lines.push(lineOf(open, page))
    open = []
  }
  for (const run of kept) {
    const last = open.at(-1)
    if (last && isOverprint(last, run)) continue
    if (last && !onSameLine(last, run)) close()
    open.push(run)
  }
  close()
  return lines
}

function place({ str, dir, transform, width, height, fontName }: TextRun, viewport: readonly number[]): PlacedRun {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = viewport
  const [ta = 1, tb = 0, tc = 0, td = 1, te = 0, tf = 0] = transform
  const left = a * te + c * tf + e
  const baseline = b * te + d * tf + f
  const alongX = a * ta + c * tb
  const alongY = b * ta + d * tb
  const size = Math.hypot(a * tc + c * td, b * tc + d * td) || height || 1
  return {
    text: str,
    left,
    right: left + width,
    baseline,
    size,
    font: fontName,
    rightToLeft: dir === 'rtl',
    upright: Math.abs(alongY) <= Math.abs(alongX) && alongX >= 0,
  }
}

/** Bold is sometimes drawn by printing the same text twice, a hair apart. */
function isOverprint(last: PlacedRun, run: PlacedRun): boolean {
  return (
    last.text === run.text &&
    Math.abs(last.left - run.left) < run.size * 0.2 &&
    Math.abs(last.baseline - run.baseline) < run.size * 0.2
  )
}

function onSameLine(last: PlacedRun, run: PlacedRun): boolean {
  const larger = Math.max(last.size, run.size)
  if (Math.abs(last.baseline - run.baseline) > larger * 0.45) return false
  return run.rightToLeft || run.left >= last.right - larger * 0.6
}

function lineOf(runs: PlacedRun[], page: number): Line {
  const characters = new Map<string, number>()
  for (const { font, text } of runs) characters.set(font, (characters.get(font) ?? 0) + text.length)
  const [main] = [...characters].sort((a, b) => b[1] - a[1])
  // Small raised figures are no measure of a line.
  const largest = runs.reduce((found, run) =>
    run.text.trim().length * run.size > found.text.trim().length * found.size ? run : found,
  )
  return {
    page,
    parts: partsOf(runs),
    left: Math.min(...runs.map(({ left }) => left)),
    right: Math.max(...runs.map(({ right }) => right)),
    baseline: largest.baseline,
    size: largest.size,
    font: main?.[0] ?? '',
  }
}

function partsOf(runs: PlacedRun[]): LinePart[] {
  const parts: LinePart[] = []
  let before: PlacedRun | undefined
  for (const run of runs) {
    const part = parts.at(-1)
    const gap = before ? run.left - before.right : 0
    if (part && before && (run.rightToLeft || gap <= Math.max(run.size, before.size) * cellGap)) {
      const spaced = run.rightToLeft || gap > run.size * wordGap || /\s$/.test(before.text) || /^\s/.test(run.text)
      part.text += spaced ? ` ${run.text}` : run.text
      part.right = Math.max(part.right, run.right)
      part.left = Math.min(part.left, run.left)
    } else {
      parts.push({ text: run.text, left: run.left, right: run.right })
    }
    before = run
  }
  return mergeBullet(parts.map((part) => ({ ...part, text: oneLine(part.text) })).filter(({ text }) => text !== ''))
}

/** A bullet or number is set apart from its text, but is no cell. */
function mergeBullet(parts: LinePart[]): LinePart[] {
  const [first, second, ...rest] = parts
  if (!first || !second || !isMarker(first.text)) return parts
  return [{ text: `${first.text} ${second.text}`, left: first.left, right: second.right }, ...rest]
}

export function isMarker(text: string): boolean {
  return /^(?:[•◦▪‣·●○■□►–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])$/u.test(text)
}
