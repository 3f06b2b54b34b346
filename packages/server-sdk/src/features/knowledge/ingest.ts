import { notFound, SottoError } from '../../errors.ts'
import type { JobContext, JobHandler } from '../../jobs/index.ts'
import { type Embedder, embedderThroughExit, embedsLanguage, Pseudonyms } from '../../models/index.ts'
import { type BotScope, isHeld, type Screened, type TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { departureLog } from '../departures.ts'
import { type Chunk, chunkBlocks } from './chunk/index.ts'
import { chunks, documents, originals } from './declare.ts'
import { type RemovalReason, removeOriginal } from './files.ts'
import { readOriginalBytes } from './originals.ts'
import { isDocumentRefusedError, type ParsedDocument, parseDocument } from './parse/index.ts'
import { titleOf } from './titles.ts'
import { packVectors } from './vectors.ts'

export const ingestKind = 'knowledge.ingest'

// Passages that are embedded and written together: small enough for progress to be seen, large enough to be quick.
const batchSize = 16

/** A table of a million rows would be learned for hours. */
const mostPassages = 20_000

/** Reads a document: parses, cuts into passages, embeds, stores. Begins anew when it was interrupted. */
export function ingestHandler(options: { embedder: Embedder; kick: () => void }): JobHandler {
  const { kick } = options
  return {
    concurrency: 1,
    async run(context) {
      const { botId = '', documentId = '' } = context.job.payload
      const bot = context.scope.bot(botId)
      const document = await bot.collection(documents).findById(documentId)
      // Removed while it was waiting: there is nothing left to read.
      if (!document) return
      // Killed between the last write and the end of the job: all is done, and the bytes may be gone.
      if (document.state === 'ready') return
      await note(context, bot, documentId, { done: 0, total: null, note: 'Reading' })
      await bot.collection(chunks).delete({ documentId })
      const parsed = await parse(context, bot, {
        id: documentId,
        filename: document.filename ?? titleOf(document),
        mediaType: document.mediaType,
      })
      const looked = await withoutSensitive(context, parsed)
      const passages = chunkBlocks(looked.blocks, parsed.language ? { language: parsed.language } : {})
      if (passages.length === 0)
        throw new SottoError(
          'document_without_text',
          'No text was found in the document. Add one that contains text, not pictures of it.',
        )
      if (passages.length > mostPassages)
        throw new SottoError(
          'document_too_large',
          `The document makes ${passages.length} passages; at most ${mostPassages} are read. Split it into several.`,
        )
      const embeds = embedsLanguage(options.embedder, parsed.language)
      const embedder = embeds
        ? embedderThroughExit(options.embedder, {
            pseudonyms: new Pseudonyms(),
            purpose: 'embed-document',
            record: departureLog(context.scope, { target: documentId }),
          })
        : undefined
      for (let start = 0; start < passages.length; start += batchSize) {
        const batch = passages.slice(start, start + batchSize)
        await store(context, { botId, documentId, start, batch, embedder })
        await note(context, bot, documentId, {
          done: Math.min(start + batchSize, passages.length),
          total: passages.length,
          note: 'Learning',
        })
      }
      await finish(context, kick, {
        botId,
        documentId,
        passages: passages.length,
        pages: parsed.pages ?? null,
        rows: parsed.rows ?? null,
        language: parsed.language ?? null,
        mediaType: parsed.mediaType,
        title: document.title ?? looked.title,
        removed: looked.removed,
      })
    },
    async failed({ scope, job }, error) {
      const { botId = '', documentId = '' } = job.payload
      const bot = scope.bot(botId)
      await bot.collection(chunks).delete({ documentId })
      const document = await bot.collection(documents).findOne({ id: documentId })
      if (!document) return
      await scope.transaction(async (running) => {
        const reason = await whyOriginalGoes(running, document)
        const gone = reason !== null
        if (reason) await removeOriginal(running, botId, document, { reason, kick })
        await running
          .bot(botId)
          .collection(documents)
          .change(
            documentId,
            {
              state: 'failed',
              error,
              original: gone ? 'deleted' : 'kept',
              progress: { done: 0, total: null, note: null },
            },
            { action: 'document.failed' },
          )
      })
    },
  }
}

/** Why an original goes once it is read, or cannot be. One that is held stays, for the period of files once it is not. */
async function whyOriginalGoes(
  running: TeamScope,
  { id, keepOriginal }: { id: string; keepOriginal: 'keep' | 'delete-after-processing' },
): Promise<RemovalReason | null> {
  if (keepOriginal === 'keep' || (await isHeld(running, documents, id, originals))) return null
  return keepOriginal
}

async function note(
  context: JobContext,
  bot: BotScope,
  documentId: string,
  progress: { done: number; total: number | null; note: string },
): Promise<void> {
  await context.report(progress)
  await bot.collection(documents).increment(documentId, {}, { state: 'reading', progress })
}

async function parse(
  context: JobContext,
  bot: BotScope,
  document: { id: string; filename: string; mediaType: string },
) {
  const bytes = await readOriginalBytes(bot, document.id)
  let shown = 0
  try {
    return await parseDocument(
      { bytes, filename: document.filename, mediaType: document.mediaType },
      {},
      context.signal,
      (done, total) => {
        // Every page would be a write; a person sees a difference a few times a second.
        if (Date.now() - shown < 300) return
        shown = Date.now()
        void note(context, bot, document.id, { done, total, note: 'Reading' }).catch(() => {})
      },
    )
  } catch (error) {
    if (isDocumentRefusedError(error)) throw new SottoError(error.code, error.message, { cause: error })
    throw error
  }
}

/**
 * A document without what is sensitive, before it is cut into passages: what is cut out of those would shift their
 * sentences.
 */
async function withoutSensitive({ scope }: JobContext, { blocks, title, language }: ParsedDocument) {
  const texts = [title, ...blocks.flatMap(({ text, position }) => [text, ...(position.section ?? [])])]
  const screened = await scope.screenDocument(texts, language)
  if (!screened) return { blocks, title, removed: null }
  let next = 0
  const take = () => screened.texts[next++] as string
  return {
    title: take(),
    blocks: blocks.map((block) => {
      const text = take()
      const section = block.position.section?.map(take)
      return { ...block, text, position: { ...block.position, ...(section ? { section } : {}) } }
    }),
    removed: screened.counts,
  }
}

async function store(
  context: JobContext,
  work: { botId: string; documentId: string; start: number; batch: readonly Chunk[]; embedder: Embedder | undefined },
): Promise<void> {
  const { batch, embedder, documentId } = work
  const sentences = batch.flatMap((chunk) => chunk.sentences.map(({ start, end }) => chunk.text.slice(start, end)))
  const vectors = embedder ? await embedder.embed(sentences, context.signal) : []
  let taken = 0
  const rows = batch.map((chunk, index) => {
    const own = embedder ? vectors.slice(taken, taken + chunk.sentences.length) : []
    taken += chunk.sentences.length
    const { section: _section, ...position } = chunk.position
    return {
      documentId,
      ordinal: work.start + index,
      createdAt: context.scope.now(),
      text: chunk.text,
      sentences: chunk.sentences,
      position,
      headingPath: chunk.headingPath,
      vectors: packVectors(own),
      embedder: embedder?.id ?? null,
    }
  })
  await context.scope.transaction(async (running) => {
    await context.guard(running)
    await running.bot(work.botId).collection(chunks).insertMany(rows)
  })
}

async function finish(
  context: JobContext,
  kick: () => void,
  result: {
    botId: string
    documentId: string
    passages: number
    pages: number | null
    rows: number | null
    language: string | null
    mediaType: string
    title: string
    /** What was taken out of its text; with that, the original may not stay either. */
    removed: Screened['counts'] | null
  },
): Promise<void> {
  const { botId, documentId, removed, ...facts } = result
  await context.scope.transaction(async (running: TeamScope) => {
    await context.guard(running)
    const bot = running.bot(botId)
    const row = await bot.collection(documents).findOne({ id: documentId })
    if (!row) throw notFound('document')
    // What may not be stored at all is no evidence either.
    const reason = removed ? 'sensitive-data' : await whyOriginalGoes(running, row)
    const gone = reason !== null
    if (reason) await removeOriginal(running, botId, row, { reason, kick })
    if (removed)
      await running.log({
        action: 'sensitive.redacted',
        collection: documents.name,
        target: documentId,
        details: { classes: removed },
      })
    await bot.collection(documents).change(
      documentId,
      {
        ...facts,
        state: 'ready',
        progress: { done: facts.passages, total: facts.passages, note: null },
        original: gone ? 'deleted' : 'kept',
      },
      { action: 'document.ready', details: { passages: facts.passages, original: gone ? 'deleted' : 'kept' } },
    )
    await running.collection(bots).increment(botId, { passages: facts.passages, knowledgeVersion: 1 })
  })
}
