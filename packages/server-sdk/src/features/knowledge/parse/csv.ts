import { parse } from 'csv-parse/sync'
import { blockList, oneLine, rowText } from './blocks.ts'
import type { Block } from './document.ts'
import { DocumentRefusedError } from './document-refused-error.ts'

const delimiters = [',', ';', '\t', '|']
const sampleRecords = 50

/**
 * CSV: each row becomes one sentence that repeats the header. The delimiter is the one under which most rows have the
 * same number of cells; lines above the header ("Price list 2026") become a heading.
 */
export function parseCsv(text: string): { blocks: Block[]; rows: number; title?: string } {
  const declared = /^sep=(.)\n/i.exec(text)
  const body = declared ? text.slice(declared[0].length) : text
  const delimiter = declared?.[1] ?? detectDelimiter(body)
  const records = read(body, delimiter)
  const offset = declared ? 2 : 1

  const width = commonWidth(records)
  const start = records.findIndex((cells) => filled(cells) >= Math.min(2, width))
  const first = records[Math.max(start, 0)] ?? []
  const header = isHeader(first, records.slice(start + 1)) ? first : undefined
  const preamble = records.slice(0, Math.max(start, 0)).map((cells) => oneLine(cells.join(' ')))
  const title = preamble.find((line) => line !== '')

  const list = blockList()
  for (const line of preamble) list.heading(line, 1)
  let rows = 0
  for (const [index, cells] of records.entries()) {
    if (index < start || (header && index === start) || filled(cells) === 0) continue
    rows += 1
    list.add('table-row', rowText(cells, header), { position: { row: index + offset } })
  }
  return { blocks: list.blocks, rows, ...(title === undefined ? {} : { title }) }
}

function read(text: string, delimiter: string, to?: number): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      // Empty rows are kept so that row numbers are those of a spreadsheet.
      skip_empty_lines: false,
      record_delimiter: ['\n'],
      max_record_size: 1_000_000,
      ...(to === undefined ? {} : { to }),
    })
  } catch (error) {
    if (to !== undefined) return []
    const line = (error as { lines?: number }).lines
    throw new DocumentRefusedError(
      'document_unreadable',
      `The CSV file cannot be read${line === undefined ? '' : ` from line ${line} on`}: a quotation mark is opened and ` +
        'never closed, or a row is longer than a million characters. Save it again from a spreadsheet as CSV (UTF-8).',
      { cause: error },
    )
  }
}

function detectDelimiter(text: string): string {
  const sample = text.slice(0, 200_000)
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const records = read(sample, delimiter, sampleRecords).filter((cells) => filled(cells) > 0)
    const width = commonWidth(records)
    if (width < 2) continue
    const agreeing = records.filter((cells) => cells.length === width).length / records.length
    const score = agreeing + Math.min(width, 20) / 1000
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function commonWidth(records: string[][]): number {
  const counts = new Map<number, number>()
  for (const cells of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  const [common] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || b - a)
  return common?.[0] ?? 0
}

function filled(cells: string[]): number {
  return cells.filter((cell) => cell.trim() !== '').length
}

/** A header names its columns: short, distinct texts without values, above rows that have some. */
function isHeader(cells: string[], rest: string[][]): boolean {
  const names = cells.map(oneLine).filter((name) => name !== '')
  if (names.length === 0 || new Set(names).size < names.length || rest.every((row) => filled(row) === 0)) return false
  if (names.some((name) => isValue(name) || name.length > 80)) return false
  return names.length >= Math.max(1, cells.length - 1)
}

/** Money, numbers, dates, times, addresses of mail and web: what stands below a header rather than in it. */
function isValue(text: string): boolean {
  return /^[\p{Sc}\s]*[-+]?\d[\d.,:/\s-]*\s*(?:\p{Sc}|%|[a-z]{1,4})?$/iu.test(text) || /@|^https?:/i.test(text)
}
