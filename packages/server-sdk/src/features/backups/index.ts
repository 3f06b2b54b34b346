export {
  type BackupPlan,
  backupHandler,
  backupKind,
  checkedPlan,
  keepBackups,
  nextAt,
} from './daily.ts'
