/**
 * Where epoch keys lie: outside every database. An epoch key is 32 random bytes that wrap the team keys of one epoch;
 * destroying it is what makes old backups forget.
 *
 * Implementations fail with `KeyringUnavailableError` when they cannot be reached, and never answer with a wrong key.
 */
export interface Keyring {
  /** For people: `file ./keys`, `vault https://…`. Never a secret. */
  readonly description: string
  /** The ids of the epochs whose keys are there, oldest first. */
  list(): Promise<string[]>
  /** The key of an epoch, or `undefined` when it is not there (any more). */
  read(epoch: string): Promise<Buffer | undefined>
  /** Makes and keeps a new key. Making the same epoch twice keeps the first. */
  create(epoch: string): Promise<Buffer>
  /** Destroys a key for ever. Destroying one that is not there is no error. */
  destroy(epoch: string): Promise<void>
}

/** The keyring cannot be reached or read. Nothing is destroyed; service goes on when it is back. */
export class KeyringUnavailableError extends Error {
  override readonly name = 'KeyringUnavailableError'
}
