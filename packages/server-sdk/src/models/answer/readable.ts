import { shows } from './answer-kinds.ts'
import { type Chosen, textOf } from './choose.ts'
import type { AnalysedQuestion } from './question.ts'
import { termsOf } from './terms.ts'

const mostCells = 5
const cell = /(?:^|; )([^:;\n]{1,40}): ((?:(?!; [^:;\n]{1,40}: )[^\n])+)/gu

/**
 * Chosen sentences as running text. A table's row, which is stored as "Work: Brake bleed; Price: £32", begins with what
 * it is about: "Brake bleed – Price: £32". All words are the document's; the citation quotes them as they stand there.
 */
export function readable(chosen: Chosen, question: AnalysedQuestion): { words: string; ownLine: boolean } {
  const lines: string[] = []
  let rows = 0
  for (let index = chosen.first; index <= chosen.last; index++) {
    const sentence = textOf({ ...chosen, first: index, last: index })
    const row = readableRow(sentence, question)
    if (row) rows++
    lines.push(
      row ?? withFullStop(sentence.replace(/\s+/g, ' ').replace(/^(?:[-*•·]|\d{1,2}[.)])\s+/, ''), index < chosen.last),
    )
  }
  const isTable = rows > 0 && rows === lines.length
  return { words: lines.join(isTable ? '; ' : ' '), ownLine: isTable }
}

function withFullStop(sentence: string, isFollowed: boolean): string {
  return isFollowed && /[\p{L}\p{N}%)]$/u.test(sentence) ? `${sentence}.` : sentence
}

function readableRow(sentence: string, question: AnalysedQuestion): string | undefined {
  const cells = Array.from(sentence.matchAll(cell), ([, label = '', value = '']) => ({
    label: label.trim(),
    value: value.trim(),
  }))
  if (cells.length < 2 || cells.map(({ label, value }) => `${label}: ${value}`).join('; ') !== sentence.trim())
    return undefined
  const matching = cells.map(({ value }) => {
    const stems = new Set(termsOf(value, question.language ?? 'en'))
    return question.terms.filter((term) => [...term.synonyms].some((stem) => stems.has(stem))).length
  })
  const subject = Math.max(0, matching.indexOf(Math.max(...matching)))
  const rest = cells.filter(({ value }, index) => {
    if (index === subject) return false
    return index > subject || (question.kind !== undefined && shows(value, question.kind))
  })
  const details = rest.slice(0, mostCells).map(({ label, value }) => `${label}: ${value}`)
  return [cells[subject]?.value, details.join('; ')].filter(Boolean).join(' – ')
}
