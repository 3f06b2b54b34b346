import { type Embedder, embedsLanguage } from '../embedder.ts'
import type { AnswerInput, AnswerPart, AnswerWriter } from './answer-writer.ts'
import { type Chosen, choose, groundingThreshold } from './choose.ts'
import { candidatesFor } from './evidence.ts'
import { dontKnow, languageOfVisitor, smallTalk } from './phrases.ts'
import { type AnalysedQuestion, analyseQuestion } from './question.ts'
import { Citations } from './quoting.ts'
import { readable } from './readable.ts'

export interface ExtractiveWriterOptions {
  /** Adds meaning to the comparison of question and sentences. */
  embed?: Embedder
  /** From 0 to 1: how likely the answer must be right to be shown. Default: 0.4. */
  threshold?: number
}

/**
 * Answers without a model: shows the one to four sentences of the passages that answer, each cited, or says that it
 * does not know. Nothing in its answers is anybody's but the documents'.
 */
export function extractiveWriter(options: ExtractiveWriterOptions = {}): AnswerWriter {
  const threshold = options.threshold ?? groundingThreshold
  return {
    async *write(input: AnswerInput): AsyncGenerator<AnswerPart, void, undefined> {
      input.signal?.throwIfAborted()
      const language = languageOfVisitor(input.question, input.language)
      const said = smallTalk(input.question, input.botName, language)
      const question = analyseQuestion(input, input.passages)
      const chosen = said === undefined ? await chooseSentences(input, question) : []
      if (chosen.length === 0) {
        const text = said ?? dontKnow(language)
        yield { type: 'delta', text }
        yield { type: 'done', text, citations: [], grounded: false, dropped: 0 }
        return
      }
      const citations = new Citations()
      let text = ''
      let wasRow = false
      for (const span of chosen) {
        input.signal?.throwIfAborted()
        const { citation, isNew } = citations.cite(span.passage, span)
        if (isNew) yield { type: 'citation', ...citation }
        const { words, isRow } = readable(span, question)
        const before = text === '' ? '' : isRow || wasRow ? '\n' : ' '
        const delta = `${before}${isRow && chosen.length > 1 ? '- ' : ''}${words} [${citation.number}]`
        wasRow = isRow
        text += delta
        yield { type: 'delta', text: delta }
      }
      yield { type: 'done', text, citations: citations.all, grounded: true, dropped: 0 }
    },
  }

  async function chooseSentences(input: AnswerInput, question: AnalysedQuestion): Promise<Chosen[]> {
    if (question.terms.length === 0) return []
    const candidates = candidatesFor(question, input.passages)
    if (options.embed && embedsLanguage(options.embed, question.language)) {
      const texts = [question.text, ...candidates.map(({ text }) => text)]
      const [asked, ...said] = await options.embed.embed(texts, input.signal)
      for (const [index, { evidence }] of candidates.entries()) evidence.meaning = cosine(asked, said[index])
    }
    return choose(question, candidates, threshold)
  }
}

/** Of vectors of unit length. */
function cosine(one: Float32Array | undefined, other: Float32Array | undefined): number {
  return one?.reduce((sum, value, index) => sum + value * (other?.[index] ?? 0), 0) ?? 0
}
