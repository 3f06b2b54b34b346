import type { Embedder } from '../../features/knowledge/embed/embedder.ts'
import type { AnswerInput, AnswerPart, AnswerWriter } from './answer-writer.ts'
import { choose, groundingThreshold } from './choose.ts'
import { candidatesFor } from './evidence.ts'
import { dontKnow, languageOfVisitor, smallTalk } from './phrases.ts'
import { analyseQuestion } from './question.ts'
import { Citations } from './quoting.ts'
import { readable } from './readable.ts'

export interface ExtractiveWriterOptions {
  /** Adds meaning to the comparison of question and sentences. */
  embed?: Embedder
  /** From 0 to 1: how likely a sentence must answer to be shown. Default: 0.35. */
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
      const chosen = said === undefined ? await chooseSentences(input) : []
      if (chosen.length === 0) {
        const text = said ?? dontKnow(language)
        yield { type: 'delta', text }
        yield { type: 'done', text, citations: [], grounded: false, dropped: 0 }
        return
      }
      const citations = new Citations()
      const question = analyseQuestion(input, input.passages)
      let text = ''
      for (const span of chosen) {
        input.signal?.throwIfAborted()
        const { citation, isNew } = citations.cite(span.passage, span)
        if (isNew) yield { type: 'citation', ...citation }
        const { words, ownLine } = readable(span, question)
        const delta = `${text === '' ? '' : ownLine ? '\n' : ' '}${ownLine && chosen.length > 1 ? '- ' : ''}${words} [${citation.number}]`
        text += delta
        yield { type: 'delta', text: delta }
      }
      yield { type: 'done', text, citations: citations.all, grounded: true, dropped: 0 }
    },
  }

  async function chooseSentences(input: AnswerInput) {
    const question = analyseQuestion(input, input.passages)
    if (question.terms.length === 0) return []
    return choose(question, candidatesFor(question, input.passages), threshold)
  }
}
