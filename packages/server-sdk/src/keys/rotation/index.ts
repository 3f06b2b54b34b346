export { Rotation, type RotationParts, type RotationProgress } from './rotation.ts'
export { type RotationDocument, type RotationStep, rotationCollections } from './state.ts'
