export { type ExportManifest, type ExportVerdict, verifyExportFile } from './archive/verify-export.ts'
export { type ThreadOptions, verifyLogFile, verifyLogInThreads } from './threads/verify-in-threads.ts'
