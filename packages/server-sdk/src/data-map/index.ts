export * from './collection.ts'
export * from './field.ts'
export * from './map.ts'
export * from './validator.ts'
