export { clearTraces } from './clear.ts'
export { runningOn } from './running.ts'
