import type { Id, SearchHit, SearchResult } from '@sotto/contracts'
import { guessLanguage, standaloneQuestion } from '../../language/index.ts'
import type { Embedder } from '../../models/index.ts'
import { embedderThroughExit, embedsLanguage, Pseudonyms, type RecordDeparture } from '../../models/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { oneOf } from '../../mongo/index.ts'
import { departureLog } from '../departures.ts'
import { chunks, documents } from './declare.ts'
import type { KnowledgeIndexes } from './indexes.ts'
import { groundingThreshold, type Hit } from './retrieve/index.ts'
import { titleOf } from './titles.ts'

/** A hit with its passage opened. */
export interface Found extends Hit {
  documentTitle: string
  text: string
  sentences: { start: number; end: number; position: { page?: number | undefined; row?: number | undefined } }[]
  position: { page?: number | undefined; row?: number | undefined }
  headingPath: string[]
}

export interface SearchDependencies {
  indexes: KnowledgeIndexes
  embedder: Embedder
}

/** Finds passages in the silo of one bot and opens them. */
export async function findPassages(
  dependencies: SearchDependencies,
  scope: TeamScope,
  botId: string,
  question: string,
  options: {
    limit: number
    context?: readonly string[]
    pseudonyms?: Pseudonyms
    record?: RecordDeparture
    signal?: AbortSignal
  },
): Promise<Found[]> {
  const { indexes, embedder } = dependencies
  const index = await indexes.of(scope, botId)
  if (index.size === 0) return []
  const through = embedderThroughExit(embedder, {
    pseudonyms: options.pseudonyms ?? new Pseudonyms(),
    purpose: 'embed-question',
    record: options.record ?? (() => undefined),
  })
  const [queryVector] = embedsLanguage(embedder, guessLanguage(question))
    ? await through.embed([standaloneQuestion(question, options.context ?? [])], options.signal)
    : []
  const hits = index.search(question, {
    limit: options.limit,
    ...(queryVector ? { queryVector } : {}),
    ...(options.context ? { context: options.context } : {}),
  })
  const bot = scope.bot(botId)
  const passages = await bot
    .collection(chunks)
    .find({ id: oneOf(hits.map(({ chunkId }) => chunkId)) }, { limit: hits.length || 1 })
  const titles = await bot
    .collection(documents)
    .find({ id: oneOf([...new Set(hits.map(({ documentId }) => documentId))]) }, { limit: hits.length || 1 })
  const opened = new Map((await bot.collection(chunks).openAll(passages)).map((chunk) => [chunk.id, chunk]))
  const documentTitles = new Map(
    (await Promise.all(titles.map((row) => row.open()))).map((document) => [document.id, titleOf(document)]),
  )
  return hits.flatMap((hit) => {
    const chunk = opened.get(hit.chunkId)
    const documentTitle = documentTitles.get(hit.documentId)
    // Removed between the search and the reading: it is not found any more.
    if (!chunk || documentTitle === undefined) return []
    return [
      {
        ...hit,
        documentTitle,
        text: chunk.text,
        sentences: chunk.sentences,
        position: chunk.position,
        headingPath: chunk.headingPath,
      },
    ]
  })
}

function presentHit(found: Found): SearchHit {
  return {
    chunkId: found.chunkId as Id<'chunk'>,
    documentId: found.documentId as Id<'document'>,
    documentTitle: found.documentTitle,
    text: found.text,
    position: { page: found.position.page ?? null, row: found.position.row ?? null, section: found.headingPath },
    score: found.score,
    words: found.words,
    meaning: found.meaning,
    best: found.bestSentence,
  }
}

export async function search(
  dependencies: SearchDependencies,
  scope: TeamScope,
  botId: string,
  query: string,
  limit: number,
): Promise<SearchResult> {
  const begun = performance.now()
  const record = departureLog(scope, { target: botId })
  const found = await findPassages(dependencies, scope, botId, query, { limit, record })
  return {
    data: found.map(presentHit),
    threshold: groundingThreshold,
    milliseconds: Math.round((performance.now() - begun) * 10) / 10,
  }
}
