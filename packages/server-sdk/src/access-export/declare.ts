import { errorCodes } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, plain, subject, through } from '../data-map/index.ts'
import { contacts } from '../features/contacts/index.ts'
import { exportKinds, exportStates, redactedKinds } from './types.ts'

const shared = { purpose: 'Giving people their data', basis: 'legal-obligation' } as const
// Copies with an end of their own: what nobody ended by then is swept.
const kept = { category: 'technical', since: 'endsAt', afterwards: 'delete' } as const
const count = z.number().int()
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes')

/**
 * Exports of people. Each is a unit of its own, and belongs to its person: it ends with them, and with its key everything
 * that was brought together for it, in every backup.
 */
export const accessExports = collection('accessExports', {
  ...shared,
  id: 'accessExport',
  about: subject('contactId', contacts),
  unit: 'own',
  retention: kept,
  export: { never: 'an export is what the person gets; that it was made stands in the log' },
  log: 'access-export',
  goesWith: ['memberId'],
  fields: {
    contactId: plain(z.string().nullable()),
    memberId: plain(z.string().nullable()),
    requestId: plain(z.string().nullable()),
    kind: plain(z.enum(exportKinds)),
    state: plain(z.enum(exportStates)),
    /** Where collecting goes on: the source, the batch of it, and how much stands written down up to there. */
    at: plain(z.object({ source: count, batch: count, pieces: count, redactions: count })),
    progress: plain(z.array(z.object({ collection: z.string(), done: count, total: count }))),
    redactions: plain(count),
    undecided: plain(count),
    bytes: plain(count.nullable()),
    /** How many pieces the file has. */
    pieces: plain(count),
    /** SHA-256 of the token in the link that counts, and until when. */
    link: plain(z.string().nullable()),
    linkUntil: plain(z.date().nullable()),
    /** How many codes were sent for it, and how many were tried of the last one. */
    codesSent: plain(count),
    codesTried: plain(count),
    codeUntil: plain(z.date().nullable()),
    /** SHA-256 of the pass that link and code were turned into, and until when a download may go on. */
    pass: plain(z.string().nullable()),
    passUntil: plain(z.date().nullable()),
    /** How many bytes were given with the pass, those that were asked for again included, and whether the last was. */
    given: plain(count),
    endGiven: plain(z.boolean()),
    /** How many were given or are on their way: counted before they leave, so that many at once get no more than one. */
    promised: plain(count.default(0)),
    /** Until when nobody else begins at the first byte, unless whoever did breaks off before. */
    begunUntil: plain(z.date().default(() => new Date(0))),
    /** When it had been given whole. */
    downloadedAt: plain(z.date().nullable()),
    problem: plain(z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable()),
    createdAt: plain(z.date()),
    asOf: plain(z.date().nullable()),
    releasedAt: plain(z.date().nullable()),
    endsAt: plain(z.date()),
    /** Rows that somebody decided to be theirs as well. */
    also: confidential(z.array(z.object({ collection: z.string(), id: z.string() }))),
    code: confidential(z.string().nullable(), { inLog: false }),
    /** JSON of `ExportManifest`. */
    manifest: confidential(z.string().nullable(), { inLog: false }),
    /** JSON of what the log says of where it came from, and who got it. */
    facts: confidential(z.string().nullable(), { inLog: false }),
  },
  indexes: [{ contactId: 1, createdAt: -1 }, { requestId: 1 }],
  acrossTeams: [{ endsAt: 1 }],
})

const part = { ...shared, about: through('exportId', accessExports), retention: kept } as const

/** Rows as they were read, ids that lead to others, and the file: in pieces. */
export const exportPieces = collection('accessExportPieces', {
  ...part,
  id: 'own',
  export: { never: 'what stands in an export is in the export' },
  log: { never: 'pieces of an export, whose own entries name it' },
  fields: {
    exportId: plain(z.string()),
    kind: plain(z.enum(['ids', 'rows', 'file'])),
    ordinal: plain(count),
    collection: plain(z.string()),
    /** How many rows it has, and how many places in them are to be decided. */
    rows: plain(count),
    redactions: plain(count),
    endsAt: plain(z.date()),
    bytes: confidential(bytes, { inLog: false }),
    /** The rows as lines of a table, where nothing may be left out of them. */
    table: confidential(bytes.nullable(), { inLog: false }),
  },
  indexes: [{ exportId: 1, kind: 1, ordinal: 1 }],
})

/** Places in words of others where somebody else may be named. */
export const exportRedactions = collection('accessExportRedactions', {
  ...part,
  id: 'own',
  export: { never: 'it is about others' },
  log: { never: 'that an export was let go is logged, with how much was left out' },
  fields: {
    exportId: plain(z.string()),
    number: plain(count),
    collection: plain(z.string()),
    row: plain(z.string()),
    field: plain(z.string()),
    start: plain(count),
    end: plain(count),
    kind: plain(z.enum(redactedKinds)),
    certainty: plain(z.enum(['certain', 'possible'])),
    decision: plain(z.enum(['remove', 'keep']).nullable()),
    endsAt: plain(z.date()),
    text: confidential(z.string(), { inLog: false }),
    context: confidential(z.string(), { inLog: false }),
    /** What stands there instead. */
    instead: confidential(z.string(), { inLog: false }),
  },
  // What is left out of an export.
  authenticated: ['number', 'collection', 'row', 'field', 'start', 'end', 'decision'],
  indexes: [
    { exportId: 1, number: 1 },
    { exportId: 1, decision: 1, number: 1 },
  ],
})

export const accessExportCollections = [accessExports, exportPieces, exportRedactions] as const
