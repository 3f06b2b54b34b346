/** Removes accents and other combining marks: `é` becomes `e`, `ü` becomes `u`, `ß` becomes `ss`. */
export function foldDiacritics(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a text of ASCII alone has nothing to fold
  if (/^[\x00-\x7f]*$/.test(text)) return text
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
}
