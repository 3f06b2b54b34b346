import type { BlockList } from './blocks.ts'
import { blockList } from './blocks.ts'
import type { Block } from './document.ts'
import { isMarker, type Line, type Page, textOfLine } from './pdf-lines.ts'
import { headerOf, isSameLayout, type PdfTable, tableAt, tableTexts } from './pdf-tables.ts'
import { type Typography, typographyOf } from './pdf-typography.ts'
import { wordJoiner } from './word-joiner.ts'

const bullet = /^(?:[•◦▪‣·●○■□►–—*-]|\(?(?:\d{1,2}|[ivx]{1,4})[.)]|\(?[a-z]\))\s/u
const ends = /[.!?:;…。！？]["'”’»)\]]*$/u

/** Turns the lines of all pages into headings, paragraphs, list items and table rows. */
export function blocksOfPages(pages: readonly Page[]): Block[] {
  const typography = typographyOf(pages)
  const joinWords = wordJoiner(pages.flatMap(({ lines }) => lines.map(textOfLine)))
  const list = blockList()
  let table: PdfTable | undefined
  let header: string[] | undefined
  for (const page of pages) {
    const paragraphs = new Paragraphs(list, typography, joinWords)
    const firstOfPage = list.blocks.length
    let lines = page.lines
    for (let at = 0; at < lines.length; at += 1) {
      const found = tableAt(lines, at)
      if (!found) {
        paragraphs.add(lines[at] as Line)
        continue
      }
      if (found.kind === 'columns') {
        lines = [...lines.slice(0, at), ...found.lines, ...lines.slice(at + found.length)]
        paragraphs.add(lines[at] as Line)
        continue
      }
      paragraphs.close()
      const own = headerOf(found)
      const continued = table && table.rows.at(-1)?.line.page !== page.number && isSameLayout(table, found)
      header = own ?? (continued ? header : undefined)
      table = found
      for (const { text, line } of tableTexts(found, header))
        list.add('table-row', text, { position: { page: line.page } })
      at += found.length - 1
    }
    paragraphs.close()
    joinAcrossPages(list.blocks, firstOfPage, joinWords)
  }
  return list.blocks
}

class Paragraphs {
  readonly #list: BlockList
  readonly #typography: Typography
  readonly #join: (before: string, after: string) => string
  #open: { lines: Line[]; text: string; isItem: boolean } | undefined

  constructor(list: BlockList, typography: Typography, join: (before: string, after: string) => string) {
    this.#list = list
    this.#typography = typography
    this.#join = join
  }

  add(line: Line): void {
    const text = textOfLine(line)
    if (text === '' || isMarker(text)) return
    const open = this.#open
    if (open && this.#continues(open, line, text)) {
      open.lines.push(line)
      open.text = this.#join(open.text, text)
      return
    }
    this.close()
    this.#open = { lines: [line], text, isItem: bullet.test(text) }
  }

  close(): void {
    const open = this.#open
    const first = open?.lines[0]
    this.#open = undefined
    if (!open || !first) return
    const position = { page: first.page }
    const level = this.#typography.headingLevel(open.lines, open.text)
    if (level !== undefined) this.#list.heading(open.text, level, position)
    else if (open.isItem) this.#list.add('list-item', withoutBullet(open.text), { position })
    else this.#list.add('paragraph', open.text, { position })
  }

  #continues(open: { lines: Line[]; text: string; isItem: boolean }, line: Line, text: string): boolean {
    const last = open.lines.at(-1) as Line
    const first = open.lines[0] as Line
    if (bullet.test(text) && !isMidSentence(open, text)) return false
    if (Math.abs(line.size - last.size) > last.size * 0.08) return false
    const isHeading = this.#typography.stands(last)
    if (isHeading !== this.#typography.stands(line)) return false
    const step = line.baseline - last.baseline
    // The text goes on at the top of the next column.
    if (step <= 0) return !ends.test(open.text) && /^[\p{Ll}\d]/u.test(text)
    if (step > this.#typography.leading(line.size) * 1.35) return false
    if (isHeading) return true
    // A line that breaks off early was ended on purpose; what begins with a capital after it is something new.
    const widest = Math.max(...open.lines.map(({ right }) => right), line.right)
    if (last.right < widest - line.size * 8 && /^[\p{Lu}\d]/u.test(text)) return false
    if (open.isItem) return line.left > first.left + line.size * 0.3 || !ends.test(open.text)
    const indented = line.left > first.left + line.size * 0.8 && line.left > last.left + line.size * 0.8
    const lastIsShort = last.right < widest - line.size * 4
    return !(ends.test(open.text) && (indented || lastIsShort))
  }
}

/** A dash, or the number at the end of a sentence ("at the age of 12."), that happens to begin a line. */
function isMidSentence(open: { text: string; isItem: boolean }, text: string): boolean {
  if (ends.test(open.text)) return false
  return /^[–—-]\s/.test(text) || (!open.isItem && /^(?:[2-9]|\d\d)\./.test(text))
}

function withoutBullet(text: string): string {
  return text.replace(/^[•◦▪‣·●○■□►–—*-]\s+/u, '')
}

/** Marks the paragraph with which a page begins as the rest of the sentence that the page before left open. */
function joinAcrossPages(blocks: Block[], firstOfPage: number, join: (before: string, after: string) => string): void {
  const before = blocks[firstOfPage - 1]
  const after = blocks[firstOfPage]
  if (!before || !after || after.kind !== 'paragraph') return
  if ((before.kind !== 'paragraph' && before.kind !== 'list-item') || ends.test(before.text)) return
  if (!/^[\p{Ll}\d(]/u.test(after.text)) return
  if (/[\p{L}\p{N}]-$/u.test(before.text)) {
    const [, rest = ''] = /^\S+\s*([\s\S]*)$/.exec(after.text) ?? []
    const word = after.text.slice(0, after.text.length - rest.length).trim()
    before.text = join(before.text, word)
    if (rest === '') {
      blocks.splice(firstOfPage, 1)
      return
    }
    after.text = rest
  }
  after.continues = true
  after.kind = before.kind
}
