/**
 * A text that is still being written, without what would jump when the rest comes: an open `**` or `` ` `` is closed, a
 * citation or a link that has only begun is held back.
 */
export function steady(text: string): string {
  if (fences(text) % 2 === 1) return text
  const start = text.lastIndexOf('\n\n') + 1
  let tail = text.slice(start).replace(/\s*\[[^\]\n]*$|\[[^\]\n]*\]\([^)\n]*$/, '')
  for (const mark of ['**', '`']) {
    if (tail.split(mark).length % 2 === 1) continue
    tail = tail.endsWith(mark) ? tail.slice(0, -mark.length) : tail.trimEnd() + mark
  }
  return text.slice(0, start) + tail
}

const fences = (text: string) => text.match(/^ {0,3}```/gm)?.length ?? 0
