/** A block of a Markdown text. `text` of paragraphs, headings and cells has not been read further. */
export type Block =
  | { readonly type: 'paragraph' | 'heading' | 'code'; readonly text: string }
  | { readonly type: 'rule' }
  | { readonly type: 'quote'; readonly blocks: readonly Block[] }
  | { readonly type: 'list'; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly type: 'table'; readonly align: readonly Align[]; readonly rows: readonly (readonly string[])[] }

export type Align = 'start' | 'center' | 'right'

const blank = /^\s*$/
const fence = /^ {0,3}(`{3,}|~{3,})([^`]*)$/
const heading = /^ {0,3}#{1,6}(?:\s+(.*))?$/
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/
const quote = /^ {0,3}> ?/
const item = /^( {0,3})([-*+]|(\d{1,9})[.)])(?:( +)(.*)|$)/
const delimiters = /^ {0,3}\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$/

/** Deeper than anybody quotes or lists; what lies deeper is a paragraph. */
const deepest = 8

/** The blocks of a text, as CommonMark and GFM tables have them, without HTML, references and indented code. */
export const blocksOf = (text: string): Block[] => parse(text.replace(/\r\n?/g, '\n').split('\n'), 0)

function parse(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = []
  for (let index = 0; index < lines.length; ) {
    if (blank.test(lines[index] as string)) index += 1
    else {
      const [block, next] = readBlock(lines, index, depth)
      blocks.push(block)
      index = next
    }
  }
  return blocks
}

function readBlock(lines: readonly string[], index: number, depth: number): [Block, number] {
  const line = lines[index] as string
  const open = fence.exec(line)
  if (open) return readCode(lines, index + 1, open[1] as string)
  const title = heading.exec(line)
  if (title) return [{ type: 'heading', text: (title[1] ?? '').trim().replace(/(^|\s)#+$/, '') }, index + 1]
  if (rule.test(line)) return [{ type: 'rule' }, index + 1]
  if (depth < deepest && quote.test(line)) {
    const end = endOf(lines, index, (other) => quote.test(other))
    const inner = lines.slice(index, end).map((quoted) => quoted.replace(quote, ''))
    return [{ type: 'quote', blocks: parse(inner, depth + 1) }, end]
  }
  if (depth < deepest && item.test(line)) return readList(lines, index, depth)
  if (isTable(lines, index)) return readTable(lines, index)
  let end = index + 1
  while (end < lines.length && !interrupts(lines, end)) end += 1
  return [
    {
      type: 'paragraph',
      text: lines
        .slice(index, end)
        .map((part) => part.trimStart())
        .join('\n')
        .trimEnd(),
    },
    end,
  ]
}

/** Whether a new block begins, so that the line does not go on with the paragraph before it. */
function interrupts(lines: readonly string[], index: number): boolean {
  const line = lines[index] as string
  const listed = item.exec(line)
  return (
    blank.test(line) ||
    fence.test(line) ||
    heading.test(line) ||
    rule.test(line) ||
    quote.test(line) ||
    (listed !== null && !!listed[5] && (listed[3] === undefined || Number(listed[3]) === 1)) ||
    isTable(lines, index)
  )
}

/** The end of a quote: its lines, and what goes on with its last paragraph without the mark. */
function endOf(lines: readonly string[], index: number, belongs: (line: string) => boolean): number {
  let end = index + 1
  while (end < lines.length && (belongs(lines[end] as string) || !interrupts(lines, end))) end += 1
  return end
}

function readCode(lines: readonly string[], index: number, mark: string): [Block, number] {
  const closes = (line: string) => {
    const found = fence.exec(line)
    return (
      found !== null &&
      found[1]?.[0] === mark[0] &&
      (found[1]?.length ?? 0) >= mark.length &&
      blank.test(found[2] ?? '')
    )
  }
  let end = index
  while (end < lines.length && !closes(lines[end] as string)) end += 1
  const open = end === lines.length
  return [
    {
      type: 'code',
      text: lines
        .slice(index, end)
        .join('\n')
        .replace(open ? /\n$/ : /$^/, ''),
    },
    end + 1,
  ]
}

function readList(lines: readonly string[], index: number, depth: number): [Block, number] {
  const kindOf = (found: RegExpExecArray | null) => found?.[2]?.at(-1)
  const first = item.exec(lines[index] as string) as RegExpExecArray
  const items: Block[][] = []
  let next = index
  for (let found: RegExpExecArray | null = first; found && kindOf(found) === kindOf(first); ) {
    const spaces = found[4]?.length ?? 1
    const indent = (found[1] as string).length + (found[2] as string).length + (spaces > 4 ? 1 : spaces)
    const content = [(lines[next] as string).slice(indent)]
    next += 1
    for (; next < lines.length; next++) {
      const line = lines[next] as string
      const indented = line.startsWith(' '.repeat(indent))
      const lazy = !blank.test(lines[next - 1] as string) && !interrupts(lines, next) && !item.test(line)
      if (blank.test(line)) content.push('')
      else if (indented || lazy) content.push(indented ? line.slice(indent) : line)
      else break
    }
    items.push(parse(content, depth + 1))
    found = next < lines.length && !rule.test(lines[next] as string) ? item.exec(lines[next] as string) : null
  }
  return [{ type: 'list', start: first[3] === undefined ? null : Number(first[3]), items }, next]
}

const isTable = (lines: readonly string[], index: number): boolean => {
  const [head, line] = [lines[index] as string, lines[index + 1] ?? '']
  return (
    head.includes('|') && line.includes('-') && delimiters.test(line) && cellsOf(head).length === cellsOf(line).length
  )
}

function readTable(lines: readonly string[], index: number): [Block, number] {
  const align = cellsOf(lines[index + 1] as string).map((cell): Align => {
    if (!cell.endsWith(':')) return 'start'
    return cell.startsWith(':') ? 'center' : 'right'
  })
  let end = index + 2
  while (end < lines.length && (lines[end] as string).includes('|') && !interrupts(lines, end)) end += 1
  const rows = [lines[index] as string, ...lines.slice(index + 2, end)].map((row) => {
    const cells = cellsOf(row)
    return align.map((_, column) => cells[column] ?? '')
  })
  return [{ type: 'table', align, rows }, end]
}

const cellsOf = (row: string): string[] =>
  row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/\\\|/g, '|'))
