/**
 * Joins the lines of a paragraph. A word that was divided at the end of a line becomes one again; whether its hyphen
 * belongs to it ("follow-up") is asked of the rest of the document.
 */
export function wordJoiner(lines: readonly string[]): (before: string, after: string) => string {
  let words: Set<string> | undefined
  return (before, after) => {
    const head = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*-$/u.exec(before)?.[0]
    const tail = /^[\p{L}\p{N}]+/u.exec(after)?.[0]
    if (!head || !tail || /[^-]$/.test(before)) return `${before} ${after}`
    words ??= new Set(lines.flatMap((line) => line.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? []))
    const whole = `${head.slice(0, -1)}${tail}`.toLowerCase()
    const hyphenated = `${head}${tail}`.toLowerCase()
    const keepsHyphen = !words.has(whole) && (words.has(hyphenated) || !/^\p{Ll}/u.test(tail))
    return keepsHyphen ? before + after : before.slice(0, -1) + after
  }
}
