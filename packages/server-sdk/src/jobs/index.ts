export { jobs } from './declare.ts'
export { forgetPast, renewHandler, renewKind } from './renew-unit.ts'
export {
  enqueue,
  type Job,
  type JobContext,
  type JobHandler,
  JobRunner,
  LeaseLostError,
  type Progress,
} from './runner.ts'
export { Sweeper } from './sweeper.ts'
