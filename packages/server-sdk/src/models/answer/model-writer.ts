import { leave, type RecordDeparture } from '../exit.ts'
import type { ChatModel } from '../providers/chat-model.ts'
import type { Timers } from '../providers/timers.ts'
import type { Pseudonyms } from '../pseudonymise/pseudonyms.ts'
import type { AnswerInput, AnswerPart, AnswerUsage, AnswerWriter } from './answer-writer.ts'
import { dontKnow, languageOfVisitor, smallTalk } from './phrases.ts'
import { promptFor } from './prompt.ts'
import { SentenceStream } from './sentence-stream.ts'
import { SupportedText } from './supported-text.ts'

export interface ModelWriterOptions {
  model: ChatModel
  /** Those of the conversation: they know its people. */
  pseudonyms: Pseudonyms
  /** Stores what left. */
  record: RecordDeparture
  /** Most tokens of an answer; the model's own limit when absent. */
  maxOutputTokens?: number
  timers?: Timers
}

/**
 * Answers with a model. What it writes is held back sentence by sentence until its sources were found to say it: a
 * sentence that they do not support is not shown. Nothing that was shown is withdrawn. Where no sentence is left, the
 * bot says that it does not know. A greeting, and a question for which nothing was found, reach no model.
 */
export function modelWriter(options: ModelWriterOptions): AnswerWriter {
  return {
    async *write(input: AnswerInput): AsyncGenerator<AnswerPart, void, undefined> {
      input.signal?.throwIfAborted()
      const language = languageOfVisitor(input.question, input.language)
      const said = smallTalk(input.question, input.botName, language)
      if (said !== undefined || input.passages.length === 0) {
        const text = said ?? dontKnow(language)
        yield { type: 'delta', text }
        yield { type: 'done', text, citations: [], grounded: false, dropped: 0 }
        return
      }

      const sentences = new SentenceStream()
      const answer = new SupportedText(input)
      const usage: AnswerUsage = {
        provider: options.model.provider,
        model: options.model.id,
        inputTokens: null,
        outputTokens: null,
      }
      let isCutOff = false
      const stream = leave({
        ...options,
        messages: promptFor({ ...input, language }),
        purpose: 'answer',
        signal: input.signal,
      })
      for await (const part of stream) {
        if (part.type === 'text') for (const sentence of sentences.push(part.text)) yield* answer.take(sentence)
        else if (part.type === 'cut-off') isCutOff = true
        else Object.assign(usage, { inputTokens: part.inputTokens, outputTokens: part.outputTokens })
      }
      const { sentences: last, isWhole } = sentences.end()
      const whole = isCutOff && !isWhole ? last.slice(0, -1) : last
      for (const sentence of whole) yield* answer.take(sentence)
      yield* answer.end(dontKnow(language))
      yield {
        type: 'done',
        text: answer.text,
        citations: answer.citations,
        grounded: answer.citations.length > 0,
        usage,
        dropped: answer.dropped,
      }
    },
  }
}
