import { z } from 'zod'
import { decimal, inOrder } from '../../query.ts'
import { instant } from '../../text.ts'

/**
 * Forms of the log: lines of JSON with proofs (`jsonl`), a table, or events of the Open Cybersecurity Schema Framework.
 */
export const exportFormats = ['jsonl', 'csv', 'ocsf'] as const
/** A form of the log; see `exportFormats`. */
export type ExportFormat = (typeof exportFormats)[number]

/** An index or a size of a log. */
const point = decimal(0, Number.MAX_SAFE_INTEGER)
/** A size of a log that has entries. */
export const logSize = decimal(1, Number.MAX_SAFE_INTEGER)
/** Which of the logs of a team, from 1. */
export const logNumber = decimal(1, 65_535)

/** Which part of the log is exported, and in which format. */
export const AuditExportQuery = z
  .strictObject({
    format: z.enum(exportFormats).default('jsonl'),
    actorId: z.string().min(1).max(100).optional(),
    action: z.string().min(1).max(100).optional(),
    subject: z.string().min(1).max(100).optional().meta({ description: 'The id of a person: entries about them' }),
    since: instant.optional(),
    until: instant.optional().meta({ description: 'Entries before this instant' }),
    people: z.enum(['true', 'false']).default('false').meta({
      description: 'jsonl: with ids of people and addresses beside each entry, as far as the caller may see them',
    }),
    from: point
      .default(0)
      .meta({ description: 'Continues a cut export: the first entry wanted. A multiple of 256 for jsonl' }),
    size: point.optional().meta({ description: 'The log as it was of this size: that of the header of a cut export' }),
    origin: logNumber
      .optional()
      .meta({ description: 'Begins with this log; default: the oldest, or the newest with `from`' }),
  })
  .check(inOrder('since', 'until'))
