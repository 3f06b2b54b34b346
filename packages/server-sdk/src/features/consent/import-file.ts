import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { ConsentImportRow } from '@sotto/contracts'
import { CsvError, parse } from 'csv-parse'
import { SottoError } from '../../errors.ts'
import type { ImportRow } from './importing.ts'

const longestLine = 100_000
const columns = Object.keys(ConsentImportRow.shape)
const lists = new Set(['granted', 'denied'])

const mistakes: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'something after a closing quote',
  CSV_MAX_RECORD_SIZE: `a row of more than ${longestLine.toLocaleString('en')} characters, or a quote that is not closed,`,
}

const wrong = (message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: 'body.file', message }] })

/** Which of the two a file is, by what was said or by its name. @throws SottoError `invalid_request` */
export function formatOf(filename: string, said: 'csv' | 'ndjson' | undefined): 'csv' | 'ndjson' {
  if (said) return said
  if (/\.csv$/i.test(filename)) return 'csv'
  if (/\.(ndjson|jsonl)$/i.test(filename)) return 'ndjson'
  throw new SottoError('invalid_request', undefined, {
    errors: [{ field: 'body.format', message: 'must be csv or ndjson where the name of the file does not tell' }],
  })
}

/**
 * The rows of a file, read as they are asked for, after the whole of it was read once: what could not be read to its end
 * is refused before anything of it is imported.
 *
 * @throws SottoError `invalid_request` for what is not UTF-8, or no CSV
 */
export async function* rowsOfFile(path: string, format: 'csv' | 'ndjson'): AsyncGenerator<ImportRow> {
  await requireUtf8(path)
  if (format === 'csv') for await (const _row of csvRows(path));
  yield* format === 'csv' ? csvRows(path) : jsonRows(path)
}

async function requireUtf8(path: string): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw wrong('must be UTF-8: in a spreadsheet, save it as CSV UTF-8')
    throw error
  }
}

async function* jsonRows(path: string): AsyncGenerator<ImportRow> {
  for await (const line of lines(path)) {
    if (line === null) {
      yield { problem: `must have at most ${longestLine.toLocaleString('en')} characters` }
      continue
    }
    if (line.trim() === '') continue
    let row: ImportRow
    try {
      row = { value: JSON.parse(line) }
    } catch {
      row = { problem: 'must be one JSON object on one line' }
    }
    yield row
  }
}

/** Lines of a text; `null` for one that is too long to be read. */
async function* lines(path: string): AsyncGenerator<string | null> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let isTooLong = false
  let isFirst = true
  for await (const chunk of createReadStream(path)) {
    rest += decoder.write(chunk as Buffer)
    if (isFirst) rest = rest.replace(/^\uFEFF/, '')
    isFirst = false
    const parts = rest.split('\n')
    rest = parts.pop() as string
    for (const part of parts) {
      yield isTooLong || part.length > longestLine ? null : part
      isTooLong = false
    }
    if (rest.length <= longestLine) continue
    isTooLong = true
    rest = ''
  }
  rest += decoder.end()
  if (isTooLong) yield null
  else if (rest !== '') yield rest
}

async function* csvRows(path: string): AsyncGenerator<ImportRow> {
  const parser = parse({
    bom: true,
    columns: (names: string[]) => {
      const unknown = names.filter((name) => !columns.includes(name.trim()))
      if (unknown.length > 0 || new Set(names).size < names.length)
        throw wrong(`must have a first line of these columns alone, each once: ${columns.join(', ')}`)
      return names.map((name) => name.trim())
    },
    max_record_size: longestLine,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    trim: true,
  })
  const file = createReadStream(path)
  file.on('error', (error) => parser.destroy(error))
  file.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>
      info: { error?: unknown }
    }>)
      yield info.error ? { problem: 'must have as many cells as the first line' } : { value: valuesOf(record) }
  } catch (error) {
    if (error instanceof CsvError)
      throw wrong(`must be CSV (RFC 4180): ${mistakes[error.code] ?? error.code} in line ${Number(error.lines) || '?'}`)
    throw error
  } finally {
    file.destroy()
  }
}

const valuesOf = (record: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, cell]) => cell !== '')
      .map(([name, cell]) => [name, lists.has(name) ? cell.split(/[\s;,|]+/).filter(Boolean) : cell]),
  )
