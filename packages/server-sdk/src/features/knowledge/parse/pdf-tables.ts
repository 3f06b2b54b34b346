import { rowText } from './blocks.ts'
import type { Line, LinePart } from './pdf-lines.ts'

export interface PdfTable {
  kind: 'table'
  rows: { cells: string[]; line: Line }[]
  columns: Column[]
  /** Number of lines that the table takes. */
  length: number
}

/** Lines that were drawn across two columns of running text, put in the order of reading. */
export interface PdfColumns {
  kind: 'columns'
  lines: Line[]
  length: number
}

interface Column {
  left: number
  right: number
}

/** Running text has more words in a line than cells of a table have. */
const wordsOfProse = 4

/** Looks for a table that begins at a line: lines of several parts that keep clear of the same gutters. */
export function tableAt(lines: readonly Line[], start: number): PdfTable | PdfColumns | undefined {
  const first = lines[start]
  if (!first || first.parts.length < 2) return undefined
  let columns: Column[] = first.parts.map(({ left, right }) => ({ left, right }))
  const members: { line: Line; columns: number[] }[] = []
  let end = start
  for (; end < lines.length; end += 1) {
    const line = lines[end] as Line
    const previous = lines[end - 1]
    if (previous && end > start && !isNextLine(previous, line)) break
    if (line.parts.length < 2 && !isWrapped(lines, end, columns)) break
    const widened = widen(columns, line.parts)
    if (!widened) break
    columns = widened
    members.push({ line, columns: line.parts.map((part) => columnOf(columns, part)) })
  }
  while (members.at(-1)?.line.parts.length === 1 && members.at(-1)?.columns[0] === 0) members.pop()
  const full = members.filter(({ line }) => line.parts.length >= 2)
  if (full.length < 2) return undefined
  const settled = members.map(({ line }) => ({ line, columns: line.parts.map((part) => columnOf(columns, part)) }))
  if (
    isProse(
      full.map(({ line }) => line),
      columns,
    )
  ) {
    return {
      kind: 'columns',
      lines: columns.flatMap((_, column) => linesOfColumn(settled, column)),
      length: members.length,
    }
  }
  return { kind: 'table', rows: rowsOf(settled, columns.length), columns, length: members.length }
}

function isNextLine(previous: Line, line: Line): boolean {
  const step = line.baseline - previous.baseline
  return line.page === previous.page && step > 0 && step < Math.max(previous.size, line.size) * 3.2
}

/** A line of one part within a table goes on with a cell of the row above it. */
function isWrapped(lines: readonly Line[], at: number, columns: Column[]): boolean {
  const line = lines[at] as Line
  const [part] = line.parts
  const previous = lines[at - 1]
  if (!part || !previous || line.baseline - previous.baseline > line.size * 1.5) return false
  const column = columnOf(columns, part)
  const own = columns[column]
  if (!own || part.right > own.right + line.size * 2 || line.font !== previous.font) return false
  const next = lines[at + 1]
  return column > 0 || (next !== undefined && next.parts.length >= 2 && isNextLine(line, next))
}

/** Widens columns by the parts of a line; `undefined` where a part would close a gutter or two share a column. */
function widen(columns: Column[], parts: readonly LinePart[]): Column[] | undefined {
  const widened = columns.map((column) => ({ ...column }))
  for (const part of parts) {
    const touched = widened.filter((column) => part.left < column.right && part.right > column.left)
    if (touched.length > 1) return undefined
    const [column] = touched
    if (column) {
      column.left = Math.min(column.left, part.left)
      column.right = Math.max(column.right, part.right)
    } else {
      widened.push({ left: part.left, right: part.right })
    }
  }
  widened.sort((a, b) => a.left - b.left)
  if (widened.some((column, index) => index > 0 && column.left < (widened[index - 1]?.right ?? 0))) return undefined
  const used = parts.map((part) => columnOf(widened, part))
  // A line that fits none of the columns so far belongs to something else.
  const known = parts.filter((part) => columns.some(({ left, right }) => part.left < right && part.right > left))
  return new Set(used).size === used.length && known.length > 0 ? widened : undefined
}

function columnOf(columns: readonly Column[], part: LinePart): number {
  const middle = (part.left + part.right) / 2
  let nearest = 0
  let distance = Number.POSITIVE_INFINITY
  for (const [index, { left, right }] of columns.entries()) {
    const away = middle < left ? left - middle : middle > right ? middle - right : 0
    if (away < distance) {
      nearest = index
      distance = away
    }
  }
  return nearest
}

function isProse(lines: Line[], columns: Column[]): boolean {
  if (columns.length !== 2 || lines.length < 5) return false
  const words = (position: number) =>
    lines.reduce((sum, { parts }) => sum + (parts[position]?.text.split(' ').length ?? 0), 0) / lines.length
  return words(0) >= wordsOfProse && words(1) >= wordsOfProse
}

function linesOfColumn(members: { line: Line; columns: number[] }[], column: number): Line[] {
  return members.flatMap(({ line, columns }) => {
    const part = line.parts[columns.indexOf(column)]
    return part ? [{ ...line, parts: [part], left: part.left, right: part.right }] : []
  })
}

function rowsOf(members: { line: Line; columns: number[] }[], width: number): PdfTable['rows'] {
  const rows: PdfTable['rows'] = []
  for (const { line, columns } of members) {
    const above = rows.at(-1)
    const tight = above && line.baseline - above.line.baseline < line.size * 1.5 * (above.cells.length + 4)
    const wraps = above && tight && (!columns.includes(0) || line.parts.length === 1)
    const row = wraps ? above : { cells: new Array<string>(width).fill(''), line }
    if (!wraps) rows.push(row)
    for (const [index, part] of line.parts.entries()) {
      const column = columns[index] ?? 0
      row.cells[column] = `${row.cells[column]} ${part.text}`.trim()
    }
  }
  return rows
}

/** The header of a table: its first row, if set in another font or free of figures above rows that have some. */
export function headerOf({ rows }: PdfTable): string[] | undefined {
  const [first, second] = rows
  if (!first || !second || rows.length < 2 || first.cells.filter((cell) => cell !== '').length < 2) return undefined
  if (first.line.font !== second.line.font) return first.cells
  const figures = (cells: string[]) => cells.some((cell) => /\d/.test(cell))
  return rows.length > 2 && !figures(first.cells) && rows.slice(1).every(({ cells }) => figures(cells))
    ? first.cells
    : undefined
}

export function isSameLayout(one: PdfTable, other: PdfTable): boolean {
  return (
    one.columns.length === other.columns.length &&
    one.columns.every(({ left }, index) => Math.abs(left - (other.columns[index]?.left ?? 0)) < 12)
  )
}

export function tableTexts(table: PdfTable, header: string[] | undefined): { text: string; line: Line }[] {
  const rows = header && header === table.rows[0]?.cells ? table.rows.slice(1) : table.rows
  return rows.map(({ cells, line }) => ({ text: rowText(cells, header), line }))
}
