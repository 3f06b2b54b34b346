import type { Database } from './database.ts'

/**
 * The form in which this version writes rows, keys and tokens. It grows by one when something is written that the version
 * before could not read. Entries of the audit log have a number of their own, each in itself.
 */
export const storedFormat = 1

/** How rows of the format before are written anew. */
export interface FormatStep {
  /** The format in which everything is afterwards. */
  to: number
  /** For people, in the imperative. */
  what: string
  /** How many rows are not in this format yet. */
  count(database: Database): Promise<number>
  /** Writes those rows anew, in batches. What was written stays so when it is interrupted; running it again goes on. */
  run(database: Database): Promise<void>
}

/** All steps, by the format that they lead to. Versions read their own format and the one before, so steps can wait. */
export const formatSteps: readonly FormatStep[] = []
