/**
 * `exists`: there is something already where it should go. `no-room`: it could not be written. `damaged`: a copy is not
 * as it was made. `too-slow`: the database does not keep one moment for as long as the copy takes. `keyring`: the keyring
 * does not open the keys. `losses`: what was asked for would lose data. `unsuitable`: the databases are in no state for it.
 */
export type BackupProblem = 'exists' | 'no-room' | 'damaged' | 'too-slow' | 'keyring' | 'losses' | 'unsuitable'

/** A backup could not be made or put back. The message says what to do; it names folders and databases, and no secret. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly reason: BackupProblem

  constructor(reason: BackupProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
