/**
 * What keys lie in: short texts by the id of their epoch. It knows nothing of their form. With one of these, `keyringOf`
 * makes a keyring.
 *
 * Failures are `KeyringUnavailableError`; anything else that is thrown counts as out of reach.
 */
export interface KeyStore {
  /** Which one it is, for people; never a secret. */
  readonly description: string
  /** What may be done about a damaged key; one sentence. */
  readonly remedy: string
  /** Names that are no epoch's are left out by the caller. */
  list(): Promise<string[]>
  /** `undefined` only when it is certain that nothing is there. */
  read(epoch: string): Promise<string | undefined>
  /** Keeps a text durably, unless there is one already. @returns the one that counts: the first */
  keep(epoch: string, text: string): Promise<string>
  /** Ends it so that nothing brings it back. Nothing there is no error. */
  destroy(epoch: string): Promise<void>
  /** Keys are brought from outside: `keep` can only say what its owner has to do. */
  readonly broughtFromOutside?: boolean
}

/**
 * A key outside that wraps epoch keys once more: AWS KMS (`kmsWrap`), or a service of your own. The epoch's id must be
 * bound into the ciphertext, so that one epoch's does not unwrap as another's.
 */
export interface KeyWrap {
  /** For people; never a secret. */
  readonly description: string
  wrap(epoch: string, key: Buffer): Promise<Buffer>
  /** @throws KeyringUnavailableError */
  unwrap(epoch: string, wrapped: Buffer): Promise<Buffer>
}
