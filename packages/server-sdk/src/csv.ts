const number = /^-?\d+(\.\d+)?$/
/** What a spreadsheet takes for the beginning of a formula, in the forms of East Asian widths too. */
const formula = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u

/**
 * One cell (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it; a negative number stays a
 * number.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  const text = String(value)
  const safe = typeof value === 'string' && formula.test(text) && !number.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`
