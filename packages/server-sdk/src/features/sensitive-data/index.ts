export { sensitiveDataRules } from './declare.ts'
export { decided, sensitiveRulesOf } from './rules.ts'
export { Screening } from './screening.ts'
export { type SensitiveDataService, sensitiveDataService } from './service.ts'
