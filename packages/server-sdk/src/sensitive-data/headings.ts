/** What stands above a place in its column of a table, `null` where there is no table or no heading. */
export type Headings = (start: number) => string | null

/** Between columns: as files of tables, pages in Markdown and copied text write them. */
const separators: readonly RegExp[] = [/\|/g, /\t/g, /;/g, /,/g, / {2,}/g]

/** What has numbers in it is a row, and no heading. */
const isRow = /\p{Nd}{3}/u

/**
 * Rows of a table follow each other with equally many separators, and the first of them names the columns. Read once for a
 * text, and only when something asks.
 */
export function headingsOf(text: string): Headings {
  let tables: (start: number) => string | null = (start) => {
    tables = text.includes('\n') ? tablesOf(text) : () => null
    return tables(start)
  }
  return (start) => tables(start)
}

function tablesOf(text: string): Headings {
  const lines = text.split('\n')
  const starts: number[] = []
  let offset = 0
  for (const line of lines) {
    starts.push(offset)
    offset += line.length + 1
  }
  const firsts = separators.map((separator) => firstRows(lines, separator))
  return (start) => {
    const line = lineAt(starts, start)
    const before = (lines[line] as string).slice(0, start - (starts[line] as number))
    for (const [index, separator] of separators.entries()) {
      const first = firsts[index]?.[line] as number
      const heading = lines[first] as string
      if (first < line && !isRow.test(heading)) return heading.split(separator)[count(before, separator)] ?? null
    }
    return null
  }
}

/** Of each line the first of those above it that have as many separators; itself where it has none. */
function firstRows(lines: readonly string[], separator: RegExp): number[] {
  const firsts: number[] = []
  let last = 0
  for (const [index, line] of lines.entries()) {
    const found = count(line, separator)
    firsts.push(found > 0 && found === last ? (firsts[index - 1] as number) : index)
    last = found
  }
  return firsts
}

const count = (line: string, separator: RegExp) => line.match(separator)?.length ?? 0

/** The last line that begins at a place or before it. */
function lineAt(starts: readonly number[], place: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] as number) <= place) low = middle
    else high = middle - 1
  }
  return low
}
