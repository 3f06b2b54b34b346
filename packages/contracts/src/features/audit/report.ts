import { z } from 'zod'

/** What the check of a log found. */
export const AuditReport = z
  .object({
    at: z.string().meta({ description: 'When it was finished' }),
    ok: z.boolean(),
    origin: z.string(),
    size: z.int().meta({ description: 'Up to this entry the log is as it was written' }),
    checked: z.int(),
    pruned: z.int(),
    waiting: z.int(),
    firstBad: z
      .object({
        origin: z.string(),
        index: z.int().nullable(),
        id: z.string().nullable(),
        reason: z.string(),
      })
      .nullable(),
    badRows: z.object({
      total: z.int(),
      first: z.array(
        z.object({
          collection: z.string(),
          id: z.string().nullable(),
          unit: z.string().nullable(),
          entry: z.object({ origin: z.int(), index: z.int() }).nullable(),
          reason: z.string(),
        }),
      ),
    }),
    gaps: z.array(z.object({ writer: z.string(), missing: z.array(z.tuple([z.int(), z.int()])) })),
    restores: z.array(
      z.object({ origin: z.string(), after: z.object({ origin: z.string(), size: z.int() }).nullable() }),
    ),
  })
  .meta({ id: 'AuditReport' })
export type AuditReport = z.infer<typeof AuditReport>
