export { sensitiveDataRules } from './declare.ts'
export { Screening } from './screening.ts'
export { type SensitiveDataService, sensitiveDataService } from './service.ts'
