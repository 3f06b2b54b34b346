export { BackupError, type BackupProblem } from './errors.ts'
export type { RestoreProgress, RestoreReport } from './in-line.ts'
export { type BackupOptions, type BackupProgress, type MadeBackup, makeBackup } from './make.ts'
export type { Manifest } from './manifest.ts'
export {
  type RestoreCheckOptions,
  type RestoreOptions,
  restoreBackup,
  restoreCheck,
} from './restore.ts'
export { requireServable } from './servable.ts'
