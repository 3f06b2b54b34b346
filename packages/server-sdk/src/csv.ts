const number = /^-?\d+(\.\d+)?$/
/** What a spreadsheet takes for the beginning of a formula, in the forms of East Asian widths too, behind what it overlooks. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|^[\t\r\n]/u

/** What most cells begin with, and no formula does. */
const harmless = /^[0-9A-Za-z]/
const special = /[",;\r\n]/
const quotes = /"/g

/**
 * Where a cell begins for a spreadsheet that was told to separate at semicolons, as it is in half of Europe: to it the quotes
 * of a cell are no quotes unless the line begins with them, so lines end within them as well. Numbers stay numbers.
 */
const separates = /[;\r\n]/
const formulaWithin =
  /[=+\-@＝＋－＠﹦﹢﹣﹫](?<=[;\r\n][\s\p{Cc}\p{Cf}"]*.)(?!(?<=-)\d+(?:[.,]\d+)?[ \t"]*(?:[;,\r\n]|$))/gu

/**
 * One cell (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it, also behind a semicolon or
 * at the beginning of a line within the cell; a negative number stays a number.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const begun = !harmless.test(value) && formula.test(value) && !number.test(value) ? `'${value}` : value
  if (!special.test(begun)) return begun
  const safe = separates.test(begun) ? begun.replace(formulaWithin, "'$&") : begun
  return `"${safe.replace(quotes, '""')}"`
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
