import type { Passage } from '../answer/index.ts'

/** A passage whose text is the sentences, one behind the other or, for rows, one below the other. */
export function passage(id: string, sentences: string[], about: Partial<Passage> & { between?: string } = {}): Passage {
  const { between = ' ', ...rest } = about
  const text = sentences.join(between)
  let end = 0
  return {
    id,
    documentId: `doc-${id}`,
    documentTitle: 'Handbook',
    text,
    sentences: sentences.map((sentence) => {
      const start = text.indexOf(sentence, end)
      end = start + sentence.length
      return { start, end }
    }),
    position: {},
    score: 0.8,
    ...rest,
  }
}
