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

/** Where a run stands. `completed` and `failed` are final. */
export const retentionRunStates = ['running', 'completed', 'failed'] as const
/** What began a run: the daily clock, somebody by hand, or the end of a session. */
export const retentionTriggers = ['schedule', 'hand', 'session'] as const
