import type { Part, Sheet } from './sheet.ts'

const size = 8.5
const gap = 8

/** A table over as many pages as it needs: its head stands on each, and a row goes on where a page ends. */
export function writeTable(sheet: Sheet, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = columnWidths(sheet, head, rows)
  const table = sheet.part('Table')
  const writeHead = () => writeRow(sheet, head, widths, { table, type: 'TH', onNewPage: () => {} })
  writeHead()
  for (const row of rows) writeRow(sheet, row, widths, { table, type: 'TD', onNewPage: writeHead })
  table.end()
  sheet.skip(6)
}

function writeRow(
  sheet: Sheet,
  row: readonly string[],
  widths: readonly number[],
  { table, type, onNewPage }: { table: Part; type: 'TH' | 'TD'; onNewPage: () => void },
): void {
  const weight = type === 'TH' ? 'bold' : 'regular'
  const colour = type === 'TH' ? 'quiet' : 'ink'
  const cells = row.map((text, index) => ({
    text,
    ...sheet.lines(text, weight, size, (widths[index] as number) - gap),
  }))
  const height = Math.max(...cells.map((cell) => cell.height))
  const count = Math.max(...cells.map(({ lines }) => lines.length))
  // Rows that fit a page stay together, as long as that leaves no more than a third of one empty.
  const whole = count * height + gap
  if ((whole <= 240 || sheet.left < 3 * height + gap) && sheet.room(Math.min(whole, 240))) onNewPage()
  for (let from = 0; from < count; ) {
    const fitting = Math.max(1, Math.floor((sheet.left - gap) / height))
    const until = Math.min(count, from + fitting)
    const part = sheet.part('TR', table)
    let left = 0
    for (const [index, { text, lines }] of cells.entries()) {
      sheet.beside(type, text, lines.slice(from, until), { weight, size, colour, within: part, left, height })
      left += widths[index] as number
    }
    part.end()
    sheet.skip((until - from) * height + 2)
    from = until
    if (from < count && sheet.room(2 * height + gap)) onNewPage()
  }
  sheet.rule()
  sheet.skip(4)
}

/** As wide as what stands in them; no word of up to a quarter of the page is broken. */
function columnWidths(sheet: Sheet, head: readonly string[], rows: readonly (readonly string[])[]): number[] {
  const longest = head.map((_name, index) =>
    Math.max(...[head, ...rows].map((cells) => sheet.widestWord(cells[index] ?? '', 'bold', size))),
  )
  const least = longest.map((word) => Math.min(word + gap + 1, sheet.width / Math.max(4, head.length)))
  const weights = head.map((name, index) => {
    const lengths = rows.map((row) => Math.min(row[index]?.length ?? 0, 160))
    const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
    return Math.max(name.length, 8, mean)
  })
  const free = sheet.width - least.reduce((sum, one) => sum + one, 0)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return least.map((one, index) => one + Math.max(0, free) * ((weights[index] as number) / total))
}
