import type { Block, Position } from './document.ts'

/** Collects the blocks of a document and gives each the headings that stand above it. */
export interface BlockList {
  readonly blocks: Block[]
  heading(text: string, level: number, position?: Position): void
  add(kind: Exclude<Block['kind'], 'heading'>, text: string, more?: { level?: number; position?: Position }): void
}

export function blockList(): BlockList {
  const blocks: Block[] = []
  let path: { text: string; level: number }[] = []
  const located = (position: Position | undefined): Position =>
    path.length > 0 ? { ...position, section: path.map(({ text }) => text) } : { ...position }
  return {
    blocks,
    heading(raw, level, position) {
      const text = oneLine(raw)
      if (text === '') return
      path = path.filter((heading) => heading.level < level)
      blocks.push({ kind: 'heading', text, level, position: located(position) })
      path = [...path, { text, level }]
    },
    add(kind, raw, { level, position } = {}) {
      const text = kind === 'code' ? raw.replace(/^\n+|\s+$/g, '') : oneLine(raw)
      if (text === '') return
      blocks.push({ kind, text, ...(level === undefined ? {} : { level }), position: located(position) })
    },
  }
}

/** Most text needs nothing done, and a large table has millions of cells. */
const clean = /^(?:[\x21-\x7e]+(?: [\x21-\x7e]+)*)?$/

/** White space as one space, invisible characters removed, ligatures as letters. */
export function oneLine(text: string): string {
  if (clean.test(text)) return text
  return text
    .replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'))
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * A row of a table as a sentence that can stand alone: "Service: Brake bleed; Price: £32 each end". Without a header the
 * first cell names the second where there are just two.
 */
export function rowText(cells: readonly string[], header: readonly string[] | undefined): string {
  if (!header) {
    const present = cells.map(oneLine).filter((value) => value !== '')
    return cells.length === 2 && present.length === 2 ? present.join(': ') : present.join('; ')
  }
  let text = ''
  for (const [column, cell] of cells.entries()) {
    const value = oneLine(cell)
    if (value === '') continue
    const name = oneLine(header[column] ?? '').replace(/[:：]$/, '')
    text += `${text === '' ? '' : '; '}${name === '' ? value : `${name}: ${value}`}`
  }
  return text
}

/** The first heading of the highest level, for documents that state no title. */
export function titleFromHeadings(blocks: readonly Block[]): string | undefined {
  const headings = blocks.filter(({ kind }) => kind === 'heading')
  const highest = Math.min(...headings.map(({ level }) => level ?? 1))
  return headings.find(({ level }) => (level ?? 1) === highest)?.text
}

/** "price-list_2026.csv" becomes "price list 2026". */
export function titleFromFilename(filename: string): string {
  const name = filename.split(/[\\/]/).at(-1) ?? filename
  return oneLine(name.replace(/\.[a-z0-9]{1,8}$/i, '').replace(/[_-]+/g, ' ')) || 'Untitled'
}
