import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'

/** What periods can be set for. */
export const retentionCategories = ['contacts', 'conversations', 'appointments', 'tickets', 'files'] as const
/** A kind of data that a period can be set for; see `retentionCategories`. */
export type RetentionCategory = (typeof retentionCategories)[number]

/** What has a period that nobody sets. */
export const fixedRetentionCategories = ['privacy-requests', 'offboarding', 'audit'] as const
/** A kind of data whose period nobody sets. */
export type FixedRetentionCategory = (typeof fixedRetentionCategories)[number]

/**
 * - `published`: contacts 3 years, conversations and appointments 2, tickets 5, files 30 days
 * - `baseline`: conversations 90 days, files 30, everything else as published
 * - `strict`: everything 29 days, so that the daily run ends it within 30, and deleted rather than made anonymous
 */
export const retentionPresets = ['published', 'baseline', 'strict'] as const
/** A set of periods that a team can take over; see `retentionPresets`. */
export type RetentionPreset = (typeof retentionPresets)[number]

/**
 * - `anonymise`: what statistics count stays, about nobody
 * - `delete`: nothing stays
 */
export const retentionEndings = ['anonymise', 'delete'] as const
/** What is left when a period ends; see `retentionEndings`. */
export type RetentionEnding = (typeof retentionEndings)[number]

/** The periods from the shortest to the longest that may be set. */
export const periodBounds = { days: [0, 36_500], months: [1, 1200], years: [1, 100] } as const

const error =
  'must be a whole number of days from 0 to 36500 (0, 30, 90 and 365 are usual), {"months": 1 to 1200} or {"years": 1 to 100}'

const count = (unit: keyof typeof periodBounds) =>
  z.int({ error }).min(periodBounds[unit][0], { error }).max(periodBounds[unit][1], { error })

/**
 * How long something is kept, by its clock. Days have 24 hours; months and years are those of the calendar in UTC, and 29
 * February becomes 28 February. 0 days: it is gone when what it belongs to is over.
 */
export const RetentionPeriod = z
  .union([
    z.strictObject({ days: count('days') }),
    z.strictObject({ months: count('months') }),
    z.strictObject({ years: count('years') }),
  ])
  .meta({ id: 'RetentionPeriod' })
export type RetentionPeriod = z.infer<typeof RetentionPeriod>

const GivenPeriod = z
  .union([count('days'), ...RetentionPeriod.options], { error })
  .transform((given): RetentionPeriod => (typeof given === 'number' ? { days: given } : given))
  .meta({ description: 'A number of days, or `{"days": …}`, `{"months": …}`, `{"years": …}`' })

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

/** Where a run stands. `completed` and `failed` are final. */
export const retentionRunStates = ['running', 'completed', 'failed'] as const
/** What began a run: the daily clock, somebody by hand, or the end of a session. */
export const retentionTriggers = ['schedule', 'hand', 'session'] as const

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

/** How long a team keeps what. */
export const Retention = z
  .object({
    preset: z.enum(retentionPresets),
    chosen: z
      .boolean()
      .meta({ description: 'Whether somebody has chosen; before that it is `published`, and set-up asks' }),
    rules: z.array(RetentionRule),
    overrides: z.object({ bots: whole, people: whole }).meta({ description: 'How many there are' }),
    nextRunAt: z.string().nullable().meta({ description: '`null` while no server takes jobs' }),
    running: RetentionRun.nullable(),
    lastRun: RetentionRun.nullable().meta({ description: 'The newest that is over and did not only count' }),
  })
  .meta({ id: 'Retention' })
export type Retention = z.infer<typeof Retention>

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

/** Whether a run only counts. */
export const RetentionRunInput = z
  .strictObject({
    dryRun: z.boolean().default(false).meta({ description: 'Only count what would be done' }),
  })
  .meta({ id: 'RetentionRunInput' })
export type RetentionRunInput = z.input<typeof RetentionRunInput>

/** Periods of teams, bots and people, dry runs, runs and their reports. */
export const retentionEndpoints = {
  readRetention: endpoint('GET /v1/retention', {
    summary: 'Read how long what is kept, and when the next run is',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    returns: { 200: Retention },
    logs: null,
  }),
  changeRetention: endpoint('PATCH /v1/retention', {
    summary: 'Choose a preset, or set the period of a category for the whole team',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionPatch,
    returns: { 200: Retention },
    logs: 'retention.changed',
  }),
  listRetentionOverrides: endpoint('GET /v1/retention/overrides', {
    summary: 'List the periods of bots and people, the newest first',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    query: PageQuery.extend({ botId: id('bot').optional(), contactId: id('contact').optional() }),
    returns: { 200: page(RetentionOverride) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  addBotRetention: endpoint('POST /v1/bots/{botId}/retention-overrides', {
    summary: 'Give what came through a bot a period of its own',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionOverrideInput,
    returns: { 201: RetentionOverride },
    errors: ['retention_conflict'],
    logs: 'retention-override.added',
  }),
  addContactRetention: endpoint('POST /v1/contacts/{contactId}/retention-overrides', {
    summary: 'Give what is kept of a person a period of its own',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionOverrideInput,
    returns: { 201: RetentionOverride },
    errors: ['retention_conflict'],
    logs: 'retention-override.added',
  }),
  changeRetentionOverride: endpoint('PATCH /v1/retention/overrides/{retentionOverrideId}', {
    summary: 'Change the period of a bot or a person',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionOverridePatch,
    returns: { 200: RetentionOverride },
    logs: 'retention-override.changed',
  }),
  removeRetentionOverride: endpoint('DELETE /v1/retention/overrides/{retentionOverrideId}', {
    summary: 'Take back the period of a bot or a person',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    returns: { 204: null },
    logs: 'retention-override.removed',
  }),
  startRetentionRun: endpoint('POST /v1/retention/runs', {
    summary: 'Run now, or count what a run would do. While one runs, it is that one',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionRunInput,
    returns: { 202: RetentionRun },
    logs: 'retention.begun',
  }),
  listRetentionRuns: endpoint('GET /v1/retention/runs', {
    summary: 'List runs, the newest first',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    query: PageQuery,
    returns: { 200: page(RetentionRun) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  readRetentionRun: endpoint('GET /v1/retention/runs/{retentionRunId}', {
    summary: 'Read the report of a run, also while it runs',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    returns: { 200: RetentionRun },
    logs: null,
  }),
  listRetentionWithheld: endpoint('GET /v1/retention/runs/{retentionRunId}/withheld', {
    summary: 'List what was due in a run and stayed, the first thousand; kept for 30 days',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    query: PageQuery,
    returns: { 200: page(RetentionWithheld) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
}
