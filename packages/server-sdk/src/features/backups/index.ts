export {
  type BackupPlan,
  backupHandler,
  backupKind,
  checkedPlan,
  isOverdue,
  keepBackups,
  nextAt,
} from './daily.ts'
