import type { ExportDependencies } from '../../access-export/index.ts'
import type { ErasureDependencies } from '../../erasure/index.ts'

/** What the end of a team stands on. Made once for a running Sotto. */
export interface ContractEndDependencies {
  erasing: ErasureDependencies
  exporting: ExportDependencies
  /** The clock of the database. What cannot be taken back begins when the time of grace is over by both. */
  databaseTime: () => Promise<Date>
  /** Where this server is reached from outside, without a slash at the end. */
  publicUrl: () => string
  /** Tells the runner that there is work. */
  kick: () => void
}
