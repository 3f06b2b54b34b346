import { type BlockList, rowText } from './blocks.ts'

export interface TableCell {
  text: string
  header: boolean
  columns: number
  rows: number
}

const mostColumns = 200

/**
 * Adds a table row by row, each repeating the header above it. Cells that span columns or rows count for each of them;
 * a header in the middle of a table starts a new part.
 */
export function addTable(list: BlockList, rows: TableCell[][]): void {
  const grid = spread(rows)
  let header: string[] | undefined
  for (const [index, { cells, isHeader }] of grid.entries()) {
    const next = grid[index + 1]
    if (isHeader || (index === 0 && next && grid.length > 2 && isUnmarkedHeader(cells, next.cells))) {
      header = header && grid[index - 1]?.isHeader ? joined(header, cells) : cells
      if (!next) list.add('table-row', rowText(cells, undefined))
      continue
    }
    list.add('table-row', rowText(cells, header))
  }
}

function spread(rows: TableCell[][]): { cells: string[]; isHeader: boolean }[] {
  const pending: { text: string; left: number }[] = []
  return rows.flatMap((row) => {
    const cells: string[] = []
    const queue = [...row]
    while (cells.length < mostColumns && (queue.length > 0 || (pending[cells.length]?.left ?? 0) > 0)) {
      const column = cells.length
      const above = pending[column]
      if (above && above.left > 0) {
        above.left -= 1
        cells.push(above.text)
        continue
      }
      const cell = queue.shift()
      if (!cell) break
      for (let span = 0; span < Math.min(cell.columns, mostColumns); span += 1) {
        pending[column + span] = { text: cell.text, left: cell.rows - 1 }
        // A title over several columns names all of them, a value over several is said once.
        cells.push(span === 0 || cell.header ? cell.text : '')
      }
    }
    if (cells.every((cell) => cell === '')) return []
    return [{ cells, isHeader: row.length > 0 && row.every(({ header }) => header) }]
  })
}

function joined(upper: string[], lower: string[]): string[] {
  return lower.map((name, column) => {
    const above = upper[column] ?? ''
    return above === '' || above === name ? name : `${above} ${name}`.trim()
  })
}

/** A first row without figures above a row that has some is a header, even where nobody marked it as one. */
function isUnmarkedHeader(first: string[], second: string[]): boolean {
  const named = first.filter((cell) => cell !== '').length >= Math.max(2, first.length - 1)
  return named && first.every((cell) => !/\d/.test(cell) && cell.length <= 60) && second.some((cell) => /\d/.test(cell))
}
