import { colour, drawRule, measure, page, setText } from './sheet.mjs'

const cellText = { size: 9.2, leading: 12 }
const gutter = 12
const padding = 2.9

/**
 * Sets a table over the whole measure, with hairlines between rows. Columns are as wide as their longest cell, until
 * they have to share what is left.
 *
 * @returns {number} the y below the table
 */
export function setTable(document, parent, { head, rows }, y) {
  const columns = columnsOf(document, [head, ...rows])
  const table = document.struct('Table')
  parent.add(table)

  let below = setRow(document, table, head, columns, y, { role: 'TH', font: 'strong', tint: colour.quiet })
  drawRule(document, below, { tint: colour.spoke })
  for (const row of rows) {
    below = setRow(document, table, row, columns, below, { role: 'TD', font: 'text', tint: colour.ink })
    drawRule(document, below)
  }
  table.end()
  return below
}

function setRow(document, table, cells, columns, y, { role, font, tint }) {
  const row = document.struct('TR')
  table.add(row)
  let below = y
  for (const [index, text] of cells.entries()) {
    const { x, width } = columns[index]
    below = Math.max(below, setText(document, row, role, text, { ...cellText, x, y: y + padding, width, font, tint }))
  }
  row.end()
  return below + padding
}

function columnsOf(document, rows) {
  const natural = rows[0].map((_, index) => {
    const widths = rows.map((row) => {
      document.font(row === rows[0] ? 'strong' : 'text').fontSize(cellText.size)
      return document.widthOfString(row[index])
    })
    return Math.ceil(Math.max(...widths)) + 1
  })
  const available = measure - gutter * (natural.length - 1)
  const widths = shareOut(natural, available)
  let x = page.left
  return widths.map((width) => {
    const column = { x, width }
    x += width + gutter
    return column
  })
}

/** Narrow columns keep their natural width; the wide ones share the rest, in equal parts where they compete. */
function shareOut(natural, available) {
  const total = natural.reduce((sum, width) => sum + width, 0)
  if (total <= available) {
    const spare = (available - total) / natural.length
    return natural.map((width) => width + spare)
  }
  const widths = [...natural]
  const byWidth = natural.map((_, index) => index).sort((one, other) => natural[one] - natural[other])
  let left = available
  for (const [position, index] of byWidth.entries()) {
    widths[index] = Math.min(natural[index], left / (byWidth.length - position))
    left -= widths[index]
  }
  return widths
}
