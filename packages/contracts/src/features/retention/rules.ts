import { z } from 'zod'
import { id } from '../../ids.ts'
import { GivenPeriod, RetentionPeriod } from './period.ts'
import { fixedRetentionCategories, retentionCategories, retentionEndings, retentionPresets } from './vocabulary.ts'

const then = z
  .enum(retentionEndings, { error: 'must be anonymise or delete' })
  .meta({ description: 'Of files nothing can be made anonymous: they are deleted' })

const settable = z.enum(retentionCategories, {
  error: `must be one of ${retentionCategories.join(', ')}: what other data is kept for is not set here`,
})

/** What holds for one category in the whole team. */
export const RetentionRule = z
  .object({
    category: z.enum([...retentionCategories, ...fixedRetentionCategories]),
    keep: RetentionPeriod,
    then: z.enum(retentionEndings),
    from: z
      .enum(['preset', 'team', 'fixed'])
      .meta({ description: 'Who says so: the preset, the team beside it, or nobody may say otherwise' }),
    rows: z
      .array(z.object({ collection: z.string(), since: z.string() }))
      .meta({ description: 'What it is about, and the time from which it counts' }),
  })
  .meta({ id: 'RetentionRule' })
export type RetentionRule = z.infer<typeof RetentionRule>

const once = (rules: readonly { category: string }[]) =>
  new Set(rules.map(({ category }) => category)).size === rules.length

/** What is left out stays as it is. A preset that is named takes back what the team had set beside the one before. */
export const RetentionPatch = z
  .strictObject({
    preset: z.enum(retentionPresets, { error: `must be one of ${retentionPresets.join(', ')}` }).optional(),
    rules: z
      .array(
        z.strictObject({
          category: settable,
          keep: GivenPeriod.nullable().meta({ description: '`null`: as the preset says' }),
          then: then.optional().meta({ description: 'Left out: as the preset says' }),
        }),
      )
      .max(retentionCategories.length, `must have at most ${retentionCategories.length} entries, one a category`)
      .refine(once, 'must name each category once: of two periods for the same thing nobody knows which is meant')
      .optional(),
  })
  .meta({ id: 'RetentionPatch' })
export type RetentionPatch = z.input<typeof RetentionPatch>

/** A period of its own for what one bot, or one person, brought. What is said of a person counts before what is said of a bot. */
export const RetentionOverride = z
  .object({
    id: id('retentionOverride'),
    botId: id('bot').nullable(),
    contactId: id('contact').nullable(),
    category: z.enum(retentionCategories),
    keep: RetentionPeriod,
    then: z.enum(retentionEndings),
    createdAt: z.string(),
  })
  .meta({ id: 'RetentionOverride' })
export type RetentionOverride = z.infer<typeof RetentionOverride>

/** A period of one category for one bot or person, instead of the team’s. */
export const RetentionOverrideInput = z
  .strictObject({
    category: settable,
    keep: GivenPeriod,
    then: then.optional().meta({ description: 'Left out: as for the team' }),
  })
  .meta({ id: 'RetentionOverrideInput' })
export type RetentionOverrideInput = z.input<typeof RetentionOverrideInput>

/** Fields that are left out stay as they are. */
export const RetentionOverridePatch = z
  .strictObject({ keep: GivenPeriod, then })
  .partial()
  .meta({ id: 'RetentionOverridePatch' })
export type RetentionOverridePatch = z.input<typeof RetentionOverridePatch>
