/** A piece of a line. `link` keeps the address as it was written: whether it is safe is for the one who renders it. */
export type Inline =
  | string
  | { readonly type: 'strong' | 'em' | 'del'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'citation'; readonly number: number; readonly space: string }
  | { readonly type: 'break' }

/** A run of `*`, `_` or `~` that may open or close emphasis (CommonMark 6.2). */
interface Run {
  readonly mark: string
  readonly opens: boolean
  readonly closes: boolean
  readonly length: number
  count: number
}

type Part = Inline | Run

const isRun = (part: Part | undefined): part is Run => typeof part === 'object' && 'mark' in part

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  nbsp: '\u00a0',
}

const patterns = {
  escape: /\\([!-/:-@[-`{-~])/y,
  space: /[ \t\u00a0]+/y,
  lineBreak: /\\?\n */y,
  entity: /&(amp|lt|gt|quot|apos|#39|nbsp);/y,
  code: /(`+)(?!`)([\s\S]*?[^`])\1(?!`)/y,
  citation: /\[(\d{1,3})\](?!\()/y,
  autolink: /<(https?:\/\/[^\s<>]+|mailto:[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>/y,
  address: /(?:https?:\/\/|www\.)[\w-][^\s<]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/y,
  run: /\*+|_+|~~/y,
  plain: /[\p{L}\p{N}]+|[\s\S]/uy,
}

/** Matches at one place only, so that a text is read once from its beginning to its end. */
function at(pattern: RegExp, text: string, index: number) {
  pattern.lastIndex = index
  return pattern.exec(text)
}

/**
 * The pieces of a Markdown line or paragraph: emphasis, code, links, bare addresses, line breaks, and `[n]`. HTML is
 * text, a picture is its alternative text, and there are no reference links: a text cannot turn the mark of a citation
 * into a link.
 */
export function inlinesOf(text: string): Inline[] {
  const parts: Part[] = []
  const add = (part: Part) => {
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  for (let index = 0; index < text.length; ) {
    const [part, length] = read(text, index)
    add(part)
    index += length
  }
  return emphasised(parts)
}

function read(text: string, index: number): [Part, number] {
  // A run of spaces is read as one, so that no text makes this read the same spaces again and again.
  const space = at(patterns.space, text, index)?.[0] ?? ''
  const next = index + space.length
  let match = at(patterns.citation, text, next)
  if (match) return [{ type: 'citation', number: Number(match[1]), space }, space.length + match[0].length]
  match = at(patterns.lineBreak, text, next)
  if (match && !(space && match[0].startsWith('\\'))) return [{ type: 'break' }, space.length + match[0].length]
  if (space) return [space, space.length]
  const character = text[index] as string
  if (character === '\\') {
    match = at(patterns.escape, text, index)
    if (match) return [match[1] as string, 2]
  } else if (character === '&') {
    match = at(patterns.entity, text, index)
    if (match) return [entities[match[1] as string] as string, match[0].length]
  } else if (character === '`') {
    match = at(patterns.code, text, index)
    if (match)
      return [
        { type: 'code', text: match[2]?.replace(/\n/g, ' ').replace(/^ (.*\S.*) $/, '$1') ?? '' },
        match[0].length,
      ]
    const ticks = at(/`+/y, text, index)?.[0] as string
    return [ticks, ticks.length]
  } else if (character === '[' || (character === '!' && text[index + 1] === '[')) {
    const link = readLink(text, index + (character === '!' ? 1 : 0))
    if (link && character === '!') return [link.label, link.end - index]
    if (link) return [{ type: 'link', href: link.href, children: inlinesOf(link.label) }, link.end - index]
  } else if (character === '<') {
    match = at(patterns.autolink, text, index)
    if (match?.[1]) return [{ type: 'link', href: addressOf(match[1]), children: [match[1]] }, match[0].length]
  } else if ('*_~'.includes(character)) {
    match = at(patterns.run, text, index)
    if (match) return [runAt(text, index, match[0]), match[0].length]
  } else if (!/\w/.test(text[index - 1] ?? '')) {
    match = at(patterns.address, text, index)
    const address = match && trimmed(match[0])
    if (address) return [{ type: 'link', href: addressOf(address), children: [address] }, address.length]
  }
  const plain = at(patterns.plain, text, index)?.[0] ?? character
  return [plain, plain.length]
}

const addressOf = (address: string) =>
  /^(https?|mailto):/.test(address)
    ? address
    : address.includes('@') && !address.startsWith('www.')
      ? `mailto:${address}`
      : `http://${address}`

/** A bare address without the punctuation of the sentence around it. */
function trimmed(address: string): string {
  let end = address.length
  while (end > 0) {
    const last = address[end - 1] as string
    const inside = address.slice(0, end)
    const unbalanced = last === ')' && inside.split(')').length > inside.split('(').length
    if (!unbalanced && !'?!.,:;*_~\'"'.includes(last)) break
    end -= 1
  }
  return address.slice(0, end)
}

/** Characters that the label of a link may have. */
const longestLabel = 500

/** `[label](address "title")` at an index: brackets may nest, and nothing in an address may be a space. */
function readLink(text: string, index: number): { label: string; href: string; end: number } | null {
  let depth = 0
  let close = index
  const end = Math.min(text.length, index + longestLabel)
  for (; close < end; close++) {
    if (text[close] === '\\') close += 1
    else if (text[close] === '[') depth += 1
    else if (text[close] === ']' && --depth === 0) break
  }
  const target = at(
    /\]\(\s*(?:<([^<>\n]*)>|((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/y,
    text,
    close,
  )
  if (!target) return null
  const href = (target[1] ?? target[2] ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1')
  return { label: text.slice(index + 1, close), href, end: close + target[0].length }
}

function runAt(text: string, index: number, run: string): Run {
  const before = text[index - 1] ?? ' '
  const after = text[index + run.length] ?? ' '
  const space = /\s/
  const punctuation = /[\p{P}\p{S}]/u
  const left = !space.test(after) && (!punctuation.test(after) || space.test(before) || punctuation.test(before))
  const right = !space.test(before) && (!punctuation.test(before) || space.test(after) || punctuation.test(after))
  const inWord = run[0] === '_'
  return {
    mark: run[0] as string,
    opens: left && (!inWord || !right || punctuation.test(before)),
    closes: right && (!inWord || !left || punctuation.test(after)),
    length: run.length,
    count: run.length,
  }
}

/** Pairs the runs (CommonMark, 'process emphasis'). What finds no partner is text. */
function emphasised(parts: Part[]): Inline[] {
  // Below these places no opener of the mark is left, so that each is looked for once.
  const floors: Record<string, number> = {}
  for (let index = 0; index < parts.length; index++) {
    const closer = parts[index]
    if (!isRun(closer) || !closer.closes) continue
    const floor = `${closer.mark}${closer.opens}${closer.length % 3}`
    let start = index - 1
    while (start >= (floors[floor] ?? 0) && !pairs(parts[start], closer)) start -= 1
    const opener = parts[start]
    if (start < (floors[floor] ?? 0) || !isRun(opener)) {
      floors[floor] = index
      continue
    }
    const width = closer.mark === '~' || (opener.count > 1 && closer.count > 1) ? 2 : 1
    const type = closer.mark === '~' ? 'del' : width === 2 ? 'strong' : 'em'
    const children = parts.slice(start + 1, index).map(asText)
    opener.count -= width
    closer.count -= width
    parts.splice(start + 1, index - start - 1, { type, children: joined(children) })
    index = start + 2
    if (opener.count === 0) {
      parts.splice(start, 1)
      index -= 1
    }
    if (closer.count === 0) parts.splice(index, 1)
    index -= 1
  }
  return joined(parts.map(asText))
}

function pairs(part: Part | undefined, closer: Run): boolean {
  if (!isRun(part) || part.mark !== closer.mark || !part.opens || part.count === 0) return false
  const either = part.closes || closer.opens
  return !(either && (part.length + closer.length) % 3 === 0 && (part.length % 3 !== 0 || closer.length % 3 !== 0))
}

const asText = (part: Part): Inline => (isRun(part) ? part.mark.repeat(part.count) : part)

function joined(inlines: readonly Inline[]): Inline[] {
  const result: Inline[] = []
  for (const inline of inlines) {
    const last = result.at(-1)
    if (typeof inline === 'string' && typeof last === 'string') result[result.length - 1] = last + inline
    else if (inline !== '') result.push(inline)
  }
  return result
}
