import { documentStates, errorCodes, keepOriginal } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, plain, through } from '../../data-map/index.ts'

const shared = { purpose: 'Answering questions', basis: 'contract', silo: 'bot' } as const
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes')
const sentencePosition = z.object({
  page: z.number().int().optional(),
  pageEnd: z.number().int().optional(),
  row: z.number().int().optional(),
  rowEnd: z.number().int().optional(),
})

/** A document that a bot answers from. Its subject is nobody, its key its own. */
export const documents = collection('documents', {
  ...shared,
  id: 'document',
  about: 'nobody',
  unit: 'own',
  retention: { category: 'knowledge', since: 'createdAt', afterwards: 'delete' },
  log: 'document',
  fields: {
    /** As it was given; until the document was read `null` where nobody gave one, afterwards its own. */
    title: confidential(z.string().nullable(), { screened: true }),
    filename: confidential(z.string().nullable(), { inLog: false, screened: true }),
    mediaType: plain(z.string()),
    bytes: plain(z.number().int()),
    state: plain(z.enum(documentStates)),
    progress: plain(z.object({ done: z.number(), total: z.number().nullable(), note: z.string().nullable() })),
    error: plain(z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable()),
    pages: plain(z.number().int().nullable()),
    rows: plain(z.number().int().nullable()),
    passages: plain(z.number().int()),
    language: plain(z.string().nullable()),
    keepOriginal: plain(z.enum(keepOriginal)),
    original: plain(z.enum(['kept', 'deleted', 'none'])),
    jobId: plain(z.string().nullable()),
    createdAt: plain(z.date()),
  },
  indexes: [{ createdAt: -1 }, { state: 1 }],
})

/** The bytes of an original, in pieces that fit a document of the database. */
export const originals = collection('originals', {
  ...shared,
  id: 'own',
  about: through('documentId', documents),
  retention: { category: 'files', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'pieces of a document, whose own entries name it' },
  fields: {
    documentId: plain(z.string()),
    ordinal: plain(z.number().int()),
    createdAt: plain(z.date()),
    bytes: confidential(bytes),
  },
  indexes: [{ documentId: 1, ordinal: 1 }],
})

/** A passage, with where it stands, where its sentences are, and what they mean. */
export const chunks = collection('chunks', {
  ...shared,
  id: 'chunk',
  about: through('documentId', documents),
  retention: { category: 'knowledge', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'parts of a document, whose own entries name it' },
  fields: {
    documentId: plain(z.string()),
    ordinal: plain(z.number().int()),
    createdAt: plain(z.date()),
    text: confidential(z.string()),
    sentences: confidential(
      z.array(z.object({ start: z.number().int(), end: z.number().int(), position: sentencePosition })),
    ),
    position: confidential(sentencePosition),
    headingPath: confidential(z.array(z.string())),
    /** The sentences' vectors one behind the other, as 32-bit floats; empty where the embedder lacks the language. */
    vectors: confidential(bytes),
    embedder: confidential(z.string().nullable()),
  },
  indexes: [{ documentId: 1, ordinal: 1 }],
})
