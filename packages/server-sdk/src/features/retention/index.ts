export { chooseRetention } from './choosing.ts'
export { presentRules, presentRun } from './present.ts'
export { type RetentionService, retentionService } from './service.ts'
