export { withdraw } from './deciding.ts'
export type { ExceptionDependencies } from './dependencies.ts'
export { type ExceptionService, exceptionService } from './service.ts'
export { exceptionHandler, exceptionKind } from './watching.ts'
