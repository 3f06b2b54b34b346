export { rotationHandler, rotationKind } from './job.ts'
export { Rotation, type RotationParts, type RotationProgress } from './rotation.ts'
export { RotationSchedule } from './schedule.ts'
export { type RotationDocument, type RotationStep, rotationCollections, rotationSteps } from './state.ts'
