import { blockList } from './blocks.ts'
import type { Block, Position } from './document.ts'

const bullet = /^\s*(?:[-*+•‣▪◦·–]|\(?\d{1,3}[.)]|[a-z][.)])\s+(?=\S)/u

/**
 * Plain text: paragraphs are divided by empty lines, hard-wrapped lines are joined, form feeds begin pages, and
 * headings are recognised where they are underlined or in capitals.
 */
export function parseText(text: string): { blocks: Block[] } {
  const list = blockList()
  const pages = text.split('\f')
  for (const [index, page] of pages.entries()) {
    const position: Position = pages.length > 1 ? { page: index + 1 } : {}
    for (const paragraph of page.split(/\n[^\S\n]*\n/)) parseParagraph(paragraph, position)
  }
  return { blocks: list.blocks }

  function parseParagraph(paragraph: string, position: Position): void {
    const lines = paragraph.split('\n').filter((line) => line.trim() !== '')
    const [first, second] = lines
    if (first === undefined) return
    if (second !== undefined && /^\s*(?:={3,}|-{3,})\s*$/.test(second)) {
      list.heading(first, second.includes('=') ? 1 : 2, position)
      parseParagraph(lines.slice(2).join('\n'), position)
      return
    }
    if (lines.length === 1 && isCapitalised(first)) {
      list.heading(first, 2, position)
      return
    }
    let open: string | undefined
    let kind: 'paragraph' | 'list-item' = 'paragraph'
    const close = () => {
      if (open !== undefined) list.add(kind, open, { position })
      open = undefined
    }
    const wrapped = isHardWrapped(lines)
    for (const line of lines) {
      const marked = bullet.exec(line)
      if (marked) {
        close()
        kind = 'list-item'
        open = /\d/.test(marked[0]) ? line : line.slice(marked[0].length)
      } else if (open !== undefined && (kind === 'list-item' ? /^\s{2,}/.test(line) || wrapped : wrapped)) {
        open = `${open} ${line.trim()}`
      } else {
        close()
        kind = 'paragraph'
        open = line
      }
    }
    close()
  }
}

/** "OPENING HOURS", but not "IBM" or "12:30". */
function isCapitalised(line: string): boolean {
  const letters = line.match(/\p{L}/gu)?.length ?? 0
  return letters >= 4 && line.trim().length <= 80 && line === line.toUpperCase() && line !== line.toLowerCase()
}

/** Lines that an editor broke are all but the last nearly of one length; lines of an address or a timetable are not. */
function isHardWrapped(lines: string[]): boolean {
  if (lines.length < 2) return false
  const lengths = lines.slice(0, -1).map((line) => line.trimEnd().length)
  const longest = Math.max(...lines.map((line) => line.trimEnd().length))
  return longest >= 45 && lengths.filter((length) => length >= longest * 0.7).length >= lengths.length * 0.7
}
