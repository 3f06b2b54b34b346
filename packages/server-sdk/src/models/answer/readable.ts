import { termsOf } from '../../language/index.ts'
import { type Chosen, textOf } from './choose.ts'
import type { AnalysedQuestion } from './question.ts'

const mostDetails = 5
/** A subject further right than this is rather a remark. */
const lastSubject = 3
const cellPattern = /(?:^|; )([^:;\n]{1,40}): ((?:(?!; [^:;\n]{1,40}: )[^\n])+)/gu
const code = /^[\p{Lu}\d-]*\d+$/u

/**
 * Chosen sentences as running text. A table's row, which is stored as "Code: B1; Group: Brakes; Work: Brake bleed; Price:
 * £32", begins with what it is about: "Brakes, Brake bleed – Price: £32". All words are the document's; the citation
 * quotes them as they stand there.
 */
export function readable(chosen: Chosen, question: AnalysedQuestion): { words: string; isRow: boolean } {
  const rows: string[] = []
  const sentences: string[] = []
  for (let index = chosen.first; index <= chosen.last; index++) {
    const sentence = textOf({ ...chosen, first: index, last: index })
    const row = readableRow(sentence, question)
    if (row !== undefined) rows.push(row)
    sentences.push(row ?? plain(sentence, index < chosen.last))
  }
  const isRow = rows.length === sentences.length
  return { words: sentences.join(isRow ? '; ' : ' '), isRow }
}

/** Without bullets and line breaks, and ended where another sentence follows. */
function plain(sentence: string, isFollowed: boolean): string {
  const words = sentence.replace(/\s+/g, ' ').replace(/^(?:[-*•·]|\d{1,2}[.)])\s+/, '')
  return isFollowed && /[\p{L}\p{N}%)]$/u.test(words) ? `${words}.` : words
}

function readableRow(sentence: string, question: AnalysedQuestion): string | undefined {
  const cells = Array.from(sentence.matchAll(cellPattern), ([, label = '', value = '']) => ({
    label,
    value: value.trim(),
  }))
  const isWholeRow = cells.map(({ label, value }) => `${label}: ${value}`).join('; ') === sentence.trim()
  if (cells.length < 2 || !isWholeRow) return undefined
  const matches = cells.slice(0, lastSubject + 1).map(({ value }) => {
    const stems = new Set(termsOf(value, question.language ?? 'en'))
    return question.terms.filter((term) => [...term.synonyms].some((stem) => stems.has(stem))).length
  })
  const subject = Math.max(0, matches.indexOf(Math.max(...matches)))
  const names = cells.slice(0, subject + 1).flatMap(({ value }) => (code.test(value) ? [] : [value]))
  const details = cells.slice(subject + 1, subject + 1 + mostDetails).map(({ label, value }) => `${label}: ${value}`)
  return [names.join(', '), details.join('; ')].filter(Boolean).join(' – ')
}
