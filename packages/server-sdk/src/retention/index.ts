export { beginRun, resumeRetention } from './begin.ts'
export { type Chosen, chosenOf, ruleOfBot, teamRules } from './book.ts'
export {
  botRetention,
  personRetention,
  retentionCollections,
  retentionRuns,
  retentionSettings,
  retentionWithheld,
} from './declare.ts'
export { dailyRetentionKind, retentionKind } from './kinds.ts'
export { isNone, periodEnd, samePeriod } from './period.ts'
export { fixed, presets, type Rule } from './rules.ts'
export { retentionHandler } from './run.ts'
export { dailyRetentionHandler, keepDailyRetention, nextRunAt } from './schedule.ts'
export { SessionWatch } from './sessions.ts'
export { totalsOf } from './tally.ts'
export type * from './types.ts'
