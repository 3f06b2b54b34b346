import type { KeyStore } from './keyrings/key-store.ts'

/**
 * Where epoch keys lie: outside every database. An epoch key is 32 random bytes that wrap the team keys of one epoch;
 * destroying it is what makes old backups forget.
 *
 * Implementations fail with `KeyringUnavailableError` when they cannot be reached, and never answer with a wrong key.
 * An epoch's id is 1 to 64 small letters, digits, `-` and `_`; another one is a `TypeError`.
 */
export interface Keyring {
  /** For people: `file ./keys`, `Vault https://…`. Never a secret. */
  readonly description: string
  /** The ids of the epochs whose keys are there, in the order of their names, which begin with a date. */
  list(): Promise<string[]>
  /** The key of an epoch, or `undefined` when it is not there (any more). */
  read(epoch: string): Promise<Buffer | undefined>
  /** Makes and keeps a new key. Making the same epoch twice, also by two instances at once, keeps the first. */
  create(epoch: string): Promise<Buffer>
  /** Destroys a key for ever, where it lies too. Destroying one that is not there is no error. */
  destroy(epoch: string): Promise<void>
  /**
   * Only where keys are brought from outside and cannot be made, as in an environment: the epoch whose key was brought
   * and which is not in use yet. Whoever begins an epoch asks for this name instead of choosing one.
   *
   * @param used all epochs that there ever were, ended ones too
   * @throws KeyringUnavailableError `action-needed`, with what to add, when there is none
   */
  nextEpoch?(used: readonly string[]): Promise<string>
  /** What the keys lie in, where they may be wrapped once more (see `wrappedKeyring`). */
  readonly store?: KeyStore
}

/**
 * `unreachable`: away, and will be back by itself. `refused`: it is there and does not let us. `damaged`: what lies there
 * is no key. `exposed`: others can read it. `action-needed`: it waits for something only its owner can do.
 */
export type KeyringProblem = 'unreachable' | 'refused' | 'damaged' | 'exposed' | 'action-needed'

/**
 * The keyring cannot be reached or read. Nothing is destroyed; service goes on when it is back. The message says what to
 * do and names folders and hosts, so it is for the operator; it never holds a key, a token or what a provider answered.
 */
export class KeyringUnavailableError extends Error {
  override readonly name = 'KeyringUnavailableError'
  readonly reason: KeyringProblem

  constructor(message: string, reason: KeyringProblem = 'unreachable') {
    super(message)
    this.reason = reason
  }
}
