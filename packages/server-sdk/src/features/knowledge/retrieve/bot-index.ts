import { setImmediate } from 'node:timers/promises'
import { type AnalysedChunk, analyseChunk } from './analyse-chunk.ts'
import { type Examined, examine, type WeighedQuestion } from './examine.ts'
import { type IndexedChunk, type IndexedDocument, requireConsistent } from './indexed-document.ts'
import { Postings } from './postings.ts'
import { type Question, understand } from './question.ts'
import { calibrated, fuse, rarity, saturation } from './scoring.ts'
import { questionVector, SentenceVectors } from './sentence-vectors.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'
import { type StoredChunk, type StoredDocument, sentenceCount } from './stored-chunk.ts'
import { Vocabulary } from './vocabulary.ts'
import { removed, WordScores } from './word-scores.ts'

export interface SearchOptions {
  /** At most this many hits. Default 10. */
  limit?: number
  /** The question's vector, of the same embedder as the chunks'. Without it only words count. */
  queryVector?: Float32Array
  /**
   * Earlier questions of the visitor, the newest last. A question that leans on them ("and on Sundays?") is completed
   * by their words at a lower weight; others hardly notice them.
   */
  context?: readonly string[]
}

export interface Hit {
  chunkId: string
  documentId: string
  /** Calibrated chance, 0 to 1, that the chunk answers the question. Hits are in its order. */
  score: number
  /** BM25 as a share of the question's maximum, 0 to 1. */
  words: number
  /** Cosine of the nearest sentence, 0 to 1; 0 where question or chunk has no vector. */
  meaning: number
  /** The sentence of the chunk's text that most likely answers. */
  bestSentence: { start: number; end: number }
}

/** Chunks examined closely for each question: the best by words, and the best by meaning. */
const candidatesByWords = 100
const candidatesByMeaning = 50

/** Milliseconds for which `addGradually` keeps the process from others. */
const longestTurn = 8

/**
 * The search index of one bot. It holds no text and shares nothing with other bots' indexes. Adding and removing take
 * effect at once; nothing is rebuilt per query.
 */
export class BotIndex {
  readonly #dimensions: number
  #vocabulary = new Vocabulary()
  #postings = new Postings()
  #vectors: SentenceVectors
  #slots: (StoredChunk | undefined)[] = []
  #lengths: number[] = []
  readonly #wordScores = new WordScores()
  readonly #slotsOfDocument = new Map<string, number[]>()
  readonly #chunkIds = new Set<string>()
  readonly #languages = new Map<string, number>()
  #live = 0
  #liveTerms = 0
  #liveSentences = 0

  /** @param options.dimensions length of the sentence vectors. Default 512. */
  constructor(options: { dimensions?: number } = {}) {
    this.#dimensions = options.dimensions ?? 512
    this.#vectors = new SentenceVectors(this.#dimensions)
  }

  /** Reads what `snapshot` wrote. @throws IndexSnapshotError when the index has to be built from the chunks again. */
  static restore(bytes: Uint8Array): BotIndex {
    const { dimensions, terms, chunks } = readSnapshot(bytes)
    const index = new BotIndex({ dimensions })
    for (const term of terms) index.#vocabulary.idOf(term)
    for (const { chunk, values, scales } of chunks) {
      const firstVector = scales.length > 0 ? index.#vectors.restore(index.#slots.length, values, scales) : -1
      index.#store({ ...chunk, firstVector })
    }
    return index
  }

  /** Number of chunks. */
  get size(): number {
    return this.#live
  }

  /** Ids of the documents that have chunks. */
  documentIds(): string[] {
    return [...this.#slotsOfDocument.keys()]
  }

  has(documentId: string): boolean {
    return this.#slotsOfDocument.has(documentId)
  }

  /**
   * Adds a document; one with the same id is replaced.
   *
   * @throws RangeError when a chunk id is already taken or vectors do not fit the sentences; nothing is changed then.
   */
  add(document: IndexedDocument, chunks: readonly IndexedChunk[]): void {
    this.#insert(
      document,
      chunks,
      chunks.map((chunk) => analyseChunk(document, chunk)),
    )
  }

  /**
   * As `add`, for large documents in a process that has others to serve: the words are analysed a few chunks at a time.
   * The document appears as a whole at the end.
   *
   * @throws the signal's reason when aborted; nothing is changed then.
   */
  async addGradually(document: IndexedDocument, chunks: readonly IndexedChunk[], signal?: AbortSignal): Promise<void> {
    const analysed: AnalysedChunk[] = []
    let resumed = performance.now()
    for (const chunk of chunks) {
      analysed.push(analyseChunk(document, chunk))
      if (performance.now() - resumed < longestTurn) continue
      await setImmediate()
      signal?.throwIfAborted()
      resumed = performance.now()
    }
    this.#insert(document, chunks, analysed)
  }

  /** @returns whether there was such a document. */
  remove(documentId: string): boolean {
    const slots = this.#slotsOfDocument.get(documentId)
    if (!slots) return false
    this.#slotsOfDocument.delete(documentId)
    for (const slot of slots) this.#forget(slot)
    if (this.#slots.length > 64 && this.#live < this.#slots.length * 0.7) this.#compact()
    return true
  }

  /** The chunks that most likely answer a question, the best first. */
  search(query: string, options: SearchOptions = {}): Hit[] {
    const { limit = 10, queryVector, context = [] } = options
    if (queryVector && queryVector.length !== this.#dimensions) {
      throw new RangeError(`The question's vector has ${queryVector.length} dimensions, the index ${this.#dimensions}.`)
    }
    const question = this.#weigh(this.#understand(query, context))
    this.#scoreWords(question)
    const vector = queryVector && this.#vectors.size > 0 ? questionVector(queryVector) : undefined
    const candidates = new Set(this.#wordScores.best(candidatesByWords))
    if (vector) for (const slot of this.#vectors.nearestOwners(vector, candidatesByMeaning)) candidates.add(slot)
    return [...candidates]
      .flatMap((slot) => {
        const chunk = this.#slots[slot]
        if (!chunk) return []
        const examined = examine(chunk, this.#wordScores.of(slot), question, this.#vectors, vector)
        return [{ chunk, ...examined, score: calibrated(fuse(examined.evidence), vector !== undefined) }]
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, Math.max(0, limit))
      .map(hitOf)
  }

  /**
   * How much the question is about what the index holds at all: the best BM25 over the question's maximum, 0 to 1.
   * Below about 0.3 a question is off topic; see docs/decisions/retrieval.md.
   */
  topicality(query: string, options: { context?: readonly string[] } = {}): number {
    const question = this.#weigh(this.#understand(query, options.context ?? []))
    if (question.maximum === 0) return 0
    this.#scoreWords(question)
    return Math.min(1, this.#wordScores.highest() / question.maximum)
  }

  /** The whole index as bytes, without any text but the words of its vocabulary. */
  snapshot(): Uint8Array {
    this.#compact()
    const chunks = this.#slots.filter((chunk) => chunk !== undefined)
    return writeSnapshot({
      dimensions: this.#dimensions,
      terms: this.#vocabulary.terms,
      chunks: chunks.map((chunk) => ({
        chunk,
        ...this.#vectors.rows(Math.max(0, chunk.firstVector), chunk.firstVector < 0 ? 0 : sentenceCount(chunk)),
      })),
    })
  }

  #insert(document: IndexedDocument, chunks: readonly IndexedChunk[], analysed: readonly AnalysedChunk[]): void {
    const own = new Set(this.#slotsOfDocument.get(document.id)?.map((slot) => this.#slots[slot]?.id))
    requireConsistent(chunks, this.#dimensions, (id) => this.#chunkIds.has(id) && !own.has(id))
    this.remove(document.id)
    const { id, title, language = 'en' } = document
    const stored: StoredDocument = { id, title, language }
    for (const [position, { terms, titleTerms, ...rest }] of analysed.entries()) {
      const { id: chunkId, vectors = [] } = chunks[position] as IndexedChunk
      this.#store({
        id: chunkId,
        document: stored,
        terms: this.#vocabulary.idsOf(terms),
        titleTerms: this.#vocabulary.idsOf(titleTerms),
        firstVector: vectors.length > 0 ? this.#vectors.add(this.#slots.length, vectors) : -1,
        ...rest,
      })
    }
  }

  #store(chunk: StoredChunk): void {
    const slot = this.#slots.length
    const { id, document } = chunk
    this.#slots.push(chunk)
    this.#lengths.push(chunk.terms.length)
    this.#chunkIds.add(id)
    const slots = this.#slotsOfDocument.get(document.id)
    if (slots) slots.push(slot)
    else this.#slotsOfDocument.set(document.id, [slot])
    this.#postings.add(slot, chunk.terms, chunk.titleTerms)
    this.#count(chunk, 1)
  }

  #forget(slot: number): void {
    const chunk = this.#slots[slot]
    if (!chunk) return
    this.#slots[slot] = undefined
    this.#lengths[slot] = removed
    this.#chunkIds.delete(chunk.id)
    this.#postings.forget(chunk.terms, chunk.titleTerms)
    if (chunk.firstVector >= 0) this.#vectors.forget(chunk.firstVector, sentenceCount(chunk))
    this.#count(chunk, -1)
  }

  #count(chunk: StoredChunk, by: 1 | -1): void {
    const { language } = chunk.document
    this.#live += by
    this.#liveTerms += by * chunk.terms.length
    this.#liveSentences += by * sentenceCount(chunk)
    const chunks = (this.#languages.get(language) ?? 0) + by
    if (chunks > 0) this.#languages.set(language, chunks)
    else this.#languages.delete(language)
  }

  /** Closes the gaps that removed documents left, in memory and in the vocabulary, so that their words are gone too. */
  #compact(): void {
    if (this.#live === this.#slots.length) return
    const chunks = this.#slots.filter((chunk) => chunk !== undefined)
    const before = { terms: this.#vocabulary.terms, vectors: this.#vectors }
    this.#vocabulary = new Vocabulary()
    this.#postings = new Postings()
    this.#vectors = new SentenceVectors(this.#dimensions)
    this.#slots = []
    this.#lengths = []
    this.#slotsOfDocument.clear()
    this.#languages.clear()
    this.#live = this.#liveTerms = this.#liveSentences = 0
    const renumbered = (ids: Uint32Array) => ids.map((id) => this.#vocabulary.idOf(before.terms[id] ?? ''))
    for (const chunk of chunks) {
      const rows = before.vectors.rows(Math.max(0, chunk.firstVector), sentenceCount(chunk))
      this.#store({
        ...chunk,
        terms: renumbered(chunk.terms),
        titleTerms: renumbered(chunk.titleTerms),
        firstVector: chunk.firstVector < 0 ? -1 : this.#vectors.restore(this.#slots.length, rows.values, rows.scales),
      })
    }
  }

  #understand(query: string, context: readonly string[]): Question {
    const languages = [...this.#languages].sort((a, b) => b[1] - a[1]).map(([language]) => language)
    return understand(query, context, languages, this.#vocabulary)
  }

  #weigh({ words, shape }: Question): WeighedQuestion {
    const wordOfTerm = new Map<number, number>()
    const weighed = words.map(({ terms, weight }, position) => {
      for (const { id } of terms) if (!wordOfTerm.has(id)) wordOfTerm.set(id, position)
      const having = Math.max(0, ...terms.map(({ id }) => this.#postings.chunksWith(id)))
      return {
        variants: new Map(terms.map(({ id, trust }) => [id, trust])),
        weight: weight * rarity(having, this.#live),
      }
    })
    return {
      words: weighed,
      maximum: weighed.reduce((sum, { weight }) => sum + weight * (saturation + 1), 0),
      wordOfTerm,
      shape,
      averageSentence: this.#liveTerms / Math.max(1, this.#liveSentences),
    }
  }

  #scoreWords(question: WeighedQuestion): void {
    this.#wordScores.score(question, this.#postings, this.#lengths, this.#liveTerms / Math.max(1, this.#live))
  }
}

function hitOf({ chunk, evidence, bestSentence, score }: Examined & { chunk: StoredChunk; score: number }): Hit {
  return {
    chunkId: chunk.id,
    documentId: chunk.document.id,
    score,
    words: evidence.words,
    meaning: evidence.meaning ?? 0,
    bestSentence: { start: chunk.spans[bestSentence * 2] ?? 0, end: chunk.spans[bestSentence * 2 + 1] ?? 0 },
  }
}
