import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Id, Job as JobShape, KnowledgeDocument, Page, SearchResult } from '@sotto/contracts'
import type { DocumentOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { enqueue, type Job, jobs } from '../../jobs/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { documents } from './declare.ts'
import { ingestKind } from './ingest.ts'
import { bytesOf, keepOriginalBytes, nameOf, type Source } from './originals.ts'
import { defaultParseLimits } from './parse/index.ts'
import { type SearchDependencies, search } from './search.ts'
import { titleOf } from './titles.ts'

type StoredDocument = DocumentOf<typeof documents>
type KeepOriginal = StoredDocument['keepOriginal']

function presentDocument(botId: string, document: StoredDocument): KnowledgeDocument {
  const { language: _language, ...shown } = document
  return {
    ...shown,
    title: titleOf(document),
    id: document.id as Id<'document'>,
    botId: botId as Id<'bot'>,
    jobId: document.jobId as Id<'job'> | null,
    createdAt: document.createdAt.toISOString(),
  }
}

function presentJob(job: Job): JobShape {
  return {
    id: job.id as Id<'job'>,
    kind: job.kind,
    state: job.state,
    progress: job.progress,
    error: job.error,
    documentId: (job.payload.documentId ?? null) as Id<'document'> | null,
    createdAt: job.createdAt.toISOString(),
    updatedAt: job.updatedAt.toISOString(),
  }
}

/** Where a job of the team stands. @throws SottoError `not_found` */
export async function readJob(scope: TeamScope, jobId: string): Promise<JobShape> {
  return presentJob(await scope.collection(jobs).get(jobId))
}

/** How often a document that is waited for is looked at, in milliseconds. */
const lookAgain = 100

export type AddDocument = Source & {
  title?: string | undefined
  filename?: string | undefined
  mediaType?: string | undefined
  keepOriginal?: KeepOriginal
}

/** What a bot knows: its documents, and the search in them. */
export function knowledgeService(
  scope: TeamScope,
  botId: string,
  dependencies: SearchDependencies & { kick: () => void },
) {
  const bot = scope.bot(botId)
  const rows = bot.collection(documents)
  const requireBot = () => scope.collection(bots).get(botId)
  return {
    /**
     * Takes a document; it is read in the background. Bytes and job are stored together before this returns.
     *
     * @throws SottoError `not_found`, `document_empty`, `document_too_large`
     */
    async add(input: AddDocument): Promise<{ document: KnowledgeDocument; job: JobShape }> {
      await requireBot().catch((error: unknown) => {
        if ('file' in input) input.file.destroy()
        throw error
      })
      const bytes = await bytesOf(input, defaultParseLimits.maxBytes)
      if (bytes.length === 0)
        throw new SottoError('document_empty', 'The file has no bytes in it. Add one that is not empty.')
      const filename = basename(input.filename ?? nameOf(input) ?? '').slice(0, 200) || null
      return scope.transaction(async (running) => {
        const now = running.now()
        const own = running.bot(botId).collection(documents)
        const document = await own.insert(
          {
            title: input.title ?? null,
            filename,
            mediaType: input.mediaType ?? 'application/octet-stream',
            bytes: bytes.length,
            state: 'queued',
            progress: { done: 0, total: null, note: null },
            error: null,
            pages: null,
            rows: null,
            passages: 0,
            language: null,
            keepOriginal: input.keepOriginal ?? 'keep',
            original: 'kept',
            jobId: null,
            createdAt: now,
          },
          { action: 'document.added' },
        )
        await keepOriginalBytes(running.bot(botId), document.id, bytes)
        const job = await enqueue(running, ingestKind, { botId, documentId: document.id }, dependencies.kick)
        await own.increment(document.id, {}, { jobId: job.id })
        await running.collection(bots).increment(botId, { documents: 1 })
        return { document: presentDocument(botId, { ...document, jobId: job.id }), job: presentJob(job) }
      })
    },

    /**
     * Waits until a document has been read, and is found from then on.
     *
     * @throws SottoError why it could not be read (`document_encrypted`, …), `not_found`
     * @throws the reason of `signal`, when it is aborted
     */
    async ready(documentId: string, { signal }: { signal?: AbortSignal } = {}): Promise<KnowledgeDocument> {
      for (;;) {
        signal?.throwIfAborted()
        const document = await rows.findOne({ id: documentId })
        if (!document) throw notFound('document')
        if (document.error) throw new SottoError(document.error.code, document.error.detail)
        if (document.state === 'ready') return presentDocument(botId, await document.open())
        await pause(lookAgain, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted())
      }
    },

    async list({
      limit = 25,
      cursor,
    }: {
      limit?: number
      cursor?: string | undefined
    } = {}): Promise<Page<KnowledgeDocument>> {
      await requireBot()
      const page = await rows.page({}, { by: 'createdAt', order: -1, limit, cursor })
      return {
        data: (await rows.openRemaining(page.rows)).map((document) => presentDocument(botId, document)),
        nextCursor: page.nextCursor,
      }
    },

    /** @throws SottoError `not_found` */
    get: async (documentId: string): Promise<KnowledgeDocument> => presentDocument(botId, await rows.get(documentId)),

    /** Removes a document with its passages, vectors and original; its key is destroyed. @throws SottoError `not_found` */
    async remove(documentId: string): Promise<void> {
      await scope.transaction(async (running) => {
        const document = await running.bot(botId).collection(documents).findOne({ id: documentId })
        if (!document?.unit) throw notFound('document')
        await running.forget(document.unit, { action: 'document.removed', target: documentId })
        const passages = document.state === 'ready' ? -document.passages : 0
        await running.collection(bots).increment(botId, { documents: -1, passages, knowledgeVersion: 1 })
      })
    },

    /** The passages that most likely answer a question, the best first. @throws SottoError `not_found` */
    async search(query: string, { limit = 10 }: { limit?: number } = {}): Promise<SearchResult> {
      await requireBot()
      return search(dependencies, scope, botId, query, limit)
    },
  }
}

export type KnowledgeService = ReturnType<typeof knowledgeService>
