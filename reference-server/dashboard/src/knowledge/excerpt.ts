import type { SearchHit } from '@sotto/client-sdk'

/** Words around the sentence that fits best, and that sentence. */
export interface Excerpt {
  before: string
  best: string
  after: string
}

/** Characters on either side of the best sentence. */
const around = 90

/** A passage, cut to what shows why it was found. Cuts are at words and shown by an ellipsis. */
export function excerptOf({ text, best }: Pick<SearchHit, 'text' | 'best'>): Excerpt {
  if (!best) return { before: head(text, around * 2), best: '', after: '' }
  return {
    before: tail(text.slice(0, best.start), around),
    best: text.slice(best.start, best.end),
    after: head(text.slice(best.end), around),
  }
}

function head(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  return `${cut.slice(0, Math.max(cut.search(/\s\S*$/), 0))}…`
}

function tail(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(-length)
  const space = cut.search(/\s/)
  return `…${space === -1 ? cut : cut.slice(space)}`
}
