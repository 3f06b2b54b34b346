/** Where something stands in a document. */
export interface PassagePosition {
  page?: number | undefined
  row?: number | undefined
  /** Headings above, outermost first. */
  section?: readonly string[] | undefined
}

/** A passage that was found for a question: the only material that an answer is made of. */
export interface Passage {
  id: string
  documentId: string
  documentTitle: string
  text: string
  /** Sentences, list items and table rows as ranges of `text`, in order, with their own page or row where known. */
  sentences: readonly {
    start: number
    end: number
    position?: { page?: number | undefined; row?: number | undefined }
  }[]
  position: PassagePosition
  /** How well the passage fits the question, 0 to 1. */
  score: number
  /** The sentence that fits best, where retrieval knows. */
  bestSentence?: { start: number; end: number } | undefined
}

export interface AnswerInput {
  question: string
  /** Earlier messages, the oldest first, without the question. */
  history: readonly { role: 'user' | 'assistant'; text: string }[]
  /** The best first. */
  passages: readonly Passage[]
  /** How the bot's owner wants it to answer. */
  instructions?: string | undefined
  botName: string
  /** ISO 639-1 of the visitor, where known; guessed from the question where not. */
  language?: string | undefined
  signal?: AbortSignal | undefined
}

/** A source of an answer. `quote` stands in the passage word for word. */
export interface AnswerCitation {
  /** The number that stands in the text as `[number]`, from 1. */
  number: number
  passageId: string
  documentId: string
  documentTitle: string
  position: PassagePosition
  quote: string
}

export interface AnswerUsage {
  provider: string
  model: string
  /** null where the provider did not say. */
  inputTokens: number | null
  outputTokens: number | null
}

export type AnswerPart =
  | { type: 'delta'; text: string }
  /** Comes before the text in which its number first stands. */
  | ({ type: 'citation' } & AnswerCitation)
  /** The last part. `text` equals the deltas joined; `grounded` says whether it stands on at least one citation. */
  | {
      type: 'done'
      text: string
      citations: AnswerCitation[]
      grounded: boolean
      /** Absent where no model was asked. */
      usage?: AnswerUsage
      /** Sentences of a model that its sources do not support and that were not shown. */
      dropped: number
    }

/**
 * Writes the answer to a question out of passages. What was emitted is never withdrawn.
 *
 * @throws ModelError when a model fails; the signal's reason when aborted.
 */
export interface AnswerWriter {
  write(input: AnswerInput): AsyncIterable<AnswerPart>
}
