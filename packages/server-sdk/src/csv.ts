const number = /^-?\d+(\.\d+)?$/
/** What a spreadsheet takes for the beginning of a formula, in the forms of East Asian widths too, behind what it overlooks. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|^[\t\r\n]/u

/** What most cells begin with, and no formula does. */
const harmless = /^[0-9A-Za-z]/
const special = /[",\r\n]/

/**
 * One cell (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it; a negative number stays a
 * number.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = !harmless.test(value) && formula.test(value) && !number.test(value) ? `'${value}` : value
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  let line = ''
  let between = ''
  for (const cell of cells) {
    line += between + csvCell(cell)
    between = ','
  }
  return `${line}\r\n`
}
