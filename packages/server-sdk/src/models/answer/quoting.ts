import type { AnswerCitation, Passage, PassagePosition } from './answer-writer.ts'

/** Numbers sources in the order in which they are first cited; the same words of a passage have one number. */
export class Citations {
  readonly #cited: AnswerCitation[] = []
  readonly #numbers = new Map<string, AnswerCitation>()

  get all(): AnswerCitation[] {
    return [...this.#cited]
  }

  /** @param span sentences of the passage, from the first to the last, by index. */
  cite(passage: Passage, span: { first: number; last: number }): { citation: AnswerCitation; isNew: boolean } {
    const quote = quoteOf(passage, span)
    const key = JSON.stringify([passage.id, quote])
    const known = this.#numbers.get(key)
    if (known) return { citation: known, isNew: false }
    const citation: AnswerCitation = {
      number: this.#cited.length + 1,
      passageId: passage.id,
      documentId: passage.documentId,
      documentTitle: passage.documentTitle,
      position: positionOf(passage, span.first),
      quote,
    }
    this.#cited.push(citation)
    this.#numbers.set(key, citation)
    return { citation, isNew: true }
  }
}

export function sentenceOf(passage: Passage, index: number): string {
  const sentence = passage.sentences[index]
  return sentence ? passage.text.slice(sentence.start, sentence.end) : ''
}

/** The passage's own words, cut out of its text, so that they are found in the source. */
function quoteOf(passage: Passage, { first, last }: { first: number; last: number }): string {
  return passage.text.slice(passage.sentences[first]?.start ?? 0, passage.sentences[last]?.end ?? passage.text.length)
}

/** Page and row of the sentence itself, where the passage spans several. */
function positionOf(passage: Passage, index: number): PassagePosition {
  const { page, row, section } = passage.position
  const own = passage.sentences[index]?.position
  return {
    ...((own?.page ?? page) === undefined ? {} : { page: own?.page ?? page }),
    ...((own?.row ?? row) === undefined ? {} : { row: own?.row ?? row }),
    ...(section ? { section } : {}),
  }
}
