import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { errorCodes } from '../problems.ts'
import { line, prose } from '../text.ts'

/** Where in a document something stands: a page of a PDF, a row of a table, the headings above it. */
export const Position = z
  .object({
    page: z.int().nullable(),
    row: z.int().nullable(),
    section: z.array(z.string()),
  })
  .meta({ id: 'Position' })
export type Position = z.infer<typeof Position>

/** Where long work stands. `succeeded` and `failed` are final. */
export const jobStates = ['queued', 'running', 'succeeded', 'failed'] as const

/** Long work: where it stands, and why it failed if it did. */
export const Job = z
  .object({
    id: id('job'),
    kind: z.string(),
    state: z.enum(jobStates),
    progress: z.object({
      done: z.int(),
      total: z.int().nullable(),
      note: z.string().nullable(),
    }),
    error: z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable(),
    documentId: id('document').nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>

/** What becomes of an uploaded file once its text was read. */
export const keepOriginal = ['keep', 'delete-after-processing'] as const
/** Where a document stands: nothing is answered from it before it is `ready`. */
export const documentStates = ['queued', 'reading', 'ready', 'failed'] as const

/** A document that a bot has read, or is reading. */
export const KnowledgeDocument = z
  .object({
    id: id('document'),
    botId: id('bot'),
    title: z.string(),
    filename: z.string().nullable(),
    mediaType: z.string(),
    bytes: z.int(),
    state: z.enum(documentStates),
    progress: z.object({
      done: z.int(),
      total: z.int().nullable(),
      note: z.string().nullable(),
    }),
    error: z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable(),
    pages: z.int().nullable(),
    rows: z.int().nullable(),
    passages: z.int(),
    keepOriginal: z.enum(keepOriginal),
    original: z.enum(['kept', 'deleted', 'none']),
    jobId: id('job').nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'KnowledgeDocument' })
export type KnowledgeDocument = z.infer<typeof KnowledgeDocument>

/** Pasted text, at most 2 million characters. Markdown is understood. */
export const DocumentText = z
  .strictObject({
    title: line(200),
    text: prose(2_000_000),
    format: z.enum(['text', 'markdown', 'html']).default('markdown'),
    keepOriginal: z.enum(keepOriginal).default('keep'),
  })
  .meta({ id: 'DocumentText' })

/** A document that was taken, and the job that reads it. */
export const DocumentAccepted = z.object({ document: KnowledgeDocument, job: Job }).meta({ id: 'DocumentAccepted' })

/** What is looked for in the documents of a bot. */
export const SearchInput = z
  .strictObject({
    query: line(1000),
    limit: z.int().min(1).max(50).default(10),
  })
  .meta({ id: 'SearchInput' })

/** A passage that was found, and where it stands. */
export const SearchHit = z
  .object({
    chunkId: id('chunk'),
    documentId: id('document'),
    documentTitle: z.string(),
    text: z.string(),
    position: Position,
    score: z.number().meta({ description: '0 to 1; higher is better' }),
    words: z.number().meta({ description: 'The share of the score that comes from words' }),
    meaning: z.number().meta({ description: 'The share of the score that comes from meaning' }),
    best: z.object({ start: z.int(), end: z.int() }).nullable().meta({ description: 'The sentence that fits best' }),
  })
  .meta({ id: 'SearchHit' })
export type SearchHit = z.infer<typeof SearchHit>

/** Passages, the best first. */
export const SearchResult = z
  .object({
    data: z.array(SearchHit),
    threshold: z.number().meta({ description: 'Below it the bot says that it does not know' }),
    milliseconds: z.number(),
  })
  .meta({ id: 'SearchResult' })
export type SearchResult = z.infer<typeof SearchResult>

/** The documents of a bot, the work that reads them, and searching them. */
export const knowledgeEndpoints = {
  addDocument: endpoint('POST /v1/bots/{botId}/documents', {
    summary: 'Add a document, as a file or as text; it is read in the background',
    tag: 'Knowledge',
    allow: { permission: 'knowledge:write' },
    body: DocumentText,
    upload: {
      fields: z.strictObject({
        title: line(200).optional(),
        keepOriginal: z.enum(keepOriginal).default('keep'),
      }),
    },
    returns: { 202: DocumentAccepted },
    errors: ['document_type_unsupported', 'document_too_large', 'document_empty'],
    logs: 'document.added',
  }),
  listDocuments: endpoint('GET /v1/bots/{botId}/documents', {
    summary: 'List the documents of a bot',
    tag: 'Knowledge',
    allow: { permission: 'knowledge:read' },
    query: PageQuery,
    returns: { 200: page(KnowledgeDocument) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  readDocument: endpoint('GET /v1/bots/{botId}/documents/{documentId}', {
    summary: 'Read a document with its progress',
    tag: 'Knowledge',
    allow: { permission: 'knowledge:read' },
    returns: { 200: KnowledgeDocument },
    logs: null,
  }),
  removeDocument: endpoint('DELETE /v1/bots/{botId}/documents/{documentId}', {
    summary: 'Remove a document with its passages, vectors and original',
    tag: 'Knowledge',
    allow: { permission: 'knowledge:write' },
    returns: { 204: null },
    errors: ['legal_hold'],
    logs: 'document.removed',
  }),
  search: endpoint('POST /v1/bots/{botId}/search', {
    summary: 'Search the documents of a bot',
    tag: 'Knowledge',
    allow: { permission: 'knowledge:read' },
    body: SearchInput,
    returns: { 200: SearchResult },
    logs: null,
  }),
  readJob: endpoint('GET /v1/jobs/{jobId}', {
    summary: 'Read where a job stands',
    tag: 'Knowledge',
    allow: { permission: 'knowledge:read' },
    returns: { 200: Job },
    logs: null,
  }),
}
