import { z } from 'zod'
import { id } from '../../ids.ts'
import { retentionRunStates, retentionTriggers } from './vocabulary.ts'

const whole = z.int()
/** What became of rows of one collection, in one category. */
export const RetentionTally = z
  .object({
    category: z.string(),
    collection: z.string(),
    due: whole,
    deleted: whole,
    anonymised: whole,
    withheld: whole,
    failed: whole,
  })
  .meta({ id: 'RetentionTally' })
export type RetentionTally = z.infer<typeof RetentionTally>

/** One run, or what one would do. */
export const RetentionRun = z
  .object({
    id: id('retentionRun'),
    jobId: id('job').nullable(),
    state: z.enum(retentionRunStates),
    dryRun: z.boolean().meta({ description: 'Whether it only counts' }),
    trigger: z.enum(retentionTriggers).meta({ description: 'The daily clock, somebody, or the end of a session' }),
    asOf: z.string().meta({ description: 'What was due at this instant was taken' }),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    units: z
      .object({ forgotten: whole, withheld: whole, failed: whole })
      .meta({ description: 'Things with a key of their own. Of those that are forgotten the key is destroyed' }),
    tallies: z.array(RetentionTally),
    totals: z.object({ due: whole, deleted: whole, anonymised: whole, withheld: whole, failed: whole }),
    problem: z.string().nullable().meta({ description: 'Why it could not go on' }),
  })
  .meta({ id: 'RetentionRun' })
export type RetentionRun = z.infer<typeof RetentionRun>

/** Something that was due and stayed. */
export const RetentionWithheld = z
  .object({
    collection: z.string(),
    id: z.string(),
    why: z.enum(['legal-hold', 'legal-obligation', 'restriction', 'failed']).meta({
      description:
        '`restriction`: the person restricted what is done with their data, which is kept as long (Art. 18 GDPR)',
    }),
    ground: z.string().meta({ description: 'The reason of a hold, which law, or an error code' }),
    until: z.string().nullable().meta({ description: '`null` where nobody knows yet' }),
  })
  .meta({ id: 'RetentionWithheld' })
export type RetentionWithheld = z.infer<typeof RetentionWithheld>

/** Whether a run only counts. */
export const RetentionRunInput = z
  .strictObject({
    dryRun: z.boolean().default(false).meta({ description: 'Only count what would be done' }),
  })
  .meta({ id: 'RetentionRunInput' })
export type RetentionRunInput = z.input<typeof RetentionRunInput>
