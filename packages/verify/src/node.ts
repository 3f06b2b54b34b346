export { type ThreadOptions, verifyLogFile, verifyLogInThreads } from './threads/verify-in-threads.ts'
