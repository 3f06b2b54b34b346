export { rotationHandler, rotationKind } from './job.ts'
export { type KeyOperations, type KeyStatus, keyOperations } from './operations.ts'
export { RotationSchedule } from './schedule.ts'
