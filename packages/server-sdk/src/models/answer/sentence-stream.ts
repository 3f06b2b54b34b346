/** A sentence, list item, heading or code block as a model wrote it. */
export interface StreamedSentence {
  /** White space that stood before it. */
  lead: string
  text: string
}

const abbreviations = new Set(
  (
    'mr mrs ms dr prof st ft sr jr rev hon gen col capt sgt messrs mme mlle vs cf viz approx ca etc incl excl est ' +
    'no nos nr nrs art sec ch fig figs tab vol pp p pg ed ref tel ext min max dept inc ltd co corp ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ' +
    'e.g i.e a.m p.m eg ie z.b d.h u.a p.ex bzw vgl evtl ggf inkl zzgl usw str hr fr abs av bd sra sig dott núm pág'
  ).split(' '),
)
const monthName =
  /^(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[cz]|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fév|avr|juin|juil|août|déc|januar|februar)/i
const closers = /["'”’»)\]*_`]/
const citation = /^[^\S\n]?(?:\[\^?\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]|【\d{1,3}[^】\n]{0,20}】)/u
const citationBegun = /^[^\S\n]?(?:\[\^?[\d\s,;]{0,12}|【[^】\n]{0,24})$/u

/**
 * Cuts text that arrives in pieces into sentences. A sentence is given out when what follows shows that it has ended;
 * marks such as `[1]` behind a full stop belong to it. Decimals, abbreviations, initials, dates such as '3. Mai',
 * numbered items and Markdown do not end one; a line break does, except in a fenced code block.
 */
export class SentenceStream {
  #buffer = ''

  push(piece: string): StreamedSentence[] {
    this.#buffer += piece
    return this.#take(false)
  }

  /** @returns what is left. `isWhole` is false where the last sentence lacks its end. */
  end(): { sentences: StreamedSentence[]; isWhole: boolean } {
    const sentences = this.#take(true)
    const rest = sentences.at(-1)?.text ?? ''
    return { sentences, isWhole: rest === '' || /[.!?…。！？:)\]"”’»*`|]$/u.test(rest.trimEnd()) }
  }

  #take(isEnd: boolean): StreamedSentence[] {
    const taken: StreamedSentence[] = []
    for (;;) {
      const lead = /^\s*/.exec(this.#buffer)?.[0] ?? ''
      const rest = this.#buffer.slice(lead.length)
      const length = rest === '' ? undefined : sentenceLength(rest, isEnd)
      if (length === undefined) return taken
      const text = rest.slice(0, length).trimEnd()
      taken.push({ lead, text })
      this.#buffer = rest.slice(text.length)
    }
  }
}

/** Where the first sentence ends, or undefined where more text could change that. */
function sentenceLength(text: string, isEnd: boolean): number | undefined {
  if (text.startsWith('```')) {
    const close = /\n```[^\n]*(?:\n|$)/.exec(text)
    if (close && (isEnd || close[0].endsWith('\n'))) return close.index + close[0].trimEnd().length
    return isEnd ? text.length : undefined
  }
  if (!isEnd && /^(?:`{1,2}|[-*+•]|\d{1,3}[.)]?|#{1,6}|\*\*)$/.test(text)) return undefined
  const marker = /^(?:(?:[-*+•]|\d{1,3}[.)]|#{1,6}|>)\s+)+/.exec(text)?.[0].length ?? 0
  for (let at = marker; at < text.length; at++) {
    const character = text[at] as string
    if (character === '\n') return at
    if (!/[.!?…。！？]/u.test(character)) continue
    const end = endOfSentence(text, at, isEnd)
    if (end === 'unclear') return undefined
    if (end !== undefined) return end
  }
  return isEnd ? text.length : undefined
}

function endOfSentence(text: string, at: number, isEnd: boolean): number | 'unclear' | undefined {
  let end = at + 1
  while (/[.!?…。！？]/u.test(text[end] ?? '')) end++
  while (closers.test(text[end] ?? '')) end++
  for (;;) {
    const rest = text.slice(end)
    if (!isEnd && (rest === '' || citationBegun.test(rest))) return 'unclear'
    const mark = citation.exec(rest)
    if (!mark) break
    end += mark[0].length
    while (/[.!?…]/.test(text[end] ?? '')) end++
  }
  const after = text.slice(end)
  const next = after.trimStart()
  if (!/^\s/.test(after) && after !== '') return /[。！？]/u.test(text[at] as string) ? end : undefined
  if (after.startsWith('\n') || (next === '' && isEnd)) return end
  // The first letters of the next word decide about abbreviations and dates.
  if (!isEnd && /^\S{0,3}$/u.test(next)) return 'unclear'
  return endsHere(text.slice(0, at), text[at] as string, next) ? end : undefined
}

function endsHere(before: string, terminator: string, next: string): boolean {
  if (/^\p{Ll}/u.test(next) && !/^(?:i[A-Z]|e-)/.test(next)) return false
  if (terminator !== '.') return true
  const word = /([\p{L}\p{N}.]+)$/u.exec(before)?.[1] ?? ''
  const lower = word.toLowerCase()
  // Initials, and abbreviations with a space inside: "J. R. Smith", "z. B. 30 €".
  if (/^\p{Ll}$/u.test(word) || /(?:^|\s)\p{L}\. \p{L}$/u.test(before)) return false
  if (/^(?:\p{Lu}\.)*\p{Lu}$/u.test(word) && /^\p{Lu}/u.test(next)) return false
  if (abbreviations.has(lower)) return endsAfterAbbreviation(lower, next)
  if (/^\d{1,2}$/.test(word) && /(?:^|\s)\d{1,2}$/.test(before)) return !monthName.test(next)
  return true
}

/** 'p.m.', 'etc.' and 'Ltd.' often end a sentence; 'Dr.' and 'approx.' never do, 'No.' does where no number follows. */
function endsAfterAbbreviation(word: string, next: string): boolean {
  if (/^(?:a\.m|p\.m|etc|usw|inc|ltd|co|corp|min|max)$/.test(word)) return /^["“'(]?\p{Lu}/u.test(next)
  if (/^(?:no|nos|nr|art|sec|ch|fig|tab|vol|ed|ref|tel|ext|sun|sat|mon|wed|fri|mar|may)$/.test(word))
    return !/^[\d#(]/.test(next)
  return false
}
