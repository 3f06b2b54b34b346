import { SottoConnectionError } from '../errors/sotto-connection-error.ts'

/**
 * The server proved who it is, but with no key that the pins name: somebody reads along, or the server's key was changed
 * to one that is not pinned. Nothing of the request was sent.
 */
export class SottoPinError extends SottoConnectionError {
  override readonly name = 'SottoPinError'
  /** The pins of the chain that the server showed, its own first. */
  readonly shown: readonly string[]

  constructor(host: string, shown: readonly string[]) {
    super('pin', `${host} showed none of the pinned keys, but ${shown.join(', ')}; the request was not sent`)
    this.shown = shown
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return SottoConnectionError[Symbol.hasInstance](value) && 'shown' in (value as object)
  }
}
