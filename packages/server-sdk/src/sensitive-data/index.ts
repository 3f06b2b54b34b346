export { type CustomPattern, compilePattern, PatternRefusedError } from './custom.ts'
export { createDetection, type DetectionOptions } from './detect.ts'
export {
  type Finding,
  type SensitiveClass,
  type SensitiveKind,
  sensitiveClasses,
  sensitiveKinds,
} from './finding.ts'
export type { HealthTerms } from './health/health.ts'
export {
  addCounts,
  classOf,
  type Redaction,
  redact,
  type SensitiveAction,
  type SensitiveCounts,
  type SensitiveRules,
} from './redact.ts'
export { type RemovalWords, removalWords } from './words.ts'
